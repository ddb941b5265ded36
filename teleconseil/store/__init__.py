"""The database of the desk: one ``Store`` over SQLite or PostgreSQL.

Importing this package is cheap: SQLAlchemy and SQLModel (about half a second) are imported when a
store is opened, or when ``Store`` itself is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from teleconseil.store.errors import (
    AlreadyTaken,
    NotFound,
    StaleQuestion,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreNewer,
    StoreNotEmpty,
    StoreUnavailable,
    UnknownValue,
)

if TYPE_CHECKING:
    from teleconseil.store.store import Store

__all__ = [
    "AlreadyTaken",
    "NotFound",
    "StaleQuestion",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreLocked",
    "StoreNewer",
    "StoreNotEmpty",
    "StoreUnavailable",
    "UnknownValue",
    "open_store",
    "restore",
]


def open_store(
    url: str, *, backup_dir: Path | None = None, zone: str | ZoneInfo = "Europe/Paris"
) -> Store:
    """Open the database, creating it or bringing it up to date as needed.

    Args:
        url: SQLAlchemy URL, ``sqlite:////path/file`` or ``postgresql://user@host/name``.
        backup_dir: where a SQLite file is copied before a migration; by default the folder
            ``sauvegardes`` beside it.
        zone: the service's time zone, which decides the year of a reference.

    Raises:
        StoreNewer: a newer version of the program wrote it.
        StoreUnavailable: it cannot be reached, created or written.
        StoreDamaged: the file is not a database of this program.
    """
    from teleconseil.store.opening import open_database
    from teleconseil.store.store import Store

    return Store(open_database(url, backup_dir=backup_dir, zone=zone))


def restore(url: str, path: Path, *, backup_dir: Path | None = None) -> Path | None:
    """Replace the SQLite database by the copy in ``path``.

    Returns where the database that was there has been kept, None when there was none.

    Raises:
        StoreDamaged: ``path`` is not a sound database of this program; nothing was changed.
        StoreUnavailable: the database is on a server, or the file cannot be written.
    """
    from teleconseil.store.backup import restore_database

    return restore_database(url, path, backup_dir=backup_dir)


def __getattr__(name: str) -> object:
    if name == "Store":
        from teleconseil.store.store import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
