"""What was found, by panel: entries, texts, past questions, the member's history.

The panel never takes the focus: the screen moves in it while one goes on typing. A new answer to a
longer question keeps the line that was chosen where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.lookup import ENTRIES, MEMBER, PANELS, PAST, TEXTS, Line
from teleconseil.widgets.result_lines import result_content
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
        """Another result is highlighted; None: there is none."""

        def __init__(self, panel: str, line: Line | None) -> None:
            super().__init__()
            self.panel = panel
            self.line = line

    def __init__(self, panels: Sequence[tuple[str, str]] = PANELS, *, id: str) -> None:
        super().__init__(id=id)
        self._panels = panels
        self._lines: dict[str, tuple[Line, ...]] = {}
        self._nothing: dict[str, str] = {}
        self._chosen: dict[str, str] = {}
        """By panel, the result that someone moved to: it keeps its place."""
        self._drawn: tuple[object, ...] = ()
        self._marked = 0
        """Place of the result that has the sign of the chosen one."""

    def compose(self) -> ComposeResult:
        yield TabLine(self._panels, id="volets-onglets")
        yield _Results(id="volets-liste", markup=False)
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
        self.query_one("#volets-etat", Static).update(said)

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
        options, lines = self.query_one(OptionList), self._lines.get(self.current, ())
        index = options.highlighted
        return lines[index] if index is not None and index < len(lines) else None

    def best(self, panel: str) -> Line | None:
        """The first result of a panel, or the one that someone moved to."""
        lines = self._lines.get(panel, ())
        chosen = self._chosen.get(panel)
        return next((line for line in lines if line.ident == chosen), lines[0] if lines else None)

    # --- moving

    def move(self, step: int) -> None:
        """Highlight the next or the previous result."""
        options = self.query_one(OptionList)
        if options.option_count:
            at = options.highlighted or 0
            options.highlighted = max(0, min(at + step, options.option_count - 1))
            self._keep()

    def turn(self, step: int) -> None:
        """Show the next or the previous panel."""
        self.query_one(TabLine).turn(step)

    @on(TabLine.Turned)
    def _turned(self, event: TabLine.Turned) -> None:
        event.stop()
        self._show()

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._mark(event.option_index)
        self.post_message(self.Moved(self.current, self.line))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._keep()

    def on_click(self, event: Click) -> None:
        line = self.line
        if event.chain == 2 and line is not None:
            self.post_message(self.Picked(self.current, line))

    def _keep(self) -> None:
        if line := self.line:
            self._chosen[self.current] = line.ident

    def on_resize(self) -> None:
        self._show()

    @property
    def _width(self) -> int:
        """Cells for a result; one is for the scrollbar, that nothing move when it comes."""
        return max(24, self.size.width - 5)

    def _show(self) -> None:
        current = self.current
        lines = self._lines.get(current, ())
        tabs = self.query_one(TabLine)
        tabs.counts = {name: len(found) for name, found in self._lines.items()}
        nothing = self.query_one("#volets-vide", Static)
        nothing.display = not lines
        nothing.update(self._said_when_empty(current))
        drawn = (current, lines, self._width)
        if drawn != self._drawn:
            self._drawn = drawn
            self._fill(lines)
            self.post_message(self.Moved(current, self.line))

    def _fill(self, lines: Sequence[Line]) -> None:
        options = self.query_one(OptionList)
        idents = [line.ident for line in lines]
        chosen = self._chosen.get(self.current)
        at = idents.index(chosen) if chosen in idents else 0
        with self.prevent(OptionList.OptionHighlighted):
            options.set_options(
                Option(result_content(line, self._width, chosen=n == at))
                for n, line in enumerate(lines)
            )
            options.highlighted = at if lines else None
        self._marked = at
        options.display = bool(lines)

    def _mark(self, index: int) -> None:
        """Move the sign of the chosen result."""
        lines, options = self._lines.get(self.current, ()), self.query_one(OptionList)
        for n in {index, self._marked}:
            if n < len(lines):
                content = result_content(lines[n], self._width, chosen=n == index)
                options.replace_option_prompt_at_index(n, content)
        self._marked = index

    def _said_when_empty(self, panel: str) -> str:
        if panel in (ENTRIES, TEXTS) and not desk_of(self).knowledge_version:
            return _OPENING
        return self._nothing.get(panel) or _NOTHING[panel]


class _Results(OptionList, can_focus=False):
    """The list: one goes on typing elsewhere while it is moved in."""


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
