"""What meaning adds to the scores by words.

Both are brought to the same scale first, the spread of each over all the entries for this very
query: three words that only one entry holds weigh more than a vague resemblance, forty words that
all entries hold weigh less. And the longer the question, the more meaning counts: told at length,
a situation holds by chance the words of many entries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

WEIGHT = 1.0
"""Standard deviations of words that one of meaning is worth. From .8 to 1.2 little changes:
``benchmarks/RESULTS.md``."""
HURRIED, SPOKEN = 8, 28
"""Words of a query: from the first number to the second, ``WEIGHT`` grows to twice its value."""
CLOSE = 1.5
"""An entry that holds none of the words is still shown when it is this close (about one in ten)."""


def meaning_scores(
    words: NDArray[np.float32],
    idents: Sequence[str],
    closeness: Mapping[str, float],
    length: int,
) -> NDArray[np.float32]:
    """What to add to ``words``, (N,), the scores of the entries ``idents`` by their words.

    ``closeness`` is 0 on average, in standard deviations; an entry that it does not know gets 0.
    ``length`` is the number of words of the query. An entry without any of the words, and not
    close, gets 0 too: it stays unfound. One that holds some of them loses at most nine tenths of
    its score: it stays found.
    """
    close = np.array([closeness.get(ident, 0.0) for ident in idents], dtype=np.float32)
    spread = float(words.std()) if len(words) else 0.0
    weight = WEIGHT * (1.0 + _spoken(length))
    added = np.asarray(weight * (spread or 1.0) * close, dtype=np.float32)
    added[(words <= 0) & (close < CLOSE)] = 0.0
    return np.asarray(np.maximum(added, -0.9 * words), dtype=np.float32)


def _spoken(length: int) -> float:
    """0 for a query typed hurriedly, 1 for one told as on the phone, in proportion between."""
    return min(1.0, max(0.0, (length - HURRIED) / (SPOKEN - HURRIED)))
