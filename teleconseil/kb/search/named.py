"""What people call the chapters of a code: said in the query, or meant, it leads to their articles.

A name counts only when all its words are there. As words of the articles they would mislead: taken
apart, the words of « démission légitime » are those of other chapters too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.appellations import Appellation, Appellations, known_as, named_by
from teleconseil.kb.search.analysis import raw_words, term
from teleconseil.kb.search.asking import ASKING
from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.ranking import Signal
from teleconseil.kb.search.reading import Word
from teleconseil.kb.search.segment import Segment

_BEST = 100
"""Articles whose scores tell how much one is worth more than another, for this query."""


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, as the query is read."""

    words: tuple[str, ...]
    """Distinct, the one that the fewest names hold first."""
    place: str


class NamedChapters:
    """The names, and where the articles that they name stand in the index of the texts.

    What is long to work out (a tenth of a second for ten thousand names) is so at the first query,
    unless it is prepared before. Threads may share it.
    """

    def __init__(self, appellations: Appellations, texts: Segment) -> None:
        self.appellations = appellations
        self._texts = texts
        self._articles: dict[str, NDArray[np.int64]] = {}
        self._of_section: dict[int, frozenset[str]] = {}

    def prepare(self) -> None:
        """Work out now what the first query would."""
        _ = self.lexicon, self._names, self._chapters, self._by_place

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that names alone hold: typed they are known, misspelt they are mended."""
        find = self._texts.lexicon.find
        terms = sorted(word for word in self._counts if find(word) < 0)
        return Lexicon.build(terms, np.array([self._counts[name] for name in terms], np.int32))

    def said(self, words: Sequence[Word], chosen: Sequence[slice], weight: float) -> Signal | None:
        """What the names said in the query add to the articles, those of the runs ``chosen``.

        A name is worth the rarity of its words among the names; an article gets its best one's.
        """
        said: dict[str, float] = {}
        for word in words:
            if not word.origin:
                for form, share in word.parts[0].items():
                    said[form] = max(share, said.get(form, 0.0))
        found = np.zeros(len(self._texts), np.float32)
        for held in self._held(said):
            shares = [said[word] for word in held.words]
            rare = sum(self._rarity(word) * said[word] for word in held.words) * min(shares)
            places = self._places(held.place)
            found[places] = np.maximum(found[places], np.float32(rare))
        return self._signal("appellation", weight * found, chosen)

    def meant(
        self,
        closeness: Mapping[str, float],
        total: NDArray[np.float32],
        chosen: Sequence[slice],
        weight: float,
    ) -> Signal | None:
        """What the places close to what the query means add to their articles.

        To those that hold some of its words: ``total``, (N,), has their scores so far, and how much
        these spread among the best is what one standard deviation of meaning is worth.
        """
        close = np.zeros(len(self._texts), np.float32)
        for place, beyond in closeness.items():
            if place in self._by_place:
                places = self._places(place)
                close[places] = np.maximum(close[places], np.float32(beyond))
        close[total <= 0] = 0
        if not close.any():
            return None
        spread = float(np.partition(total, -_BEST)[-_BEST:].std()) if len(total) > _BEST else 1.0
        return self._signal("sens", weight * spread * close, chosen)

    def _signal(
        self, name: str, found: NDArray[np.float32], chosen: Sequence[slice]
    ) -> Signal | None:
        """What was found, (N,), of the runs that are searched, times what each is worth."""
        searched = np.zeros(len(found), bool)
        for part in chosen:
            searched[part] = True
        places = np.flatnonzero(searched & (found > 0))
        added = (found[places] * self._texts.worth[places]).astype(np.float32)
        return Signal(name, places, added) if len(places) else None

    def _held(self, said: Mapping[str, float]) -> Iterator[_Name]:
        for first in said:
            for name in self._names.get(first, ()):
                if all(word in said for word in name.words):
                    yield name

    def _rarity(self, word: str) -> float:
        count, held = len(self.appellations.names), self._counts[word]
        return log1p((count - held + 0.5) / (held + 0.5))

    @cached_property
    def _terms(self) -> list[tuple[str, ...]]:
        return [_terms(name) for name in self.appellations.names]

    @cached_property
    def _counts(self) -> Counter[str]:
        """How many names hold each word."""
        return Counter(word for words in self._terms for word in words)

    @cached_property
    def _names(self) -> Mapping[str, list[_Name]]:
        """The names by their rarest word."""
        names: dict[str, list[_Name]] = defaultdict(list)
        for given, words in zip(self.appellations.names, self._terms, strict=True):
            if any(not word.isdigit() and word not in ASKING for word in words):
                ordered = tuple(sorted(words, key=lambda word: (self._counts[word], word)))
                names[ordered[0]].append(_Name(ordered, given.place))
        return names

    @cached_property
    def _chapters(self) -> Mapping[tuple[str, str], NDArray[np.int64]]:
        """Where the articles of each chapter that has a name stand; of a named article, itself."""
        rows: dict[tuple[str, str], list[int]] = {
            (name.text, name.chapter): [] for name in self.appellations.names
        }
        for text in {text for text, _ in rows}:
            part = self._texts.text_range(text) or slice(0, 0)
            for place in range(part.start, part.stop):
                number, ident, cid = self._texts.names[place].split("\t")[:3]
                for key in named_by(number, ident, cid):
                    if (text, key) in rows:
                        rows[text, key].append(place)
        return {key: np.array(places, np.int64) for key, places in rows.items()}

    @cached_property
    def _by_place(self) -> Mapping[str, Appellation]:
        """One name of each place, which tells where it is."""
        return {name.place: name for name in self.appellations.names}

    def _places(self, place: str) -> NDArray[np.int64]:
        """The articles of a chapter, or those under one of its titles."""
        if place not in self._articles:
            name = self._by_place[place]
            whole = self._chapters[name.text, name.chapter]
            under = [p for p in whole.tolist() if not name.title or name.title in self._titles(p)]
            self._articles[place] = np.array(under, np.int64)
        return self._articles[place]

    def _titles(self, place: int) -> frozenset[str]:
        """The titles above an article; those of a section are read once."""
        section = int(self._texts.sections.numbers[place])
        known = self._of_section.get(section)
        if known is None:
            headings = self._texts.documents[place].headings.split("\n")
            known = frozenset(map(known_as, headings))
            if section >= 0:
                self._of_section[section] = known
        return known


def _terms(name: Appellation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for raw in raw_words(name.said) if (found := term(raw))))
