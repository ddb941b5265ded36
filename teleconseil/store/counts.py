"""Figures: one SQL statement each, over the index that covers them; no row is ever loaded.

A question counts once, in the period when it was received, for the pôle that holds it now. A
cancelled question never counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    column,
    extract,
    func,
    literal_column,
    select,
    values,
)

from teleconseil.domain import (
    OPEN_STATUSES,
    Channel,
    DelayFigures,
    QuestionFilter,
    Status,
)
from teleconseil.store import models as m
from teleconseil.store.criteria import conditions
from teleconseil.store.database import Database, clock
from teleconseil.store.errors import StoreError
from teleconseil.store.sqltypes import UtcDateTime

Period = tuple[str, datetime, datetime]

PERIOD = "periode"
_Q = m.question.c
_NOT_CANCELLED = _Q.status != Status.CANCELLED.value


def _theme(engine: str) -> ColumnElement[Any]:
    if engine == "postgresql":
        return func.coalesce(func.split_part(_Q.topic, "/", 1), "")
    slash = func.instr(_Q.topic + "/", "/")
    return func.coalesce(func.substr(_Q.topic, 1, slash - 1), "")


def _sub_theme(_engine: str) -> ColumnElement[Any]:
    return case((_Q.topic.like("%/%"), _Q.topic), else_="")


def _sector(_engine: str) -> ColumnElement[Any]:
    of_establishment = func.nullif(m.establishment.c.sector, "")
    return func.coalesce(of_establishment, m.member.c.sector, "")


_DIMENSIONS: dict[str, Callable[[str], ColumnElement[Any]]] = {
    "pole": lambda _engine: _Q.pole,
    "canal": lambda _engine: _Q.channel,
    "theme": _theme,
    "sous-theme": _sub_theme,
    "conseiller": lambda _engine: func.coalesce(_Q.advisor, ""),
    "region": lambda _engine: func.coalesce(m.member.c.region, ""),
    "secteur": _sector,
    "statut": lambda _engine: _Q.status,
}
DIMENSIONS = (PERIOD, *_DIMENSIONS)


def count(
    database: Database,
    by: Sequence[str],
    periods: Sequence[Period],
    criteria: QuestionFilter | None,
) -> list[tuple[tuple[str, ...], int]]:
    """See ``Store.count_questions``."""
    for unknown in set(by) - set(DIMENSIONS):
        raise StoreError(
            f"On ne peut pas compter par « {unknown} ».",
            f"Choisissez parmi {', '.join(DIMENSIONS)}.",
        )
    if not periods:
        return []
    query = _count_query(database, by, periods, criteria)
    with database.read() as connection:
        rows = [(tuple(row[:-1]), int(row[-1])) for row in connection.execute(query)]
    rows.sort()
    if PERIOD not in by:
        return [row for row in rows if row[1]]
    place = list(by).index(PERIOD)
    return [
        ((*found[:place], periods[found[place]][0], *found[place + 1 :]), number)
        for found, number in rows
    ]


def _count_query(
    database: Database,
    by: Sequence[str],
    periods: Sequence[Period],
    criteria: QuestionFilter | None,
) -> Select[Any]:
    engine = database.engine.dialect.name
    source: FromClause = m.question
    where = [_NOT_CANCELLED]
    if criteria is not None:
        where += conditions(criteria, database.engine.dialect)
    period_number: ColumnElement[Any] | None = None
    if PERIOD in by or not _contiguous(periods):
        table = _period_table(periods)
        period_number = table.c.n
        within = and_(_Q.received_at >= table.c.start, _Q.received_at < table.c.stop)
        source = table.join(source, within)
    else:
        where += [_Q.received_at >= periods[0][1], _Q.received_at < periods[-1][2]]
    if {"region", "secteur"} & set(by):
        source = source.outerjoin(m.member, _Q.member_number == m.member.c.number)
    if "secteur" in by:
        source = source.outerjoin(m.establishment, _Q.establishment_code == m.establishment.c.code)
    columns: list[Any] = [
        period_number if name == PERIOD else _DIMENSIONS[name](engine).label(f"d{place}")
        for place, name in enumerate(by)
    ]
    places: list[ColumnElement[Any]] = [
        literal_column(str(place)) for place in range(1, len(columns) + 1)
    ]
    return select(*columns, func.count()).select_from(source).where(*where).group_by(*places)


def _contiguous(periods: Sequence[Period]) -> bool:
    return all(before[2] == after[1] for before, after in pairwise(periods))


def _period_table(periods: Sequence[Period]) -> FromClause:
    return (
        values(
            column("n", Integer),
            column("start", UtcDateTime),
            column("stop", UtcDateTime),
            name="period",
        )
        .data([(place, start, stop) for place, (_, start, stop) in enumerate(periods)])
        .cte("period")
    )


def delays(
    database: Database, from_utc: datetime, before_utc: datetime, pole: str | None
) -> DelayFigures:
    """See ``Store.delay_figures``."""
    where = [_NOT_CANCELLED, _Q.received_at >= from_utc, _Q.received_at < before_utc]
    if pole is not None:
        where.append(_Q.pole == pole)
    with database.read() as connection:
        now = clock(connection)
        on_time = and_(_Q.due_at.is_not(None), _Q.answered_at <= _Q.due_at)
        known = and_(
            _Q.due_at.is_not(None), (_Q.status == Status.ANSWERED.value) | (_Q.due_at < now)
        )
        totals = connection.execute(
            select(
                func.count().filter(on_time),
                func.count().filter(known),
                func.count().filter(_Q.status.in_(sorted(s.value for s in OPEN_STATUSES))),
            )
            .select_from(m.question)
            .where(*where)
        ).one()
        return DelayFigures(_median(connection, where), *(int(number) for number in totals))


def _median(connection: Connection, where: list[ColumnElement[bool]]) -> int | None:
    """Middle of the delays, by window functions: the same SQL on both engines."""
    seconds = _seconds(connection, _Q.answered_at) - _seconds(connection, _Q.received_at)
    asked_to_wait = (_Q.channel == Channel.WRITTEN.value) | _Q.due_at.is_not(None)
    ranked = (
        select(
            seconds.label("delay"),
            func.row_number().over(order_by=seconds).label("place"),
            func.count().over().label("number"),
        )
        .where(*where, _Q.answered_at.is_not(None), asked_to_wait)
        .subquery()
    )
    twice = ranked.c.place * 2
    middle = select(func.avg(ranked.c.delay)).where(
        twice >= ranked.c.number, twice <= ranked.c.number + 2
    )
    found = connection.execute(middle).scalar()
    return None if found is None else round(float(found))


def _seconds(connection: Connection, moment: ColumnElement[Any]) -> ColumnElement[Any]:
    if connection.dialect.name == "postgresql":
        return extract("epoch", moment)
    return cast(func.strftime("%s", moment), Integer)
