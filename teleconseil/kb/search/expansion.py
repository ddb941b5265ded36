"""Synonyms at work: what the typed words also mean, an ambiguous acronym read by its context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teleconseil.kb.search.analysis import raw_words, stem, term
from teleconseil.kb.synonyms import Reading as Meaning
from teleconseil.kb.synonyms import SynonymGroup, Synonyms

_MOST_PER_QUERY = 12
"""A pasted page must not make a query of hundreds of words."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Other words for some that were typed."""

    origin: str
    words: tuple[str, ...]
    in_full: bool = False
    """An acronym, written out."""


class Expansions:
    """The synonyms file, by the stem of the first word of each way to say a thing."""

    def __init__(self, synonyms: Synonyms) -> None:
        self.synonyms = synonyms
        self.never_fuzzy = synonyms.never_fuzzy | {
            group.term.casefold() for group in synonyms.groups if group.term.isupper()
        }
        self._by_first: dict[str, list[tuple[tuple[str, ...], SynonymGroup]]] = {}
        for group in synonyms.groups:
            for said in (group.term, group.expansion, *group.forms):
                if words := _terms(said):
                    self._by_first.setdefault(stem(words[0]), []).append((words, group))

    def of(self, words: Sequence[str]) -> list[Expansion]:
        """What these words, in order, also mean, whatever their number and gender."""
        found: list[Expansion] = []
        stems = tuple(map(stem, words))
        for place, first in enumerate(stems):
            for said, group in self._by_first.get(first, ()):
                if stems[place : place + len(said)] == tuple(map(stem, said)):
                    found += self._others(said, group, words)
        return list(dict.fromkeys(found))[:_MOST_PER_QUERY]

    def _others(
        self, said: tuple[str, ...], group: SynonymGroup, words: Sequence[str]
    ) -> Iterable[Expansion]:
        origin = " ".join(said)
        acronym = group.term.isupper() and said == _terms(group.term)
        if group.readings and said == _terms(group.term):
            for meaning in _read(group.readings, words):
                yield Expansion(origin, _terms(meaning.meaning), acronym)
            return
        for other in (group.term, group.expansion, *group.forms):
            terms = _terms(other)
            if terms and terms != said:
                yield Expansion(origin, terms, acronym and other == group.expansion)


def _read(readings: Sequence[Meaning], words: Sequence[str]) -> list[Meaning]:
    """The meanings that the words beside point to; the first when none does."""
    around = {stem(word) for word in words}
    counts = [
        sum(1 for clue in meaning.clues if {stem(t) for t in _terms(clue)} & around)
        for meaning in readings
    ]
    best = max(counts)
    if not best:
        return [readings[0]]
    return [m for m, count in zip(readings, counts, strict=True) if count == best]


def _terms(text: str) -> tuple[str, ...]:
    """The indexed words of a way to say a thing; none when only a digit is left of it.

    « B2 » is cut to « 2 »: it would give its meaning to every « deux ».
    """
    terms = tuple(name for raw in raw_words(text) if (name := term(raw)))
    return () if len(terms) == 1 and len(terms[0]) == 1 and terms[0].isdigit() else terms
