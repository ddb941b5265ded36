"""What a query says: its words, and for each of them all the words of the index it may stand for.

A word as typed always counts most. Beside it, and for less: the other forms of its stem, what it
may have been meant to be when it is unknown or rare, and, while it is still being typed, the words
that begin like it. Synonyms are words of their own, that stand for the one typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from teleconseil.kb.model import Repair
from teleconseil.kb.search.analysis import stem, term, unit_after_number, word_matches
from teleconseil.kb.search.asking import ASKING
from teleconseil.kb.search.expansion import Expansions
from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.weights import Weights

MAX_CHARACTERS = 4000
MAX_WORDS = 48
_REPAIRABLE = 4
_TWO_EDITS = 6
_HEARD = 5
"""Letters of a word that may have been spelt by ear: shorter ones sound like too many."""
_PREFIX = 2
_FAR_MORE_FREQUENT = 8


@dataclass(slots=True)
class Word:
    """One word of the query, or one thing that it also means."""

    typed: str
    """As typed, folded; for a synonym, its words."""
    weight: float
    parts: tuple[dict[str, float], ...]
    """Terms that it may stand for and how much each counts (1: itself). A synonym of several
    words has a part for each: a document must hold them all."""
    repaired: str = ""
    """The word it was read as, when it is unknown."""
    origin: str = ""
    """For a synonym, the typed words that it stands for."""

    @property
    def name(self) -> str:
        """What it is called where a score is explained."""
        if self.origin:
            return f"{self.origin} → {self.typed}"
        return self.repaired or self.typed


Spelling = Callable[[str], str]
"""How a folded word is written."""


def _folded(word: str) -> str:
    return word


@dataclass(frozen=True, slots=True)
class _Token:
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A query, understood."""

    words: tuple[Word, ...]
    query: str
    mended: tuple[tuple[_Token, str], ...]
    """Each misspelt word and the one that it is read as, folded."""
    length: int
    """Words of the query as it was typed, those that say nothing among them."""

    def repairs(self, spelt: Spelling = _folded) -> tuple[Repair, ...]:
        """The misspelt words, each with the one it is read as, ``spelt`` for a person."""
        return tuple(Repair(self.query[t.start : t.end], spelt(read)) for t, read in self.mended)

    def corrected(self, spelt: Spelling = _folded) -> str | None:
        """The query with its misspelt words mended; None when there is none."""
        if not self.mended:
            return None
        parts: list[str] = []
        cursor = 0
        for token, read in self.mended:
            parts += [self.query[cursor : token.start], spelt(read)]
            cursor = token.end
        return "".join([*parts, self.query[cursor:]])


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
    read = [words[t.term].repaired or t.term for t in tokens if t.term in words]
    return Reading(
        (*_distinct(words.values()), *reader.synonyms(read)),
        query,
        tuple(repairs),
        len(query.split()),
    )


def _distinct(words: Iterable[Word]) -> list[Word]:
    """Each word once: « conges cogés » is read as one word."""
    return list({word.name: word for word in words}.values())


def _tokens(query: str) -> list[_Token]:
    found: list[_Token] = []
    after_number = False
    for match in word_matches(query):
        raw = match[0]
        name = term(unit_after_number(raw) if after_number else raw)
        after_number = raw.isdigit()
        found.append(_Token(name, match.start(), match.end()))
    return found


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
        """A typed word and all that it may stand for."""
        weights = self._weights
        terms = self._forms(name, 1.0)
        completions = self._completions(name) if unfinished else []
        for completion in completions:
            _merge(terms, self._forms(completion, weights.completed))
        word = Word(name, weights.asking if name in ASKING else 1.0, (terms,))
        if not self._literal and not completions and self._is_repairable(name):
            self._repair(word)
        return word

    def synonyms(self, names: Sequence[str]) -> list[Word]:
        """What the words typed also mean, but for what was typed as well."""
        found: dict[str, Word] = {}
        for expansion in self._expansions.of(names):
            parts = tuple(self._forms(name, 1.0) for name in expansion.words)
            if set(expansion.words) <= set(names) or not all(parts):
                continue
            weight = self._weights.acronym if expansion.in_full else self._weights.synonym
            said = " ".join(expansion.words)
            found.setdefault(said, Word(said, weight, parts, origin=expansion.origin))
        return list(found.values())

    def _forms(self, name: str, weight: float) -> dict[str, float]:
        """The word itself when the index holds it, and for less the words of its stem."""
        terms: dict[str, float] = {}
        root = stem(name)
        for lexicon in self._lexicons:
            for place in lexicon.of_stem(root):
                terms[lexicon.terms[place]] = weight * self._weights.inflected
        if self._frequency(name):
            terms[name] = weight
        return terms

    def _frequency(self, name: str) -> int:
        return sum(
            int(lexicon.frequency[place])
            for lexicon in self._lexicons
            if (place := lexicon.find(name)) >= 0
        )

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

    def _repair(self, word: Word) -> None:
        """Add what an unknown word may have been; for a rare one, words far more frequent."""
        frequency = self._frequency(word.typed)
        scored = self._candidates(word.typed, frequency)
        ranked = sorted(scored, key=lambda found: (-scored[found], found))[: self._weights.repairs]
        if not ranked:
            return
        trust = self._weights.repaired[0] * (self._weights.doubted if frequency else 1.0)
        for found in ranked:
            _merge(word.parts[0], self._forms(found, trust * scored[found] / scored[ranked[0]]))
        if not frequency:
            word.repaired = ranked[0]

    def _candidates(self, name: str, frequency: int) -> dict[str, float]:
        """How likely each word of the index is to be the one that was meant."""
        weights = self._weights
        distance = 2 if len(name) >= _TWO_EDITS else 1
        edits: dict[str, int] = {}
        counts: dict[str, int] = {}
        for lexicon in self._lexicons:
            near = dict(lexicon.near(name, 1 if frequency else distance))
            if not frequency and len(name) >= _HEARD and 1 not in near.values():
                # However far its letters, a word heard alike counts as one at two edits.
                near = dict.fromkeys(lexicon.sounding(name), 2) | near
            for place, distant in near.items():
                found = lexicon.terms[place]
                edits[found] = distant
                counts[found] = counts.get(found, 0) + int(lexicon.frequency[place])
        return {
            found: weights.repaired[edits[found] - 1]
            * (1.0 if found[0] == name[0] else weights.first_letter)
            * (count + 1) ** weights.common
            for found, count in counts.items()
            if edits[found]
            and self._is_repairable(found)
            and count >= _FAR_MORE_FREQUENT * frequency
        }


def _merge(terms: dict[str, float], more: dict[str, float]) -> None:
    for name, weight in more.items():
        terms[name] = max(weight, terms.get(name, 0.0))
