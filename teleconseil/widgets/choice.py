"""Choosing one thing among a few, by any part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from teleconseil.text import fold
from teleconseil.widgets.closing import Dialogue
from teleconseil.widgets.options import Options


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing that can be chosen."""

    value: str
    label: str
    indent: bool = False


class ChoiceDialog(Dialogue[str | None]):
    """A list that narrows as one types; gives the value chosen, None when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Fermer"),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("up", "move(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, choices: Sequence[Choice], current: str | None = None) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(self._title, classes="titre", markup=False)
            yield Input(placeholder="Quelques lettres…", id="filtre")
            yield Options(id="choix", markup=False)
            yield Static("Entrée choisir · Échap fermer", classes="aide")

    def on_mount(self) -> None:
        self._show("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _submit(self) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + step) % options.option_count

    def _show(self, typed: str) -> None:
        words = fold(typed).split()
        kept = [c for c in self._choices if all(w in fold(f"{c.label} {c.value}") for w in words)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(
            Option(Content(("  " if c.indent and not words else "") + c.label), id=c.value)
            for c in kept
        )
        values = [c.value for c in kept]
        if kept:
            options.highlighted = values.index(self._current) if self._current in values else 0


class ChoiceField(Widget, can_focus=True):
    """One line that shows what is chosen; Enter, Space or a click asks to choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,down", "choose", "Choisir", show=False)
    ]

    value: reactive[str | None] = reactive(None)
    proposed: reactive[bool] = reactive(False)
    """What is shown was proposed from the words, not chosen."""

    class Asked(Message):
        """Someone wants to choose."""

        def __init__(self, field: ChoiceField) -> None:
            super().__init__()
            self.field = field

        @property
        def control(self) -> ChoiceField:
            return self.field

    def __init__(self, label_of: Callable[[str | None], str], empty: str, *, id: str) -> None:
        super().__init__(id=id)
        self._label_of = label_of
        self._empty = empty

    def render(self) -> Content:
        label = self._label_of(self.value)
        if not label:
            return Content.styled(self._empty, "$texte-discret")
        word = "proposé" if self.proposed else ""
        shown = Content(label).truncate(self.size.width - len(word) - 1, ellipsis=True)
        gap = " " * (self.size.width - shown.cell_length - len(word))
        return Content.assemble(shown, gap, (word, "$texte-discret"))

    def action_choose(self) -> None:
        self.post_message(self.Asked(self))

    def on_click(self, event: Click) -> None:
        event.stop()
        self.action_choose()
