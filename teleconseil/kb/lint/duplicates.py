"""Rule on entries that say nearly the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from teleconseil.kb.lint.context import WARNING
from teleconseil.kb.markdown import short_answer
from teleconseil.kb.model import Entry, EntryState, Problem
from teleconseil.text import fold

TITLE_THRESHOLD = 90
"""Likeness of two titles, 0 to 100 (``rapidfuzz.fuzz.ratio``, accents and case left aside)."""

ANSWER_THRESHOLD = 90
"""Likeness of two « En bref »."""


def near_duplicates(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Pairs of entries with nearly the same title or the same « En bref »; the later is named."""
    current = [e for e in entries.values() if e.state is not EntryState.ARCHIVED]
    titles = [fold(entry.title) for entry in current]
    answers = [fold(short_answer(entry.body)) for entry in current]
    told: set[tuple[int, int]] = set()
    for what, texts, threshold in (
        ("le titre", titles, TITLE_THRESHOLD),
        ("« En bref »", answers, ANSWER_THRESHOLD),
    ):
        for first, second, score in _pairs(texts, threshold):
            if (first, second) not in told:
                told.add((first, second))
                yield _problem(current[first], current[second], what, score)


def _pairs(texts: list[str], threshold: int) -> Iterator[tuple[int, int, int]]:
    """Indices of the pairs that are alike, the lower first, with their likeness."""
    import numpy
    from rapidfuzz import fuzz, process

    filled = [index for index, text in enumerate(texts) if text]
    chosen = [texts[index] for index in filled]
    if len(chosen) < 2:
        return
    scores = process.cdist(
        chosen, chosen, scorer=fuzz.ratio, score_cutoff=threshold, dtype=numpy.uint8
    )
    rows, columns = numpy.nonzero(numpy.triu(scores, k=1))
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        yield filled[row], filled[column], int(scores[row, column])


def _problem(first: Entry, second: Entry, what: str, score: int) -> Problem:
    return Problem(
        second.path,
        1,
        1,
        f"Presque la même fiche que « {first.slug} » : {what} se ressemble à {score}\u00a0%.",
        "Fusionnez les deux fiches, ou dites dans chaque titre ce qui les distingue.",
        WARNING,
        "quasi-doublon",
    )
