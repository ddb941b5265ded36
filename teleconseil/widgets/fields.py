"""Text fields that take whatever is pasted into them."""

from __future__ import annotations

from textual import events
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Document, Selection

from teleconseil import french
from teleconseil.text import clean, clean_line
from teleconseil.widgets.desk import Tone, desk_of

MOST_CHARACTERS = 20_000
"""A question or an answer has some hundreds; a pasted book would stop the typing."""
MOST_IN_A_LINE = 500


class TextField(TextArea):
    """Several lines. Tab goes to the next field; what is pasted is cleaned, and cut if huge."""

    def __init__(self, *, id: str, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder, tab_behavior="focus", soft_wrap=True)
        self.highlight_cursor_line = False

    @property
    def offset_reached(self) -> int:
        """How many characters stand before the end of the selection, or before the cursor."""
        return self._document().get_index_from_location(max(self.selection))

    def select_between(self, start: int, end: int) -> None:
        """Select these characters, and show them."""
        location = self._document().get_location_from_index
        self.selection = Selection(location(start), location(end))
        self.scroll_cursor_visible()

    def _document(self) -> Document:
        assert isinstance(self.document, Document), "a text area edits a plain document"
        return self.document

    async def _on_paste(self, event: events.Paste) -> None:
        room = max(0, MOST_CHARACTERS - len(self.text))
        await super()._on_paste(events.Paste(_cut(self, clean(event.text), room)))
        event.stop()
        event.prevent_default()


class LineField(Input):
    """One line; several that are pasted become one."""

    def _on_paste(self, event: events.Paste) -> None:
        room = max(0, MOST_IN_A_LINE - len(self.value))
        super()._on_paste(events.Paste(_cut(self, clean_line(event.text), room)))
        event.stop()
        event.prevent_default()


def _cut(field: Widget, text: str, room: int) -> str:
    """As much of the pasted text as there is room for; the rest is said to be missing."""
    if len(text) > room:
        said = f"Texte collé trop long : ses {french.number(room)} premiers caractères sont gardés."
        desk_of(field).say(said, Tone.WARNING)
    return text[:room]
