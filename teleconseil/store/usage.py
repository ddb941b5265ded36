"""What was searched and what came of it: the editors' gap list, and what searches ended with.

Nobody's name is kept. Searches that say the same words, in any order, number or case, are one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz
from sqlalchemy import Connection, and_, case, func, insert, or_, select

from teleconseil.domain import SearchGap, SearchLogEntry
from teleconseil.store import models as m
from teleconseil.store.database import Database, clock
from teleconseil.store.fulltext import words_of
from teleconseil.store.rows import name, optional_name
from teleconseil.text import clean_line

_QUERY_LENGTH = 500
_ALIKE = 90
"""Least likeness, in percent, of the same words misspelt."""
_SHORTEST_TYPO = 5
"""A shorter word that differs is another word: CDD is no CDI, annexe 4 no annexe 5."""
_OPENED = 0.5
"""What opening a result counts, beside using it to answer."""
_DOUBT = 4
"""How many more searches that ended otherwise are supposed: one click proves little."""


def log(database: Database, entry: SearchLogEntry) -> None:
    query = clean_line(entry.query)[:_QUERY_LENGTH]
    values = {
        "query": query,
        "folded": key_of(query),
        "scope": name(entry.scope),
        "found": entry.found,
        "shown": "\n".join(name(ident) for ident in entry.shown),
        "opened": optional_name(entry.opened),
        "used": optional_name(entry.used),
    }
    with database.write() as connection:
        at = entry.at or clock(connection)
        connection.execute(insert(m.search_log), values | {"at": at})


def key_of(query: str) -> str:
    """The words of a query in the singular, sorted: the same for all who ask the same."""
    words = words_of(query)
    return " ".join(sorted({w[:-1] if len(w) > 3 and w[-1] in "sx" else w for w in words}))


def gaps(
    database: Database, from_utc: datetime, before_utc: datetime, limit: int
) -> list[SearchGap]:
    """Searches that ended without an answer more often than not, most frequent first."""
    log_columns = m.search_log.c
    in_vain = or_(
        log_columns.found == 0, and_(log_columns.opened.is_(None), log_columns.used.is_(None))
    )
    vain = func.sum(case((in_vain, 1), else_=0))
    query = (
        select(
            log_columns.folded.label("key"),
            vain.label("times"),
            func.sum(case((log_columns.found == 0, 1), else_=0)).label("found_nothing"),
            func.max(log_columns.at).label("last"),
            func.max(log_columns.id).label("last_id"),
        )
        .where(log_columns.at >= from_utc, log_columns.at < before_utc, log_columns.folded != "")
        .group_by(log_columns.folded)
        .having(vain * 2 > func.count())
        .order_by(vain.desc(), func.max(log_columns.at).desc(), log_columns.folded)
        .limit(limit * 4)
    )
    with database.read() as connection:
        rows = connection.execute(query).fetchall()
        typed = _typed(connection, [row.last_id for row in rows])
    found = [
        (row.key, SearchGap(typed[row.last_id], row.times, row.found_nothing, row.last))
        for row in rows
    ]
    return sorted(_together(found), key=lambda gap: -gap.times)[:limit]


def likings(database: Database, since: datetime) -> dict[str, dict[str, float]]:
    """By search (``key_of``), the results that it ended with: from 0 to 1, one click near 0."""
    log_columns = m.search_log.c
    ident = func.coalesce(log_columns.used, log_columns.opened)
    query = (
        select(
            log_columns.folded.label("key"),
            ident.label("ident"),
            func.count().label("times"),
            func.count(log_columns.used).label("used"),
        )
        .where(log_columns.at >= since, log_columns.folded != "")
        .group_by(log_columns.folded, ident)
    )
    with database.read() as connection:
        rows = connection.execute(query).fetchall()
    searches: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        searches[row.key] += row.times
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row.ident is not None:
            clicks = row.used + _OPENED * (row.times - row.used)
            found[row.key][row.ident] = clicks / (searches[row.key] + _DOUBT)
    return dict(found)


def _typed(connection: Connection, idents: Sequence[int]) -> Mapping[int, str]:
    """The words of these searches as they were typed."""
    log_columns = m.search_log.c
    query = select(log_columns.id, log_columns.query).where(log_columns.id.in_(idents))
    return {row.id: row.query for row in connection.execute(query)}


def _together(found: Sequence[tuple[str, SearchGap]]) -> list[SearchGap]:
    """Those that differ by a misspelling are one, in the words of the most frequent."""
    merged: dict[str, SearchGap] = {}
    for key, gap in found:
        same = next((known for known in merged if _alike(key, known)), None)
        if same is None:
            merged[key] = gap
            continue
        first = merged[same]
        merged[same] = replace(
            first,
            times=first.times + gap.times,
            found_nothing=first.found_nothing + gap.found_nothing,
            last_at=max(first.last_at, gap.last_at),
        )
    return list(merged.values())


def _alike(key: str, other: str) -> bool:
    differing = set(key.split()) ^ set(other.split())
    return all(len(word) >= _SHORTEST_TYPO for word in differing) and (
        fuzz.ratio(key, other) >= _ALIKE
    )
