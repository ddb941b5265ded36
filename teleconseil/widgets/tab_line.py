"""One line of tabs with counts, without boxes; a click or the screen's keys turn it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from teleconseil import french


class TabLine(Widget):
    """Tabs; ``current`` is the key of the one that is shown."""

    current: reactive[str] = reactive("")
    counts: reactive[Mapping[str, int]] = reactive({})
    """Count of each tab that has one."""

    class Turned(Message):
        """Another tab is shown."""

        def __init__(self, line: TabLine, key: str) -> None:
            super().__init__()
            self.line = line
            self.key = key

        @property
        def control(self) -> TabLine:
            return self.line

    def __init__(
        self,
        tabs: Sequence[tuple[str, str]],
        *,
        current: str = "",
        alarms: frozenset[str] = frozenset(),
        short: Mapping[str, str] | None = None,
        id: str | None = None,
    ) -> None:
        """``alarms``: tabs whose count is a warning as soon as it is not zero.

        ``short``: labels for where the whole ones do not fit.
        """
        super().__init__(id=id)
        self._tabs = tuple(tabs)
        self._alarms = alarms
        self._short = short or {}
        self._places: list[tuple[int, int, str]] = []
        self.set_reactive(TabLine.current, current or self._tabs[0][0])

    def offer(self, tabs: Sequence[tuple[str, str]]) -> None:
        """Other tabs; the first is shown if the current one is not among them."""
        self._tabs = tuple(tabs)
        if self.current not in {key for key, _ in tabs}:
            self.current = tabs[0][0]
        self.refresh()

    def turn(self, step: int) -> None:
        """Show the next or the previous tab."""
        keys = [key for key, _ in self._tabs]
        self.current = keys[(keys.index(self.current) + step) % len(keys)]

    def watch_current(self, current: str) -> None:
        self.post_message(self.Turned(self, current))

    def render(self) -> Content:
        line, self._places = Content(" "), []
        tabs, gap = self._fitting()
        for key, tab in tabs:
            self._places.append((line.cell_length, line.cell_length + tab.cell_length, key))
            line = line.append(tab).append(gap)
        return line

    def _fitting(self) -> tuple[list[tuple[str, Content]], str]:
        """The tabs as wide as there is room for, and what stands between them."""
        whole = [(key, self._tab(key, label)) for key, label in self._tabs]
        short = [(key, self._tab(key, self._short.get(key, label))) for key, label in self._tabs]
        for tabs, gap in ((whole, "   "), (whole, "  "), (short, "   ")):
            if 1 + sum(tab.cell_length + len(gap) for _, tab in tabs) <= self.size.width:
                return tabs, gap
        return short, "  "

    def _tab(self, key: str, label: str) -> Content:
        here = key == self.current
        tab = Content.styled(label, "bold underline $foreground" if here else "$texte-discret")
        count = self.counts.get(key, 0)
        if not count:
            return tab
        colour = "bold $error" if key in self._alarms else "$primary"
        return tab.append(Content.styled(f" {french.number(count)}", colour))

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._places:
            if start <= event.x < end:
                self.current = key
                return
