"""Bring a database to the schema of this program, or say why it cannot be.

Whether anything is pending is asked with plain SQL; Alembic is imported only when something is.
A migration runs in one transaction that no other process can enter, and a SQLite file that holds
something is copied first.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from teleconseil.store.backup import copy_before_migration
from teleconseil.store.database import Database
from teleconseil.store.failures import damaged
from teleconseil.store.revisions import HEAD, known

_LOCK = text("SELECT pg_advisory_xact_lock(7423066)")


def migrate(database: Database, target: str = HEAD) -> bool:
    """Apply what is pending up to ``target``; whether there was anything to do.

    Raises:
        StoreNewer: the database is at a revision that this program does not know.
        StoreDamaged: it holds tables that are not those of this program.
    """
    with database.read() as connection:
        current = current_revision(connection, database.shown_url)
    if current == target:
        return False
    if current is not None:
        copy_before_migration(database, current)
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(_LOCK)
        if current_revision(connection, database.shown_url) == target:
            return False
        _upgrade(connection, target)
    return True


def current_revision(connection: Connection, where: str) -> str | None:
    """The revision of the schema; None when the database is empty."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        foreign = tables if connection.dialect.name == "sqlite" else tables & {"question", "member"}
        if foreign:
            raise damaged(where)
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None and "question" in tables:
        raise damaged(where)
    return None if found is None else known(str(found), where)


def _upgrade(connection: Connection, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "teleconseil.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, target)
