"""What people call the chapters of the codes, as vectors: articles are found by what is meant too.

Twelve thousand articles would take an hour of one core, and what they gain on some questions they
lose on others. Some thousand lists of names take a minute, and speak as callers do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.appellations import Appellation, Appellations
from teleconseil.kb.model import Cancelled
from teleconseil.kb.search.meaning.encoders import Encoder, Vectors
from teleconseil.kb.search.meaning.vectors import Progress, VectorCache, cosines, standard

CLOSE = 2.5
"""Standard deviations from which a place counts: one or two in a hundred."""
_TOGETHER = 6
"""Names read together."""


@dataclass(frozen=True, slots=True)
class NamesMeaning:
    """Vectors of the names of N places: chapters, titles, articles. Never changes."""

    places: tuple[str, ...]
    """Those of one text together."""
    texts: tuple[slice, ...]
    """The places of each text."""
    vectors: Vectors
    """(number of groups of names, dimension), place after place."""
    starts: NDArray[np.int64]
    """(N,): where the groups of each place begin."""

    @classmethod
    def build(
        cls,
        encoder: Encoder,
        appellations: Appellations,
        cache: VectorCache,
        progress: Progress | None,
        cancelled: Cancelled,
    ) -> NamesMeaning | None:
        """The vectors of these names; None when ``cancelled`` turned true, or without a name."""
        ordered = sorted(appellations.names, key=attrgetter("text", "place"))
        groups = {
            place: list(_groups([name.said for name in names]))
            for place, names in groupby(ordered, attrgetter("place"))
        }
        if not groups or not cache.learn(encoder, list(groups.values()), progress, cancelled):
            return None
        vectors = [cache.get(text) for texts in groups.values() for text in texts]
        counts = [len(texts) for texts in groups.values()]
        return cls(
            tuple(groups),
            tuple(_runs(ordered)),
            np.asarray(vectors, dtype=np.float32),
            np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64),
        )

    def closeness(self, vector: Vectors) -> dict[str, float]:
        """The places that come close to a question, (dimension,), and how much beyond ``CLOSE``.

        In standard deviations over the places of the same text, by the closest of their names.
        """
        best = np.maximum.reduceat(cosines(self.vectors, vector), self.starts)
        found: dict[str, float] = {}
        for text in self.texts:
            beyond = standard(best[text]) - CLOSE
            for place in np.flatnonzero(beyond > 0).tolist():
                found[self.places[text.start + place]] = round(float(beyond[place]), 3)
        return found


def _groups(names: list[str]) -> Iterator[str]:
    for at in range(0, len(names), _TOGETHER):
        yield ", ".join(names[at : at + _TOGETHER])


def _runs(ordered: list[Appellation]) -> Iterator[slice]:
    """The run of places of each text."""
    start = 0
    for _, names in groupby(ordered, attrgetter("text")):
        stop = start + len({name.place for name in names})
        yield slice(start, stop)
        start = stop
