"""The words of a segment: found by themselves, by their stem or beginning, or mended.

A misspelt word is looked for among all the words of the index. Most are put aside by a signature
of 64 bits (one edit changes at most two of its letters), so that only some hundreds are measured.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from teleconseil.kb.search.sounds import sound
from teleconseil.kb.search.stems import stem

_LETTERS = {letter: 1 << n for n, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")}
_OTHER = 1 << 40
_HEARD_GAP = 3
"""Letters that a word spelt by ear lacks or has too many, « licensiman »."""
_HEARD_LETTERS = 4
"""Different letters that it has or lacks."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Terms in alphabetical order; a term's id is its place. Arrays have one row a term."""

    terms: Sequence[str]
    frequency: NDArray[np.int32]
    """How many documents hold the term."""
    stems: Sequence[str]
    """Distinct stems in alphabetical order."""
    stem_order: NDArray[np.int32]
    """Term ids, those of one stem together, stems in the order of ``stems``."""
    stem_starts: NDArray[np.int32]
    """Where each stem begins in ``stem_order``; one more at the end."""
    signatures: NDArray[np.uint64]
    lengths: NDArray[np.uint8]

    @classmethod
    def build(cls, terms: Sequence[str], frequency: NDArray[np.int32]) -> Lexicon:
        """The lexicon of these terms, which are sorted and distinct."""
        by_term = [stem(term) for term in terms]
        stems = sorted(set(by_term))
        number = {name: n for n, name in enumerate(stems)}
        of_term = np.fromiter((number[s] for s in by_term), np.int32, len(terms))
        order = np.argsort(of_term, kind="stable").astype(np.int32)
        starts = np.searchsorted(of_term[order], np.arange(len(stems) + 1)).astype(np.int32)
        signatures = np.fromiter(map(_signature, terms), np.uint64, len(terms))
        lengths = np.fromiter(map(len, terms), np.uint8, len(terms))
        return cls(terms, frequency, stems, order, starts, signatures, lengths)

    def find(self, term: str) -> int:
        """The id of a term, -1 when it is unknown."""
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else -1

    def of_stem(self, name: str) -> NDArray[np.int32]:
        """Ids of the terms of that stem."""
        place = bisect_left(self.stems, name)
        if place == len(self.stems) or self.stems[place] != name:
            return self.stem_order[:0]
        return self.stem_order[self.stem_starts[place] : self.stem_starts[place + 1]]

    def beginning(self, prefix: str, limit: int) -> list[int]:
        """Ids of the terms that begin so, the most frequent first."""
        first = bisect_left(self.terms, prefix)
        last = bisect_left(self.terms, prefix + "\U0010ffff", first)
        ids = range(first, last)
        return sorted(ids, key=lambda i: (-int(self.frequency[i]), i))[:limit]

    def near(self, word: str, distance: int) -> list[tuple[int, int]]:
        """(id, edits) of the terms within that many edits; swapping two letters is one."""
        length = len(word)
        gap = np.abs(self.lengths.astype(np.int16) - length) <= distance
        changed = np.bitwise_count(self.signatures ^ np.uint64(_signature(word)))
        ids = np.flatnonzero(gap & (changed <= 2 * distance))
        if not len(ids):
            return []
        candidates = [self.terms[i] for i in ids.tolist()]
        edits = cdist(
            [word], candidates, scorer=OSA.distance, score_cutoff=distance, dtype=np.int32
        )[0]
        kept = np.flatnonzero(edits <= distance)
        return [(int(ids[k]), int(edits[k])) for k in kept]

    def sounding(self, word: str) -> list[int]:
        """Ids of the terms that are said like the word, however they are written."""
        key = sound(word)
        gap = np.abs(self.lengths.astype(np.int16) - len(word)) <= _HEARD_GAP
        changed = np.bitwise_count(self.signatures ^ np.uint64(_signature(word)))
        ids = np.flatnonzero(gap & (changed <= _HEARD_LETTERS)).tolist()
        return [place for place in ids if sound(self.terms[place]) == key]


@lru_cache(maxsize=1 << 16)
def _signature(word: str) -> int:
    """The set of a word's letters, as bits."""
    bits = 0
    for letter in word:
        bits |= _LETTERS.get(letter, _OTHER)
    return bits
