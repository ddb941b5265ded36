"""The columns that an import knows, and the rows under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from teleconseil.intake.csv_file import Broken, CsvFile, IntakeError, Progress, Record, opened
from teleconseil.intake.report import ImportReport
from teleconseil.intake.values import CellProblem, key

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the other names it goes by, and whether the file must have it."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, its cells by the name of their column."""

    line: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """The cell, empty when the file has no such column."""
        return self.cells.get(name, "")

    def has(self, name: str) -> bool:
        return name in self.cells


class Table:
    """The rows of an open file, each refused line told to the report."""

    def __init__(self, file: CsvFile, places: Mapping[str, int], report: ImportReport) -> None:
        self._file = file
        self._places = places
        self._report = report

    def read(self, make: Callable[[Row], T], same: Callable[[T], str]) -> Iterator[T]:
        """What ``make`` makes of each row; of two with the same key the second is refused."""
        seen: dict[str, int] = {}
        for record in self._file.records():
            self._report.lines += 1
            if isinstance(record, Broken):
                self._report.refuse(record.line, record.message, record.remedy)
                continue
            try:
                value = make(self._row(record))
                first = seen.setdefault(same(value), record.line)
                if first != record.line:
                    raise CellProblem(
                        f"cette ligne reprend la ligne {first}.", "Gardez l’une des deux."
                    )
            except CellProblem as problem:
                self._report.refuse(record.line, problem.message, problem.remedy)
            else:
                yield value

    def _row(self, record: Record) -> Row:
        return Row(record.line, {name: record.cells[at] for name, at in self._places.items()})


@contextmanager
def opened_table(
    path: Path, columns: Sequence[Column], report: ImportReport, progress: Progress
) -> Iterator[Table]:
    """The file with its columns recognised.

    Raises:
        IntakeError: the file cannot be read, lacks a column or has one twice.
    """
    with opened(path, progress) as file:
        places, report.ignored_columns = _match(path, file.header, columns)
        yield Table(file, places, report)


def _match(
    path: Path, header: Record, columns: Sequence[Column]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The place of each known column, and the headings of the others."""
    names = {key(name): column.name for column in columns for name in _names(column)}
    where = f"{path}:{header.line}"
    places: dict[str, int] = {}
    ignored = []
    for at, heading in enumerate(header.cells):
        name = names.get(key(heading))
        if name is None:
            ignored.append(heading)
        elif name in places:
            raise IntakeError(
                f"{where} : deux colonnes sont « {name} ».", "Gardez-en une, renommez l’autre."
            )
        else:
            places[name] = at
    missing = [column.name for column in columns if column.required and column.name not in places]
    if missing:
        raise IntakeError(
            f"{where} : il manque {', '.join(f'« {name} »' for name in missing)} parmi les colonnes"
            f" ({', '.join(header.cells)[:200]}).",
            "La première ligne nomme les colonnes ; docs/commandes.md dit lesquelles.",
        )
    return places, tuple(heading for heading in ignored if heading)


def _names(column: Column) -> tuple[str, ...]:
    return (column.name, *column.aliases)
