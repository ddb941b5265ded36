"""What is chosen, read in full: an entry, an article, a past question."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from teleconseil.errors import TeleconseilError
from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.lookup import Line, Reading, reading

_MOVING_S = 0.12
_TYPING_S = 0.5
"""Laying out an entry takes a quarter of a second: not between two keys of who is still typing."""


class Reader(VerticalScroll):
    """Shows what ``follow`` names, a moment later, so that a list and typing stay quick.

    Markdown is imported and mounted the first time something is read.
    """

    class Read(Message):
        """What is to be shown."""

        def __init__(self, found: Reading) -> None:
            super().__init__()
            self.found = found

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, can_focus=False)
        self._pause: Timer | None = None
        self.found: Reading | None = None
        """What is shown."""

    def compose(self) -> ComposeResult:
        yield Static(classes="lecture-titre", markup=False)
        yield Static(classes="lecture-texte", markup=False)

    def follow(
        self, panel: str, line: Line | None, *, at_once: bool = False, typing: bool = False
    ) -> None:
        """Show this result, if the reader is visible; ``typing``: it came while someone types."""
        if self._pause is not None:
            self._pause.stop()
        if line is None or not self.is_on_screen:
            return
        if self.found is not None and line.ident == self.found.ident:
            return
        if at_once:
            self._read(panel, line)
        else:
            pause = _TYPING_S if typing else _MOVING_S
            self._pause = self.set_timer(pause, lambda: self._read(panel, line))

    @property
    def is_on_screen(self) -> bool:
        return self.display and self.styles.display != "none"

    @work(thread=True, exclusive=True, group="reader")
    def _read(self, panel: str, line: Line) -> None:
        services = desk_of(self).services
        if services is None:
            return
        try:
            found = reading(services, panel, line)
        except TeleconseilError as error:
            found = Reading(line.ident, line.title, "", str(error))
        if not get_current_worker().is_cancelled:
            self.post_message(self.Read(found))

    async def on_reader_read(self, message: Read) -> None:
        await self.show(message.found)

    async def show(self, found: Reading) -> None:
        """Show this, from its beginning."""
        self.found = found
        self.query_one(".lecture-titre", Static).update(
            Content.assemble((found.title, "bold"), "\n", (found.subtitle, "$texte-discret"))
        )
        plain = self.query_one(".lecture-texte", Static)
        plain.update("" if found.is_markdown else Content(found.text))
        await self._show_markdown(found.text if found.is_markdown else "")
        self.scroll_home(animate=False)

    async def _show_markdown(self, text: str) -> None:
        from textual.widgets import Markdown

        shown = self.query(Markdown)
        if not shown and text:
            await self.mount(Markdown(text, open_links=False))
        elif shown:
            await shown.first().update(text)
