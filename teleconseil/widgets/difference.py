"""What changed between two texts, word by word, in colour and readable without it."""

from __future__ import annotations

from textual.content import Content

from teleconseil.kb.texts.diff import Op, around, word_diff

_STYLES = {Op.KEPT: "", Op.REMOVED: "$error strike", Op.ADDED: "bold underline $success"}


def difference(before: str, after: str) -> Content:
    """Each change among a few words: what was taken out is struck, what was added underlined."""
    parts = around(word_diff(before, after))
    return Content.assemble(*((part.text, _STYLES[part.op]) for part in parts))
