"""One result read in full, over the screen it was found on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from teleconseil.widgets.lookup import Line
from teleconseil.widgets.reader import Reader


class ReadingScreen(ModalScreen[None]):
    """An entry, an article or a past question; the arrows scroll, Échap goes back."""

    CSS_PATH = "lecture.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,ctrl+o,q", "dismiss", "Fermer"),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, panel: str, line: Line) -> None:
        super().__init__()
        self._panel = panel
        self._line = line

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Reader()
            yield Static("↑ ↓ défiler · Échap revenir", classes="aide")

    def on_mount(self) -> None:
        self.query_one(Reader).follow(self._panel, self._line, at_once=True)

    def action_scroll(self, step: int) -> None:
        self.query_one(Reader).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        reader = self.query_one(Reader)
        reader.scroll_relative(y=step * max(1, reader.size.height - 2), animate=False)
