"""Importing a release of one text: store its articles, say what changed, keep what was."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from teleconseil.kb.texts.changes import ChangeKind
from teleconseil.kb.texts.errors import IncompleteRelease, OlderRelease
from teleconseil.kb.texts.records import ArticleRecord, TextHeader

_NOTE_NUMBER = re.compile(r"\s*\(\d+\)$")


@dataclass(frozen=True, slots=True)
class _Known:
    """An article of the release that is stored."""

    row: int
    ident: str
    digest: str
    number: str


def short_number(number: str) -> str:
    """What a person types: « 18 (1) » is found by « 18 », whatever the case."""
    return _NOTE_NUMBER.sub("", number).casefold()


def import_release(
    connection: sqlite3.Connection,
    header: TextHeader,
    release: str,
    records: Iterable[ArticleRecord],
    today: date,
) -> dict[ChangeKind, list[int]]:
    """Make ``records`` the current articles of the text; ids of the change rows, by kind.

    The first import of a text counts every article as new and records no change: nothing moved
    under anyone's answer.

    Raises:
        OlderRelease: what is stored is newer.
        IncompleteRelease: there is no article, or most of those stored are missing.
    """
    first = not _accept(connection, header, release, today)
    known = _current(connection, header.slug)
    before_count = len(known)
    connection.execute("UPDATE article SET is_current = 0 WHERE text = ?", (header.slug,))
    changes: dict[ChangeKind, list[int]] = {kind: [] for kind in ChangeKind}
    writer = _ChangeWriter(connection, header, release, today)
    seen: set[str] = set()
    for record in records:
        row = _store(connection, header.slug, record)
        before = None if record.cid in seen else known.pop(record.cid, None)
        repeated = record.cid in seen
        seen.add(record.cid)
        if first or repeated:
            changes[ChangeKind.NEW].append(0)
        elif before is None:
            changes[ChangeKind.NEW].append(writer.write(ChangeKind.NEW, record, None, row))
        elif before.ident != record.ident:
            _close(connection, before, record, header.as_of or today)
            changes[ChangeKind.CHANGED].append(
                writer.write(ChangeKind.CHANGED, record, before.row, row)
            )
        elif before.digest != record.digest:
            changes[ChangeKind.EDITORIAL].append(
                writer.write(ChangeKind.EDITORIAL, record, before.row, row)
            )
    _refuse_a_fragment(header, release, stored=before_count, found=len(seen), gone=len(known))
    for cid, gone in known.items():
        changes[ChangeKind.REPEALED].append(writer.write_repeal(cid, gone))
    return changes


def _refuse_a_fragment(
    header: TextHeader, release: str, *, stored: int, found: int, gone: int
) -> None:
    """No law repeals half a code: such a file is a part of one, and would alarm everyone."""
    if not found or gone * 2 > stored:
        against = f", contre {stored} déjà importés" if stored else ""
        raise IncompleteRelease(
            f"{header.title} : la version {release or 'donnée'} ne compte que {found} "
            f"article(s){against} ; elle paraît incomplète et n’a pas été importée.",
            "Téléchargez-la à nouveau, entière.",
        )


def _accept(connection: sqlite3.Connection, header: TextHeader, release: str, today: date) -> bool:
    """Record the release; True when another one of this text was stored before."""
    stored = connection.execute(
        "SELECT release, as_of FROM text WHERE slug = ?", (header.slug,)
    ).fetchone()
    as_of = header.as_of.isoformat() if header.as_of else ""
    if stored and (as_of, _ordered(release)) < (stored["as_of"] or "", _ordered(stored["release"])):
        raise OlderRelease(
            f"{header.title} : la version {release or as_of} est plus ancienne que celle déjà "
            f"importée ({stored['release'] or stored['as_of']}).",
            "Importez les versions de la plus ancienne à la plus récente.",
        )
    connection.execute(
        "INSERT INTO text VALUES (?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE SET "
        "title = excluded.title, release = excluded.release, as_of = excluded.as_of, "
        "imported_at = excluded.imported_at",
        (header.slug, header.title, release, as_of, today.isoformat()),
    )
    return stored is not None


def _ordered(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", release))


def _current(connection: sqlite3.Connection, slug: str) -> dict[str, _Known]:
    rows = connection.execute(
        "SELECT id, cid, ident, digest, number FROM article WHERE text = ? AND is_current "
        "ORDER BY rank DESC",
        (slug,),
    )
    return {r["cid"]: _Known(r["id"], r["ident"], r["digest"], r["number"]) for r in rows}


def _store(connection: sqlite3.Connection, slug: str, record: ArticleRecord) -> int:
    (row,) = connection.execute(
        "INSERT INTO article (text, ident, digest, cid, number, short_number, title, path, body, "
        "note, state, valid_from, valid_until, url, rank, is_base, is_current) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) "
        "ON CONFLICT (ident, digest) DO UPDATE SET is_current = 1, rank = excluded.rank, "
        "path = excluded.path, state = excluded.state, valid_until = excluded.valid_until "
        "RETURNING id",
        (
            slug,
            record.ident,
            record.digest,
            record.cid,
            record.number,
            short_number(record.number),
            record.title,
            json.dumps(record.path, ensure_ascii=False),
            record.body,
            record.note,
            record.state,
            record.valid_from.isoformat() if record.valid_from else None,
            record.valid_until.isoformat() if record.valid_until else None,
            record.url,
            record.rank,
            record.is_base,
        ),
    ).fetchone()
    return int(row)


def _close(
    connection: sqlite3.Connection, before: _Known, record: ArticleRecord, fallback: date
) -> None:
    """The old version stopped when its own dates say, else when the new one began."""
    _, end = record.version_dates.get(before.ident, (None, None))
    until = end or record.valid_from or fallback
    connection.execute(
        "UPDATE article SET valid_until = ?, state = 'MODIFIE' WHERE ident = ?",
        (until.isoformat(), before.ident),
    )


class _ChangeWriter:
    def __init__(
        self, connection: sqlite3.Connection, header: TextHeader, release: str, today: date
    ) -> None:
        self._connection = connection
        self._header = header
        self._release = release
        self._today = today

    def write(self, kind: ChangeKind, record: ArticleRecord, before: int | None, after: int) -> int:
        at = self._header.as_of or self._today
        if kind is not ChangeKind.EDITORIAL and record.valid_from:
            at = record.valid_from
        return self._insert(kind, record.cid, record.number, before, after, at)

    def write_repeal(self, cid: str, gone: _Known) -> int:
        at = self._header.as_of or self._today
        self._connection.execute(
            "UPDATE article SET state = 'ABROGE', valid_until = min(?, coalesce(valid_until, ?)) "
            "WHERE id = ?",
            (at.isoformat(), at.isoformat(), gone.row),
        )
        return self._insert(ChangeKind.REPEALED, cid, gone.number, gone.row, None, at)

    def _insert(
        self,
        kind: ChangeKind,
        cid: str,
        number: str,
        before: int | None,
        after: int | None,
        at: date,
    ) -> int:
        cursor = self._connection.execute(
            "INSERT INTO change (text, kind, cid, number, before, after, at, release, imported_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self._header.slug,
                kind.value,
                cid,
                number,
                before,
                after,
                at.isoformat(),
                self._release,
                self._today.isoformat(),
            ),
        )
        return int(cursor.lastrowid or 0)
