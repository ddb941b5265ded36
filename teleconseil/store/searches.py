"""What advisors say of the entries, and the versions of entries that answers rest on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select, text, update

from teleconseil.domain import EntryFeedback
from teleconseil.store import models as m
from teleconseil.store.database import Database, clock
from teleconseil.store.rows import name
from teleconseil.store.sqltypes import UtcDateTime
from teleconseil.text import clean, storable

_KEEP = text(
    "INSERT INTO entry_version (version, slug, content, kept_at)"
    " VALUES (:version, :slug, :content, :kept_at) ON CONFLICT (version) DO NOTHING"
).bindparams(bindparam("kept_at", type_=UtcDateTime))


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
