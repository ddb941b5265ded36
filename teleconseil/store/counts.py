"""Figures: one SQL statement each, over the index that covers them; no row is ever loaded.

A question counts once, in the period when it was received, for the pôle that holds it now. A
cancelled question never counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    column,
    extract,
    func,
    literal_column,
    select,
    text,
)

from teleconseil.domain import (
    OPEN_STATUSES,
    DelayFigures,
    QuestionFilter,
    Status,
)
from teleconseil.store import models as m
from teleconseil.store.criteria import ANSWERED_ON_TIME, WAITED, conditions
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
    if PERIOD not in by and _contiguous(periods):
        periods = [("", periods[0][1], periods[-1][2])]
    query = _count_query(database.engine.dialect.name, tuple(by), len(periods))
    if criteria is not None:
        query = query.where(*conditions(criteria, database.engine.dialect))
    bounds = {
        name: value
        for place, (_, start, stop) in enumerate(periods)
        for name, value in ((f"start{place}", start), (f"stop{place}", stop))
    }
    with database.read() as connection:
        rows = [(tuple(row[:-1]), int(row[-1])) for row in connection.execute(query, bounds)]
    return _labelled(sorted(rows), by, periods)


def _labelled(
    rows: list[tuple[tuple[Any, ...], int]], by: Sequence[str], periods: Sequence[Period]
) -> list[tuple[tuple[str, ...], int]]:
    """The rows with the label of each period in the place of its number."""
    if PERIOD not in by:
        return [row for row in rows if row[1]]
    place = list(by).index(PERIOD)
    return [
        ((*found[:place], periods[found[place]][0], *found[place + 1 :]), number)
        for found, number in rows
    ]


@lru_cache(maxsize=64)
def _count_query(engine: str, by: tuple[str, ...], number: int) -> Select[Any]:
    """The statement for that many periods; kept, because building it costs as much as a count."""
    source: FromClause = m.question
    where = [_NOT_CANCELLED]
    period: FromClause | None = None
    if number == 1 and PERIOD not in by:
        where += [_Q.received_at >= _bound("start0"), _Q.received_at < _bound("stop0")]
    else:
        period = _period_table(number)
        within = and_(_Q.received_at >= period.c.start, _Q.received_at < period.c.stop)
        source = period.join(source, within)
    if {"region", "secteur"} & set(by):
        source = source.outerjoin(m.member, _Q.member_number == m.member.c.number)
    if "secteur" in by:
        source = source.outerjoin(m.establishment, _Q.establishment_code == m.establishment.c.code)
    columns: list[Any] = [
        period.c.n if name == PERIOD and period is not None else _DIMENSIONS[name](engine)
        for name in by
    ]
    labelled = [column.label(f"d{place}") for place, column in enumerate(columns)]
    places: list[ColumnElement[Any]] = [
        literal_column(str(place)) for place in range(1, len(columns) + 1)
    ]
    return select(*labelled, func.count()).select_from(source).where(*where).group_by(*places)


def _contiguous(periods: Sequence[Period]) -> bool:
    return all(before[2] == after[1] for before, after in pairwise(periods))


def _bound(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=UtcDateTime)


def _period_table(number: int) -> FromClause:
    """The periods as a table of their own: each finds its questions by a range of the index."""
    first = "SELECT 0 AS n, :start0 AS start, :stop0 AS stop"
    others = ", ".join(f"({n}, :start{n}, :stop{n})" for n in range(1, number))
    statement = text(f"{first} UNION ALL VALUES {others}" if others else first)
    bounds = [_bound(f"{side}{n}") for n in range(number) for side in ("start", "stop")]
    return (
        statement.bindparams(*bounds)
        .columns(column("n", Integer), column("start", UtcDateTime), column("stop", UtcDateTime))
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
        known = and_(
            _Q.due_at.is_not(None), (_Q.status == Status.ANSWERED.value) | (_Q.due_at < now)
        )
        totals = connection.execute(
            select(
                func.count().filter(ANSWERED_ON_TIME),
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
    ranked = (
        select(
            seconds.label("delay"),
            func.row_number().over(order_by=seconds).label("place"),
            func.count().over().label("number"),
        )
        .where(*where, WAITED)
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
