"""XLSX: real numbers, text that is never a formula, written in constant memory."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from teleconseil.errors import os_reason
from teleconseil.reports.counts import CountTable
from teleconseil.reports.files import ReportError
from teleconseil.text import clean

Cell = str | int | float | None

MAX_ROWS = 1_048_575
MAX_CELL = 32_767


def write_table(table: CountTable, stream: BinaryIO) -> None:
    """A sheet « Comptages » with its total, and a sheet « Définition »."""
    with _workbook(stream) as book:
        sheet = book.add_worksheet("Comptages")
        bold = book.add_format({"bold": True, "top": 1})
        number = book.add_format({"num_format": "#,##0"})
        total = book.add_format({"bold": True, "top": 1, "num_format": "#,##0"})
        last = len(table.dims)
        sheet.set_column(0, last - 1, 34)
        sheet.set_column(last, last, 12)
        _header(book, sheet, table.headings)
        for index, (values, amount) in enumerate(table.rows, start=1):
            for column, (dim, value) in enumerate(zip(table.dims, values, strict=True)):
                sheet.write_string(index, column, _text(table.label(dim, value)))
            sheet.write_number(index, last, amount, number)
        end = len(table.rows) + 1
        sheet.write_string(end, 0, "Total", bold)
        for column in range(1, last):
            sheet.write_blank(end, column, None, bold)
        sheet.write_number(end, last, table.total, total)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), last)
        _definition_sheet(
            book,
            [
                ("Période", f"{table.start} à {table.end}"),
                ("Fuseau horaire", table.zone),
                ("Définition", table.definition),
            ],
        )


def write_rows(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    stream: BinaryIO,
    *,
    name: str,
    notes: Sequence[tuple[str, str]],
) -> None:
    """Rows as they come under their headings, and a sheet « Définition » with the notes.

    Raises:
        ReportError: there are more rows than a spreadsheet holds.
    """
    with _workbook(stream) as book:
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(headings) - 1, 18)
        _header(book, sheet, headings)
        for index, row in enumerate(rows, start=1):
            if index > MAX_ROWS:
                raise ReportError(
                    f"Un classeur s’arrête à {MAX_ROWS} lignes, et il y en a davantage.",
                    "Exportez une période plus courte, ou en csv.",
                )
            for column, value in enumerate(row):
                _write_cell(sheet, index, column, value)
        _definition_sheet(book, notes)


@contextmanager
def _workbook(stream: BinaryIO) -> Iterator[Any]:
    """A workbook whose rows wait in a temporary folder; it reaches the stream once complete."""
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="teleconseil-") as folder:
        book = xlsxwriter.Workbook(packed, {"constant_memory": True, "tmpdir": folder})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            cause = error.args[0] if error.args else error
            reason = os_reason(cause) if isinstance(cause, OSError) else str(cause)
            raise ReportError(
                f"Le classeur n’a pas pu être écrit : {reason}.",
                "Libérez de la place ou donnez un autre chemin.",
            ) from error
        finally:
            book.fileclosed = True
            for sheet in book.worksheets():
                _close_rows(sheet)
    stream.write(packed.getbuffer())


def _close_rows(sheet: Any) -> None:
    """Close the temporary file of a sheet that was abandoned on the way."""
    if getattr(sheet, "row_data_fh", None) is not None and not sheet.row_data_fh.closed:
        sheet.row_data_fh.close()


def _header(book: Any, sheet: Any, headings: Sequence[str]) -> None:
    style = book.add_format({"bold": True, "bottom": 2})
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _text(heading), style)


def _definition_sheet(book: Any, notes: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Définition")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    for row, (name, text) in enumerate(notes):
        sheet.write_string(row, 0, _text(name), bold)
        sheet.write_string(row, 1, _text(text), wrap)


def _write_cell(sheet: Any, row: int, column: int, value: Cell) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, _text(value))
    elif value is not None:
        sheet.write_number(row, column, value)


def _text(value: str) -> str:
    kept = clean(value)
    return kept if len(kept) <= MAX_CELL else kept[: MAX_CELL - 1] + "…"
