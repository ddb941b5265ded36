"""Search in the history by the database's own full text: FTS5, or ``tsvector``.

What is asked is cut into folded words here, so that no text whatever is a query language. A word
that is everywhere does not make the database rank its hundred thousand rows: only the newest
questions that match are ranked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import ModuleType

from sqlalchemy import ColumnElement, Connection, bindparam, text
from sqlalchemy.engine import Dialect

from teleconseil.domain import PastQuestion, QuestionSource
from teleconseil.store import fts_postgresql, fts_sqlite
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.rows import select_questions, to_question, to_source
from teleconseil.text import clean, fold

MAX_WORDS = 16
MAX_LENGTH = 2_000
COMMON = 5_000
"""A search by some of the words goes by words that fewer questions than this hold."""

_STOP_WORDS = """
a ai au aux avec c ce ces cet cette comme d dans de des du elle en est et il ils j je l la le les
leur leurs lui m ma mais me mes mon n ne nos notre nous on ont ou par pas pour qu que quel quelle
qui s sa se ses si son sont sur t un une vos votre vous y
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_WORDS = re.compile(r"[^\W_]+")


def words_of(query: str) -> list[str]:
    """The folded words of a query, without those that say nothing unless there is nothing else."""
    found = list(dict.fromkeys(_WORDS.findall(fold(clean(query[:MAX_LENGTH])))))
    return ([word for word in found if word not in STOP_WORDS] or found)[-MAX_WORDS:]


def holding(query: str, dialect: Dialect) -> ColumnElement[bool]:
    """A condition: the question holds every word of ``query``, the last one maybe unfinished."""
    engine = _engine(dialect.name)
    statement = text(engine.HOLDING).bindparams(bindparam("fts", engine.all_of(words_of(query))))
    return m.question.c.id.in_(statement.columns(m.question.c.id).scalar_subquery())


def search(database: Database, query: str, *, limit: int, topic: str | None) -> list[PastQuestion]:
    """Those that hold every word; then, to fill ``limit``, those that hold the rarest ones."""
    words = words_of(query)
    if not words or limit < 1:
        return []
    with database.read() as connection:
        engine = _engine(connection.dialect.name)
        numbers = engine.frequencies(connection, words)
        found: dict[int, float] = engine.ranked_all(connection, words, numbers, limit, topic)
        if len(found) < limit and len(words) > 1:
            lowest = min(found.values(), default=float("inf"))
            for ident, score in _some(connection, words, numbers, limit, topic).items():
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
        numbers = _engine(connection.dialect.name).frequencies(connection, folded)
        return _load(connection, _some(connection, folded, numbers, limit, topic))


def _engine(name: str) -> ModuleType:
    return fts_sqlite if name == "sqlite" else fts_postgresql


def _some(
    connection: Connection,
    words: list[str],
    numbers: Mapping[str, int],
    limit: int,
    topic: str | None,
) -> dict[int, float]:
    """By the rarest words; by the longest ones together where every word is common."""
    engine = _engine(connection.dialect.name)
    found: dict[int, float]
    rare = [word for word in words if numbers[word] < COMMON]
    if rare:
        telling = _within(sorted(rare, key=lambda word: (numbers[word], word)), numbers)
        found = engine.ranked_any(connection, telling, limit, topic)
    else:
        longest = sorted(words, key=len)[-3:]
        found = engine.ranked_all(connection, longest, numbers, limit, topic)
    return found


def _within(words: list[str], numbers: Mapping[str, int]) -> list[str]:
    """The first words, as long as they are held by no more than ``COMMON`` questions together."""
    chosen: list[str] = []
    total = 0
    for word in words:
        total += numbers[word]
        if chosen and total > COMMON:
            break
        chosen.append(word)
    return chosen


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
