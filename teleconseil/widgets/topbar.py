"""The top line, always the same: the modes with their live counts, the running call, the time."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from teleconseil import commands, french
from teleconseil.widgets.desk import desk_of

MODES = (
    ("appel", "Appel", "Appel"),
    ("ecrit", "Écrit", "Écrit"),
    ("triage", "Triage", "Triage"),
    ("base", "Base", "Base"),
    ("adherents", "Adhérents", "Adhér."),
    ("statistiques", "Statistiques", "Stats"),
    ("atelier", "Atelier", "Atelier"),
)
"""Mode, its name, its name where there is little room."""


class TopBar(Widget):
    """One line: where one is, what waits, since when the caller talks, what time it is."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        desk = desk_of(self)
        for state in ("counts", "opening", "call_started", "workshop_count"):
            self.watch(desk, state, self._changed, init=False)
        self.set_interval(1.0, self._tick)

    def _changed(self) -> None:
        self.refresh()

    def _tick(self) -> None:
        if self.screen.is_current:
            self.refresh()

    def render(self) -> Content:
        """The fullest line that fits: names before gaps, the time before the date."""
        desk = desk_of(self)
        now, zone = desk.now(), desk.settings.zone
        right = desk.opening or french.day_and_clock(now, zone)
        for brand, short, gap, said in (
            (" téléconseil   ", False, "   ", right),
            (" téléconseil  ", False, "  ", right),
            (" ", False, "  ", right),
            (" ", True, "  ", right),
            (" ", True, "  ", french.clock(now, zone)),
            (" ", True, " ", ""),
        ):
            line = self._line(brand, short=short, gap=gap)
            room = self.size.width - line.cell_length - len(said) - 1
            if room >= 0:
                break
        return line.append(" " * max(0, room)).append(Content.styled(said, "$texte-discret"))

    def _line(self, brand: str, *, short: bool, gap: str) -> Content:
        line, self._places = Content.styled(brand, "bold $primary"), []
        for mode, name, short_name in MODES:
            tab = self._tab(mode, short_name if short else name)
            self._places.append((line.cell_length, line.cell_length + tab.cell_length, mode))
            line = line.append(tab).append(gap)
        return line

    def _tab(self, mode: str, name: str) -> Content:
        desk = desk_of(self)
        style = "bold underline $foreground" if mode == self._mode else "$texte-discret"
        tab = Content.styled(name, style)
        if mode == "appel" and desk.call_started is not None:
            elapsed = french.timer(desk.now() - desk.call_started)
            tab = tab.append(Content.styled(f" ☎ {elapsed}", "bold $accent"))
        if mode == "triage" and desk.counts.open:
            tab = tab.append(Content.styled(f" {french.number(desk.counts.open)}", "$primary"))
            if desk.counts.late:
                late = french.number(desk.counts.late)
                tab = tab.append(Content.styled(f" !{late}", "bold $error"))
        if mode == "atelier" and desk.workshop_count:
            tab = tab.append(Content.styled(f" {desk.workshop_count}", "$primary"))
        return tab

    async def on_click(self, event: events.Click) -> None:
        for start, end, mode in self._places:
            if start <= event.x < end:
                await self.run_action(commands.BY_NAME[mode].action())
                return
