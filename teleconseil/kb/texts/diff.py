"""What changed between two versions of an article, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_TOKENS = re.compile(r"\s+|\w+|[^\w\s]")


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
    parts: list[DiffPart] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(DiffPart(Op.KEPT, "".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(DiffPart(Op.REMOVED, "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(DiffPart(Op.ADDED, "".join(new[j1:j2])))
    return parts
