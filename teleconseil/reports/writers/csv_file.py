"""CSV for French Excel: semicolons, UTF-8 with a byte order mark, CRLF, no live formula."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from teleconseil.reports.counts import CountTable
from teleconseil.text import clean, neutralise

Cell = str | int | float | None


def write_rows(rows: Iterable[Sequence[Cell]], stream: BinaryIO) -> None:
    """Write rows as they come, in constant memory; the stream stays open."""
    stream.write(codecs.BOM_UTF8)
    writer = csv.writer(_Utf8(stream), delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])


def write_table(table: CountTable, stream: BinaryIO) -> None:
    """The rows under the names of their groupings, the total, then what was counted."""
    width = len(table.dims) + 1
    rows: list[Sequence[Cell]] = [[*table.dims, "nombre"]]
    rows += [[*values, number] for values, number in table.rows]
    rows += [
        ["Total", *[""] * (width - 2), table.total],
        [],
        ["Période", f"{table.start} à {table.end}"],
        ["Fuseau horaire", table.zone],
        ["Définition", table.definition],
    ]
    write_rows(rows, stream)


class _Utf8:
    """A text file over a binary one that it never closes, even when a write fails."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode())


def _cell(value: Cell) -> Cell:
    return neutralise(clean(value)) if isinstance(value, str) else value
