"""Full text on SQLite: FTS5.

``bm25`` first counts, for each word of the query, all the rows that hold it: with words that are
everywhere this costs far more than finding the rows. So words are counted first, up to ``FREQUENT``
and no further; where the query is made of too many frequent words, they only select, the rarer
ones rank, and where there are none the newest come first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, text

from teleconseil.store.similarity import Term

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
SELECT hits.id FROM hits JOIN question ON question.id = hits.id
WHERE question.status <> 'annulee' ORDER BY hits.score DESC, hits.id DESC LIMIT :limit
"""
_FREQUENCY = text(
    "SELECT count(*) FROM (SELECT 1 FROM question_fts WHERE question_fts MATCH :word LIMIT :most)"
)


def all_of(terms: Sequence[Term]) -> str:
    """A query for every word."""
    return " AND ".join(map(_one_of, terms)) or '""'


def any_of(terms: Sequence[Term]) -> str:
    """The FTS5 query of the questions that hold one of these words at least."""
    return " OR ".join(map(_one_of, terms))


def frequencies(connection: Connection, terms: Sequence[Term]) -> list[int]:
    """How many questions hold each word, up to ``FREQUENT``."""
    return [
        int(connection.execute(_FREQUENCY, {"word": _one_of(t), "most": FREQUENT}).scalar_one())
        for t in terms
    ]


def ranked_all(
    connection: Connection, terms: Sequence[Term], numbers: Sequence[int], limit: int
) -> list[int]:
    """Ids of the questions that hold every word, best first."""
    pairs = list(zip(terms, numbers, strict=True))
    rare = [term for term, number in pairs if number < FREQUENT and not term.unfinished]
    if sum(numbers) <= RANKED:
        return _best(connection, _BY_WORDS, limit, words=all_of(terms))
    if rare:
        return _best(connection, _BY_RARE_WORDS, limit, words=all_of(terms), rare=all_of(rare))
    return _best(connection, _BY_DATE, limit, words=all_of(terms))


def ranked_any(connection: Connection, terms: Sequence[Term], limit: int) -> list[int]:
    """Ids of the questions that hold some of the words, best first."""
    return _best(connection, _BY_WORDS, limit, words=any_of(terms))


def _one_of(term: Term) -> str:
    end = "*" if term.unfinished else ""
    forms = " OR ".join(f'"{form}"{end}' for form in term.forms)
    return f"({forms})"


def _best(connection: Connection, hits: str, limit: int, **values: str) -> list[int]:
    given = {**values, "candidates": CANDIDATES, "limit": limit}
    return [int(row.id) for row in connection.execute(text(_BEST.format(hits=hits)), given)]
