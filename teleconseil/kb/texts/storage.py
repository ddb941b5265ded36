"""The imported texts in one SQLite file, ``textes.sqlite``; every version that was read is kept.

The standard library's sqlite3 is enough here, and keeps the knowledge base free of the desk's
database. A version is an article id and a digest of its words: the same id with other words is an
editorial correction, kept beside the first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from teleconseil.errors import os_reason
from teleconseil.kb.texts.errors import TextsStorage

FILE_NAME = "textes.sqlite"
FORMAT = 1
_BUSY_MS = 10_000
_SCHEMA = """
CREATE TABLE text (
    slug TEXT PRIMARY KEY, title TEXT NOT NULL, release TEXT NOT NULL, as_of TEXT,
    imported_at TEXT NOT NULL
);
CREATE TABLE article (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL REFERENCES text(slug), ident TEXT NOT NULL,
    digest TEXT NOT NULL, cid TEXT NOT NULL, number TEXT NOT NULL, short_number TEXT NOT NULL,
    title TEXT NOT NULL, path TEXT NOT NULL, body TEXT NOT NULL, note TEXT NOT NULL,
    state TEXT NOT NULL, valid_from TEXT, valid_until TEXT, url TEXT NOT NULL,
    rank INTEGER NOT NULL, is_base INTEGER NOT NULL, is_current INTEGER NOT NULL,
    UNIQUE (ident, digest)
);
CREATE INDEX article_number ON article (short_number, text);
CREATE INDEX article_cid ON article (cid);
CREATE INDEX article_reading ON article (text, is_current, rank);
CREATE TABLE change (
    id INTEGER PRIMARY KEY, text TEXT NOT NULL, kind TEXT NOT NULL, cid TEXT NOT NULL,
    number TEXT NOT NULL, before INTEGER REFERENCES article(id),
    after INTEGER REFERENCES article(id), at TEXT NOT NULL, release TEXT NOT NULL,
    imported_at TEXT NOT NULL
);
CREATE INDEX change_at ON change (at);
CREATE INDEX change_cid ON change (cid);
"""


class TextsFile:
    """Connections to the file of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A read-only connection; None while nothing has been imported."""
        if not self.path.is_file():
            yield None
            return
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_MS / 1000)) as connection:
                connection.row_factory = sqlite3.Row
                is_made = self._check_format(connection)
                yield connection if is_made else None
        except sqlite3.Error as error:
            raise self._problem(error) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing if it raises."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_BUSY_MS / 1000)) as connection:
                connection.row_factory = sqlite3.Row
                connection.isolation_level = None
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("BEGIN IMMEDIATE")
                try:
                    self._check_format(connection, create=True)
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._problem(error) from error
        except OSError as error:
            raise TextsStorage(
                f"Le dossier des textes {self.folder} ne peut pas être écrit : {os_reason(error)}.",
                "Choisissez-en un autre par TELECONSEIL_TEXTES_DIR.",
            ) from error

    def _check_format(self, connection: sqlite3.Connection, *, create: bool = False) -> bool:
        """Whether the tables are there: a first import that failed leaves a file without any."""
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and create:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
        elif version > FORMAT:
            raise TextsStorage(
                f"Les textes de {self.path} viennent d’une version plus récente du programme.",
                "Mettez teleconseil à jour, ou importez-les dans un autre dossier.",
            )
        return create or version > 0

    def _problem(self, error: sqlite3.Error) -> TextsStorage:
        said = str(error)
        if "locked" in said or "busy" in said:
            return TextsStorage(
                f"Une autre importation écrit dans {self.path}.", "Réessayez quand elle est finie."
            )
        if "full" in said:
            return TextsStorage(
                f"Le disque est plein : {self.path} n’a pas été modifié.", "Libérez de la place."
            )
        if "readonly" in said or "unable to open" in said:
            return TextsStorage(
                f"Le dossier des textes {self.folder} n’est pas accessible en écriture.",
                "Choisissez-en un autre par TELECONSEIL_TEXTES_DIR.",
            )
        return TextsStorage(
            f"Le fichier des textes {self.path} est inutilisable ({said}).",
            "Supprimez-le et importez les textes à nouveau.",
        )
