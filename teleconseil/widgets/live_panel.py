"""What was found, by panel: entries, texts, past questions, the member's history.

The panel never takes the focus: the screen moves in it while one goes on typing. A new answer to a
longer question keeps the line that was chosen where it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from teleconseil.kb.model import Freshness, Repair, Snippet
from teleconseil.widgets.lookup import ENTRIES, MEMBER, PANELS, PAST, TEXTS, Line
from teleconseil.widgets.tab_line import TabLine

_STATE_STYLE = {
    Freshness.VERIFIED: "$success",
    Freshness.OVERDUE: "$warning",
    Freshness.CHANGED: "$error",
    Freshness.UNVALIDATED: "$texte-discret",
}


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
        self._chosen: dict[str, str] = {}
        """By panel, the result that someone moved to: it keeps its place."""
        self._drawn: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield TabLine(self._panels, id="volets-onglets")
        yield _Results(id="volets-liste", markup=False)
        yield Static(id="volets-vide", classes="vide", markup=False)
        yield Static(id="volets-etat", classes="discret", markup=False)

    def on_mount(self) -> None:
        self._show()

    @property
    def current(self) -> str:
        """The panel that is shown."""
        return self.query_one(TabLine).current

    # --- what is shown

    def show(self, panels: Mapping[str, tuple[Line, ...]]) -> None:
        """New results for some of the panels."""
        for name, lines in panels.items():
            self._lines[name] = _steady(lines, self._lines.get(name, ()), self._chosen.get(name))
        self._show()

    def say(self, text: str, repairs: Sequence[Repair] = ()) -> None:
        """The line at the bottom: which words were read otherwise, how many texts, how fast."""
        read = [f"« {repair.typed} » lu « {repair.read} »" for repair in repairs[:3]]
        self.query_one("#volets-etat", Static).update("  ·  ".join([*read, text] if text else read))

    def clear(self) -> None:
        """Nothing was searched yet."""
        self._lines.clear()
        self._chosen.clear()
        self._show()
        self.say("")

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

    def _show(self) -> None:
        current = self.current
        lines = self._lines.get(current, ())
        width = max(24, self.size.width - 5)
        tabs = self.query_one(TabLine)
        tabs.counts = {name: len(found) for name, found in self._lines.items()}
        drawn = (current, lines, width)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        options = self.query_one(OptionList)
        with self.prevent(OptionList.OptionHighlighted):
            options.set_options(Option(_content(line, width)) for line in lines)
            if lines:
                idents = [line.ident for line in lines]
                chosen = self._chosen.get(current)
                options.highlighted = idents.index(chosen) if chosen in idents else 0
        options.display = bool(lines)
        nothing = self.query_one("#volets-vide", Static)
        nothing.display = not lines
        nothing.update(_NOTHING.get(current, ""))
        self.post_message(self.Moved(current, self.line))


class _Results(OptionList, can_focus=False):
    """The list: one goes on typing elsewhere while it is moved in."""


_NOTHING = {
    ENTRIES: "Les fiches arrivent ici pendant que vous décrivez la question.",
    TEXTS: "Les articles des textes importés arrivent ici (teleconseil textes importer).",
    PAST: "Les questions voisines, déjà répondues, arrivent ici.",
    MEMBER: "Choisissez l’adhérent : ses dernières questions arrivent ici.",
}


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


def _content(line: Line, width: int) -> Content:
    title = Content(_cut(line.title, width - 3)).stylize("bold")
    if state := line.freshness:
        gap = " " * max(1, width - title.cell_length - 1)
        title = Content.assemble(title, gap, (state.glyph, _STATE_STYLE[state]))
    lines = [title, *passage_lines(line.passage, width, 2)]
    source = _cut(line.source, max(10, width - len(line.warning) - 2))
    if source or line.warning:
        gap = " " * max(2, width - Content(source).cell_length - len(line.warning))
        lines.append(Content.styled(f"{source}{gap}{line.warning}", "$texte-discret"))
    return Content("\n").join([*lines, Content("")])


def passage_lines(passage: Snippet, width: int, most: int) -> list[Content]:
    """A passage in a dim tone with the matched words lifted, on so many lines at most."""
    text = passage.text.replace("\n", " ")
    content = Content(text).stylize("$texte-discret")
    for start, end in passage.marks:
        content = content.stylize("bold $marque", start, end)
    lines = content.wrap(width) if text else []
    if len(lines) > most:
        last = lines[most - 1].rstrip()
        lines[most - 1] = last.truncate(width - 1).append(Content.styled("…", "$texte-discret"))
    return lines[:most]


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(1, width - 1)] + "…"
