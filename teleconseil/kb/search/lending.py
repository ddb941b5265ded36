"""What the entries lend to the articles that they cite.

Callers do not speak as the law is written; the entries speak as callers do, and cite it. An entry
that answers the words of a query says which articles do: each gets a share of its score, the
smaller the more articles the entry cites. Only articles that hold some of the words get any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.search.numbered import NumberedArticles
from teleconseil.kb.search.ranking import Signal
from teleconseil.kb.search.segment import Segment


@dataclass(frozen=True, slots=True)
class _Links:
    """A row for each article that an entry cites: their places, and the share that is lent."""

    entries: NDArray[np.int32]
    articles: NDArray[np.int32]
    shares: NDArray[np.float32]


class Lending:
    """The citations of a segment of entries; read at the first query that finds articles."""

    def __init__(self, entries: Segment, numbered: NumberedArticles) -> None:
        self._entries = entries
        self._numbered = numbered
        self._links: _Links | None = None

    def signal(
        self, entries: NDArray[np.float32], articles: NDArray[np.float32], weight: float
    ) -> Signal | None:
        """What ``entries``, the score of each entry, adds to ``articles``, that of each article.

        An article cited by several entries gets the best of what they lend.
        """
        links = self._read()
        lent = np.zeros(len(articles), np.float32)
        np.maximum.at(lent, links.articles, weight * entries[links.entries] * links.shares)
        places = np.flatnonzero((lent > 0) & (articles > 0))
        return Signal("fiches", places, lent[places]) if len(places) else None

    def _read(self) -> _Links:
        if self._links is None:
            rows = [
                (entry, article, len(cited) ** -0.5)
                for entry, cited in enumerate(map(self._cited, range(len(self._entries))))
                for article in cited
            ]
            entries, articles, shares = zip(*rows, strict=True) if rows else ((), (), ())
            self._links = _Links(
                np.array(entries, np.int32),
                np.array(articles, np.int32),
                np.array(shares, np.float32),
            )
        return self._links

    def _cited(self, entry: int) -> list[int]:
        """Places of the articles that an entry cites, as far as the texts hold them."""
        return sorted(set(self._places(self._entries.documents[entry].cites)))

    def _places(self, cites: str) -> Iterator[int]:
        for line in cites.splitlines():
            text, number, ident = line.split("\t")
            if (place := self._numbered.cited(text, number, ident)) is not None:
                yield place
