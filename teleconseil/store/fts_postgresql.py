"""Full text on PostgreSQL: the generated ``search`` vector of each question, and its GIN index.

The index reads the whole list of every word it is given, so that it is given the rarest ones; all
the words rank what it finds. The planner would rather walk the table from its end, which is quick
only for words that are everywhere: ``OFFSET 0`` keeps it from it for any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, TextClause, text

from teleconseil.store.fts_sqlite import CANDIDATES, FREQUENT
from teleconseil.store.similarity import Term

__all__ = ["FREQUENT", "HOLDING", "all_of", "frequencies", "ranked_all", "ranked_any"]

HOLDING = "SELECT id FROM question WHERE search @@ to_tsquery('simple', :fts)"

_BEST = """
WITH hits AS MATERIALIZED (
    SELECT id, search FROM (
        SELECT id, search FROM question
        WHERE search @@ to_tsquery('simple', :words) AND status <> 'annulee' {fence}
    ) AS held ORDER BY id DESC LIMIT :candidates
)
SELECT id FROM hits
ORDER BY ts_rank(search, to_tsquery('simple', :ranking)) DESC, id DESC LIMIT :limit
"""
_BY_INDEX, _BY_DATE = text(_BEST.format(fence="OFFSET 0")), text(_BEST.format(fence=""))
SELECTING = 4
"""How many words, the rarest ones, select the questions that all of them rank."""
_FREQUENCIES = text(
    "SELECT word, (frequency * reltuples)::bigint AS number FROM pg_class,"
    " pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)"
    " AS common(word, frequency)"
    " WHERE pg_class.oid = 'question'::regclass AND schemaname = relnamespace::regnamespace::text"
    " AND tablename = 'question' AND attname = 'search' AND word = ANY(:words)"
)


def all_of(terms: Sequence[Term]) -> str:
    """A query for every word."""
    return " & ".join(map(_one_of, terms))


def any_of(terms: Sequence[Term]) -> str:
    """The ``tsquery`` of the questions that hold one of these words at least."""
    return " | ".join(map(_one_of, terms))


def frequencies(connection: Connection, terms: Sequence[Term]) -> list[int]:
    """About how many questions hold each word, by the server's statistics; 0 is « few »."""
    words = [form for term in terms for form in term.forms]
    known = {
        str(row.word): int(row.number) for row in connection.execute(_FREQUENCIES, {"words": words})
    }
    return [min(FREQUENT, sum(known.get(form, 0) for form in term.forms)) for term in terms]


def ranked_all(
    connection: Connection, terms: Sequence[Term], numbers: Sequence[int], limit: int
) -> list[int]:
    """Ids of the questions that hold every word, or the rarest of many, best first."""
    pairs = sorted(zip(numbers, range(len(terms)), strict=True))[:SELECTING]
    selecting = [terms[place] for _, place in pairs]
    everywhere = pairs[0][0] >= FREQUENT
    return _best(connection, all_of(selecting), terms, limit, _BY_DATE if everywhere else _BY_INDEX)


def ranked_any(connection: Connection, terms: Sequence[Term], limit: int) -> list[int]:
    """Ids of the questions that hold some of the words, best first."""
    return _best(connection, any_of(terms), terms, limit, _BY_INDEX)


def _one_of(term: Term) -> str:
    end = ":*" if term.unfinished else ""
    forms = " | ".join(f"'{form}'{end}" for form in term.forms)
    return f"({forms})"


def _best(
    connection: Connection, words: str, terms: Sequence[Term], limit: int, statement: TextClause
) -> list[int]:
    values = {
        "words": words,
        "ranking": any_of(terms),
        "candidates": CANDIDATES,
        "limit": limit,
    }
    return [int(row.id) for row in connection.execute(statement, values)]
