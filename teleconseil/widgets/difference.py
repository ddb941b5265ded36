"""What changed between two texts, word by word, in colour and readable without it."""

from __future__ import annotations

from textual.content import Content

from teleconseil.kb.texts.diff import Op, around, word_diff

_STYLES = {Op.KEPT: "", Op.REMOVED: "$error strike", Op.ADDED: "bold underline $success"}


def difference(before: str, after: str) -> Content:
    """Each change among a few words: what was taken out is struck, what was added underlined."""
    shown = Content("")
    for part in around(word_diff(before, after)):
        if part.op is Op.ADDED and shown and not shown.plain[-1].isspace():
            shown = shown.append(" ")
        shown = shown.append(Content.styled(part.text, _STYLES[part.op]))
    return shown
