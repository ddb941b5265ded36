"""How well each document of a segment answers the words of a query: BM25 over fields.

All that a query word may stand for counts as one word: what its terms weigh in a document is
summed, then saturated once, and its rarity is that of all of them together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.model import Cancelled
from teleconseil.kb.search.reading import Word
from teleconseil.kb.search.segment import Postings, Segment
from teleconseil.kb.search.weights import Weights


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
class WordScores:
    """What one word of the query gives to the documents that hold it."""

    word: Word
    docs: NDArray[np.int32]
    scores: NDArray[np.float32]


def score(
    segment: Segment,
    words: Sequence[Word],
    selection: Selection,
    weights: Weights,
    cancelled: Cancelled,
) -> tuple[NDArray[np.float32], list[WordScores]]:
    """Every document's score, 0 for those without any of the words, and what each word gave."""
    total = np.zeros(len(segment), np.float32)
    buffer = np.zeros(len(segment), np.float32)
    by_word: list[WordScores] = []
    for word in words:
        if cancelled():
            break
        found = _word_scores(segment, word, selection, weights, buffer)
        if found is not None:
            total[found.docs] += found.scores
            by_word.append(found)
    amended = np.where(segment.is_base, np.float32(1), np.float32(weights.amendment))
    return total * amended, by_word


def _word_scores(
    segment: Segment,
    word: Word,
    selection: Selection,
    weights: Weights,
    buffer: NDArray[np.float32],
) -> WordScores | None:
    expected = 0.0
    touched: list[NDArray[np.int32]] = []
    for name, weight in word.terms.items():
        place = segment.lexicon.find(name)
        if place < 0:
            continue
        for found in _postings(segment, place, selection):
            if len(found.docs):
                buffer[found.docs] += found.impacts * np.float32(weight)
                touched.append(found.docs)
                expected += weight * len(found.docs)
    if not touched:
        return None
    docs = touched[0] if len(touched) == 1 else np.unique(np.concatenate(touched))
    mass = buffer[docs]
    buffer[docs] = 0
    rarity = np.log1p((selection.count - min(expected, selection.count) + 0.5) / (expected + 0.5))
    scores = np.float32(word.weight * rarity) * (mass / (mass + np.float32(weights.saturation)))
    return WordScores(word, docs, scores)


def _postings(segment: Segment, place: int, selection: Selection) -> list[Postings]:
    if selection.whole:
        return [segment.postings(place)]
    return [segment.postings(place, part) for part in selection.parts]
