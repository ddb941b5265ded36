"""Search in the history by the database's own full text: FTS5, or ``tsvector``.

What is asked is cut into folded words here, so that no text whatever is a query language; each is
looked for as it is typed, in the singular and the plural, and as it is read when it is misspelt. A
word that is everywhere does not make the database rank its hundred thousand rows: the newest
questions that hold every word, and those that hold the rarest ones, are candidates; ``similarity``
orders them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType

from sqlalchemy import ColumnElement, Connection, bindparam, text
from sqlalchemy.engine import Dialect

from teleconseil.domain import PastQuestion, QuestionSource
from teleconseil.store import fts_postgresql, fts_sqlite
from teleconseil.store import models as m
from teleconseil.store.database import Database, clock
from teleconseil.store.rows import select_questions, to_question, to_source
from teleconseil.store.similarity import Term, best, rated, weighed
from teleconseil.text import clean, fold

MAX_WORDS = 16
MAX_LENGTH = 2_000
COMMON = 5_000
"""A search by some of the words goes by words that fewer questions than this hold."""
CANDIDATES = 40
"""How many questions of each kind of candidates are read and compared."""

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


def terms_of(query: str, repairs: Mapping[str, str] | None = None) -> list[Term]:
    """What is looked for, word by word; the last word may be unfinished.

    ``repairs``: typed word to the one it is read as.
    """
    folded = {fold(clean(typed)): fold(clean(word)) for typed, word in (repairs or {}).items()}
    read = {typed: word for typed, word in folded.items() if _WORDS.fullmatch(word)}
    words = words_of(query)
    last = len(words) - 1 if query[-1:].isalnum() else len(words)
    return [
        Term(_forms(word, read.get(word)), unfinished=place == last)
        for place, word in enumerate(words)
    ]


def holding(query: str, dialect: Dialect) -> ColumnElement[bool]:
    """A condition: the question holds every word of ``query``, the last one maybe unfinished."""
    engine = _engine(dialect.name)
    statement = text(engine.HOLDING).bindparams(bindparam("fts", engine.all_of(terms_of(query))))
    return m.question.c.id.in_(statement.columns(m.question.c.id).scalar_subquery())


def search(
    database: Database,
    query: str,
    *,
    limit: int,
    topic: str | None,
    repairs: Mapping[str, str] | None,
) -> list[PastQuestion]:
    """Those that hold every word and those that hold the rarest ones, the most helpful first."""
    terms = terms_of(query, repairs)
    if not terms or limit < 1:
        return []
    with database.read() as connection:
        engine = _engine(connection.dialect.name)
        numbers = engine.frequencies(connection, terms)
        wanted = max(limit, CANDIDATES)
        found: list[int] = engine.ranked_all(connection, terms, numbers, wanted)
        if len(terms) > 1 and len(found) < wanted:
            found += [i for i in _some(connection, terms, numbers, wanted) if i not in found]
        candidates = _load(connection, found)
        now = clock(connection)
    pairs = zip(terms, numbers, strict=True)
    weighted = [weighed(t.forms, n, engine.FREQUENT, unfinished=t.unfinished) for t, n in pairs]
    return best([rated(past, weighted, topic, now) for past in candidates], limit)


def _forms(word: str, read: str | None) -> tuple[str, ...]:
    """As typed, in the other number, and as it is read."""
    forms = [word, *([read] if read else [])]
    return tuple(dict.fromkeys(form for f in forms for form in (f, *_other_number(f))))


def _other_number(word: str) -> tuple[str, ...]:
    if len(word) < 4 or not word.isalpha():
        return ()
    return (word[:-1],) if word[-1] in "sx" else (f"{word}s",)


def _engine(name: str) -> ModuleType:
    return fts_sqlite if name == "sqlite" else fts_postgresql


def _some(
    connection: Connection, terms: Sequence[Term], numbers: Sequence[int], limit: int
) -> list[int]:
    """By the rarest words; by the longest ones together where every word is common."""
    engine = _engine(connection.dialect.name)
    found: list[int]
    pairs = sorted(zip(numbers, terms, strict=True), key=lambda pair: (pair[0], pair[1].forms))
    rare = [(number, term) for number, term in pairs if number < COMMON]
    if rare:
        found = engine.ranked_any(connection, _within(rare), limit)
    else:
        longest = sorted(pairs, key=lambda pair: len(pair[1].forms[0]))[-3:]
        chosen = [term for _, term in longest]
        found = engine.ranked_all(connection, chosen, [number for number, _ in longest], limit)
    return found


def _within(pairs: Sequence[tuple[int, Term]]) -> list[Term]:
    """The first terms, as long as no more than ``COMMON`` questions hold them together."""
    chosen: list[Term] = []
    total = 0
    for number, term in pairs:
        total += number
        if chosen and total > COMMON:
            break
        chosen.append(term)
    return chosen


def _load(connection: Connection, idents: Iterable[int]) -> list[PastQuestion]:
    """The questions of these ids with their sources."""
    sources: dict[int, list[QuestionSource]] = {ident: [] for ident in idents}
    if not sources:
        return []
    table = m.question_source
    query = table.select().where(table.c.question_id.in_(sources)).order_by(table.c.id)
    for row in connection.execute(query):
        sources[row.question_id].append(to_source(row))
    rows = connection.execute(select_questions().where(m.question.c.id.in_(sources)))
    return [PastQuestion(to_question(row), 0.0, tuple(sources[row.id])) for row in rows]
