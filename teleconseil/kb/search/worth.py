"""What a document is worth before anything is asked, and which others stand beside it.

Within an official text, the base text comes before its amendments, the law before the decree, an
article that others cite before one that nobody mentions, the first of a section before its details.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.model import Document
from teleconseil.kb.references import chapter_of
from teleconseil.kb.search.weights import Weights

_CODE_NUMBER = re.compile(r"([LRD])\d")
_CITED = re.compile(r"\b([LRD])\.? ?\*?(\d{3,4}(?:-\d+)+)")


def worth(documents: Sequence[Document], weights: Weights) -> NDArray[np.float32]:
    """(N,): the factor of each document's score."""
    factors = np.ones(len(documents), np.float32)
    cited = _citations(documents)
    before, position = None, 0
    for row, document in enumerate(documents):
        if not document.text:
            continue
        place = (document.text, document.headings)
        position = position + 1 if place == before else 0
        before = place
        factors[row] = 1 + weights.leading / (1 + position)
        if not document.is_base:
            factors[row] *= weights.amendment
        if document.number[:1] in "RD" and _CODE_NUMBER.match(document.number):
            factors[row] *= weights.regulatory
    return np.asarray(factors * (1 + weights.cited * np.log1p(cited)), dtype=np.float32)


class Groups(NamedTuple):
    """Articles of codes by the place that they share."""

    numbers: NDArray[np.int32]
    """(N,): the number of each document's group, -1 when it is in none."""
    sizes: NDArray[np.int32]
    """How many articles each group holds."""


def sections(documents: Sequence[Document]) -> Groups:
    """The sections of the codes: articles under the same headings."""
    return _groups(documents, lambda document: document.headings)


def chapters(documents: Sequence[Document]) -> Groups:
    """Their chapters: articles of the same first digits, L3141-5 as well as D3141-6."""
    return _groups(documents, lambda document: chapter_of(document.number))


def _groups(documents: Sequence[Document], place: Callable[[Document], str]) -> Groups:
    numbers: dict[tuple[str, str], int] = {}
    found = np.full(len(documents), -1, np.int32)
    for row, document in enumerate(documents):
        if _CODE_NUMBER.match(document.number):
            found[row] = numbers.setdefault((document.text, place(document)), len(numbers))
    return Groups(found, np.bincount(found[found >= 0]).astype(np.int32))


def _citations(documents: Sequence[Document]) -> NDArray[np.int32]:
    """How many articles of the same code cite each one."""
    rows = {(d.text, d.number): row for row, d in enumerate(documents) if d.number}
    counts = np.zeros(len(documents), np.int32)
    for row, document in enumerate(documents):
        if not _CODE_NUMBER.match(document.number):
            continue
        for letter, digits in set(_CITED.findall(document.body)):
            target = rows.get((document.text, letter + digits))
            if target is not None and target != row:
                counts[target] += 1
    return counts
