"""The bottom of every screen: one line for what was just said, one for what can be done here."""

from __future__ import annotations

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
        keymap = desk_of(self).settings.keymap
        line, self._places = Content(" "), []
        for command in self._possible():
            shown = command.shown_keys(keymap)[0]
            act = Content.assemble((shown, "bold $accent"), (f" {command.label}", "$foreground"))
            if line.cell_length + act.cell_length + 1 > self.size.width:
                break
            start = line.cell_length
            line = line.append(act).append("   ")
            self._places.append((start, start + act.cell_length, command.name))
        return line

    def _possible(self) -> list[type[commands.Command]]:
        check = self.screen.check_action
        acts = [c for c in self._here if c.label and check(c.name, ()) is True]
        return [*acts[: _MOST - 1], commands.Help]

    async def on_click(self, event: events.Click) -> None:
        for start, end, name in self._places:
            if start <= event.x < end:
                everywhere = name in commands.EVERYWHERE_NAMES
                await self.run_action(f"app.{name}" if everywhere else f"screen.{name}")
                return


class Foot(Vertical):
    """Both lines, above whatever the body shows: a message never moves the body."""

    def __init__(self, here: tuple[type[commands.Command], ...]) -> None:
        super().__init__()
        self._here = here

    def compose(self) -> ComposeResult:
        yield MessageLine()
        yield ActBar(self._here)
