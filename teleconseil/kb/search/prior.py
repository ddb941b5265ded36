"""What earlier searches ended with may reorder close results: bounded, and told.

Off unless the settings ask for it (``apprendre_des_recherches``). A result that the same search
always ended with gains ``BOUND`` of its score at the most, so that it passes those that were nearly
as good and no other; an article asked for by its number, or an entry that comes before the
articles, keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from teleconseil.kb.model import Hit

BOUND = 0.08
Liking = Callable[[str], Mapping[str, float]]
"""A query to the results that searches of the same words ended with, each from 0 to 1."""


def no_liking(_: str) -> Mapping[str, float]:
    """Nothing was learnt, or nobody asked for it."""
    return {}


def reordered(hits: Sequence[Hit], liked: Mapping[str, float]) -> list[Hit]:
    """The hits with what use adds to their score (« usage »), in their new order."""
    if not liked:
        return list(hits)
    found: list[Hit] = []
    for run in _runs(hits):
        rated = [_rated(hit, liked.get(hit.document.ident, 0.0)) for hit in run]
        found += sorted(rated, key=lambda hit: -hit.score)
    return found


def _runs(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Neighbours of one kind in the order of their scores: what a score may reorder."""
    runs: list[list[Hit]] = [[hit] for hit in hits[:1]]
    for before, hit in pairwise(hits):
        if hit.document.kind is before.document.kind and hit.score <= before.score:
            runs[-1].append(hit)
        else:
            runs.append([hit])
    return runs


def _rated(hit: Hit, liking: float) -> Hit:
    added = hit.score * BOUND * min(1.0, max(0.0, liking))
    if not added:
        return hit
    parts = {**hit.contributions, "usage": added}
    return replace(hit, score=hit.score + added, contributions=parts)
