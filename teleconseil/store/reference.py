"""Reference data: pôles, themes, advisors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text, update

from teleconseil.domain import Advisor, Pole, Role, Topic
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.rows import name

_ADD_ADVISOR = text(
    "INSERT INTO advisor (name, role, pole, active) VALUES (:name, :role, :pole, :active)"
    " ON CONFLICT (name) DO NOTHING"
)


def sync(database: Database, poles: Iterable[Pole], topics: Iterable[Topic]) -> None:
    """Make the pôles and themes as given; the others are retired. Writes only if need be."""
    wanted_poles = {pole.slug: _pole_values(pole) for pole in poles}
    wanted_topics = {topic.slug: _topic_values(topic) for topic in topics}
    with database.read() as connection:
        same = not (
            _differences(connection, m.pole, wanted_poles)
            or _differences(connection, m.topic, wanted_topics)
        )
    if same:
        return
    with database.write() as connection:
        _apply(connection, m.pole, wanted_poles)
        _apply(connection, m.topic, wanted_topics)


def poles(database: Database, *, retired: bool) -> list[Pole]:
    """In their order; the retired ones too if asked."""
    query = select(m.pole).order_by(m.pole.c.position, m.pole.c.slug)
    if not retired:
        query = query.where(m.pole.c.retired.is_(False))
    with database.read() as connection:
        return [
            Pole(row.slug, row.label, row.short, row.position, row.retired)
            for row in connection.execute(query)
        ]


def topics(database: Database, pole: str | None, *, retired: bool) -> list[Topic]:
    """Pôle by pôle, in their order; the retired ones too if asked."""
    query = select(m.topic).order_by(m.topic.c.pole, m.topic.c.position, m.topic.c.slug)
    if pole is not None:
        query = query.where(m.topic.c.pole == pole)
    if not retired:
        query = query.where(m.topic.c.retired.is_(False))
    with database.read() as connection:
        return [
            Topic(row.slug, row.label, row.pole, row.position, row.retired)
            for row in connection.execute(query)
        ]


def ensure_advisor(database: Database, given: str, *, role: Role, pole: str | None) -> Advisor:
    """The advisor of that name, made if there is none.

    A pôle that the database does not know (yet) is left out rather than refused.
    """
    wanted = name(given)
    query = select(m.advisor).where(m.advisor.c.name == wanted)
    with database.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        with database.write() as connection:
            known = connection.execute(select(m.pole.c.slug).where(m.pole.c.slug == pole)).scalar()
            _add_advisor(connection, wanted, role, known)
            row = connection.execute(query).one()
    return _advisor(row)


def advisors(database: Database) -> list[Advisor]:
    """Everyone who ever answered, by name."""
    with database.read() as connection:
        found = [_advisor(row) for row in connection.execute(select(m.advisor))]
    return sorted(found, key=lambda advisor: (advisor.name.casefold(), advisor.name))


def know_advisors(connection: Connection, names: Iterable[str | None]) -> None:
    """Make sure that these people are known before a row names them."""
    wanted = {cleaned for given in names if given and (cleaned := name(given))}
    known = set(
        connection.execute(select(m.advisor.c.name).where(m.advisor.c.name.in_(wanted))).scalars()
    )
    for missing in sorted(wanted - known):
        _add_advisor(connection, missing, Role.ADVISOR, None)


def _add_advisor(connection: Connection, wanted: str, role: Role, pole: str | None) -> None:
    values = {"name": wanted, "role": role.value, "pole": pole, "active": True}
    connection.execute(_ADD_ADVISOR, values)


def _advisor(row: Any) -> Advisor:
    return Advisor(row.name, Role(row.role), row.pole, row.active)


def _pole_values(pole: Pole) -> dict[str, Any]:
    return {
        "slug": pole.slug,
        "label": pole.label,
        "short": pole.short,
        "position": pole.order,
        "retired": pole.retired,
    }


def _topic_values(topic: Topic) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "label": topic.label,
        "pole": topic.pole,
        "theme": topic.parent or topic.slug,
        "position": topic.order,
        "retired": topic.retired,
    }


def _differences(
    connection: Connection, table: Table, wanted: Mapping[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The rows to write, by slug: new ones, changed ones, those to retire."""
    current = {row["slug"]: dict(row) for row in connection.execute(select(table)).mappings()}
    target = {slug: {**row, "retired": True} for slug, row in current.items()} | dict(wanted)
    return {slug: row for slug, row in target.items() if current.get(slug) != row}


def _apply(connection: Connection, table: Table, wanted: Mapping[str, dict[str, Any]]) -> None:
    for slug, row in _differences(connection, table, wanted).items():
        changed = connection.execute(update(table).where(table.c.slug == slug).values(row))
        if not changed.rowcount:
            connection.execute(insert(table), row)
