"""What a person reads when the disk, the file or the server lets the database down."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from teleconseil.domain import NewQuestion
from teleconseil.store import (
    Store,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreUnavailable,
    engine,
    open_store,
    restore,
)
from teleconseil.store.server_failures import away
from tests.conftest import POLES, TOPICS
from tests.store.builders import logged, new, texts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "base.sqlite"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a lock."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)


def readable(error: StoreError) -> bool:
    """Two plain sentences, the second being a remedy."""
    return bool(error.remedy) and "\n" not in str(error) and "sqlite3." not in str(error)


@pytest.mark.usefixtures("impatient")
def test_a_locked_file(sqlite_store: Store) -> None:
    logged(sqlite_store)
    with closing(open_store(f"sqlite:///{sqlite_store.url}")) as store:
        blocker = sqlite3.connect(sqlite_store.url, isolation_level=None)
        with closing(blocker):
            blocker.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreLocked, match="occupée") as told:
                logged(store)
            assert readable(told.value)
            assert texts(store) == ["Une question"]
        assert logged(store).reference.endswith("-000002")


def test_a_full_disk_changes_nothing(sqlite_store: Store) -> None:
    logged(sqlite_store, "avant")
    with sqlite_store._db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreFull, match="plus de place") as told:
        logged(sqlite_store, "congés " * 100_000)
    assert readable(told.value)
    assert texts(sqlite_store) == ["avant"]
    assert logged(sqlite_store, "après").reference.endswith("-000002")


def test_a_path_that_cannot_hold_a_file(tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    for path in (tmp_path / "fichier" / "base.sqlite", tmp_path):
        with pytest.raises(StoreUnavailable, match="ne peut pas être ouverte") as told:
            open_store(f"sqlite:///{path}")
        assert str(path) in str(told.value)
        assert readable(told.value)


def test_a_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: object, *_: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(StoreUnavailable, match="droits d’accès") as told:
        open_store(f"sqlite:///{tmp_path / 'base.sqlite'}")
    assert readable(told.value)


def test_a_read_only_database(sqlite_store: Store) -> None:
    with sqlite_store._db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
        connection.rollback()
    with pytest.raises(StoreUnavailable, match="lecture seule") as told:
        logged(sqlite_store)
    assert readable(told.value)


@pytest.mark.parametrize("content", [b"du texte, pas une base " * 500, b"\x00" * 9000])
def test_a_file_that_is_no_database(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="pas une base de téléconseil") as told:
        open_store(f"sqlite:///{file}")
    assert readable(told.value)
    assert file.read_bytes() == content


def test_the_database_of_another_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE photos (name TEXT)")
    with pytest.raises(StoreDamaged, match="n’est pas une base"):
        open_store(f"sqlite:///{file}")


def test_a_database_that_lost_its_version_is_neither_opened_nor_restored(
    file: Path, tmp_path: Path
) -> None:
    open_store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("DELETE FROM alembic_version")
    with pytest.raises(StoreDamaged, match="abîmée"):
        open_store(f"sqlite:///{file}")
    with pytest.raises(StoreDamaged, match="abîmée"):
        restore(f"sqlite:///{tmp_path / 'autre.sqlite'}", file)
    assert not (tmp_path / "autre.sqlite").exists()


def test_a_damaged_database_is_told_not_traced(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        assert store.check() == []
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match="abîmée"):
        open_store(f"sqlite:///{file}")


def test_a_sequence_behind_its_questions_is_reported(store: Store) -> None:
    year = logged(store).received_at.year
    with store._db.write() as connection:
        connection.execute(text("UPDATE reference_sequence SET last = 0"))
    (problem,) = store.check()
    assert str(year) in problem


@pytest.mark.parametrize(
    "url",
    [
        "",
        "n'importe quoi",
        "mysql://a@b/c",
        "sqlite://",
        "postgresql://a@b:port/c",
        "postgresql://",
        "postgresql://serveur",
    ],
)
def test_an_address_that_makes_no_sense(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="ne convient pas") as told:
        open_store(url)
    assert readable(told.value)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('failed: FATAL:  role "ana" does not exist', "refuse la connexion : le compte « ana »"),
        ('FATAL:  database "x" does not exist', "refuse la connexion : la base « x »"),
        ('FATAL:  password authentication failed for user "ana"', "mot de passe de « ana »"),
        ("failed: fe_sendauth: no password supplied", "refuse la connexion : il faut un mot"),
        ("failed: FATAL:  le rôle « ana » n'existe pas", "refuse la connexion : le rôle « ana »"),
        ("FATAL:  sorry, too many clients already", "trop de postes"),
        ("failed to resolve host 'x': [Errno -2]", "ne répond pas : ce nom de serveur"),
        ("server closed the connection\nunexpectedly", "ne répond pas : la connexion est coupée"),
        ("connection failed: something new", "ne répond pas : something new"),
        ("", "ne répond pas"),
    ],
)
def test_what_a_server_says_is_told_in_french(words: str, said: str) -> None:
    told = away(psycopg.OperationalError(words), "postgresql://ana@serveur/base")
    assert said in told.message
    assert readable(told)


def test_a_wrong_database_name_is_told_as_such(postgresql_server: str) -> None:
    with pytest.raises(StoreUnavailable, match="la base « nulle-part » n’existe pas"):
        open_store(f"{postgresql_server}/nulle-part")


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(StoreUnavailable, match="ne répond pas") as told:
        open_store("postgresql://ana:secret@127.0.0.1:1/base")
    assert "secret" not in str(told.value)
    assert readable(told.value)


@pytest.fixture
def server_store(postgresql_url: str) -> Iterator[Store]:
    store = open_store(postgresql_url)
    yield store
    store.close()


def lose_the_connection(store: Store) -> None:
    kill = text("SELECT pg_terminate_backend(:pid)")
    with store._db.write() as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with store._db.read() as other:
            other.execute(kill, {"pid": pid})
        connection.execute(text("SELECT 1"))


def test_a_connection_lost_meanwhile(server_store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="ne répond pas") as told:
        lose_the_connection(server_store)
    assert readable(told.value)
    assert server_store.is_empty()


def test_a_connection_lost_in_the_middle_of_an_import(server_store: Store) -> None:
    server_store.sync_reference_data(POLES, TOPICS)

    def rows() -> Iterator[NewQuestion]:
        for number in range(1_200):
            if number == 1_100:
                with server_store._db.read() as connection:
                    connection.execute(
                        text(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                            " current_database() AND pid <> pg_backend_pid()"
                        )
                    )
            yield new(f"question {number}")

    with pytest.raises(StoreUnavailable, match="connexion est coupée") as told:
        server_store.add_questions(rows(), by="Ana")
    assert readable(told.value)
    assert server_store.is_empty()
    assert logged(server_store).reference.endswith("-000001")


def test_a_server_database_is_not_copied_here(server_store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="serveur"):
        server_store.backup(tmp_path / "copie.sqlite")


def test_a_backup_that_fails_leaves_nothing(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreUnavailable, match="disque est plein"):
        sqlite_store.backup(tmp_path / "copie.sqlite")
    assert not (tmp_path / "copie.sqlite").exists()


def test_a_backup_never_replaces_a_file(sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / "copie.sqlite").write_text("précieux")
    with pytest.raises(StoreError, match="existe déjà"):
        sqlite_store.backup(tmp_path / "copie.sqlite")
    assert (tmp_path / "copie.sqlite").read_text() == "précieux"
