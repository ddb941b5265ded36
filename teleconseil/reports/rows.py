"""The questions themselves, row by row: csv, xlsx or json, in constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from teleconseil.domain import Question, QuestionFilter
from teleconseil.reports.counts import definition
from teleconseil.reports.files import whole_file
from teleconseil.reports.periods import Month
from teleconseil.text import storable

Cell = str | int | float | None

COLUMNS = (
    "reference",
    "recue",
    "canal",
    "pole",
    "theme",
    "statut",
    "adherent",
    "nom_adherent",
    "etablissement",
    "nom_etablissement",
    "region",
    "contact",
    "conseiller",
    "duree_s",
    "echeance",
    "prise_le",
    "repondue_le",
    "question",
    "reponse",
    "note",
)


class QuestionStore(Protocol):
    """What an export of rows needs of the store."""

    def stream_questions(
        self, criteria: QuestionFilter, chunk: int = 1000
    ) -> Iterator[Question]: ...


@dataclass(frozen=True, slots=True)
class RowsRequest:
    """Which questions: those of whole months, or all of them; every status, cancelled included."""

    criteria: QuestionFilter
    zone: ZoneInfo
    start: Month | None = None
    end: Month | None = None
    about: str = ""
    """What these questions are, where whole months do not say it."""


def write(store: QuestionStore, request: RowsRequest, fmt: str, target: BinaryIO | Path) -> int:
    """Write the rows, oldest first; how many there were.

    Raises:
        ReportError: the file cannot be written; whatever was there is intact.
    """
    if isinstance(target, Path):
        with whole_file(target) as stream:
            return _write(store, request, fmt, stream)
    return _write(store, request, fmt, target)


def cells(question: Question, zone: ZoneInfo) -> tuple[Cell, ...]:
    """The values of ``COLUMNS``; moments are local, « 2026-11-20 09:30:00 »."""
    return (
        question.reference,
        _local(question.received_at, zone),
        question.channel.value,
        question.pole,
        question.topic or "",
        question.status.value,
        question.member_number or "",
        question.member_name,
        question.establishment_code or "",
        question.establishment_name,
        question.region,
        question.contact,
        question.advisor or "",
        question.duration_s,
        _local(question.due_at, zone),
        _local(question.taken_at, zone),
        _local(question.answered_at, zone),
        question.text,
        question.answer,
        question.note,
    )


def _write(store: QuestionStore, request: RowsRequest, fmt: str, stream: BinaryIO) -> int:
    counter = _Counter(cells(q, request.zone) for q in store.stream_questions(request.criteria))
    if fmt == "json":
        _write_json(counter, request, stream)
    elif fmt == "xlsx":
        from teleconseil.reports.writers import xlsx_file

        xlsx_file.write_rows(COLUMNS, counter, stream, name="Questions", notes=_notes(request))
    else:
        from teleconseil.reports.writers import csv_file

        csv_file.write_rows(_with_header(counter), stream)
    return counter.count


class _Counter:
    """Iterates over rows and knows how many went by."""

    def __init__(self, rows: Iterable[tuple[Cell, ...]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for row in self._rows:
            self.count += 1
            yield row


def _with_header(rows: Iterable[tuple[Cell, ...]]) -> Iterator[Sequence[Cell]]:
    yield COLUMNS
    yield from rows


def _write_json(rows: _Counter, request: RowsRequest, stream: BinaryIO) -> None:
    head = {
        "de": str(request.start) if request.start else None,
        "a": str(request.end) if request.end else None,
        "fuseau": request.zone.key,
        "definition": definition((), request.zone),
    }
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    stream.write(f'{opening}, "questions": ['.encode())
    separator = "\n"
    for row in rows:
        document = {name: _json_value(v) for name, v in zip(COLUMNS, row, strict=True)}
        stream.write((separator + json.dumps(document, ensure_ascii=False)).encode())
        separator = ",\n"
    stream.write(f'\n], "total": {rows.count}}}\n'.encode())


def _json_value(value: Cell) -> Cell:
    return storable(value) if isinstance(value, str) else value


def _notes(request: RowsRequest) -> list[tuple[str, str]]:
    period = f"{request.start} à {request.end}" if request.start else "toutes les questions"
    return [
        ("Questions" if request.about else "Période", request.about or period),
        ("Fuseau horaire", request.zone.key),
        ("Définition", definition((), request.zone)),
    ]


def _local(moment: datetime | None, zone: ZoneInfo) -> str:
    if moment is None:
        return ""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(" ", "seconds")
