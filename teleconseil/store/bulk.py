"""Fill an empty database with a ready-made history, fast: in chunks, and indexed at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Connection, exists, insert, select, text

from teleconseil.domain import BulkLoad, BulkQuestion
from teleconseil.store import models as m
from teleconseil.store import numbering
from teleconseil.store.database import Database
from teleconseil.store.errors import StoreNotEmpty
from teleconseil.store.members import mark_changed
from teleconseil.store.reference import know_advisors
from teleconseil.store.rows import establishment_values, member_values, name, source_values
from teleconseil.text import clean

Progress = Callable[[int, int], None]

_CHUNK = 2_000
_SET_SEQUENCE = text(
    "INSERT INTO reference_sequence (year, last) VALUES (:year, :last)"
    " ON CONFLICT (year) DO UPDATE SET last = excluded.last"
)


def is_empty(database: Database) -> bool:
    with database.read() as connection:
        return _is_empty(connection)


def load(database: Database, given: BulkLoad, progress: Progress | None) -> int:
    """See ``Store.bulk_load``; all or nothing.

    Raises:
        StoreNotEmpty: there is already a question, a member or an establishment.
    """
    with database.write() as connection:
        if not _is_empty(connection):
            raise StoreNotEmpty(
                f"La base {database.shown_url} n’est pas vide, rien n’y a été ajouté.",
                "Indiquez une base vide avec TELECONSEIL_DATABASE_URL.",
            )
        _load_people(connection, given)
        triggers = _suspend_full_text(connection)
        number = _load_questions(connection, given, progress)
        _resume_full_text(connection, triggers)
        _after_load(connection)
    with database.write() as connection:
        connection.execute(text("ANALYZE"))
    return number


def _is_empty(connection: Connection) -> bool:
    tables = (m.question, m.member, m.establishment)
    return not any(
        connection.execute(select(exists(select(1).select_from(table)))).scalar()
        for table in tables
    )


def _load_people(connection: Connection, given: BulkLoad) -> None:
    know_advisors(connection, [advisor.name for advisor in given.advisors])
    for advisor in given.advisors:
        connection.execute(
            m.advisor.update()
            .where(m.advisor.c.name == name(advisor.name))
            .values(role=advisor.role.value, pole=advisor.pole, active=advisor.active)
        )
    _insert(connection, insert(m.member), map(member_values, given.members))
    _insert(connection, insert(m.establishment), map(establishment_values, given.establishments))
    mark_changed(connection)


def _insert(connection: Connection, statement: Any, rows: Iterable[dict[str, Any]]) -> None:
    for chunk in _chunks(rows):
        connection.execute(statement, chunk)


def _load_questions(connection: Connection, given: BulkLoad, progress: Progress | None) -> int:
    total = given.question_count
    last: dict[int, int] = {}
    done = 0
    for chunk in _chunks(given.questions):
        numbered = list(enumerate(chunk, start=done + 1))
        connection.execute(insert(m.question), [_question(ident, row) for ident, row in numbered])
        for table, rows in (
            (m.question_event, [event for pair in numbered for event in _events(*pair)]),
            (m.question_source, [source for pair in numbered for source in _sources(*pair)]),
        ):
            if rows:
                connection.execute(insert(table), rows)
        for row in chunk:
            year, number = numbering.parse(row.question.reference)
            last[year] = max(number, last.get(year, 0))
        done += len(chunk)
        if progress is not None:
            progress(done, max(total, done))
    for year, number in last.items():
        connection.execute(_SET_SEQUENCE, {"year": year, "last": number})
    return done


def _question(ident: int, row: BulkQuestion) -> dict[str, Any]:
    question = row.question
    return {
        "id": ident,
        "reference": question.reference,
        "channel": question.channel.value,
        "pole": question.pole,
        "status": question.status.value,
        "text": clean(question.text),
        "received_at": question.received_at,
        "version": question.version,
        "topic": question.topic,
        "member_number": question.member_number,
        "establishment_code": question.establishment_code,
        "contact": clean(question.contact),
        "answer": clean(question.answer),
        "note": clean(question.note),
        "advisor": question.advisor,
        "duration_s": question.duration_s,
        "due_at": question.due_at,
        "taken_at": question.taken_at,
        "answered_at": question.answered_at,
    }


def _events(ident: int, row: BulkQuestion) -> Iterator[dict[str, Any]]:
    for event in row.events:
        yield {
            "question_id": ident,
            "version": row.question.version,
            "at": event.at,
            "by": event.by,
            "kind": event.kind.value,
            "detail": clean(event.detail),
            "fields": "",
        }


def _sources(ident: int, row: BulkQuestion) -> Iterator[dict[str, Any]]:
    for source in row.sources:
        yield source_values(source) | {
            "question_id": ident,
            "question_version": row.question.version,
        }


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def _suspend_full_text(connection: Connection) -> list[str]:
    """Take the triggers of the full text away, so that it is built once at the end."""
    if connection.dialect.name != "sqlite":
        return []
    rows = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'question'")
    ).fetchall()
    for row in rows:
        connection.execute(text(f"DROP TRIGGER {row.name}"))
    return [str(row.sql) for row in rows]


def _resume_full_text(connection: Connection, triggers: list[str]) -> None:
    if connection.dialect.name != "sqlite":
        return
    connection.execute(text("INSERT INTO question_fts(question_fts) VALUES('rebuild')"))
    for statement in triggers:
        connection.exec_driver_sql(statement)


def _after_load(connection: Connection) -> None:
    """PostgreSQL gives identifiers out of a counter of its own."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence('question', 'id'), max(id)) FROM question")
        )
