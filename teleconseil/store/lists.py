"""Lists of questions: keyset pages, streams, and the counts of the queue."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from teleconseil.domain import Page, Question, QuestionFilter, QueueCounts, Status
from teleconseil.store import models as m
from teleconseil.store.criteria import ONLY_OPEN, conditions, only_open
from teleconseil.store.database import Database
from teleconseil.store.errors import StoreError
from teleconseil.store.rows import name, select_questions, to_question


def page(
    database: Database, criteria: QuestionFilter, *, after: str | None, limit: int
) -> Page[Question]:
    """One page, found from the key of the row before it, never by skipping rows."""
    order = _order(criteria)
    query = select_questions().add_columns(order.label("sort_key"))
    query = query.where(*conditions(criteria, database.engine.dialect))
    if after is not None:
        query = query.where(_beyond(criteria, order, after))
    query = _sorted(query, criteria, order).limit(limit + 1)
    with database.read() as connection:
        rows = connection.execute(query).fetchall()
    shown = rows[:limit]
    key = _key(shown[-1]) if len(rows) > limit and shown else None
    return Page(tuple(to_question(row) for row in shown), key)


def stream(database: Database, criteria: QuestionFilter, chunk: int) -> Iterator[Question]:
    after: str | None = None
    while True:
        found = page(database, criteria, after=after, limit=chunk)
        yield from found.rows
        after = found.next_key
        if after is None:
            return


def number(database: Database, criteria: QuestionFilter) -> int:
    """How many rows the whole list has."""
    where = conditions(criteria, database.engine.dialect)
    query = select(func.count()).select_from(m.question).where(*where)
    with database.read() as connection:
        return int(connection.execute(query).scalar_one())


def member_history(database: Database, number: str, limit: int) -> list[Question]:
    query = (
        select_questions()
        .where(m.question.c.member_number == name(number))
        .order_by(m.question.c.received_at.desc(), m.question.c.id.desc())
        .limit(limit)
    )
    with database.read() as connection:
        return [to_question(row) for row in connection.execute(query)]


def queue_counts(
    database: Database, *, advisor: str, pole: str | None, now: datetime, day_start: datetime
) -> QueueCounts:
    """All the live counts, in two statements of one transaction."""
    columns = m.question.c
    query = select(
        func.count().label("open"),
        func.count().filter(columns.due_at < now).label("late"),
        func.count().filter(columns.advisor == advisor).label("mine"),
        func.count().filter(columns.pole == (pole or "")).label("my_pole"),
        func.count().filter(columns.advisor.is_(None)).label("unassigned"),
        func.count().filter(columns.status == Status.ON_HOLD.value).label("on_hold"),
    ).where(ONLY_OPEN)
    today = select(func.count()).where(columns.received_at >= day_start)
    with database.read() as connection:
        counts = connection.execute(query.select_from(m.question)).one()._mapping
        return QueueCounts(**counts, today=connection.execute(today).scalar_one())


def _order(criteria: QuestionFilter) -> ColumnElement[Any]:
    """A queue goes by deadline, a history by reception; both have their index."""
    if only_open(criteria) and not criteria.newest_first:
        return m.QUEUE_ORDER
    return m.question.c.received_at


def _sorted(query: Select[Any], criteria: QuestionFilter, order: ColumnElement[Any]) -> Select[Any]:
    if criteria.newest_first:
        return query.order_by(order.desc(), m.question.c.id.desc())
    return query.order_by(order, m.question.c.id)


def _key(row: Any) -> str:
    return base64.urlsafe_b64encode(f"{row.sort_key.isoformat()}|{row.id}".encode()).decode()


def _beyond(criteria: QuestionFilter, order: ColumnElement[Any], after: str) -> ColumnElement[bool]:
    """After that row, in the order of the list."""
    try:
        moment_text, ident_text = base64.urlsafe_b64decode(after.encode()).decode().split("|")
        moment, ident = datetime.fromisoformat(moment_text), int(ident_text)
    except (ValueError, binascii.Error) as error:
        raise StoreError(
            "Cette page de la liste n’existe pas.", "Reprenez la liste à son début."
        ) from error
    column = m.question.c.id
    if criteria.newest_first:
        return and_(order <= moment, or_(order < moment, column < ident))
    return and_(order >= moment, or_(order > moment, column > ident))
