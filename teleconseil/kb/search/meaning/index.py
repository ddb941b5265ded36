"""The entries as vectors, and how close a question comes to each.

An entry is seen from several sides: its title with the short answer, its title with its keywords,
its keywords by threes, and the sentences by which its question is put. A question of forty spoken
words resembles the first two and the last, three hurried words the third. What each way of looking
gives is in ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.model import Cancelled, Document
from teleconseil.kb.search.meaning.encoders import Encoder, Vectors
from teleconseil.kb.search.meaning.names import NamesMeaning
from teleconseil.kb.search.meaning.vectors import Progress, VectorCache, cosines, never, standard

_GROUP = 3
"""Keywords read together: alone they mean too little, all at once they blur."""
_BEST = 2
"""Groups, or sentences, that count: the closest ones."""
ASKED = 1.0
"""What the sentences of an entry weigh, its wholes and its groups weighing 1 each."""
_QUERY_ENDS = 300
"""Of a long question (a letter pasted), the beginning and the end: a question costs 60 ms so."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The texts of one entry that become vectors."""

    wholes: tuple[str, ...]
    groups: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return (*self.wholes, *self.groups, *self.asked)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Some vectors of each of N entries, one entry after the other."""

    vectors: Vectors
    """(number of vectors, dimension)."""
    starts: NDArray[np.int64]
    """(N + 1): where those of each entry begin."""

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], cache: VectorCache) -> _Runs:
        """The vectors of these texts, entry by entry; the cache holds them all."""
        vectors = [cache.get(text) for own in texts for text in own]
        starts = np.concatenate([[0], np.cumsum([len(own) for own in texts])])
        return cls(np.asarray(vectors, dtype=np.float32), starts.astype(np.int64))

    def __len__(self) -> int:
        return len(self.vectors)

    def closest(self, vector: Vectors, otherwise: Vectors) -> Vectors:
        """(N,): mean cosine of the closest ones of each entry; of one that has none, ``otherwise``.

        ``otherwise``: (N,).
        """
        close = cosines(self.vectors, vector) if len(self) else np.empty(0, dtype=np.float32)
        found = otherwise.copy()
        for place in range(len(found)):
            own = close[self.starts[place] : self.starts[place + 1]]
            if len(own):
                found[place] = np.sort(own)[-_BEST:].mean()
        return found


@dataclass(frozen=True, slots=True)
class MeaningIndex:
    """Vectors of N entries. Never changes; threads may share it."""

    encoder: Encoder
    idents: tuple[str, ...]
    """Slugs, in order."""
    wholes: Vectors
    """(2N, dimension): both wholes of each entry, one after the other."""
    groups: _Runs
    """The keywords by threes."""
    asked: _Runs
    """The sentences by which the question is put."""
    names: NamesMeaning | None = None
    """What the names of the chapters mean; None until they are learned."""

    @classmethod
    def build(
        cls,
        encoder: Encoder,
        entries: Iterable[Document],
        cache: VectorCache,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled = never,
    ) -> MeaningIndex | None:
        """The index of these entries; None when ``cancelled`` turned true, what is done kept.

        Vectors that the cache holds cost nothing; computing those of an entry takes a quarter of a
        second on one core.
        """
        ordered = sorted(entries, key=lambda entry: entry.ident)
        sides = [_sides(entry) for entry in ordered]
        if not cache.learn(encoder, [side.texts for side in sides], progress, cancelled):
            return None
        wholes = [cache.get(text) for side in sides for text in side.wholes]
        return cls(
            encoder,
            tuple(entry.ident for entry in ordered),
            np.asarray(wholes, dtype=np.float32),
            _Runs.of([side.groups for side in sides], cache),
            _Runs.of([side.asked for side in sides], cache),
        )

    def closeness(self, query: str) -> dict[str, float]:
        """How close each entry comes to the query, by slug: 0 on average, in standard deviations.

        And, once they are learned, how close the names of chapters come, as ``NamesMeaning`` says.

        Empty for a query without a letter or a digit. Rounded, so that two machines that differ in
        the last digit of a product order the entries alike.
        """
        if not any(char.isalnum() for char in query):
            return {}
        vector = self.encoder.queries([_ends(query)])[0]
        return self._entries(vector) | (self.names.closeness(vector) if self.names else {})

    def _entries(self, vector: Vectors) -> dict[str, float]:
        if not self.idents:
            return {}
        whole = cosines(self.wholes, vector).reshape(-1, 2).mean(axis=1)
        found = standard(whole) + standard(self.groups.closest(vector, whole))
        if len(self.asked):
            found += np.float32(ASKED) * standard(self.asked.closest(vector, whole))
        close = zip(self.idents, standard(found), strict=True)
        return {ident: round(float(value), 3) for ident, value in close}


def _sides(entry: Document) -> _Sides:
    keywords = [word.strip() for word in entry.keywords.split(",") if word.strip()]
    groups = (keywords[at : at + _GROUP] for at in range(0, len(keywords), _GROUP))
    return _Sides(
        wholes=(f"{entry.title}. {entry.summary}", f"{entry.title}. {', '.join(keywords)}"),
        groups=tuple(", ".join(group) for group in groups),
        asked=tuple(filter(None, entry.asked.split("\n"))),
    )


def _ends(query: str) -> str:
    if len(query) <= 2 * _QUERY_ENDS:
        return query
    return f"{query[:_QUERY_ENDS]} … {query[-_QUERY_ENDS:]}"
