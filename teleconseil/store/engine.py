"""SQLAlchemy engines for SQLite and PostgreSQL, set for safety first."""

from __future__ import annotations

import importlib.util
import os
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from teleconseil.store.errors import StoreUnavailable

BUSY_TIMEOUT_S = 10.0
"""How long a write waits for another one before it gives up."""

_PRAGMAS = ("foreign_keys=ON", "synchronous=FULL")
_WRITE = "teleconseil_write"


def parse_url(url: str) -> URL:
    """The address of the database, with the driver that this program uses.

    Raises:
        StoreUnavailable: it is not an address of a SQLite file or of a PostgreSQL database.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise _bad_address(url) from error
    backend = parsed.get_backend_name()
    if backend == "postgres":
        backend = "postgresql"
    if backend == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite")
    if backend == "postgresql" and parsed.database:
        if importlib.util.find_spec("psycopg") is None:
            raise StoreUnavailable(
                "Le pilote de PostgreSQL n’est pas installé.",
                'Installez-le avec « pip install "teleconseil[postgresql]" ».',
            )
        return parsed.set(drivername="postgresql+psycopg")
    raise _bad_address(url)


def shown(url: URL) -> str:
    """The address as people may read it: a file's path, or a URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername="postgresql").render_as_string(hide_password=True)


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None for a server."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database).expanduser()


def make_private_file(path: Path) -> None:
    """Make the file, and the folders above it, readable by their owner only.

    SQLite gives the same mode to the ``-wal`` and ``-shm`` files beside it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)


def make_engine(url: URL) -> Engine:
    """An engine whose every connection is safe to share between threads, one at a time."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return _postgresql_engine(url)


def writing(engine: Engine) -> Connection:
    """A connection whose transaction takes the right to write when it begins."""
    return engine.connect().execution_options(**{_WRITE: True})


def _sqlite_engine(url: URL) -> Engine:
    file = sqlite_file(url)
    engine = create_engine(
        url.set(database=str(file)),
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        pool_size=5,
        max_overflow=60,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, never by the driver
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get(_WRITE, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _postgresql_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        connect_args={"connect_timeout": 10, "application_name": "teleconseil"},
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=20,
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET TIME ZONE 'UTC'")
            cursor.execute(f"SET lock_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
        connection.commit()

    return engine


def _bad_address(url: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"L’adresse de base « {url.split('@')[-1]} » ne convient pas.",
        "Donnez « sqlite:////dossier/fichier.sqlite » ou « postgresql://compte@serveur/base ».",
    )
