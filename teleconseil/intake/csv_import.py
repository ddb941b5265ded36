"""Importing members, establishments and questions: what goes in goes in together, or not at all.

Refused lines are named in the report and keep nothing else out. What is already known is neither
added nor changed, so that a file imported twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from teleconseil.domain import NewQuestion
from teleconseil.intake.people import (
    ESTABLISHMENT_COLUMNS,
    MEMBER_COLUMNS,
    EstablishmentReader,
    MemberNumbers,
    MemberReader,
)
from teleconseil.intake.questions import (
    DERIVED_COLUMNS,
    QUESTION_COLUMNS,
    Deadline,
    ImportedQuestion,
    QuestionReader,
)
from teleconseil.intake.report import ImportReport
from teleconseil.intake.table import opened_table

if TYPE_CHECKING:
    from teleconseil.store import Store

T = TypeVar("T")
Progress = Callable[[int, int], None]

_CHUNK = 500


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def import_members(
    store: Store, path: Path, *, simulate: bool = False, progress: Progress = _silent
) -> ImportReport:
    """Add or update members by their number.

    Raises:
        IntakeError: the file cannot be read as a table of members; nothing was imported.
        StoreError: the database refused; nothing was imported.
    """
    report = ImportReport()
    known = {member.number: member for member in store.members()}
    with opened_table(path, MEMBER_COLUMNS, report, progress) as table:
        rows = list(table.read(MemberReader(known), lambda member: member.number))
    differing = _tell_changes(report, rows, {row.number: known.get(row.number) for row in rows})
    if differing and not simulate:
        store.upsert_members(differing)
    return report


def import_establishments(
    store: Store, path: Path, *, simulate: bool = False, progress: Progress = _silent
) -> ImportReport:
    """Add or update establishments by their code; raises as ``import_members``."""
    report = ImportReport()
    known = {place.code: place for place in store.establishments()}
    reader = EstablishmentReader(known, MemberNumbers(row.number for row in store.members()))
    with opened_table(path, ESTABLISHMENT_COLUMNS, report, progress) as table:
        rows = list(table.read(reader, lambda place: place.code))
    differing = _tell_changes(report, rows, {row.code: known.get(row.code) for row in rows})
    if differing and not simulate:
        store.upsert_establishments(differing)
    return report


def import_questions(
    store: Store,
    path: Path,
    *,
    by: str,
    zone: ZoneInfo,
    deadline: Deadline,
    simulate: bool = False,
    progress: Progress = _silent,
) -> ImportReport:
    """Add the questions that did not come in before; raises as ``import_members``.

    Args:
        by: who imports, for the journal.
        zone: the service's, for moments that say no offset.
        deadline: when an open question received at a moment is due.
    """
    report = ImportReport()
    read = QuestionReader(
        poles=store.poles(retired=True),
        topics=store.topics(retired=True),
        members=[member.number for member in store.members()],
        establishments={place.code: place for place in store.establishments()},
        advisors=[advisor.name for advisor in store.advisors()],
        zone=zone,
        now=store.now(),
        deadline=deadline,
        source=path.name,
    )
    with opened_table(path, QUESTION_COLUMNS, report, progress) as table:
        rows = table.read(read, lambda row: row.origin)
        fresh = _fresh(store, rows, zone, report)
        if simulate:
            report.added = sum(1 for _ in fresh)
        else:
            report.added = len(store.add_questions(fresh, by=by))
    report.ignored_columns = tuple(
        name for name in report.ignored_columns if name not in DERIVED_COLUMNS
    )
    return report


def _tell_changes(report: ImportReport, rows: list[T], known: dict[str, T | None]) -> list[T]:
    """Count what is new, changed and the same; the rows that differ from what is known."""
    differing = []
    for row, current in zip(rows, known.values(), strict=True):
        if current is None:
            report.added += 1
        elif current == row:
            report.unchanged += 1
            continue
        else:
            report.changed += 1
        differing.append(row)
    return differing


def _fresh(
    store: Store, rows: Iterable[ImportedQuestion], zone: ZoneInfo, report: ImportReport
) -> Iterator[NewQuestion]:
    """The questions that the database does not hold yet, looked up by chunks as they come."""
    for chunk in _chunks(rows):
        origins = store.known_origins(row.origin for row in chunk)
        own = store.received_at(row.own_reference for row in chunk if row.own_reference)
        for row in chunk:
            current = own.get(row.own_reference or "")
            if row.origin in origins:
                report.unchanged += 1
            elif current is None:
                yield row.question
            elif _clock(current, zone) == _clock(row.received_at, zone):
                report.unchanged += 1
            else:
                report.refuse(
                    row.line,
                    f"reference : {row.reference} est ici une autre question, reçue à un autre"
                    " moment.",
                    "Cette ligne vient sans doute d’une autre base : videz sa référence.",
                )


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    """What an export says of a moment: its hour on the wall, to the second."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk
