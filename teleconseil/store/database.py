"""One open database: its engine, its transactions, its clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Connection, Engine, text

from teleconseil.store.engine import shown, sqlite_file, writing
from teleconseil.store.failures import told_in_french

_SQLITE_CLOCK = text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")
_POSTGRESQL_CLOCK = text("SELECT clock_timestamp()")


class Database:
    """What the modules of the store work with. Safe to share between threads."""

    def __init__(self, engine: Engine, url: URL, zone: ZoneInfo, backup_dir: Path | None) -> None:
        self.engine = engine
        self.zone = zone
        self.backup_dir = backup_dir
        self.shown_url = shown(url)
        self.file = sqlite_file(url)

    @property
    def is_sqlite(self) -> bool:
        return self.file is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with told_in_french(self.shown_url), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: committed at the end, undone by any error."""
        with (
            told_in_french(self.shown_url),
            writing(self.engine) as connection,
            connection.begin(),
        ):
            yield connection

    def now(self) -> datetime:
        with self.read() as connection:
            return clock(connection)

    def close(self) -> None:
        self.engine.dispose()


def clock(connection: Connection) -> datetime:
    """The database's clock, UTC."""
    if connection.dialect.name == "sqlite":
        moment = datetime.fromisoformat(str(connection.execute(_SQLITE_CLOCK).scalar_one()))
        return moment.replace(tzinfo=UTC)
    value: datetime = connection.execute(_POSTGRESQL_CLOCK).scalar_one()
    return value.astimezone(UTC)
