"""What editors need to know: searches and their outcome, feedback, the versions of entries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, func, insert, or_, select, text, update

from teleconseil.domain import EntryFeedback, SearchLogEntry
from teleconseil.store import models as m
from teleconseil.store.database import Database, clock
from teleconseil.store.rows import name, optional_name
from teleconseil.store.sqltypes import UtcDateTime
from teleconseil.text import clean, clean_line, fold, storable

_QUERY_LENGTH = 500

_KEEP = text(
    "INSERT INTO entry_version (version, slug, content, kept_at)"
    " VALUES (:version, :slug, :content, :kept_at) ON CONFLICT (version) DO NOTHING"
).bindparams(bindparam("kept_at", type_=UtcDateTime))


def log(database: Database, entry: SearchLogEntry) -> None:
    query = clean_line(entry.query)[:_QUERY_LENGTH]
    values = {
        "query": query,
        "folded": fold(query),
        "scope": name(entry.scope),
        "found": entry.found,
        "shown": "\n".join(name(ident) for ident in entry.shown),
        "opened": optional_name(entry.opened),
        "used": optional_name(entry.used),
    }
    with database.write() as connection:
        at = entry.at or clock(connection)
        connection.execute(insert(m.search_log), values | {"at": at})


def gaps(
    database: Database, from_utc: datetime, before_utc: datetime, limit: int
) -> list[tuple[str, int]]:
    """Queries without an answer, most frequent first; the same words in another case are one."""
    log_columns = m.search_log.c
    number = func.count()
    query = (
        select(func.min(log_columns.query), number)
        .where(log_columns.at >= from_utc, log_columns.at < before_utc)
        .where(log_columns.folded != "")
        .where(
            or_(
                log_columns.found == 0,
                and_(log_columns.opened.is_(None), log_columns.used.is_(None)),
            )
        )
        .group_by(log_columns.folded)
        .order_by(number.desc(), log_columns.folded)
        .limit(limit)
    )
    with database.read() as connection:
        return [(str(words), int(times)) for words, times in connection.execute(query)]


def add_feedback(database: Database, feedback: EntryFeedback) -> None:
    values = {
        "slug": name(feedback.slug),
        "version": name(feedback.version),
        "by": name(feedback.by),
        "text": clean(feedback.text),
        "helpful": feedback.helpful,
    }
    with database.write() as connection:
        at = feedback.at or clock(connection)
        connection.execute(insert(m.entry_feedback), values | {"at": at})


def feedback(
    database: Database, slug: str | None, *, closed: bool, limit: int
) -> list[EntryFeedback]:
    query = select(m.entry_feedback).order_by(m.entry_feedback.c.id.desc()).limit(limit)
    if slug is not None:
        query = query.where(m.entry_feedback.c.slug == name(slug))
    if not closed:
        query = query.where(m.entry_feedback.c.closed_at.is_(None))
    with database.read() as connection:
        return [
            EntryFeedback(
                slug=row.slug,
                version=row.version,
                by=row.by,
                text=row.text,
                helpful=row.helpful,
                at=row.at,
                number=row.id,
                closed_at=row.closed_at,
                closed_by=row.closed_by,
            )
            for row in connection.execute(query)
        ]


def close_feedback(database: Database, number: int, by: str | None) -> None:
    with database.write() as connection:
        values = {
            "closed_at": clock(connection) if by is not None else None,
            "closed_by": name(by or ""),
        }
        query = update(m.entry_feedback).where(m.entry_feedback.c.id == number)
        connection.execute(query, values)


def keep_entry_version(database: Database, slug: str, version: str, content: str) -> None:
    if entry_version(database, version) is not None:
        return
    with database.write() as connection:
        values = {
            "version": name(version),
            "slug": name(slug),
            "content": storable(content),
            "kept_at": clock(connection),
        }
        connection.execute(_KEEP, values)


def entry_versions(database: Database, slug: str) -> list[tuple[str, datetime]]:
    columns = m.entry_version.c
    query = (
        select(columns.version, columns.kept_at)
        .where(columns.slug == name(slug))
        .order_by(columns.kept_at.desc(), columns.version)
    )
    with database.read() as connection:
        return [(row.version, row.kept_at) for row in connection.execute(query)]


def entry_version(database: Database, version: str) -> str | None:
    query = select(m.entry_version.c.content).where(m.entry_version.c.version == name(version))
    with database.read() as connection:
        return connection.execute(query).scalar()
