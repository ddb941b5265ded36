"""Markdown: a table that reads well as it is."""

from __future__ import annotations

import re
from typing import BinaryIO

from teleconseil import french
from teleconseil.reports.cells import one_line
from teleconseil.reports.counts import CountTable

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#&~])")


def write_table(table: CountTable, stream: BinaryIO) -> None:
    """A title, the rows with their total, then what was counted."""
    total = ["**Total**", *[""] * (len(table.dims) - 1), f"**{french.number(table.total)}**"]
    lines = [
        f"# Questions reçues de {table.start} à {table.end}",
        "",
        _line(table.headings),
        "|" + " --- |" * len(table.dims) + " ---: |",
        *(
            _line([*map(table.label, table.dims, values), french.number(number)])
            for values, number in table.rows
        ),
        _line(total, raw=True),
        "",
        f"Fuseau horaire : {table.zone}. {table.definition}",
    ]
    stream.write(("\n".join(lines) + "\n").encode())


def _line(cells: list[str] | tuple[str, ...], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else _escape(cell) for cell in cells) + " |"


def _escape(cell: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(cell))
