"""Search in the history by the database's own full text: FTS5, or ``tsvector``.

What is asked is cut into folded words here, so that no text whatever is a query language. A word
that is everywhere does not make the database rank its hundred thousand rows: only the newest
``CANDIDATES`` that match are ranked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, TextClause, bindparam, text
from sqlalchemy.engine import Dialect

from teleconseil.domain import PastQuestion, QuestionSource
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.rows import select_questions, to_question, to_source
from teleconseil.text import clean, fold

CANDIDATES = 1_000
"""How many matching questions, newest first, are ranked."""
MAX_WORDS = 32
MAX_LENGTH = 2_000
COMMON = 5_000
"""A search by some words only goes by words that fewer questions than this hold."""

_STOP_WORDS = """
a ai au aux avec c ce ces cet cette comme d dans de des du elle en est et il ils j je l la le les
leur leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par pas pour qu que quel quelle
qui s sa se ses si son sont sur t un une vos votre vous y
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORDS = re.compile(r"[^\W_]+")


def words_of(query: str) -> list[str]:
    """The folded words of a query, without those that say nothing unless there is nothing else."""
    found = list(dict.fromkeys(_WORDS.findall(fold(clean(query[:MAX_LENGTH])))))[:MAX_WORDS]
    return [word for word in found if word not in STOP_WORDS] or found


def holding(query: str, dialect: Dialect) -> ColumnElement[bool]:
    """A condition: the question holds every word of ``query``, the last one maybe unfinished."""
    expression = _all_of(words_of(query), dialect.name)
    if dialect.name == "sqlite":
        clause = text("SELECT rowid FROM question_fts WHERE question_fts MATCH :fts")
    else:
        clause = text("SELECT id FROM question WHERE search @@ to_tsquery('simple', :fts)")
    subquery = clause.bindparams(bindparam("fts", expression)).columns(m.question.c.id)
    return m.question.c.id.in_(subquery.scalar_subquery())


def search(database: Database, query: str, *, limit: int, topic: str | None) -> list[PastQuestion]:
    """Those that hold every word; then, to fill ``limit``, those that hold the rarest ones."""
    words = words_of(query)
    if not words or limit < 1:
        return []
    with database.read() as connection:
        name = connection.dialect.name
        found = _ranked(connection, _all_of(words, name), limit, topic)
        if len(found) < limit and len(words) > 1:
            lowest = min(found.values(), default=float("inf"))
            telling = _telling(connection, words)
            others = _ranked(connection, _any_of(telling, name), limit, topic) if telling else {}
            for ident, score in others.items():
                if len(found) < limit and ident not in found:
                    found[ident] = min(score, lowest)
        return _load(connection, found)


def similar(
    database: Database, words: Iterable[str], *, limit: int, topic: str | None
) -> list[PastQuestion]:
    """Those that hold some of the words, by the rarest ones."""
    folded = words_of(" ".join(words))
    if not folded or limit < 1:
        return []
    with database.read() as connection:
        telling = _telling(connection, folded)
        if not telling:
            return []
        query = _any_of(telling, connection.dialect.name)
        return _load(connection, _ranked(connection, query, limit, topic))


_SQLITE_RANKED = """
WITH hits AS MATERIALIZED (
    SELECT rowid AS id, -bm25(question_fts, 4.0, 1.0, 0.5) AS score FROM question_fts
    WHERE question_fts MATCH :query ORDER BY rowid DESC LIMIT :candidates
)"""
_POSTGRESQL_RANKED = """
WITH hits AS MATERIALIZED (
    SELECT id, ts_rank(newest.search, to_tsquery('simple', :query)) AS score FROM (
        SELECT id, search FROM question WHERE search @@ to_tsquery('simple', :query)
        ORDER BY id DESC LIMIT :candidates
    ) AS newest
)"""
_BEST = """
SELECT hits.id, hits.score FROM hits JOIN question ON question.id = hits.id
WHERE question.status <> 'annulee' {topic}
ORDER BY hits.score DESC, hits.id DESC LIMIT :limit
"""
_IN_TOPIC = "AND question.topic IN (SELECT slug FROM topic WHERE slug = :topic OR theme = :topic)"
_RANKED: dict[tuple[str, bool], TextClause] = {
    (engine, by_topic): text(hits + _BEST.format(topic=_IN_TOPIC if by_topic else ""))
    for engine, hits in (("sqlite", _SQLITE_RANKED), ("postgresql", _POSTGRESQL_RANKED))
    for by_topic in (False, True)
}


def _ranked(connection: Connection, query: str, limit: int, topic: str | None) -> dict[int, float]:
    """Question id to score, best first."""
    values: dict[str, Any] = {"query": query, "candidates": CANDIDATES, "limit": limit}
    if topic is not None:
        values["topic"] = topic
    statement = _RANKED[connection.dialect.name, topic is not None]
    return {int(row.id): float(row.score) for row in connection.execute(statement, values)}


def _all_of(words: list[str], engine: str) -> str:
    if engine == "sqlite":
        quoted = [f'"{word}"' for word in words] or ['""']
        return " AND ".join(quoted) + ("*" if words else "")
    quoted = [f"'{word}'" for word in words]
    return " & ".join(quoted) + (":*" if words else "")


def _any_of(words: list[str], engine: str) -> str:
    quote, operator = ('"', " OR ") if engine == "sqlite" else ("'", " | ")
    return operator.join(f"{quote}{word}{quote}" for word in words)


def _telling(connection: Connection, words: list[str]) -> list[str]:
    """The rarest of the words: as many as keep the number of matching questions bounded."""
    numbers = _frequencies(connection, words)
    chosen: list[str] = []
    total = 0
    for word in sorted(numbers, key=lambda word: (numbers[word], word)):
        total += numbers[word]
        if chosen and total > COMMON:
            break
        chosen.append(word)
    return chosen


_SQLITE_FREQUENCY = text(
    "SELECT term AS word, doc AS number FROM question_words WHERE term = :word"
)
_POSTGRESQL_FREQUENCIES = text(
    "SELECT word, (frequency * reltuples)::bigint AS number FROM pg_class,"
    " pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)"
    " AS common(word, frequency)"
    " WHERE pg_class.oid = 'question'::regclass AND schemaname = relnamespace::regnamespace::text"
    " AND tablename = 'question' AND attname = 'search' AND word = ANY(:words)"
)


def _frequencies(connection: Connection, words: list[str]) -> dict[str, int]:
    """About how many questions hold each word; words that none holds may be left out."""
    if connection.dialect.name == "sqlite":
        rows = [
            row for word in words for row in connection.execute(_SQLITE_FREQUENCY, {"word": word})
        ]
        return {str(row.word): int(row.number) for row in rows}
    rows = list(connection.execute(_POSTGRESQL_FREQUENCIES, {"words": words}))
    return dict.fromkeys(words, 0) | {str(row.word): int(row.number) for row in rows}


def _load(connection: Connection, scores: dict[int, float]) -> list[PastQuestion]:
    """The questions of these ids with their sources, in the order given."""
    if not scores:
        return []
    sources: dict[int, list[QuestionSource]] = {ident: [] for ident in scores}
    table = m.question_source
    query = table.select().where(table.c.question_id.in_(scores)).order_by(table.c.id)
    for row in connection.execute(query):
        sources[row.question_id].append(to_source(row))
    rows = connection.execute(select_questions().where(m.question.c.id.in_(scores)))
    found = {row.id: to_question(row) for row in rows}
    return [
        PastQuestion(found[ident], score, tuple(sources[ident]))
        for ident, score in scores.items()
        if ident in found
    ]
