"""Questions: logging them, and reading one with its journal and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select

from teleconseil.domain import (
    EventKind,
    NewQuestion,
    Question,
    QuestionEvent,
    QuestionSource,
    SourceKind,
    Status,
)
from teleconseil.store import models as m
from teleconseil.store import numbering
from teleconseil.store.database import Database, clock
from teleconseil.store.errors import NotFound
from teleconseil.store.reference import know_advisors
from teleconseil.store.rows import (
    name,
    optional_name,
    select_questions,
    source_values,
    to_event,
    to_question,
    to_source,
)
from teleconseil.store.unknown import naming_unknown_values
from teleconseil.text import clean

_BEGINNING = 600
"""Characters of a question that tell what it is about."""
_FIRST_EVENT = {
    Status.IN_PROGRESS: EventKind.TAKEN,
    Status.ON_HOLD: EventKind.HELD,
    Status.ANSWERED: EventKind.ANSWERED,
    Status.CANCELLED: EventKind.CANCELLED,
}


def add(database: Database, new: NewQuestion, *, by: str) -> Question:
    """Log one contact, in one transaction."""
    with naming_unknown_values(database, [new]), database.write() as connection:
        now = clock(connection)
        know_advisors(connection, [by, new.advisor])
        received = new.received_at or now
        year = numbering.year_of(received, database.zone)
        (number,) = numbering.reserve(connection, year)
        values = question_values(new, numbering.reference(year, number), received, now)
        if new.status is Status.ANSWERED and values["answered_at"] is None:
            values["answered_at"] = now
        ident = _insert(connection, values)
        connection.execute(insert(m.question_event), list(first_events(ident, new, by, now)))
        add_sources(connection, ident, 1, new.sources)
        return read(connection, str(values["reference"]))


def get(database: Database, reference: str) -> Question:
    with database.read() as connection:
        return read(connection, reference)


def read(connection: Connection, reference: str) -> Question:
    """The question of that reference, in the caller's transaction.

    Raises:
        NotFound: there is none.
    """
    wanted = name(reference).upper()
    row = connection.execute(select_questions().where(m.question.c.reference == wanted)).first()
    if row is None:
        raise NotFound(
            f"La question « {wanted} » n’existe pas.",
            "Vérifiez la référence, elle s’écrit comme TC-2026-000123.",
        )
    return to_question(row)


def events(database: Database, reference: str) -> list[QuestionEvent]:
    wanted = name(reference).upper()
    query = (
        select(m.question_event)
        .join(m.question)
        .where(m.question.c.reference == wanted)
        .order_by(m.question_event.c.id)
    )
    with database.read() as connection:
        return [to_event(wanted, row) for row in connection.execute(query)]


def sources(database: Database, reference: str) -> list[QuestionSource]:
    query = (
        select(m.question_source)
        .join(m.question)
        .where(m.question.c.reference == name(reference).upper())
        .order_by(m.question_source.c.id)
    )
    with database.read() as connection:
        return [to_source(row) for row in connection.execute(query)]


def used_versions(database: Database, kind: SourceKind, since: datetime) -> list[tuple[str, str]]:
    """Entries or articles, and versions of them, that answers given since then rest on."""
    source = m.question_source.c
    query = (
        select(source.ident, source.version)
        .join(m.question, source.question_id == m.question.c.id)
        .where(source.kind == kind.value, m.question.c.answered_at >= since)
        .distinct()
        .order_by(source.ident, source.version)
    )
    with database.read() as connection:
        return [(row.ident, row.version) for row in connection.execute(query)]


def uses_by_version(database: Database, kind: SourceKind, ident: str) -> dict[str, int]:
    source = m.question_source.c
    query = (
        select(source.version, func.count())
        .where(source.ident == name(ident), source.kind == kind.value)
        .group_by(source.version)
    )
    with database.read() as connection:
        return {str(version): int(number) for version, number in connection.execute(query)}


def using(
    database: Database, kind: SourceKind, ident: str, limit: int
) -> list[tuple[Question, QuestionSource]]:
    """Questions answered from one entry or article, with the version used, newest first."""
    source = m.question_source
    query = (
        select_questions()
        .join(source, source.c.question_id == m.question.c.id)
        .add_columns(
            source.c.kind.label("source_kind"),
            source.c.version.label("source_version"),
            source.c.title.label("source_title"),
            source.c.stale.label("source_stale"),
        )
        .where(source.c.ident == name(ident), source.c.kind == kind.value)
        .order_by(m.question.c.received_at.desc(), m.question.c.id.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [
            (
                to_question(row),
                QuestionSource(
                    SourceKind(row.source_kind),
                    ident,
                    row.source_version,
                    row.source_title,
                    row.source_stale,
                ),
            )
            for row in connection.execute(query)
        ]


def labelled(database: Database, limit: int) -> list[tuple[str, str]]:
    """Answered questions with a theme, newest first: the text's beginning, and the theme."""
    columns = m.question.c
    query = (
        select(func.substr(columns.text, 1, _BEGINNING), columns.topic)
        .where(columns.status == Status.ANSWERED.value, columns.topic.is_not(None))
        .order_by(columns.id.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [(str(text), str(topic)) for text, topic in connection.execute(query)]


def add_sources(
    connection: Connection, ident: int, version: int, given: Iterable[QuestionSource]
) -> None:
    """Attach the sources that the question does not have yet."""
    known = {
        (row.kind, row.ident, row.version)
        for row in connection.execute(
            select(m.question_source).where(m.question_source.c.question_id == ident)
        )
    }
    for source in given:
        values = source_values(source)
        key = (values["kind"], values["ident"], values["version"])
        if key not in known:
            known.add(key)
            values |= {"question_id": ident, "question_version": version}
            connection.execute(insert(m.question_source), values)


def _insert(connection: Connection, values: dict[str, Any]) -> int:
    result = connection.execute(insert(m.question).returning(m.question.c.id), values)
    return int(result.scalar_one())


def question_values(
    new: NewQuestion, reference: str, received: datetime, now: datetime
) -> dict[str, Any]:
    """The row of a contact that is being logged."""
    answered = new.answered_at
    if answered is None and new.duration_s is not None:
        answered = received + timedelta(seconds=new.duration_s)
    return {
        "reference": reference,
        "channel": new.channel.value,
        "pole": name(new.pole),
        "status": new.status.value,
        "text": clean(new.text),
        "received_at": received,
        "version": 1,
        "topic": optional_name(new.topic),
        "member_number": optional_name(new.member_number),
        "establishment_code": optional_name(new.establishment_code),
        "contact": clean(new.contact),
        "answer": clean(new.answer),
        "note": clean(new.note),
        "advisor": optional_name(new.advisor),
        "duration_s": new.duration_s,
        "due_at": new.due_at,
        "taken_at": now if new.status is Status.IN_PROGRESS else None,
        "answered_at": answered if new.status is Status.ANSWERED else None,
        "origin": optional_name(new.origin),
    }


def first_events(
    ident: int, new: NewQuestion, by: str, now: datetime
) -> Iterator[dict[str, object]]:
    """The journal of a contact that is being logged: created, then where it stands."""
    kinds = [EventKind.CREATED]
    if new.status in _FIRST_EVENT:
        kinds.append(_FIRST_EVENT[new.status])
    for kind in kinds:
        yield {
            "question_id": ident,
            "version": 1,
            "at": now,
            "by": name(by),
            "kind": kind.value,
            "detail": clean(new.arrival) if kind is EventKind.CREATED else "",
            "fields": "",
        }
