"""Members and their establishments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, text, update

from teleconseil.domain import Establishment, Member
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.errors import UnknownValue
from teleconseil.store.rows import (
    establishment_values,
    member_values,
    name,
    to_establishment,
    to_member,
)

_BUMP = text(
    "INSERT INTO revision (subject, value) VALUES ('members', 1)"
    " ON CONFLICT (subject) DO UPDATE SET value = revision.value + 1"
)


def upsert_members(database: Database, rows: Iterable[Member]) -> tuple[int, int, int]:
    with database.write() as connection:
        return _upsert(connection, m.member, "number", [member_values(row) for row in rows])


def upsert_establishments(
    database: Database, rows: Iterable[Establishment]
) -> tuple[int, int, int]:
    values = [establishment_values(row) for row in rows]
    with database.write() as connection:
        known = set(connection.execute(select(m.member.c.number)).scalars())
        for row in values:
            if row["member_number"] not in known:
                raise UnknownValue(
                    f"L’adhérent « {row['member_number']} » de l’établissement"
                    f" « {row['code']} » n’est pas connu, rien n’a été enregistré.",
                    "Importez d’abord les adhérents, ou corrigez ce numéro.",
                )
        return _upsert(connection, m.establishment, "code", values)


def members(database: Database) -> list[Member]:
    with database.read() as connection:
        query = select(m.member).order_by(m.member.c.number)
        return [to_member(row) for row in connection.execute(query)]


def member(database: Database, number: str) -> Member | None:
    """The member of that number; None when there is none."""
    with database.read() as connection:
        query = select(m.member).where(m.member.c.number == name(number))
        row = connection.execute(query).first()
        return to_member(row) if row else None


def establishments(database: Database, number: str | None = None) -> list[Establishment]:
    query = select(m.establishment).order_by(m.establishment.c.code)
    if number is not None:
        query = query.where(m.establishment.c.member_number == name(number))
    with database.read() as connection:
        return [to_establishment(row) for row in connection.execute(query)]


def stamp(database: Database) -> str:
    query = select(m.revision.c.value).where(m.revision.c.subject == "members")
    with database.read() as connection:
        return str(connection.execute(query).scalar() or 0)


def mark_changed(connection: Connection) -> None:
    """Make ``stamp`` change when the transaction is committed."""
    connection.execute(_BUMP)


def _upsert(
    connection: Connection, table: Table, key: str, rows: list[dict[str, Any]]
) -> tuple[int, int, int]:
    """Insert or update by ``key``; of two rows with the same key the last one holds."""
    current = {row[key]: dict(row) for row in connection.execute(select(table)).mappings()}
    wanted = {row[key]: row for row in rows}
    added = [row for value, row in wanted.items() if value not in current]
    changed = [row for value, row in wanted.items() if current.get(value, row) != row]
    if added:
        connection.execute(insert(table), added)
    if changed:
        columns: dict[str, Any] = {column: bindparam(f"new_{column}") for column in changed[0]}
        connection.execute(
            update(table).where(table.c[key] == bindparam("wanted")).values(columns),
            [
                {"wanted": row[key]} | {f"new_{column}": value for column, value in row.items()}
                for row in changed
            ],
        )
    if added or changed:
        mark_changed(connection)
    return len(added), len(changed), len(wanted) - len(added) - len(changed)
