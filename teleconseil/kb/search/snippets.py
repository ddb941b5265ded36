"""The passage of a document that matters for a query, with the matched words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from teleconseil.kb.model import Document, Snippet
from teleconseil.kb.search.analysis import stem, term, word_matches
from teleconseil.kb.search.reading import Word

_LENGTH = 240
_LEAD = 60
"""Characters kept before the first marked word."""
_SCANNED = 20_000
"""Beyond this a document is a table of figures: its beginning is enough."""
_KEPT = 256
"""Texts whose words are remembered: some megabytes."""
_BREAK = re.compile(r"[.;:!?…]\s|\n")
_TABLE_RULE = re.compile(r"\|(?:\s*:?-{3,}:?\s*\|)+")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    term: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Words:
    """Where the words of a text stand."""

    places: Mapping[str, Sequence[tuple[int, int]]]
    """Of each term, from its first character to the one after its last."""
    of_stem: Mapping[str, Sequence[str]]
    """The terms of each stem."""


@lru_cache(maxsize=_KEPT)
def _words_of(text: str) -> _Words:
    """One more letter mostly brings the same documents: their words are looked for once."""
    places: dict[str, list[tuple[int, int]]] = {}
    for match in word_matches(text):
        if name := term(match[0]):
            places.setdefault(name, []).append(match.span())
    of_stem: dict[str, list[str]] = {}
    for name in places:
        of_stem.setdefault(stem(name), []).append(name)
    return _Words(places, of_stem)


class Wanted:
    """What the words of any text are worth for a query."""

    def __init__(self, words: Iterable[Word]) -> None:
        self._terms: dict[str, float] = {}
        self._stems: dict[str, float] = {}
        for word in words:
            for part in word.parts:
                for name, weight in part.items():
                    self._terms[name] = max(self._terms.get(name, 0.0), weight * word.weight)
            root = stem(word.repaired or word.typed)
            self._stems[root] = max(self._stems.get(root, 0.0), word.weight / 2)

    def among(self, words: _Words) -> dict[str, float]:
        """The terms of the text that are wanted, and what each is worth."""
        found = {name: worth for name, worth in self._terms.items() if name in words.places}
        for root, worth in self._stems.items():
            for name in words.of_stem.get(root, ()):
                found[name] = max(worth, found.get(name, 0.0))
        return found


def snippet(document: Document, wanted: Wanted) -> Snippet:
    """The best passage of the summary, the body and the note, with the wanted words marked."""
    best: tuple[float, str, list[_Mark]] | None = None
    for share, text in ((1.2, document.summary), (1.0, document.body), (0.9, document.note)):
        if not text:
            continue
        marks = _marks(text[:_SCANNED], wanted)
        gain, chosen = _densest(marks)
        if best is None or gain * share > best[0]:
            best = (gain * share, text, chosen)
    if best is None:
        return Snippet("")
    _, text, marks = best
    return _cut(text, marks)


def _marks(text: str, wanted: Wanted) -> list[_Mark]:
    words = _words_of(text)
    found = [
        _Mark(start, end, name, worth)
        for name, worth in wanted.among(words).items()
        if worth
        for start, end in words.places[name]
    ]
    return sorted(found, key=lambda mark: mark.start)


def _densest(marks: list[_Mark]) -> tuple[float, list[_Mark]]:
    """The run of marks within one snippet that is worth most, each term counted once."""
    best, chosen = 0.0, marks[:0]
    room = _LENGTH - _LEAD
    for first, mark in enumerate(marks):
        seen: dict[str, float] = {}
        last = first
        while last < len(marks) and marks[last].end - mark.start <= room:
            seen[marks[last].term] = marks[last].weight
            last += 1
        gain = sum(seen.values())
        if gain > best:
            best, chosen = gain, marks[first:last]
    return best, chosen


def _cut(text: str, marks: list[_Mark]) -> Snippet:
    """The words around the marks, on one line, from the start of a sentence if it is near."""
    focus = marks[0].start if marks else 0
    start = _beginning(text, focus)
    end = min(len(text), start + _LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + _LENGTH // 2, end)
        end = space if space > 0 else end
    if marks:
        end = max(end, marks[-1].end)
    return _one_line(
        text,
        start,
        end,
        [(m.start, m.end) for m in marks if start <= m.start and m.end <= end],
    )


def _beginning(text: str, focus: int) -> int:
    earliest = max(0, focus - _LEAD)
    if earliest == 0:
        return 0
    breaks = [m.end() for m in _BREAK.finditer(text, earliest, focus)]
    if breaks:
        return breaks[-1]
    space = text.find(" ", earliest, focus)
    return space + 1 if space >= 0 else earliest


def _one_line(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> Snippet:
    """The passage with its line ends and mark-up taken out, the marks moved along."""
    out: list[str] = ["… "] if start else []
    length = len(out[0]) if out else 0
    moved: list[tuple[int, int]] = []
    cursor = start
    for low, high in [*marks, (end, end)]:
        between = _plain(text[cursor:low])
        if length in (0, 2):
            between = between.lstrip()
        elif out[-1].endswith(" "):
            between = between.lstrip() if between[:1] == " " else between
        out.append(between)
        length += len(between)
        if high > low:
            moved.append((length, length + high - low))
            out.append(text[low:high])
            length += high - low
        cursor = high
    passage = "".join(out).rstrip()
    if end < len(text.rstrip()):
        passage += " …"
    return Snippet(passage, tuple(moved))


def _plain(text: str) -> str:
    text = _TABLE_RULE.sub(" ", text)
    text = re.sub(r"(?m)^\s*(?:[-*+>]|#{1,6})\s+", "", text)
    return re.sub(r"\s+", " ", re.sub(r"\*{1,3}|`|\[\[|\]\]|\]\([^)]*\)", "", text))
