"""The top line, always the same: the modes with their live counts, the running call, the time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from teleconseil import french
from teleconseil.domain import QueueCounts

if TYPE_CHECKING:
    from teleconseil.app import DeskApp

_TABS = (
    ("appel", "Appel"),
    ("ecrit", "Écrit"),
    ("triage", "Triage"),
    ("base", "Base"),
    ("adherents", "Adhérents"),
    ("statistiques", "Statistiques"),
    ("atelier", "Atelier"),
)


class TopBar(Widget):
    """One line: where one is, what waits, since when the caller talks, what time it is."""

    counts: reactive[QueueCounts] = reactive(QueueCounts())
    opening: reactive[str] = reactive("")
    minute: reactive[str] = reactive("")
    call: reactive[str] = reactive("")

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def on_mount(self) -> None:
        app = cast("DeskApp", self.app)
        self.watch(app, "counts", self._set_counts)
        self.watch(app, "opening", self._set_opening)
        self._tick()
        self.set_interval(1.0, self._tick)

    def _set_counts(self, counts: QueueCounts) -> None:
        self.counts = counts

    def _set_opening(self, opening: str) -> None:
        self.opening = opening

    def _tick(self) -> None:
        app = cast("DeskApp", self.app)
        now = app.now()
        self.minute = french.day_and_clock(now, app.settings.zone)
        self.call = _elapsed(app.call_started, now)

    def render(self) -> Content:
        left = [Content.styled(" téléconseil   ", "bold $primary")]
        narrow = self.size.width < 100
        for mode, label in _TABS:
            if narrow and mode in {"statistiques", "adherents"} and mode != self._mode:
                label = {"statistiques": "Stats", "adherents": "Adhér."}[mode]
            left.append(self._tab(mode, label))
            left.append(Content("  " if narrow else "   "))
        line = Content.assemble(*left)
        right = self.opening or ("" if narrow else self.minute)
        room = self.size.width - line.cell_length - 1
        if right and room > len(right):
            line = line.append(Content(" " * (room - Content(right).cell_length)))
            line = line.append(Content.styled(right, "$texte-discret"))
        return line

    def _tab(self, mode: str, label: str) -> Content:
        style = "bold underline $foreground" if mode == self._mode else "$texte-discret"
        parts = [Content.styled(label, style)]
        if mode == "appel" and self.call:
            parts.append(Content.styled(f" ☎ {self.call}", "bold $accent"))
        if mode == "triage" and self.counts.open:
            parts.append(Content.styled(f" {french.number(self.counts.open)}", "$primary"))
            if self.counts.late:
                parts.append(Content.styled(f" !{french.number(self.counts.late)}", "bold $error"))
        link = Style.from_meta({"@click": f"app.{mode}"})
        return Content.assemble(*parts).stylize(link)


def _elapsed(started: datetime | None, now: datetime) -> str:
    return french.timer(now - started) if started else ""
