"""How well each document of a segment answers the words of a query.

BM25 over fields: all that a query word may stand for counts as one word, what its terms weigh in
a document is summed, then saturated once, and its rarity is that of all of them together. Then
what the words say together among the best documents (``evidence``), what the document is worth by
itself (``worth``), and the section and the chapter that it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.model import Cancelled
from teleconseil.kb.search.evidence import add_evidence
from teleconseil.kb.search.reading import Word
from teleconseil.kb.search.segment import Postings, Segment
from teleconseil.kb.search.weights import Weights
from teleconseil.kb.search.worth import Groups

_DEPTH = 100
"""Documents whose words are read together."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents of a segment that are searched: all, or those of some texts."""

    parts: tuple[slice, ...]
    whole: bool
    count: int

    @classmethod
    def of(cls, segment: Segment, texts: frozenset[str] | None) -> Selection:
        if texts is None:
            return cls((slice(0, len(segment)),), True, len(segment))
        parts = tuple(part for t in sorted(texts) if (part := segment.text_range(t)))
        return cls(parts, False, sum(part.stop - part.start for part in parts))


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that adds to the scores, by documents in order."""

    name: str
    docs: NDArray[np.integer]
    scores: NDArray[np.float32]
    rarity: float = 0.0
    """Of a word: what it is worth at most."""
    typed: bool = False
    """Whether it is a word of the query, and not one of its synonyms or another signal."""

    def at(self, place: int) -> float:
        """What it adds to that document."""
        row = int(self.docs.searchsorted(place))
        held = row < len(self.docs) and self.docs[row] == place
        return float(self.scores[row]) if held else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Every document's score, 0 for those that hold none of the words, and what made it."""

    total: NDArray[np.float32]
    signals: tuple[Signal, ...]
    worth: NDArray[np.float32]
    """What each document is worth before anything is asked: times the score of its words."""

    def plus(self, signal: Signal | None) -> Scores:
        """These scores and what one more signal adds."""
        if signal is None:
            return self
        total = self.total.copy()
        total[signal.docs] += signal.scores
        return replace(self, total=total, signals=(*self.signals, signal))

    def explained(self, place: int) -> tuple[dict[str, float], float]:
        """What made the score of that document, by signal; and the share of the query it holds.

        The contributions add up to the score. The share is that of the typed words, by rarity,
        0 to 1.
        """
        parts: dict[str, float] = {}
        by_words = typed = held = 0.0
        for signal in self.signals:
            typed += signal.rarity if signal.typed else 0.0
            if not (gain := signal.at(place)):
                continue
            parts[signal.name] = parts.get(signal.name, 0.0) + gain
            by_words += gain if signal.rarity else 0.0
            held += signal.rarity if signal.typed else 0.0
        if worth := (float(self.worth[place]) - 1.0) * by_words:
            parts["valeur"] = worth
        return parts, held / typed if typed else 0.0


def score(
    segment: Segment,
    words: Sequence[Word],
    selection: Selection,
    weights: Weights,
    cancelled: Cancelled,
) -> Scores:
    """Score every selected document; what is done when ``cancelled`` turns true is given up."""
    scorer = _Scorer(segment, selection, weights)
    total = np.zeros(len(segment), np.float32)
    signals: list[Signal] = []
    for word in words:
        if cancelled():
            break
        if (signal := scorer.word(word)) is not None:
            total[signal.docs] += signal.scores
            signals.append(signal)
    total *= segment.worth
    typed = [(word, signal) for word, signal in _matched(words, signals) if signal.typed]
    if typed and not cancelled():
        terms = [scorer.ids(word.parts[0]) for word, _ in typed]
        rarity = np.array([signal.rarity for _, signal in typed], np.float32)
        places, pairs, best = add_evidence(segment, total, terms, rarity, weights, _DEPTH)
        total[places] += pairs + best
        signals += [Signal("suite", places, pairs), Signal("passage", places, best)]
    for name, groups, weight in (
        ("section", segment.sections, weights.section),
        ("chapitre", segment.chapters, weights.chapter),
    ):
        if (beside := _beside(name, groups, total, weight)) is not None:
            total[beside.docs] += beside.scores
            signals.append(beside)
    return Scores(total, tuple(signals), segment.worth)


def _matched(words: Sequence[Word], signals: Sequence[Signal]) -> list[tuple[Word, Signal]]:
    by_name = {word.name: word for word in words}
    return [(by_name[signal.name], signal) for signal in signals]


def _beside(name: str, groups: Groups, total: NDArray[np.float32], weight: float) -> Signal | None:
    """What the group of each found article adds to it: the mean of its articles, those that hold
    none of the words among them."""
    places = np.flatnonzero(total)
    places = places[groups.numbers[places] >= 0]
    if not len(places):
        return None
    numbers = groups.numbers[places]
    sums = np.bincount(numbers, weights=total[places], minlength=len(groups.sizes))
    added = np.asarray(weight * (sums / groups.sizes)[numbers], dtype=np.float32)
    return Signal(name, places, added)


class _Scorer:
    """Scores of one word after another, over one buffer."""

    def __init__(self, segment: Segment, selection: Selection, weights: Weights) -> None:
        self._segment = segment
        self._selection = selection
        self._weights = weights
        self._buffer = np.zeros(len(segment), np.float32)

    def ids(self, terms: dict[str, float]) -> dict[int, float]:
        """Those of the terms that the segment knows, by their ids."""
        find = self._segment.lexicon.find
        return {place: weight for name, weight in terms.items() if (place := find(name)) >= 0}

    def word(self, word: Word) -> Signal | None:
        """What the word gives to the documents that hold it, all its parts."""
        docs, scores, rarity = self._part(word.parts[0])
        for part in word.parts[1:]:
            others, gains, rare = self._part(part)
            docs, here, there = np.intersect1d(
                docs, others, assume_unique=True, return_indices=True
            )
            scores = np.minimum(scores[here], gains[there])
            rarity = min(rarity, rare)
        if not len(docs):
            return None
        weight = np.float32(word.weight * len(word.parts) ** 0.5)
        typed = not word.origin
        return Signal(word.name, docs, scores * weight, rarity * word.weight, typed)

    def _part(
        self, terms: dict[str, float]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], float]:
        """Documents that hold one of the terms, their scores, and the rarity of all the terms."""
        buffer, expected = self._buffer, 0.0
        for place, weight in self.ids(terms).items():
            for found in self._postings(place):
                buffer[found.docs] += found.impacts * np.float32(weight)
                expected += weight * len(found.docs)
        docs = np.flatnonzero(buffer)
        mass = buffer[docs]
        buffer[docs] = 0
        count = self._selection.count
        rarity = float(np.log1p((count - min(expected, count) + 0.5) / (expected + 0.5)))
        scores = np.float32(rarity) * (mass / (mass + np.float32(self._weights.saturation)))
        return docs, scores, rarity

    def _postings(self, place: int) -> list[Postings]:
        if self._selection.whole:
            return [self._segment.postings(place)]
        return [self._segment.postings(place, part) for part in self._selection.parts]
