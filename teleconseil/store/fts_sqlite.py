"""Full text on SQLite: FTS5.

``bm25`` first counts, for each word of the query, all the rows that hold it: with words that are
everywhere this costs far more than finding the rows. So words are counted first, up to ``FREQUENT``
and no further; where the query is made of too many frequent words, they only select, the rarer
ones rank, and where there are none the newest come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, TextClause, text

CANDIDATES = 1_000
"""How many matching questions, newest first, are ranked."""
FREQUENT = 20_000
"""A word that this many questions hold, or more, is not counted further."""
RANKED = 60_000
"""The most rows that ranking one query may count."""

HOLDING = "SELECT rowid AS id FROM question_fts WHERE question_fts MATCH :fts"

_BY_WORDS = """
SELECT rowid AS id, -bm25(question_fts, 4.0, 1.0, 0.5) AS score FROM question_fts
WHERE question_fts MATCH :words ORDER BY rowid DESC LIMIT :candidates
"""
_BY_RARE_WORDS = """
SELECT held.id, ranked.score FROM (
    SELECT rowid AS id FROM question_fts
    WHERE question_fts MATCH :words ORDER BY rowid DESC LIMIT :candidates
) AS held JOIN (
    SELECT rowid AS id, -bm25(question_fts, 4.0, 1.0, 0.5) AS score FROM question_fts
    WHERE question_fts MATCH :rare ORDER BY rowid DESC LIMIT :candidates * 4
) AS ranked ON ranked.id = held.id
"""
_BY_DATE = """
SELECT rowid AS id, 0.0 AS score FROM question_fts
WHERE question_fts MATCH :words ORDER BY rowid DESC LIMIT :candidates
"""
_BEST = """
WITH hits AS MATERIALIZED ({hits})
SELECT hits.id, hits.score FROM hits JOIN question ON question.id = hits.id
WHERE question.status <> 'annulee' {topic}
ORDER BY hits.score DESC, hits.id DESC LIMIT :limit
"""
IN_TOPIC = "AND question.topic IN (SELECT slug FROM topic WHERE slug = :topic OR theme = :topic)"

_FREQUENCY = text(
    "SELECT count(*) FROM (SELECT 1 FROM question_fts WHERE question_fts MATCH :word LIMIT :most)"
)


def all_of(words: Sequence[str]) -> str:
    """A query for every word, the last one maybe unfinished."""
    return " AND ".join(f'"{word}"' for word in words) + "*" if words else '""'


def any_of(words: Sequence[str]) -> str:
    return " OR ".join(f'"{word}"' for word in words)


def frequencies(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """How many questions hold each word (the last one maybe unfinished), up to ``FREQUENT``."""
    return {
        word: int(
            connection.execute(
                _FREQUENCY, {"word": all_of([word]) if last else f'"{word}"', "most": FREQUENT}
            ).scalar_one()
        )
        for word, last in zip(words, [False] * (len(words) - 1) + [True], strict=True)
    }


def ranked_all(
    connection: Connection,
    words: Sequence[str],
    numbers: Mapping[str, int],
    limit: int,
    topic: str | None,
) -> dict[int, float]:
    """Those that hold every word, best first: question id to score."""
    rare = [word for word in words[:-1] if numbers[word] < FREQUENT]
    if sum(numbers[word] for word in words) <= RANKED:
        return _best(connection, _BY_WORDS, limit, topic, words=all_of(words))
    if rare:
        rare_query = " AND ".join(f'"{word}"' for word in rare)
        return _best(connection, _BY_RARE_WORDS, limit, topic, words=all_of(words), rare=rare_query)
    return _best(connection, _BY_DATE, limit, topic, words=all_of(words))


def ranked_any(
    connection: Connection, words: Sequence[str], limit: int, topic: str | None
) -> dict[int, float]:
    """Those that hold some of the words, best first: question id to score."""
    return _best(connection, _BY_WORDS, limit, topic, words=any_of(words))


def _best(
    connection: Connection, hits: str, limit: int, topic: str | None, **values: Any
) -> dict[int, float]:
    values |= {"candidates": CANDIDATES, "limit": limit}
    if topic is not None:
        values["topic"] = topic
    rows = connection.execute(_statement(hits, topic is not None), values)
    return {int(row.id): float(row.score) for row in rows}


def _statement(hits: str, by_topic: bool) -> TextClause:
    return text(_BEST.format(hits=hits, topic=IN_TOPIC if by_topic else ""))
