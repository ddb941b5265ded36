"""What was found, by panel: entries, texts, past questions, the member's history.

The panel never takes the focus: the screen moves in it while one goes on typing. A new answer to a
longer question keeps the line that was chosen where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.lookup import ENTRIES, MEMBER, PANELS, PAST, TEXTS, Line
from teleconseil.widgets.result_list import ResultList
from teleconseil.widgets.tab_line import TabLine

_NOTHING = {
    ENTRIES: "Les fiches arrivent ici pendant que vous décrivez la question.",
    TEXTS: "Les articles des textes importés arrivent ici (teleconseil textes importer).",
    PAST: "Les questions voisines, déjà répondues, arrivent ici.",
    MEMBER: "Choisissez l’adhérent : ses dernières questions arrivent ici.",
}
_OPENING = "La recherche s’ouvre… Continuez de taper, les résultats arriveront ici."
_GAP = "  ·  "


class LivePanel(Vertical):
    """Tabs with counts, the list of the current one, and a line on how it was searched."""

    class Picked(Message):
        """A result was clicked twice, or chosen with Enter."""

        def __init__(self, panel: str, line: Line) -> None:
            super().__init__()
            self.panel = panel
            self.line = line

    class Moved(Message):
        """Another result is highlighted; None: there is none. ``by_hand``: someone moved to it."""

        def __init__(self, panel: str, line: Line | None, *, by_hand: bool = False) -> None:
            super().__init__()
            self.panel = panel
            self.line = line
            self.by_hand = by_hand

    def __init__(self, panels: Sequence[tuple[str, str]] = PANELS, *, id: str) -> None:
        super().__init__(id=id)
        self._panels = panels
        self._lines: dict[str, tuple[Line, ...]] = {}
        self._nothing: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        """By panel, the result that someone moved to: it keeps its place."""
        self._drawn: tuple[str, tuple[Line, ...]] = ("", ())
        """The panel and the results that are shown."""

    def compose(self) -> ComposeResult:
        yield TabLine(self._panels, id="volets-onglets")
        yield ResultList(id="volets-liste")
        yield Static(id="volets-vide", classes="vide", markup=False)
        yield Static(id="volets-etat", classes="discret", markup=False)

    def on_mount(self) -> None:
        self.watch(desk_of(self), "knowledge_version", self._show)

    @property
    def current(self) -> str:
        """The panel that is shown."""
        return self.query_one(TabLine).current

    # --- what is shown

    def show(
        self, panels: Mapping[str, tuple[Line, ...]], nothing: Mapping[str, str] | None = None
    ) -> None:
        """New results for some of the panels; ``nothing``: what an empty one says, by panel."""
        for name, lines in panels.items():
            self._lines[name] = _steady(lines, self._lines.get(name, ()), self._chosen.get(name))
            self._nothing[name] = (nothing or {}).get(name, "")
        self._show()

    def say(self, *parts: str) -> None:
        """The line at the bottom: as many of the parts as fit, the first ones first."""
        said, room = "", self.size.width - 3
        for part in filter(None, parts):
            longer = f"{said}{_GAP}{part}" if said else part
            if said and len(longer) > room:
                break
            said = longer
        self.query_one("#volets-etat", Static).update(said, layout=False)

    def clear(self) -> None:
        """Nothing was searched yet."""
        self._lines.clear()
        self._chosen.clear()
        self._nothing.clear()
        self._show()
        self.say()

    @property
    def line(self) -> Line | None:
        """The highlighted result of the current panel."""
        lines = self._lines.get(self.current, ())
        return lines[self.query_one(ResultList).chosen] if lines else None

    def lines(self, panel: str) -> tuple[Line, ...]:
        """The results of a panel, in the order in which they are shown."""
        return self._lines.get(panel, ())

    def best(self, panel: str) -> Line | None:
        """The first result of a panel, or the one that someone moved to."""
        lines = self.lines(panel)
        chosen = self._chosen.get(panel)
        return next((line for line in lines if line.ident == chosen), lines[0] if lines else None)

    # --- moving

    def move(self, step: int) -> None:
        """Highlight the next or the previous result."""
        if lines := self._lines.get(self.current, ()):
            results = self.query_one(ResultList)
            results.chosen = max(0, min(results.chosen + step, len(lines) - 1))
            self._keep()

    def turn(self, step: int) -> None:
        """Show the next or the previous panel."""
        self.query_one(TabLine).turn(step)

    @on(TabLine.Turned)
    def _turned(self, event: TabLine.Turned) -> None:
        event.stop()
        self._show()

    @on(ResultList.Clicked)
    def _clicked(self, event: ResultList.Clicked) -> None:
        event.stop()
        self._keep()
        if event.twice and (line := self.line):
            self.post_message(self.Picked(self.current, line))

    def _keep(self) -> None:
        """Someone moved to this result: it keeps its place."""
        if line := self.line:
            self._chosen[self.current] = line.ident
            self.post_message(self.Moved(self.current, line, by_hand=True))

    def _show(self) -> None:
        current = self.current
        lines = self._lines.get(current, ())
        tabs, results = self.query_one(TabLine), self.query_one(ResultList)
        tabs.counts = {name: len(found) for name, found in self._lines.items()}
        nothing = self.query_one("#volets-vide", Static)
        results.display, nothing.display = bool(lines), not lines
        if not lines and nothing.content != (said := self._said_when_empty(current)):
            nothing.update(said)
        if (current, lines) != self._drawn:
            self._drawn = (current, lines)
            idents = [line.ident for line in lines]
            chosen = self._chosen.get(current)
            results.show(lines, idents.index(chosen) if chosen in idents else 0)
            self.post_message(self.Moved(current, self.line))

    def _said_when_empty(self, panel: str) -> str:
        services = desk_of(self).services
        if panel in (ENTRIES, TEXTS) and (services is None or services.knowledge is None):
            return _OPENING
        return self._nothing.get(panel) or _NOTHING[panel]


def _steady(
    lines: tuple[Line, ...], before: tuple[Line, ...], chosen: str | None
) -> tuple[Line, ...]:
    """The new results, with the chosen one left on the row where it stands."""
    if chosen is None:
        return lines
    row = next((n for n, line in enumerate(before) if line.ident == chosen), None)
    if row is None:
        return lines
    kept = next((line for line in lines if line.ident == chosen), before[row])
    others = [line for line in lines if line.ident != chosen]
    return (*others[:row], kept, *others[row:])
