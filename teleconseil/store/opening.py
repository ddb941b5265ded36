"""Open a database: make its file, check its version, migrate it."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from teleconseil.store.database import Database
from teleconseil.store.engine import make_engine, make_private_file, parse_url, shown, sqlite_file
from teleconseil.store.failures import told_in_french, unwritable
from teleconseil.store.migrate import migrate


def open_database(url: str, *, backup_dir: Path | None, zone: str | ZoneInfo) -> Database:
    """See ``teleconseil.store.open_store``."""
    database = connect(url, backup_dir=backup_dir, zone=zone)
    try:
        if database.is_sqlite:
            with told_in_french(database.shown_url):
                _use_write_ahead_log(database.engine)
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database


def connect(url: str, *, backup_dir: Path | None, zone: str | ZoneInfo) -> Database:
    """The database as it is, whatever its version; its file is made when there is none."""
    parsed = parse_url(url)
    file = sqlite_file(parsed)
    if file is not None:
        with told_in_french(shown(parsed)):
            make_private_file(file)
            if not file.is_file():
                raise unwritable(shown(parsed), "ce n’est pas un fichier")
        backup_dir = backup_dir or file.parent / "sauvegardes"
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
    return Database(make_engine(parsed), parsed, zone, backup_dir)


def _use_write_ahead_log(engine: Engine) -> None:
    """Set the journal mode that lets readers read while one writes; the file remembers it."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL").fetchone()
    finally:
        connection.close()
