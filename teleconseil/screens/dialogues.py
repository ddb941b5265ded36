"""Short questions that a gesture asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from teleconseil.desk.day_words import day_of
from teleconseil.errors import UsageProblem
from teleconseil.widgets.choice import Choice


class NoteDialog(ModalScreen[str | None]):
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


class HoldDialog(ModalScreen[HoldOrder | None]):
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


class TransferDialog(ModalScreen[TransferOrder | None]):
    """The other pôle, and a note. With only one other pôle it is already chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Fermer")]

    def __init__(self, title: str, poles: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._poles = poles

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(self._title, classes="titre", markup=False)
            yield OptionList(
                *(Option(Content(pole.label), id=pole.value) for pole in self._poles), markup=False
            )
            yield Input(placeholder="Note pour qui la prendra")
            yield Static("↑ ↓ choisir le pôle · Entrée transférer · Échap fermer", classes="aide")

    def on_mount(self) -> None:
        poles = self.query_one(OptionList)
        poles.highlighted = 0
        poles.can_focus = len(self._poles) > 1
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _submit(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None:
            note = self.query_one(Input).value
            self.dismiss(TransferOrder(self._poles[index].value, note))

    def key_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()


@dataclass(frozen=True, slots=True)
class Remark:
    """What an advisor says of an entry."""

    helpful: bool
    text: str


class RemarkDialog(ModalScreen[Remark | None]):
    """What is wrong with an entry, or that it helped; a few words say more."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Fermer")]

    _KINDS = (
        "Il manque quelque chose",
        "Quelque chose est faux ou n’est plus vrai",
        "Elle ne répond pas à la question",
        "Elle m’a bien aidé",
    )

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(f"« {self._title} »", classes="titre", markup=False)
            yield OptionList(*self._KINDS, markup=False)
            yield Input(placeholder="En quelques mots, pour qui la corrigera")
            yield Static("↑ ↓ choisir · Entrée envoyer · Échap fermer", classes="aide")

    def on_mount(self) -> None:
        kinds = self.query_one(OptionList)
        kinds.highlighted = 0
        kinds.can_focus = False
        self.query_one(Input).focus()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _submit(self) -> None:
        kind = self.query_one(OptionList).highlighted or 0
        helpful = kind == len(self._KINDS) - 1
        words = self.query_one(Input).value.strip()
        self.dismiss(Remark(helpful, " : ".join(filter(None, (self._KINDS[kind], words)))))

    def key_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()
