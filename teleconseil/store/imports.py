"""Many questions at once, as they come: a file that is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select, text

from teleconseil.domain import NewQuestion
from teleconseil.store import models as m
from teleconseil.store import numbering
from teleconseil.store.database import Database, clock
from teleconseil.store.questions import first_events, question_values
from teleconseil.store.reference import know_advisors
from teleconseil.store.rows import source_values
from teleconseil.store.unknown import naming_unknown_values

T = TypeVar("T")

CHUNK = 500
_LOCK = text("LOCK TABLE question IN SHARE ROW EXCLUSIVE MODE")


def add_many(database: Database, rows: Iterable[NewQuestion], *, by: str) -> list[str]:
    """Log many contacts, all or none, in constant memory but for their references.

    Nobody else writes meanwhile, so that what ``rows`` looks up while it is read stays true. An
    answered question without a time nor a duration keeps no time of answer: it is history whose
    delay is not known.
    """
    references: list[str] = []
    current: list[NewQuestion] = []
    with naming_unknown_values(database, current), database.write() as connection:
        if not database.is_sqlite:
            connection.execute(_LOCK)
        now = clock(connection)
        for chunk in in_chunks(rows):
            current[:] = chunk
            know_advisors(connection, [by, *{new.advisor for new in chunk}])
            received = [new.received_at or now for new in chunk]
            years = [numbering.year_of(moment, database.zone) for moment in received]
            numbers = _number(connection, years)
            values = [
                question_values(*row, now) for row in zip(chunk, numbers, received, strict=True)
            ]
            _insert(connection, chunk, values, by, now)
            references += numbers
    return references


def known_origins(database: Database, origins: Iterable[str]) -> set[str]:
    column = m.question.c.origin
    with database.read() as connection:
        return {
            origin
            for chunk in in_chunks(origins)
            for origin in connection.execute(select(column).where(column.in_(chunk))).scalars()
        }


def received_at(database: Database, references: Iterable[str]) -> dict[str, datetime]:
    columns = m.question.c
    query = select(columns.reference, columns.received_at)
    with database.read() as connection:
        return {
            row.reference: row.received_at
            for chunk in in_chunks(references)
            for row in connection.execute(query.where(columns.reference.in_(chunk)))
        }


def in_chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows by ``CHUNK``, read as they are wanted."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _number(connection: Connection, years: list[int]) -> list[str]:
    pools = {
        year: iter(numbering.reserve(connection, year, years.count(year)))
        for year in sorted(set(years))
    }
    return [numbering.reference(year, next(pools[year])) for year in years]


def _insert(
    connection: Connection,
    news: list[NewQuestion],
    values: list[dict[str, Any]],
    by: str,
    now: datetime,
) -> None:
    statement = insert(m.question).returning(m.question.c.id, sort_by_parameter_order=True)
    idents = connection.execute(statement, values).scalars().all()
    pairs = list(zip(idents, news, strict=True))
    events = [event for ident, new in pairs for event in first_events(ident, new, by, now)]
    connection.execute(insert(m.question_event), events)
    sources = [
        source_values(source) | {"question_id": ident, "question_version": 1}
        for ident, new in pairs
        for source in dict.fromkeys(new.sources)
    ]
    if sources:
        connection.execute(insert(m.question_source), sources)
