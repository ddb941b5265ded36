"""Entries and articles in one list: an entry that answers stands before the articles it cites."""

from __future__ import annotations

from collections.abc import Sequence

from teleconseil.kb.model import Hit

ANSWERS = 0.4
"""Share of the query's weight that an entry must hold to come before every article."""
MEANS = 2.0
"""Closeness in meaning, in standard deviations, that does as well: three entries in a hundred."""


def entries_first(entries: Sequence[Hit], articles: Sequence[Hit]) -> list[Hit]:
    """Entries that answer, then articles and the other entries by turns of score."""
    first = [hit for hit in entries if _answers(hit)]
    rest = [hit for hit in entries if hit not in first]
    return [*first, *sorted([*articles, *rest], key=lambda hit: -hit.score)]


def _answers(hit: Hit) -> bool:
    return hit.coverage >= ANSWERS or hit.closeness >= MEANS
