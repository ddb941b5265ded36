"""A CSV file, record by record, in constant memory, whatever is wrong with it.

The encoding is UTF-8 (with or without a byte order mark); bytes that are not are read as
Windows-1252, one by one, so that a file of either encoding, or of both, gives its accents. The
separator is the one that the first line uses most. A record that is no CSV costs its first line
only: reading goes on with the next line, however many lines an unclosed quote had swallowed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from teleconseil.errors import TeleconseilError, os_reason
from teleconseil.text import clean, restore

Progress = Callable[[int, int], None]

MAX_CELL = 16 * 1024 * 1024
"""Characters in one cell; a longer one is an unclosed quote."""
_DELIMITERS = ";,\t"
_EXCEL_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_NOT_CSV = {b"PK\x03\x04": "un classeur", b"\xd0\xcf\x11\xe0": "un classeur", b"%PDF": "un PDF"}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PROGRESS_STEP = 500
_OR_WINDOWS = "teleconseil-or-windows"


class IntakeError(TeleconseilError):
    """The whole file cannot be read as what it should be."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the table, and the number of the file's line that it begins on."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no CSV."""

    line: int
    message: str
    remedy: str


class CsvFile:
    """The header and the records of an open file."""

    def __init__(self, lines: _Lines, delimiter: str, header: Record) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self.header = header

    def records(self) -> Iterator[Record | Broken]:
        """What follows the header; empty lines are passed over."""
        width = len(self.header.cells)
        for record in _records(self._lines, self._delimiter):
            if isinstance(record, Broken):
                yield record
                continue
            cells = _without_empty_end(record.cells, width)
            if not any(cells):
                continue
            if len(cells) == width:
                yield Record(record.line, cells)
            else:
                self._lines.give_back()
                yield _wrong_width(record.line, len(cells), width)


@contextmanager
def opened(path: Path, progress: Progress) -> Iterator[CsvFile]:
    """The file, open for reading; ``progress`` is told bytes read and bytes in all.

    Raises:
        IntakeError: no such file, not readable, empty, or not a CSV file at all.
    """
    limit = csv.field_size_limit(MAX_CELL)
    try:
        with path.expanduser().open("rb") as stream:
            yield _begin(path, stream, progress)
    except OSError as error:
        raise _unreadable(path, error) from error
    finally:
        csv.field_size_limit(limit)


def _begin(path: Path, stream: io.BufferedReader, progress: Progress) -> CsvFile:
    start = stream.peek(4)[:4]
    if kind := _NOT_CSV.get(start):
        raise IntakeError(
            f"Le fichier {path} est {kind}, pas un fichier CSV.",
            "Enregistrez-le au format CSV, puis importez ce fichier-là.",
        )
    lines = _Lines(path, stream, "utf-16" if start.startswith(_UTF16) else "utf-8-sig", progress)
    delimiter = _delimiter(lines)
    for record in _records(lines, delimiter):
        if isinstance(record, Broken):
            raise IntakeError(f"{path}:{record.line} : {record.message}", record.remedy)
        cells = tuple(cell.strip() for cell in record.cells)
        if any(cells):
            return CsvFile(lines, delimiter, Record(record.line, cells))
    raise IntakeError(f"Le fichier {path} est vide.", "Sa première ligne doit nommer les colonnes.")


class _Lines:
    """Numbered lines; those that a broken record had swallowed can be given back."""

    def __init__(
        self, path: Path, stream: io.BufferedReader, encoding: str, progress: Progress
    ) -> None:
        self._stream = stream
        self._total = path.stat().st_size if path.is_file() else 0
        self._source = io.TextIOWrapper(stream, encoding, errors=_OR_WINDOWS, newline="")
        self._again: deque[str] = deque()
        self._record: list[str] = []
        self._progress = progress
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.number += 1
        self._record.append(line)
        if self._total and self.number % _PROGRESS_STEP == 0:
            self._progress(self._stream.tell(), self._total)
        return line

    def begin_record(self) -> None:
        self._record.clear()

    def give_back(self, kept: int = 1) -> None:
        """Make every line of the record but its first ``kept`` the next to be read."""
        swallowed = self._record[kept:]
        self._again.extendleft(reversed(swallowed))
        self.number -= len(swallowed)


def _records(lines: _Lines, delimiter: str) -> Iterator[Record | Broken]:
    while True:
        lines.begin_record()
        first = lines.number + 1
        try:
            cells = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except csv.Error:
            lines.give_back()
            yield Broken(
                first,
                "un guillemet est mal placé, ou n’est jamais refermé.",
                "Fermez-le ; un guillemet qui fait partie du texte s’écrit deux fois.",
            )
        else:
            yield Record(first, tuple(restore(clean(cell)) for cell in cells))


def _delimiter(lines: _Lines) -> str:
    """The separator that the first line names (« sep=; ») or uses most; it is read again."""
    first = "\n"
    while first and not first.strip():
        lines.begin_record()
        first = next(lines, "")
    if hint := _EXCEL_HINT.fullmatch(first):
        return hint[1]
    lines.give_back(0)
    outside = re.sub('"[^"]*"', "", first)
    return max(_DELIMITERS, key=outside.count)


def _without_empty_end(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Spreadsheets may end every line with more separators than there are columns."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _wrong_width(line: int, found: int, expected: int) -> Broken:
    return Broken(
        line,
        f"cette ligne a {found} {'cellules' if found > 1 else 'cellule'}, il en faut {expected}.",
        "Vérifiez les séparateurs et les guillemets de la ligne.",
    )


def _unreadable(path: Path, error: OSError) -> IntakeError:
    return IntakeError(
        f"Le fichier {path} n’a pas pu être lu : {os_reason(error)}.",
        "Vérifiez son chemin et ses droits ; rien n’a été importé.",
    )


def _or_windows(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252 does."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_windows(byte) for byte in bad), error.end


def _windows(byte: int) -> str:
    return bytes((byte,)).decode("cp1252", "replace")


codecs.register_error(_OR_WINDOWS, _or_windows)
