"""One body of tests, two engines: ``store`` is an empty database on SQLite, then on PostgreSQL."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from teleconseil.store import Store, open_store
from tests.conftest import POLES, TOPICS

SERVER = os.environ.get("TELECONSEIL_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432")


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """The address of the test server; skips where none answers."""
    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        pytest.skip(f"no PostgreSQL server ({reason}); TELECONSEIL_TEST_POSTGRESQL may name one")
    return SERVER


@pytest.fixture
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """A new database of one's own, dropped afterwards."""
    name = f"teleconseil_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"'.encode())
    yield f"{postgresql_server}/{name}"
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that does not exist yet, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'donnees' / 'teleconseil.sqlite'}"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url)
    opened.sync_reference_data(POLES, TOPICS)
    yield opened
    opened.close()
