"""Full text on PostgreSQL: the generated ``search`` vector of each question, and its GIN index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from teleconseil.store.fts_sqlite import CANDIDATES, IN_TOPIC

HOLDING = "SELECT id FROM question WHERE search @@ to_tsquery('simple', :fts)"

_BEST = """
WITH hits AS MATERIALIZED (
    SELECT id, search FROM question WHERE search @@ to_tsquery('simple', :words)
    ORDER BY id DESC LIMIT :candidates
)
SELECT hits.id, ts_rank(hits.search, to_tsquery('simple', :words)) AS score
FROM hits JOIN question ON question.id = hits.id
WHERE question.status <> 'annulee' {topic}
ORDER BY score DESC, hits.id DESC LIMIT :limit
"""
_FREQUENCIES = text(
    "SELECT word, (frequency * reltuples)::bigint AS number FROM pg_class,"
    " pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)"
    " AS common(word, frequency)"
    " WHERE pg_class.oid = 'question'::regclass AND schemaname = relnamespace::regnamespace::text"
    " AND tablename = 'question' AND attname = 'search' AND word = ANY(:words)"
)


def all_of(words: Sequence[str]) -> str:
    """A query for every word, the last one maybe unfinished."""
    return " & ".join(f"'{word}'" for word in words) + (":*" if words else "")


def any_of(words: Sequence[str]) -> str:
    return " | ".join(f"'{word}'" for word in words)


def frequencies(connection: Connection, words: Sequence[str]) -> dict[str, int]:
    """About how many questions hold each word, by the server's statistics; 0 is « few »."""
    rows = list(connection.execute(_FREQUENCIES, {"words": list(words)}))
    return dict.fromkeys(words, 0) | {str(row.word): int(row.number) for row in rows}


def ranked_all(
    connection: Connection,
    words: Sequence[str],
    numbers: Mapping[str, int],  # noqa: ARG001 - the same arguments as on SQLite
    limit: int,
    topic: str | None,
) -> dict[int, float]:
    """Those that hold every word, best first: question id to score."""
    return _best(connection, all_of(words), limit, topic)


def ranked_any(
    connection: Connection, words: Sequence[str], limit: int, topic: str | None
) -> dict[int, float]:
    """Those that hold some of the words, best first: question id to score."""
    return _best(connection, any_of(words), limit, topic)


def _best(connection: Connection, words: str, limit: int, topic: str | None) -> dict[int, float]:
    values: dict[str, Any] = {"words": words, "candidates": CANDIDATES, "limit": limit}
    if topic is not None:
        values["topic"] = topic
    statement = text(_BEST.format(topic=IN_TOPIC if topic is not None else ""))
    rows = connection.execute(statement, values)
    return {int(row.id): float(row.score) for row in rows}
