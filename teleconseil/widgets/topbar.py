"""The top line, always the same: the modes with their live counts, the running call, the time."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from teleconseil import french
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
_WIDE = 112


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
        wide = self.size.width >= _WIDE
        line = Content.styled(" téléconseil   " if wide else " ", "bold $primary")
        self._places = []
        for mode, name, short in MODES:
            tab = self._tab(mode, name if wide else short)
            self._places.append((line.cell_length, line.cell_length + tab.cell_length, mode))
            line = line.append(tab).append("   " if wide else "  ")
        return self._with_right_side(line)

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

    def _with_right_side(self, line: Content) -> Content:
        desk = desk_of(self)
        now, zone = desk.now(), desk.settings.zone
        for right in (desk.opening, french.day_and_clock(now, zone), french.clock(now, zone)):
            room = self.size.width - line.cell_length - len(right) - 1
            if right and room >= 0:
                return line.append(" " * room).append(Content.styled(right, "$texte-discret"))
        return line

    async def on_click(self, event: events.Click) -> None:
        for start, end, mode in self._places:
            if start <= event.x < end:
                await self.run_action(f"app.{mode}")
                return
