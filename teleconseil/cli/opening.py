"""What the commands open: the settings, the database, the desk itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teleconseil import paths
from teleconseil.config import Settings
from teleconseil.errors import UsageProblem

if TYPE_CHECKING:
    from teleconseil.store import Store


@contextmanager
def opened_store(settings: Settings, *, reference_data: bool = False) -> Iterator[Store]:
    """The database, brought up to date; with the pôles and themes of the folder when asked.

    Raises:
        StoreError: it cannot be opened.
    """
    from teleconseil.store import open_store

    store = open_store(settings.database_url, backup_dir=paths.backup_dir(), zone=settings.timezone)
    try:
        if reference_data:
            from teleconseil.desk.reference import load_reference_data, sync

            sync(store, load_reference_data(settings.kb_dir))
        yield store
    finally:
        store.close()


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite URL; None for a server, or for a database in memory."""
    scheme, _, rest = url.partition("://")
    if not scheme.startswith("sqlite"):
        return None
    name = rest.removeprefix("/").partition("?")[0]
    return Path(name) if name and name != ":memory:" else None


def database_exists(settings: Settings) -> bool:
    """There is something to read: the SQLite file is there, or a server is named."""
    file = sqlite_file(settings.database_url)
    if file is None:
        return not settings.database_url.startswith("sqlite")
    return file.is_file()


def open_desk() -> None:
    """Open the desk on the whole terminal.

    Raises:
        UsageProblem: there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageProblem(
            "Le bureau a besoin d’un terminal.",
            "Lancez teleconseil sans redirection, ou une de ses commandes : teleconseil --aide.",
        )
    from teleconseil.app import run

    run()
