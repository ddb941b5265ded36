"""Gestures on a question: each one is a row changed and an event written, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from teleconseil.domain import (
    OPEN_STATUSES,
    UNSET,
    EventKind,
    Question,
    QuestionChange,
    QuestionSource,
    Status,
)
from teleconseil.store import models as m
from teleconseil.store.database import Database, clock
from teleconseil.store.errors import AlreadyTaken, StaleQuestion
from teleconseil.store.questions import add_sources, read
from teleconseil.store.reference import know_advisors
from teleconseil.store.rows import name, optional_name
from teleconseil.store.unknown import naming_unknown_values
from teleconseil.text import clean

FIELD_LABELS = {
    "status": "statut",
    "pole": "pôle",
    "topic": "thème",
    "member_number": "adhérent",
    "establishment_code": "établissement",
    "contact": "contact",
    "text": "question",
    "answer": "réponse",
    "note": "note",
    "advisor": "conseiller",
    "duration_s": "durée",
    "due_at": "échéance",
    "taken_at": "prise en charge",
    "answered_at": "date de réponse",
}
_NAMES = ("topic", "member_number", "establishment_code", "advisor")
_TEXTS = ("contact", "text", "answer", "note")
_OPEN = sorted(status.value for status in OPEN_STATUSES)


def take(database: Database, reference: str, *, by: str) -> Question:
    """Take a question that nobody holds, by one atomic statement.

    Whoever already holds it gets it again: one on hold is in progress once more.

    Raises:
        AlreadyTaken: someone else holds it, or it is closed.
        NotFound: there is no such question.
    """
    taker, wanted = name(by), name(reference).upper()
    columns = m.question.c
    with database.write() as connection:
        now = clock(connection)
        know_advisors(connection, [taker])
        statement = (
            update(m.question)
            .where(columns.reference == wanted, columns.status.in_(_OPEN))
            .where(
                or_(
                    columns.advisor.is_(None),
                    (columns.advisor == taker) & (columns.status != Status.IN_PROGRESS.value),
                )
            )
            .values(
                advisor=taker,
                status=Status.IN_PROGRESS.value,
                taken_at=now,
                version=columns.version + 1,
            )
            .returning(columns.id, columns.version)
        )
        row = connection.execute(statement).first()
        current = read(connection, wanted)
        if row is not None:
            changed = ("advisor", "status", "taken_at")
            _write_event(connection, row, EventKind.TAKEN, taker, now, "", changed)
        elif not (current.status is Status.IN_PROGRESS and current.advisor == taker):
            raise AlreadyTaken(current)
        return current


def change(
    database: Database,
    reference: str,
    change: QuestionChange,
    *,
    by: str,
    version: int,
    kind: EventKind,
    detail: str,
    sources: Sequence[QuestionSource],
    undoes: int | None,
) -> Question:
    """See ``Store.change``."""
    wanted = name(reference).upper()
    given = _given(change)
    with naming_unknown_values(database, [change]), database.write() as connection:
        before = read(connection, wanted)
        now = clock(connection)
        given |= _following_times(before, given, now)
        know_advisors(connection, [by, given.get("advisor")])
        row = _update(connection, wanted, version, given)
        if row is None:
            raise StaleQuestion(
                read(connection, wanted), _changed_since(connection, wanted, version)
            )
        changed = [field for field, value in given.items() if getattr(before, field) != value]
        _write_event(connection, row, kind, name(by), now, clean(detail), changed)
        if kind is EventKind.UNDONE:
            _take_back_sources(connection, row.id, undoes or version)
        add_sources(connection, row.id, row.version, sources)
        return read(connection, wanted)


def _given(change: QuestionChange) -> dict[str, Any]:
    """The columns to write, with their cleaned values."""
    given: dict[str, Any] = {}
    for field in fields(change):
        value = getattr(change, field.name)
        if value is UNSET:
            continue
        if field.name in _TEXTS:
            value = clean(value)
        elif field.name in _NAMES:
            value = optional_name(value)
        elif field.name == "pole":
            value = name(value)
        elif field.name == "status":
            value = Status(value).value
        given[field.name] = value
    return given


def _following_times(before: Question, given: dict[str, Any], now: datetime) -> dict[str, Any]:
    """The times that follow a change of status, where the caller set none."""
    if "status" not in given:
        return {}
    status = Status(given["status"])
    times: dict[str, Any] = {}
    if "answered_at" not in given:
        if status is Status.ANSWERED and before.status is not Status.ANSWERED:
            times["answered_at"] = now
        elif status is not Status.ANSWERED and before.answered_at is not None:
            times["answered_at"] = None
    if "taken_at" not in given and status is Status.IN_PROGRESS and before.taken_at is None:
        times["taken_at"] = now
    return times


def _update(connection: Connection, reference: str, version: int, given: dict[str, Any]) -> Any:
    columns = m.question.c
    return connection.execute(
        update(m.question)
        .where(columns.reference == reference, columns.version == version)
        .values(**given, version=columns.version + 1)
        .returning(columns.id, columns.version)
    ).first()


def _changed_since(connection: Connection, reference: str, version: int) -> tuple[str, ...]:
    """French labels of what the journal says has changed after that version."""
    event = m.question_event
    query = (
        select(event.c.fields)
        .join(m.question)
        .where(m.question.c.reference == reference, event.c.version > version)
    )
    changed: set[str] = set()
    for line in connection.execute(query).scalars():
        changed.update(line.split(","))
    return tuple(label for field, label in FIELD_LABELS.items() if field in changed)


def _write_event(
    connection: Connection,
    row: Any,
    kind: EventKind,
    by: str,
    now: datetime,
    detail: str,
    changed: Iterable[str],
) -> None:
    names = sorted(changed)
    if not detail and kind is EventKind.EDITED and names:
        detail = ", ".join(FIELD_LABELS[field] for field in names)
    values = {
        "question_id": row.id,
        "version": row.version,
        "at": now,
        "by": by,
        "kind": kind.value,
        "detail": detail,
        "fields": ",".join(names),
    }
    connection.execute(insert(m.question_event), values)


def _take_back_sources(connection: Connection, ident: int, version: int) -> None:
    source = m.question_source.c
    connection.execute(
        delete(m.question_source).where(
            source.question_id == ident, source.question_version == version
        )
    )
