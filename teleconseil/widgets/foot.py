"""The bottom of every screen: one line for what was just said, one for what can be done here."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from teleconseil import commands
from teleconseil.widgets.desk import Said, Tone, desk_of

_GLYPHS = {Tone.DONE: "●", Tone.WARNING: "▲", Tone.ERROR: "■"}
_MOST = 7
_GAP, _NARROW_GAP = "   ", "  "


class MessageLine(Static):
    """A rule; what is said stands in it, so that nothing moves. A long message takes more lines."""

    def on_mount(self) -> None:
        desk = desk_of(self)
        self.watch(desk, "said", self._say)

    def on_resize(self) -> None:
        self._say(desk_of(self).said)

    def on_click(self) -> None:
        desk_of(self).hush()

    def _say(self, said: Said | None) -> None:
        self.set_class(said is not None and said.tone is Tone.ERROR, "-error")
        width = self.size.width
        if said is None:
            self.update(Content.styled("─" * width, "$filet"))
            return
        colour = {Tone.DONE: "$success", Tone.WARNING: "$warning", Tone.ERROR: "$error"}[said.tone]
        glyph = _GLYPHS[said.tone]
        text = Content.assemble(
            ("── ", "$filet"), (f"{glyph} ", colour), (said.text, f"bold {colour}")
        )
        room = width - text.cell_length - 1
        if room > 0:
            text = text.append(Content.styled(" " + "─" * room, "$filet"))
        self.update(text)


class ActBar(Widget):
    """At most seven acts that are possible here and now, the main one first; a click does them."""

    def __init__(self, here: tuple[type[commands.Command], ...]) -> None:
        super().__init__()
        self._here = here
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _: Screen[object]) -> None:
        self.refresh()

    def render(self) -> Content:
        acts = [(command, self._act(command)) for command in self._possible()]
        width = self.size.width
        gap = _GAP if _length(acts, _GAP) <= width else _NARROW_GAP
        while _length(acts, gap) > width and len(acts) > 2:
            del acts[-2]  # the help stays, last
        line, self._places = Content(" "), []
        for command, act in acts:
            start = line.cell_length
            line = line.append(act).append(gap)
            self._places.append((start, start + act.cell_length, command.action()))
        return line

    def _act(self, command: type[commands.Command]) -> Content:
        shown = command.shown_keys(desk_of(self).settings.keymap)[0]
        return Content.assemble((shown, "bold $accent"), (f" {command.label}", "$foreground"))

    def _possible(self) -> list[type[commands.Command]]:
        check = self.screen.check_action
        acts = [c for c in self._here if c.label and check(c.name, ()) is True]
        return [*acts[: _MOST - 1], commands.Help]

    async def on_click(self, event: events.Click) -> None:
        for start, end, action in self._places:
            if start <= event.x < end:
                await self.screen.run_action(action)
                return


def _length(acts: Sequence[tuple[object, Content]], gap: str) -> int:
    return 1 + sum(act.cell_length for _, act in acts) + len(gap) * (len(acts) - 1)


class Foot(Vertical):
    """Both lines, above whatever the body shows: a message never moves the body."""

    def __init__(self, here: tuple[type[commands.Command], ...]) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        yield MessageLine()
        yield ActBar(self._here)
