"""The official texts that were imported: read an article, now or at a date; see what changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from teleconseil.kb.model import ArticlePlace, ArticleReference, LegalArticle
from teleconseil.kb.references import parse_reference
from teleconseil.kb.texts.changes import ArticleChange, ChangeKind, TextInfo, TextReport
from teleconseil.kb.texts.errors import UnreadableSource
from teleconseil.kb.texts.importing import import_release, short_number
from teleconseil.kb.texts.records import ArticleRecord, UnknownShape, articles, header
from teleconseil.kb.texts.sources import Source, open_sources
from teleconseil.kb.texts.storage import TextsFile

Progress = Callable[[int, int], None]
"""Called with articles done and articles expected so far (0: not known)."""

_PROGRESS_STEP = 250
_MAIN_FIRST = """path LIKE '["Texte de base%' DESC, is_base DESC"""
_TEXT_ORDER = "CASE text WHEN 'ccn66' THEN 0 WHEN 'code-travail' THEN 1 ELSE 2 END, text"


class TextLibrary:
    """The texts of one folder; an empty or missing folder is a library without texts."""

    def __init__(self, folder: Path) -> None:
        self._file = TextsFile(folder)

    # --- import

    def import_paths(
        self, paths: Iterable[Path], progress: Progress | None = None, *, today: date | None = None
    ) -> list[TextReport]:
        """Import each text found under ``paths``, in turn, each wholly or not at all.

        Raises:
            UnreadableSource: a file is missing, damaged or not a published text.
            OlderRelease: a newer release of that text is stored.
            TextsStorage: the folder cannot be written.
        """
        day = today or datetime.now().astimezone().date()
        return [self._import(source, progress, day) for source in open_sources(paths)]

    def _import(self, source: Source, progress: Progress | None, today: date) -> TextReport:
        count = 0

        def counted() -> Iterator[ArticleRecord]:
            nonlocal count
            for record in articles(source.tree):
                count += 1
                if progress and count % _PROGRESS_STEP == 0:
                    progress(count, 0)
                yield record

        try:
            head = header(source.tree)
            with self._file.writing() as connection:
                changes = import_release(connection, head, source.release, counted(), today)
        except (UnknownShape, KeyError, TypeError, ValueError) as error:
            raise UnreadableSource(
                f"{source.name} n’a pas la forme des textes publiés (champ {error}).",
                "Donnez un fichier des paquets kali-data ou legi-data.",
            ) from error
        if progress:
            progress(count, count)
        return TextReport(
            text=head.slug,
            title=head.title,
            release=source.release,
            articles=count,
            new=len(changes[ChangeKind.NEW]),
            changed=len(changes[ChangeKind.CHANGED]),
            repealed=len(changes[ChangeKind.REPEALED]),
            editorial=tuple(self._changes_by_id(changes[ChangeKind.EDITORIAL])),
        )

    # --- reading

    def texts(self) -> list[TextInfo]:
        """The imported texts, with their current release."""
        rows = self._rows(
            "SELECT slug, title, release, as_of, (SELECT count(*) FROM article "
            "WHERE text = slug AND is_current) AS articles FROM text ORDER BY slug"
        )
        return [
            TextInfo(r["slug"], r["title"], r["release"], r["articles"], _day(r["as_of"]))
            for r in rows
        ]

    def article(
        self, reference: str | ArticleReference, at: date | None = None
    ) -> list[LegalArticle]:
        """The articles that a reference names, likeliest first; none when it names nothing.

        « 18 » names one article of each text that has it: the base texts come first. With a date,
        the version in force that day, when it is among those that were imported.
        """
        parsed = parse_reference(reference) if isinstance(reference, str) else reference
        if parsed is None:
            return []
        if parsed.number.startswith(("KALIARTI", "LEGIARTI")):
            return self._by_ident_at(parsed.number, at)
        clauses, values = ["short_number = ?"], [short_number(parsed.number)]
        if parsed.text:
            clauses.append("text = ?")
            values.append(parsed.text)
        if parsed.annex:
            clauses.append("path LIKE ?")
            values.append(f'%"Annexe%{parsed.annex}%')
        when = "is_current" if at is None else _IN_FORCE
        rows = self._rows(
            f"SELECT * FROM article WHERE {' AND '.join(clauses)} AND {when} "
            f"ORDER BY {_MAIN_FIRST}, {_TEXT_ORDER}, number = ? DESC, rank, "
            "is_current DESC, id DESC",
            *values,
            *([at.isoformat()] * 2 if at else []),
            parsed.number,
        )
        found = [_article(row) for row in rows]
        if parsed.annex:
            found = [a for a in found if _in_annex(a, parsed.annex)]
        return _one_each(found)

    def by_ident(self, ident: str) -> LegalArticle | None:
        """The version of that id; for a cid, the current version."""
        rows = self._rows(
            "SELECT * FROM article WHERE ident = ? OR cid = ? "
            "ORDER BY ident = ? DESC, is_current DESC, valid_from DESC, id DESC LIMIT 1",
            ident,
            ident,
            ident,
        )
        return _article(rows[0]) if rows else None

    def versions(self, cid: str) -> list[LegalArticle]:
        """Every version that was imported of that cid, oldest first."""
        rows = self._rows(
            "SELECT * FROM article WHERE cid = ? ORDER BY is_current, valid_from, id",
            cid,
        )
        return [_article(row) for row in rows]

    def articles(self, text: str | None = None) -> Iterator[LegalArticle]:
        """The current articles, in reading order, of one text or of all."""
        where, values = (
            ("WHERE text = ? AND is_current", [text]) if text else ("WHERE is_current", [])
        )
        with self._file.reading() as connection:
            if connection is not None:
                query = f"SELECT * FROM article {where} ORDER BY text, rank"
                yield from map(_article, connection.execute(query, values))

    def outline(self, text: str) -> list[ArticlePlace]:
        """Where each current article of a text stands, in no order; their words are not read."""
        query = "SELECT number, ident, cid, path FROM article WHERE text = ? AND is_current"
        rows = self._rows(query, text)
        paths = {path: tuple(json.loads(path)) for path in {row["path"] for row in rows}}
        return [ArticlePlace(number, ident, cid, paths[path]) for number, ident, cid, path in rows]

    def current(self, cid: str) -> LegalArticle | None:
        """The current version of that cid; None when it was repealed or never imported."""
        rows = self._rows("SELECT * FROM article WHERE cid = ? AND is_current LIMIT 1", cid)
        return _article(rows[0]) if rows else None

    # --- changes

    def changes(self, since: date | None = None) -> list[ArticleChange]:
        """What the imported releases changed, in force ``since`` then, newest first."""
        rows = self._rows(
            "SELECT * FROM change WHERE at >= ? ORDER BY at DESC, text, id",
            since.isoformat() if since else "",
        )
        return self._changes(rows)

    def stamp(self) -> str:
        """Changes whenever an import did something."""
        rows = self._rows(
            "SELECT slug, release, as_of, imported_at, "
            "(SELECT max(id) FROM article WHERE text = slug) FROM text ORDER BY slug"
        )
        return ";".join("/".join(str(value) for value in row) for row in rows)

    def _changes_by_id(self, ids: list[int]) -> list[ArticleChange]:
        if not ids:
            return []
        rows = self._rows(f"SELECT * FROM change WHERE id BETWEEN {min(ids)} AND {max(ids)}")
        wanted = set(ids)
        return self._changes([row for row in rows if row["id"] in wanted])

    def _changes(self, rows: list[sqlite3.Row]) -> list[ArticleChange]:
        with self._file.reading() as connection:
            if connection is None:
                return []
            return [_change(connection, row) for row in rows]

    def _by_ident_at(self, ident: str, at: date | None) -> list[LegalArticle]:
        found = self.by_ident(ident)
        if found is None or at is None:
            return [found] if found else []
        rows = self._rows(
            f"SELECT * FROM article WHERE cid = ? AND {_IN_FORCE} ORDER BY id DESC LIMIT 1",
            found.cid,
            *[at.isoformat()] * 2,
        )
        return [_article(row) for row in rows]

    def _rows(self, query: str, *values: str) -> list[sqlite3.Row]:
        with self._file.reading() as connection:
            return [] if connection is None else connection.execute(query, values).fetchall()


_IN_FORCE = "(valid_from IS NULL OR valid_from <= ?) AND (valid_until IS NULL OR valid_until > ?)"


def _article(row: sqlite3.Row) -> LegalArticle:
    return LegalArticle(
        text=row["text"],
        ident=row["ident"],
        cid=row["cid"],
        number=row["number"],
        title=row["title"],
        path=tuple(json.loads(row["path"])),
        body=row["body"],
        note=row["note"],
        state=row["state"],
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        url=row["url"],
        rank=row["rank"],
        is_base=bool(row["is_base"]),
    )


def _change(connection: sqlite3.Connection, row: sqlite3.Row) -> ArticleChange:
    def version(ident: int | None) -> LegalArticle | None:
        if ident is None:
            return None
        found = connection.execute("SELECT * FROM article WHERE id = ?", (ident,)).fetchone()
        return _article(found) if found else None

    return ArticleChange(
        kind=ChangeKind(row["kind"]),
        text=row["text"],
        cid=row["cid"],
        number=row["number"],
        before=version(row["before"]),
        after=version(row["after"]),
        at=date.fromisoformat(row["at"]),
        release=row["release"],
    )


def _in_annex(article: LegalArticle, annex: str) -> bool:
    """« Annexe n°1 bis … » is not annex 1."""
    wanted = annex.replace(" ", "").casefold()
    for title in article.path:
        words = title.casefold().replace("n°", " ").replace(":", " ").split()
        if words[:1] == ["annexe"] and len(words) > 1:
            number = words[1] + ("bis" if words[2:3] == ["bis"] else "")
            return number == wanted
    return False


def _one_each(found: list[LegalArticle]) -> list[LegalArticle]:
    """The first row of each cid: editorial variants of a version are shown once."""
    seen: set[str] = set()
    kept = []
    for article in found:
        if article.cid not in seen:
            seen.add(article.cid)
            kept.append(article)
    return kept


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
