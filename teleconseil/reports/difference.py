"""What changed between two texts, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What became of a run of words."""

    KEPT = "="
    REMOVED = "-"
    ADDED = "+"


@dataclass(frozen=True, slots=True)
class Run:
    """Words, with their spaces, that share a fate."""

    sign: Sign
    words: str


def word_difference(before: str, after: str) -> list[Run]:
    """The runs that turn ``before`` into ``after``, in reading order."""
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    bare_old, bare_new = ([word.strip() for word in words] for words in (old, new))
    matcher = difflib.SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    runs: list[Run] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            runs.append(Run(Sign.KEPT, "".join(new[k:m])))
            continue
        runs += _runs(old[i:j], Sign.REMOVED)
        runs += _runs(new[k:m], Sign.ADDED)
    return runs


def around(runs: Sequence[Run], words: int = 8) -> Iterator[Run]:
    """The changed runs and a few words on either side, the rest as an ellipsis."""
    for index, run in enumerate(runs):
        if run.sign is not Sign.KEPT:
            yield run
            continue
        tokens = re.findall(r"\S+\s*", run.words)
        head = tokens[:words] if index else []
        tail = tokens[-words:] if index < len(runs) - 1 else []
        if len(head) + len(tail) >= len(tokens):
            yield run
        else:
            yield Run(Sign.KEPT, "".join([*head, "… ", *tail]))


def _runs(tokens: Sequence[str], sign: Sign) -> list[Run]:
    return [Run(sign, "".join(tokens))] if tokens else []
