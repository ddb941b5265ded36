"""Copies of a SQLite database, and the verification of any database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select, text

from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.engine import make_private_file, parse_url, shown, sqlite_file
from teleconseil.store.errors import StoreDamaged, StoreError, StoreUnavailable
from teleconseil.store.failures import damaged, told_in_french
from teleconseil.store.revisions import known


def backup_database(database: Database, path: Path) -> None:
    """Copy the database into the new file ``path``; others may be using it meanwhile."""
    if database.file is None:
        raise _on_a_server(database.shown_url, "pg_dump")
    if path.exists():
        what = "Le dossier" if path.is_dir() else "Le fichier"
        raise StoreError(
            f"{what} {path} existe déjà, la sauvegarde ne l’a pas remplacé.",
            "Donnez un autre nom de fichier.",
        )
    _copy_whole(database.file, path)


def copy_before_migration(database: Database, revision: str) -> Path | None:
    """Keep the SQLite file as it was at ``revision``; its copy's path."""
    if database.file is None or database.backup_dir is None:
        return None
    return _keep(database.file, database.backup_dir, f"schema-{revision}")


def restore_database(url: str, path: Path, *, backup_dir: Path | None) -> Path | None:
    """See ``teleconseil.store.restore``."""
    parsed = parse_url(url)
    file = sqlite_file(parsed)
    if file is None:
        raise _on_a_server(shown(parsed), "pg_restore")
    _refuse_unsound(path)
    if file.exists() and path.samefile(file):
        raise StoreError(f"{path} est la base elle-même.", "Donnez le fichier d’une sauvegarde.")
    kept = None
    with told_in_french(str(file)):
        if file.exists() and file.stat().st_size:
            kept = _keep(file, backup_dir or file.parent / "sauvegardes", "avant-restauration")
        _copy(path, file)
    return kept


def check(database: Database) -> list[str]:
    """What is wrong, in French; empty when the database is sound."""
    try:
        with database.read() as connection:
            found = _check_file(connection) if database.is_sqlite else []
            return found + _check_sequences(connection)
    except StoreDamaged as error:
        return [str(error)]


def _check_file(connection: Connection) -> list[str]:
    lines = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    found = [f"Fichier abîmé : {line}." for line in lines if line != "ok"]
    orphans = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if orphans:
        tables = ", ".join(sorted({str(row[0]) for row in orphans}))
        found.append(f"{len(orphans)} lignes désignent une donnée absente (tables : {tables}).")
    return found


def _check_sequences(connection: Connection) -> list[str]:
    year = func.substr(m.question.c.reference, 4, 4)
    highest = connection.execute(
        select(year, func.max(func.substr(m.question.c.reference, 9))).group_by(year)
    )
    last = {
        str(row.year): row.last
        for row in connection.execute(select(m.reference_sequence)).fetchall()
    }
    return [
        f"La suite des références de {name} est en retard sur les questions enregistrées."
        for name, number in highest
        if int(number) > last.get(name, 0)
    ]


def _refuse_unsound(path: Path) -> None:
    if not path.is_file():
        what = "est un dossier" if path.is_dir() else "n’existe pas"
        raise StoreUnavailable(f"La sauvegarde {path} {what}.", "Vérifiez le chemin du fichier.")
    with told_in_french(str(path)), closing(_open_read_only(path)) as source:
        state = source.execute("PRAGMA quick_check(1)").fetchone()[0]
        tables = {row[0] for row in source.execute("SELECT name FROM sqlite_master")}
        if state != "ok" or not {"alembic_version", "question"} <= tables:
            raise damaged(str(path))
        row = source.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None:
            raise damaged(str(path))
        known(str(row[0]), str(path))


def _keep(file: Path, folder: Path, label: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = folder / f"{file.stem}-{label}-{stamp}{file.suffix}"
    _copy_whole(file, target)
    return target


def _copy_whole(source: Path, target: Path) -> None:
    """Copy into a new file, of which nothing is left when it fails."""
    try:
        with told_in_french(str(target)):
            _copy(source, target)
    except StoreError:
        target.unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    make_private_file(target)
    with closing(_open_read_only(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


def _on_a_server(where: str, tool: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"La base {where} est sur un serveur PostgreSQL.",
        f"Sauvegardez-la et restaurez-la avec les outils du serveur ({tool}).",
    )
