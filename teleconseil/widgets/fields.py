"""Text fields that take whatever is pasted into them."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from teleconseil import french
from teleconseil.text import clean
from teleconseil.widgets.desk import Tone, desk_of

MOST_CHARACTERS = 20_000
"""A question or an answer has some hundreds; a pasted book would stop the typing."""


class TextField(TextArea):
    """Several lines. Tab goes to the next field; what is pasted is cleaned, and cut if huge."""

    def __init__(self, *, id: str, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder, tab_behavior="focus", soft_wrap=True)
        self.highlight_cursor_line = False

    async def _on_paste(self, event: events.Paste) -> None:
        text = clean(event.text)
        room = max(0, MOST_CHARACTERS - len(self.text))
        if len(text) > room:
            desk_of(self).say(
                f"Texte collé trop long : gardé jusqu’à {french.number(room)} caractères.",
                Tone.WARNING,
            )
        await super()._on_paste(events.Paste(text[:room]))
        event.stop()
        event.prevent_default()
