"""Opening a database: created private, migrated with a backup, refused when it is newer."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlmodel import SQLModel

from teleconseil.store import StoreDamaged, StoreNewer, StoreUnavailable, open_store, restore
from teleconseil.store.database import Database
from teleconseil.store.migrate import migrate
from teleconseil.store.opening import connect
from teleconseil.store.revisions import REVISIONS
from tests.conftest import POLES, TOPICS
from tests.store.builders import logged, texts


@contextmanager
def at_first_revision(url: str) -> Iterator[Database]:
    database = connect(url, backup_dir=None, zone="Europe/Paris")
    migrate(database, REVISIONS[0])
    yield database
    database.close()


def fill_by_hand(database: Database) -> None:
    with database.write() as connection:
        connection.execute(
            text("INSERT INTO pole VALUES ('affaires-sociales', 'AS', 'AS', 0, false)")
        )
        connection.execute(
            text(
                "INSERT INTO question (reference, channel, pole, status, received_at, version,"
                " contact, text, answer, note) VALUES ('TC-2024-000001', 'ecrit',"
                " 'affaires-sociales', 'nouvelle', '2024-03-01 09:00:00.000000', 1, '',"
                " 'Un œil sur les congés', '', '')"
            )
        )


@pytest.mark.filterwarnings("error")
def test_the_revisions_are_those_of_the_migrations() -> None:
    script = ScriptDirectory(str(Path(migrate.__code__.co_filename).parent / "migrations"))
    found = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_migrations_make_the_tables_of_the_models(url: str) -> None:
    open_store(url).close()
    database = connect(url, backup_dir=None, zone="Europe/Paris")
    extra = ("question_fts", "search")
    with database.read() as connection:
        context = MigrationContext.configure(connection)
        found = compare_metadata(context, SQLModel.metadata)
    database.close()
    assert [entry for entry in found if not any(name in str(entry) for name in extra)] == []


def test_an_older_database_is_migrated_and_its_history_can_be_searched(url: str) -> None:
    with at_first_revision(url) as database:
        fill_by_hand(database)
    store = open_store(url)
    found = store.search_questions("oeil conges")
    assert [past.question.reference for past in found] == ["TC-2024-000001"]
    store.close()


def test_a_sqlite_file_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'base.sqlite'}"
    with at_first_revision(url) as database:
        fill_by_hand(database)
    open_store(url, backup_dir=tmp_path / "copies").close()
    (copy,) = (tmp_path / "copies").iterdir()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    old = connect(f"sqlite:///{copy}", backup_dir=None, zone="Europe/Paris")
    with old.read() as connection:
        assert connection.execute(text("SELECT text FROM question")).scalar() is not None
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    old.close()
    assert version == REVISIONS[0]
    open_store(url, backup_dir=tmp_path / "copies").close()
    assert len(list((tmp_path / "copies").iterdir())) == 1


def test_a_newer_database_is_refused_in_one_sentence(url: str) -> None:
    store = open_store(url)
    with store._db.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreNewer, match="version plus récente") as refused:
        open_store(url)
    assert refused.value.message.count(". ") == 0
    assert "\n" not in str(refused.value)


def test_the_file_and_its_companions_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "neuf" / "dossier"
    store = open_store(f"sqlite:///{folder / 'base.sqlite'}")
    store.sync_reference_data(POLES, TOPICS)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    store.close()
    assert modes == dict.fromkeys(("base.sqlite", "base.sqlite-wal", "base.sqlite-shm"), 0o600)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_open_to_all_becomes_private(tmp_path: Path) -> None:
    file = tmp_path / "base.sqlite"
    open_store(f"sqlite:///{file}").close()
    file.chmod(0o644)
    open_store(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sqlite_is_set_for_safety(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'base.sqlite'}")
    with store._db.read() as connection:
        values = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    store.close()
    assert values == ["wal", 2, 1, 10_000]


def test_a_backup_restores_what_was_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'base.sqlite'}"
    store = open_store(url)
    store.sync_reference_data(POLES, TOPICS)
    logged(store, "gardée")
    store.backup(tmp_path / "copie.sqlite")
    logged(store, "perdue")
    store.close()
    kept = restore(url, tmp_path / "copie.sqlite")
    with closing(open_store(url)) as store:
        assert texts(store) == ["gardée"]
        assert store.check() == []
        assert logged(store).reference.endswith("-000002")
    assert kept is not None
    with closing(open_store(f"sqlite:///{kept}")) as store:
        assert texts(store) == ["gardée", "perdue"]


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'base.sqlite'}"
    open_store(url).close()
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 5000)
    (tmp_path / "vide.sqlite").touch()
    for name in ("photo.jpg", "vide.sqlite"):
        with pytest.raises(StoreDamaged, match=name):
            restore(url, tmp_path / name)
    with pytest.raises(StoreUnavailable, match="n’existe pas"):
        restore(url, tmp_path / "absente.sqlite")
    open_store(url).close()


def test_nothing_heavy_is_imported_before_a_store_is_opened(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'base.sqlite'}").close()
    program = (
        "import sys\n"
        "import teleconseil.store, teleconseil.store.errors\n"
        "assert not {'sqlalchemy', 'sqlmodel', 'alembic'} & set(sys.modules)\n"
        "teleconseil.store.open_store(sys.argv[1]).close()\n"
        "assert 'sqlmodel' in sys.modules and 'alembic' not in sys.modules\n"
    )
    url = f"sqlite:///{tmp_path / 'base.sqlite'}"
    subprocess.run([sys.executable, "-c", program, url], check=True)
