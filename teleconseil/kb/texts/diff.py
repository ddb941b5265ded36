"""What changed between two versions of an article, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKENS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""A word or a mark with the space after it: spaces alone are everywhere, and would slow it down."""

_AROUND = 8
"""Words that are shown on either side of a change."""


class Op(StrEnum):
    """What happened to a piece of text."""

    KEPT = "garde"
    REMOVED = "retire"
    ADDED = "ajoute"


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A run of words with one fate; the parts follow one another."""

    op: Op
    text: str


def word_diff(before: str, after: str) -> list[DiffPart]:
    """The parts that, without the removed ones, make ``after``; without the added, ``before``."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    parts = [DiffPart(Op.KEPT, "".join(old[:head]))]
    parts += _changed(old[head : len(old) - tail], new[head : len(new) - tail])
    parts.append(DiffPart(Op.KEPT, "".join(old[len(old) - tail :])))
    return [part for part in parts if part.text]


def around(parts: Sequence[DiffPart]) -> Iterator[DiffPart]:
    """The changed parts and a few words on either side; an ellipsis stands for the rest."""
    for index, part in enumerate(parts):
        tokens = re.findall(r"\S+\s*", part.text)
        head = tokens[:_AROUND] if index else []
        tail = tokens[-_AROUND:] if index < len(parts) - 1 else []
        if part.op is not Op.KEPT or len(head) + len(tail) >= len(tokens):
            yield part
        else:
            yield DiffPart(Op.KEPT, "".join([*head, " … ", *tail]))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[DiffPart]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield DiffPart(Op.KEPT, "".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield DiffPart(Op.REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield DiffPart(Op.ADDED, "".join(new[j1:j2]))
