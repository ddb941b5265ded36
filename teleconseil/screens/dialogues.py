"""Short questions that a gesture asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from teleconseil.desk.day_words import day_of
from teleconseil.errors import UsageProblem
from teleconseil.widgets.choice import Choice
from teleconseil.widgets.closing import Dialogue
from teleconseil.widgets.options import Options

T = TypeVar("T")


class NoteDialog(Dialogue[str | None]):
    """One line of text; None when it was closed without a word said."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Fermer")]

    def __init__(self, title: str, placeholder: str, typed: str = "") -> None:
        super().__init__()
        self._title = title
        self._placeholder = placeholder
        self._typed = typed

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(self._title, classes="titre", markup=False)
            yield Input(self._typed, placeholder=self._placeholder)
            yield Static("Entrée valider · Échap fermer", classes="aide")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


@dataclass(frozen=True, slots=True)
class HoldOrder:
    """What is awaited, and the day to come back to it (None: the deadline stays)."""

    note: str
    day: date | None


class HoldDialog(Dialogue[HoldOrder | None]):
    """What is awaited, and when to come back to it; Enter in either field is enough."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Fermer")]

    def __init__(self, title: str, today: date) -> None:
        super().__init__()
        self._title = title
        self._today = today

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(self._title, classes="titre", markup=False)
            yield Input(placeholder="ce qui est attendu, et de qui", id="attente-note")
            yield Input(
                placeholder="à reprendre : demain, vendredi, 28/11 ; vide : échéance inchangée",
                id="attente-jour",
            )
            yield Static("", id="attente-etat", markup=False)
            yield Static("Entrée valider · Tab le jour · Échap fermer", classes="aide")

    @on(Input.Submitted)
    def _submit(self) -> None:
        typed = self.query_one("#attente-jour", Input).value
        try:
            day = day_of(typed, self._today) if typed.strip() else None
        except UsageProblem as problem:
            self.query_one("#attente-etat", Static).update(str(problem))
            return
        self.dismiss(HoldOrder(self.query_one("#attente-note", Input).value, day))


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """Where a question goes, and what whoever takes it should know."""

    pole: str
    note: str


class ChoiceDialog(Dialogue[T | None]):
    """A choice and a line of words: the arrows choose while the words are typed.

    Subclasses compose an ``OptionList`` and an ``Input``, and say what both together mean.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Fermer")]

    def __init__(self, title: str, *, list_takes_focus: bool = False) -> None:
        super().__init__()
        self._title = title
        self._list_takes_focus = list_takes_focus

    def answer(self, index: int, words: str) -> T:
        """What is given back: the rank of the option, and the words as they were typed."""
        raise NotImplementedError

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.can_focus = self._list_takes_focus
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _submit(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.dismiss(self.answer(index, self.query_one(Input).value))

    def key_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()


class TransferDialog(ChoiceDialog[TransferOrder]):
    """The other pôle, and a note. With only one other pôle it is already chosen."""

    def __init__(self, title: str, poles: Sequence[Choice]) -> None:
        super().__init__(title, list_takes_focus=len(poles) > 1)
        self._poles = poles

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(self._title, classes="titre", markup=False)
            yield Options(
                *(Option(Content(pole.label), id=pole.value) for pole in self._poles), markup=False
            )
            yield Input(placeholder="Note pour qui la prendra")
            yield Static("↑ ↓ choisir le pôle · Entrée transférer · Échap fermer", classes="aide")

    def answer(self, index: int, words: str) -> TransferOrder:
        return TransferOrder(self._poles[index].value, words)


@dataclass(frozen=True, slots=True)
class Remark:
    """What an advisor says of an entry."""

    helpful: bool
    text: str


class RemarkDialog(ChoiceDialog[Remark]):
    """What is wrong with an entry, or that it helped; a few words say more."""

    _KINDS = (
        "Il manque quelque chose",
        "Quelque chose est faux ou n’est plus vrai",
        "Elle ne répond pas à la question",
        "Elle m’a bien aidé",
    )

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(f"« {self._title} »", classes="titre", markup=False)
            yield Options(*self._KINDS, markup=False)
            yield Input(placeholder="En quelques mots, pour qui la corrigera")
            yield Static("↑ ↓ choisir · Entrée envoyer · Échap fermer", classes="aide")

    def answer(self, index: int, words: str) -> Remark:
        helpful = index == len(self._KINDS) - 1
        return Remark(helpful, " : ".join(filter(None, (self._KINDS[index], words.strip()))))
