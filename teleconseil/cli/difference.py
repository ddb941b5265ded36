"""A word-by-word difference on a terminal, with only the words around what changed."""

from __future__ import annotations

from rich.text import Text

from teleconseil.kb.texts.diff import Op, around, word_diff
from teleconseil.text import clean_line

_STYLES = {Op.KEPT: "", Op.REMOVED: "red strike", Op.ADDED: "green bold"}
_MARKS = {Op.KEPT: ("", ""), Op.REMOVED: ("[-", "-]"), Op.ADDED: ("{+", "+}")}


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
