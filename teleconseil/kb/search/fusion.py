"""Several ranked lists made one.

Two kinds of lists meet: those that rank the same documents by other means (words, meaning), fused
by reciprocal rank; and those of different documents (entries, articles), where an entry that
answers stands before the articles that it cites.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from teleconseil.kb.model import Hit

COVERAGE = "couverture"
"""Name, among the contributions of a hit, of the share of the query that it holds."""
CLOSENESS = "proximité"
"""Name of its closeness in meaning, in standard deviations."""
_RANK_OFFSET = 10
"""The usual 60 is for lists of a thousand; ours have some tens."""
ANSWERS = 0.4
"""Share of the query's weight that an entry must hold to come before every article."""
MEANS = 2.0
"""Closeness in meaning, in standard deviations, that does as well: three entries in a hundred."""


def fuse_ranks(lists: Mapping[str, tuple[float, Sequence[str]]]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion of (weight, idents best first), by the name of each ranker."""
    scores: dict[str, float] = {}
    for weight, idents in lists.values():
        for rank, ident in enumerate(idents):
            scores[ident] = scores.get(ident, 0.0) + weight / (_RANK_OFFSET + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def entries_first(entries: Sequence[Hit], articles: Sequence[Hit]) -> list[Hit]:
    """Entries that answer, then articles and the other entries by turns of score."""
    first = [hit for hit in entries if _answers(hit)]
    rest = [hit for hit in entries if hit not in first]
    return [*first, *sorted([*articles, *rest], key=lambda hit: -hit.score)]


def _answers(hit: Hit) -> bool:
    held = hit.contributions.get(COVERAGE, 0.0)
    return held >= ANSWERS or hit.contributions.get(CLOSENESS, 0.0) >= MEANS
