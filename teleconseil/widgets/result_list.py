"""The results of the live panel, drawn line by line: a key repaints them and lays out nothing.

Each result takes as many rows as it needs and a blank one. It never has the focus: one goes on
typing elsewhere while it is moved in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from teleconseil.widgets.lookup import Line
from teleconseil.widgets.result_lines import result_content

_KEPT = 200
"""Drawn results that are remembered: one more letter mostly brings the same ones."""


class ResultList(ScrollView, can_focus=False):
    """Results, one of which is chosen."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"results--chosen", "results--hover"}
    DEFAULT_CSS = """
    ResultList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;  /* or its coming would change the widths that bring it */
        & > .results--chosen { background: $champ; }
        & > .results--hover { background: $champ 60%; }
    }
    """

    chosen: reactive[int] = reactive(0, init=False)
    """Place of the chosen result; it always exists when there are results."""
    hover: reactive[int] = reactive(-1, init=False)

    class Clicked(Message):
        """A result was clicked; ``twice``: to use it."""

        def __init__(self, *, twice: bool) -> None:
            super().__init__()
            self.twice = twice

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._ends: list[int] = []
        """The row after each result, its blank one included."""
        self._drawn: dict[tuple[Line, int, str], list[Strip]] = {}

    def show(self, lines: Sequence[Line], chosen: int) -> None:
        """Show these results, the one at ``chosen`` being chosen."""
        self._lines = lines
        self.set_reactive(ResultList.chosen, chosen)
        self._measure()
        self._show_chosen()

    def _measure(self) -> None:
        self._ends = list(accumulate(len(self._strips(n)) + 1 for n in range(len(self._lines))))
        size = Size(self._room, self._ends[-1] if self._ends else 0)
        if size != self.virtual_size:
            # Set as such it would lay out the whole screen; only the scroll bar follows it.
            self.set_reactive(ResultList.virtual_size, size)
            self._scroll_update(size)
        self.refresh()

    # --- moving

    def watch_chosen(self) -> None:
        self._show_chosen()
        self.refresh()

    def _show_chosen(self) -> None:
        if not self._ends:
            return
        top = self._ends[self.chosen - 1] if self.chosen else 0
        bottom = self._ends[self.chosen]
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif bottom > self.scroll_offset.y + self.size.height:
            self.scroll_to(y=bottom - self.size.height, animate=False)

    def on_click(self, event: events.Click) -> None:
        place = self._place_at(event.y)
        if place is not None:
            self.chosen = place
            self.post_message(self.Clicked(twice=event.chain == 2))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        place = self._place_at(event.y)
        self.hover = -1 if place is None else place

    def on_leave(self) -> None:
        self.hover = -1

    def _place_at(self, y: int) -> int | None:
        place = bisect_right(self._ends, y + self.scroll_offset.y)
        return place if place < len(self._lines) else None

    # --- drawing

    def on_resize(self) -> None:
        self._measure()
        self._show_chosen()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn.clear()

    @property
    def _room(self) -> int:
        """Cells for a result."""
        return max(24, self.size.width)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        place = self._place_at(y)
        if place is None:
            return Strip.blank(width, self.visual_style.rich_style)
        strips = self._strips(place)
        row = y + self.scroll_offset.y - (self._ends[place - 1] if place else 0)
        if row >= len(strips):
            return Strip.blank(width, self.visual_style.rich_style)
        return strips[row]

    def _strips(self, place: int) -> list[Strip]:
        state = "chosen" if place == self.chosen else "hover" if place == self.hover else ""
        key = (self._lines[place], self._room, state)
        known = self._drawn.get(key)
        if known is None:
            if len(self._drawn) >= _KEPT:
                self._drawn.clear()
            known = self._drawn[key] = self._draw(*key)
        return known

    def _draw(self, line: Line, width: int, state: str) -> list[Strip]:
        style = self.get_visual_style(f"results--{state}") if state else self.visual_style
        room = width - 2
        content = result_content(line, room, chosen=state == "chosen")
        strips = Visual.to_strips(self, content, room, None, style, pad=True, apply_selection=False)
        margin = Strip.blank(1, style.rich_style)
        return [
            Strip.join([margin, strip.adjust_cell_length(room, style.rich_style), margin])
            for strip in strips
        ]
