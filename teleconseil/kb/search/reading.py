"""What a query says: its words, and for each of them all the words of the index it may stand for.

A word as typed always counts most. Beside it, and for less: the other forms of its stem, what it
may have been meant to be when it is unknown or rare, and, while it is still being typed, the words
that begin like it. Synonyms are words of their own, that stand for the one typed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from teleconseil.kb.model import Repair
from teleconseil.kb.search.analysis import spans, stem, term, unit_after_number
from teleconseil.kb.search.asking import ASKING
from teleconseil.kb.search.expansion import Expansions
from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.weights import Weights

MAX_CHARACTERS = 4000
MAX_WORDS = 48
_REPAIRABLE = 4
_TWO_EDITS = 6
_PREFIX = 2


@dataclass(slots=True)
class Word:
    """One word of the query."""

    typed: str
    """As typed, folded."""
    weight: float
    terms: dict[str, float] = field(default_factory=dict)
    """Terms that it may stand for, and how much each counts (1: itself)."""
    repaired: str = ""
    """The word it was read as, when it is unknown."""
    origin: str = ""
    """For a synonym, the typed words that it stands for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A query, understood."""

    words: tuple[Word, ...]
    repairs: tuple[Repair, ...]
    corrected: str | None


def read_query(
    query: str,
    lexicons: Sequence[Lexicon],
    expansions: Expansions,
    weights: Weights,
    *,
    literal: bool = False,
) -> Reading:
    """Understand a query against the words of these lexicons.

    ``literal``: nothing is repaired.
    """
    query = query[:MAX_CHARACTERS]
    tokens = _tokens(query)
    last = tokens[-1] if tokens and tokens[-1].end == len(query.rstrip()) else None
    unfinished = last if last and not query[last.end :] else None
    reader = _Reader(lexicons, expansions, weights, literal)
    words: dict[str, Word] = {}
    repairs: list[tuple[_Token, str]] = []
    for token in tokens:
        if not token.term or token.term in words or len(words) >= MAX_WORDS:
            continue
        word = reader.word(token.term, unfinished=token is unfinished)
        words[token.term] = word
        if word.repaired:
            repairs.append((token, word.repaired))
    for extra in reader.synonyms([t.term for t in tokens if t.term], words):
        words.setdefault(f"{extra.origin}>{extra.typed}", extra)
    return Reading(
        tuple(words.values()),
        tuple(Repair(query[t.start : t.end], read) for t, read in repairs),
        _corrected(query, repairs),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    term: str
    start: int
    end: int


def _tokens(query: str) -> list[_Token]:
    found: list[_Token] = []
    after_number = False
    for raw, start, end in spans(query):
        name = term(unit_after_number(raw) if after_number else raw)
        after_number = raw.isdigit()
        found.append(_Token(name, start, end))
    return found


def _corrected(query: str, repairs: Sequence[tuple[_Token, str]]) -> str | None:
    if not repairs:
        return None
    parts: list[str] = []
    cursor = 0
    for token, read in repairs:
        parts += [query[cursor : token.start], read]
        cursor = token.end
    return "".join([*parts, query[cursor:]])


class _Reader:
    def __init__(
        self,
        lexicons: Sequence[Lexicon],
        expansions: Expansions,
        weights: Weights,
        literal: bool,
    ) -> None:
        self._lexicons = lexicons
        self._expansions = expansions
        self._weights = weights
        self._literal = literal

    def word(self, name: str, *, unfinished: bool) -> Word:
        weight = self._weights.asking if name in ASKING else 1.0
        word = Word(name, weight)
        frequency = self._frequency(name)
        if frequency:
            self._add(word, name, 1.0)
        self._add_forms(word, name, 1.0)
        completions = self._completions(name) if unfinished else []
        for completion in completions:
            self._add(word, completion, self._weights.completed)
            self._add_forms(word, completion, self._weights.completed)
        if not self._literal and not completions and self._is_repairable(name):
            self._add_repairs(word, name, frequency)
        return word

    def synonyms(self, names: Sequence[str], words: Collection[str]) -> list[Word]:
        """The words of the synonyms of what was typed, but for those typed already."""
        found: list[Word] = []
        for expansion in self._expansions.of(names):
            missing = [w for w in expansion.words if w not in words]
            for name in missing:
                share = self._weights.synonym / len(expansion.words) ** 0.5
                word = Word(name, share, origin=expansion.origin)
                if self._frequency(name):
                    self._add(word, name, 1.0)
                self._add_forms(word, name, 1.0)
                if word.terms:
                    found.append(word)
        return found

    def _frequency(self, name: str) -> int:
        return sum(
            int(lexicon.frequency[place])
            for lexicon in self._lexicons
            if (place := lexicon.find(name)) >= 0
        )

    def _add(self, word: Word, name: str, weight: float) -> None:
        word.terms[name] = max(weight, word.terms.get(name, 0.0))

    def _add_forms(self, word: Word, name: str, weight: float) -> None:
        root = stem(name)
        for lexicon in self._lexicons:
            for place in lexicon.of_stem(root):
                self._add(word, lexicon.terms[place], weight * self._weights.inflected)

    def _completions(self, name: str) -> list[str]:
        if len(name) < _PREFIX or name.isdigit():
            return []
        counts: dict[str, int] = {}
        for lexicon in self._lexicons:
            for place in lexicon.beginning(name, self._weights.completions * 2):
                found = lexicon.terms[place]
                if found != name:
                    counts[found] = counts.get(found, 0) + int(lexicon.frequency[place])
        ranked = sorted(counts, key=lambda found: (-counts[found], found))
        return ranked[: self._weights.completions]

    def _is_repairable(self, name: str) -> bool:
        return (
            len(name) >= _REPAIRABLE
            and not any(c.isdigit() for c in name)
            and name not in self._expansions.never_fuzzy
        )

    def _add_repairs(self, word: Word, name: str, frequency: int) -> None:
        """Candidates for an unknown word; for a rare one, only those far more frequent."""
        distance = 2 if len(name) >= _TWO_EDITS else 1
        scored: dict[str, float] = {}
        for lexicon in self._lexicons:
            for place, edits in lexicon.near(name, distance):
                found = lexicon.terms[place]
                if not edits or not self._is_repairable(found):
                    continue
                count = int(lexicon.frequency[place])
                if frequency and (edits > 1 or count < 8 * frequency):
                    continue
                penalty = self._weights.repaired[edits - 1]
                likely = penalty * (0.6 if found[0] != name[0] else 1.0) * (count + 1) ** 0.15
                scored[found] = max(likely, scored.get(found, 0.0))
        ranked = sorted(scored, key=lambda found: (-scored[found], found))[: self._weights.repairs]
        if not ranked:
            return
        best = scored[ranked[0]]
        trust = self._weights.doubted if frequency else self._weights.repaired[0]
        for found in ranked:
            weight = trust * scored[found] / best
            self._add(word, found, weight)
            self._add_forms(word, found, weight)
        if not frequency:
            word.repaired = ranked[0]
