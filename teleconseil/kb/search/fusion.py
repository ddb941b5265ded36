"""Entries and articles in one list: an entry that answers stands before the articles it cites."""

from __future__ import annotations

from collections.abc import Sequence

from teleconseil.kb.model import Hit

ANSWERS = 0.4
"""Share of the query's weight that an entry must hold to come before every article."""
AS_WELL = 0.6
"""Of a long question nobody holds much: this share of what the best article holds is enough."""
MEANS = 2.0
"""Closeness in meaning, in standard deviations, that does as well: three entries in a hundred."""


def entries_first(entries: Sequence[Hit], articles: Sequence[Hit]) -> list[Hit]:
    """As many entries as answer, then articles and the other entries by turns of score.

    The best entries go first, in the order of their scores, which is not changed: whether one
    answers only decides where the articles begin.
    """
    held = max((hit.coverage for hit in articles), default=ANSWERS)
    enough = min(ANSWERS, AS_WELL * held)
    answering = sum(hit.coverage >= enough or hit.closeness >= MEANS for hit in entries)
    rest = [*articles, *entries[answering:]]
    return [*entries[:answering], *sorted(rest, key=lambda hit: -hit.score)]
