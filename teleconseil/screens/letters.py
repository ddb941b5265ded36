"""Letters in the answer: filled from the question, then by hand, and copied for an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import TextArea

from teleconseil import commands, french
from teleconseil.desk.letters import left_to_fill
from teleconseil.domain import Question, QuestionSource
from teleconseil.errors import TeleconseilError
from teleconseil.kb.model import Entry
from teleconseil.kb.templates import fields, letter, places
from teleconseil.screens.searching import SearchingScreen
from teleconseil.widgets.clipboard import copy
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.fields import TextField

if TYPE_CHECKING:
    from teleconseil.services import Services


class LetterScreen(SearchingScreen):
    """Has an answer that a letter can go into; subclasses say which question it answers."""

    def __init__(self) -> None:
        super().__init__()
        self._acts_on_answer = (False, False)
        """Whether it can be copied, and has a field to go to."""

    # --- for subclasses

    def asked(self, services: Services) -> Question:
        """The question to be answered, logged or not.

        Raises:
            TeleconseilError: something that was typed about it means nothing.
        """
        raise NotImplementedError

    def shown_answer(self) -> str:
        """The answer as it is on the screen."""
        return self._answer.text

    # --- using a letter

    def entry_used(self, source: QuestionSource, entry: Entry) -> None:
        """A letter is filled from the question before it goes into the answer."""
        services = self.services
        if services is None or not letter(entry):
            super().entry_used(source, entry)
            return
        try:
            filled = services.fill_letter(entry, self.asked(services))
        except TeleconseilError as error:
            self.complain(error)
            return
        self.source_used(source, filled.text)
        self.say(f"« {entry.title} » : lettre reprise. {self._said_left(filled.missing)}")

    def action_champ_suivant(self) -> None:
        """Select the next field of the answer, so that what is typed takes its place."""
        area = self._answer
        left = places(area.text)
        if not left:
            self.say("Aucun champ ne reste à remplir dans la réponse.")
            return
        place = next((p for p in left if p.start >= area.offset_reached), left[0])
        self.close_panel()
        area.focus()
        area.select_between(place.start, place.end)
        self.say(f"{left_to_fill(fields(area.text))} Tapez par-dessus « {place.name} ».")

    def action_copier_reponse(self) -> None:
        """Copy the answer as it is; what is left to fill in it is said."""
        text = self.shown_answer()
        copy(self.app, text)
        left = fields(text)
        size = french.plural(len(text), "caractère")
        said = f" {self._said_left(left)}" if left else ""
        self.say(f"Réponse copiée, {size}.{said}", Tone.WARNING if left else Tone.DONE)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        can_copy, can_fill = self._acts()
        if action == commands.CopyAnswer.name:
            return can_copy
        if action == commands.NextField.name:
            return can_fill
        return super().check_action(action, parameters)

    @on(TextArea.Changed, "#reponse")
    def _follow_answer(self) -> None:
        acts = self._acts()
        if acts != self._acts_on_answer:
            self._acts_on_answer = acts
            self.refresh_bindings()

    @property
    def _answer(self) -> TextField:
        return self.query_one("#reponse", TextField)

    def _acts(self) -> tuple[bool, bool]:
        if not self.query("#reponse"):
            return False, False
        return bool(self.shown_answer().strip()), bool(places(self._answer.text))

    def _said_left(self, left: tuple[str, ...] | list[str]) -> str:
        """What is left to fill, and the key that goes there."""
        if not left:
            return "Rien ne reste à remplir : relisez-la."
        key = commands.NextField.shown_keys(self.desk.settings.keymap)[0]
        return f"{left_to_fill(left)} {key} pour y aller."
