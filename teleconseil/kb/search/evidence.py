"""What the words of a query say together in a document, read from its tokens in order.

Words apart rank the documents; among the best of them, words that follow each other as in the
query, and words that meet in one passage, tell a document that speaks of the matter from one that
only mentions its words here and there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.search.segment import FIELDS, Segment
from teleconseil.kb.search.weights import Weights

_APART = np.array([0.0, 1.0, 1.0, 0.7, 0.5], np.float32)
"""What a pair counts, by the places from one word to the other (three: « délai de la carence »)."""
_PASSAGE = 60
"""Tokens of a passage, about four lines."""
_LONGEST = 4000
"""Tokens of a document that are read: beyond, it is a table of figures."""
_BODY = FIELDS.index("body")


class Occurrences:
    """Where the words of a query stand in some documents. Arrays have a row an occurrence."""

    def __init__(
        self, segment: Segment, places: NDArray[np.int64], terms: Sequence[dict[int, float]]
    ) -> None:
        """``terms``: for each word of the query, ids of terms and what each is worth."""
        number = np.zeros(len(segment.lexicon.terms) + 1, np.int32)
        worth = np.zeros(len(segment.lexicon.terms) + 1, np.float32)
        for place, table in enumerate(terms, start=1):
            for ident, weight in table.items():
                if weight > worth[ident]:
                    number[ident], worth[ident] = place, weight
        starts = segment.token_starts[places]
        counts = np.minimum(segment.token_starts[places + 1] - starts, _LONGEST)
        owner = np.repeat(np.arange(len(places)), counts)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
        tokens = segment.tokens[np.repeat(starts, counts) + offset]
        held = np.flatnonzero(number[tokens])
        ends = np.cumsum(segment.lengths[places], axis=1)
        self.documents = len(places)
        self.words = len(terms)
        self.owner = owner[held]
        self.offset = offset[held]
        self.word = number[tokens[held]] - 1
        self.worth = worth[tokens[held]]
        self.field = (self.offset[:, None] >= ends[self.owner]).sum(axis=1)
        self.body_start = ends[:, _BODY - 1]


def together(
    found: Occurrences, rarity: NDArray[np.float32], fields: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(documents,): what pairs of words that follow each other as in the query are worth.

    A pair is worth its rarer word, less when they stand apart and each time it comes again.
    ``rarity``: (words,); ``fields``: what a pair counts in each field.
    """
    gain = np.zeros(found.documents, np.float32)
    if len(found.word) < 2 or found.words < 2:
        return gain
    before, after = found.word[:-1], found.word[1:]
    apart = found.offset[1:] - found.offset[:-1]
    follows = (
        (after - before == 1)
        & (found.owner[1:] == found.owner[:-1])
        & (found.field[1:] == found.field[:-1])
        & (apart < len(_APART))
    )
    first = np.flatnonzero(follows)
    share = np.minimum(found.worth[first], found.worth[first + 1])
    weight = share * fields[found.field[first]] * _APART[apart[first]]
    pair = found.owner[first] * found.words + found.word[first]
    mass = np.bincount(pair, weights=weight, minlength=found.documents * found.words)
    worth = np.maximum(rarity[:-1], rarity[1:])
    table = mass.reshape(found.documents, found.words)[:, :-1]
    return np.asarray((worth * table / (1 + table)).sum(axis=1), dtype=np.float32)


def passage(found: Occurrences, rarity: NDArray[np.float32]) -> NDArray[np.float32]:
    """(documents,): what the words that meet in the best passage of the body are worth."""
    best = np.zeros(found.documents, np.float32)
    inside = np.flatnonzero(found.field >= _BODY)
    if not len(inside):
        return best
    owner = found.owner[inside]
    offset = found.offset[inside] - found.body_start[owner]
    windows = _LONGEST // _PASSAGE + 2
    for shift in (0, _PASSAGE // 2):
        window = owner * windows + (offset + shift) // _PASSAGE
        # Windows come in order: each begins where the number before it is another one.
        begins = np.ones(len(window), bool)
        begins[1:] = window[1:] != window[:-1]
        present, row = window[begins], np.cumsum(begins) - 1
        cell = row * found.words + found.word[inside]
        mass = np.bincount(
            cell, weights=found.worth[inside], minlength=len(present) * found.words
        ).reshape(len(present), found.words)
        worth = (rarity * mass / (1 + mass)).sum(axis=1).astype(np.float32)
        np.maximum.at(best, present // windows, worth)
    return best


def add_evidence(
    segment: Segment,
    total: NDArray[np.float32],
    terms: Sequence[dict[int, float]],
    rarity: NDArray[np.float32],
    weights: Weights,
    depth: int,
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """The ``depth`` best documents (and their equals), and what pairs and passages add to them."""
    places = np.flatnonzero(total > 0)
    if len(places) > depth:
        scores = total[places]
        least = np.partition(scores, len(scores) - depth)[len(scores) - depth]
        places = places[scores >= least]
    if not len(places) or not len(terms):
        nothing = np.zeros(len(places), np.float32)
        return places, nothing, nothing
    found = Occurrences(segment, places, terms)
    fields = np.array([weights.fields[name].together for name in FIELDS], np.float32)
    pairs = np.float32(weights.together) * together(found, rarity, fields)
    best = np.float32(weights.passage) * passage(found, rarity)
    factor = segment.worth[places]
    return places, pairs * factor, best * factor
