"""A word-by-word difference on a terminal, with only the words around what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.text import Text

from teleconseil.kb.texts.diff import DiffPart, Op, word_diff
from teleconseil.text import clean_line

_STYLES = {Op.KEPT: "", Op.REMOVED: "red strike", Op.ADDED: "green bold"}
_MARKS = {Op.KEPT: ("", ""), Op.REMOVED: ("[-", "-]"), Op.ADDED: ("{+", "+}")}
_AROUND = 8


def difference(before: str, after: str) -> Text:
    """What was taken out « [-so-] », what was added « {+so+} », readable without colour too."""
    text = Text()
    for part in around(word_diff(before, after)):
        words = clean_line(part.text)
        if not words:
            continue
        opening, closing = _MARKS[part.op]
        text.append(f"{opening}{words}{closing}", style=_STYLES[part.op])
        text.append(" ")
    return text


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
