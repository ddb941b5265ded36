"""Logging what the call form holds, and taking that back: written in a thread, answered for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.timer import Timer

from teleconseil import commands, french
from teleconseil.domain import Question, SearchLogEntry, Status
from teleconseil.errors import TeleconseilError
from teleconseil.screens.capture_form import FormState, to_call
from teleconseil.screens.desk_screen import WRITE
from teleconseil.screens.dialogues import TransferOrder
from teleconseil.screens.letters import LetterScreen
from teleconseil.widgets.desk import Tone

if TYPE_CHECKING:
    from teleconseil.services import Services

UNDO_S = 10.0


@dataclass(frozen=True, slots=True)
class Order:
    """What to log, and how."""

    state: FormState
    status: Status
    duration_s: int | None
    transfer: TransferOrder | None = None
    searched: SearchLogEntry | None = None
    """What was looked up for it, for the editors."""


class LoggingScreen(LetterScreen):
    """Writes the form to the database and offers for ten seconds to take it back."""

    class Logged(Message):
        """The contact is in the database; ``trouble`` is what could not be done besides."""

        def __init__(
            self, question: Question, order: Order, trouble: TeleconseilError | None
        ) -> None:
            super().__init__()
            self.question = question
            self.order = order
            self.trouble = trouble

    class Refused(Message):
        """The database did not take it; the form is as it was."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    class TakenBack(Message):
        """A contact that was just logged is open again, under the same reference."""

        def __init__(self, state: FormState) -> None:
            super().__init__()
            self.state = state

    def __init__(self) -> None:
        super().__init__()
        self._undoable: tuple[Question, FormState] | None = None
        self._undo_timer: Timer | None = None
        self._saving = False

    # --- for subclasses

    def logged(self, state: FormState) -> None:
        """That form is in the database: its draft can go, the next one can come."""
        raise NotImplementedError

    def taken_back(self, state: FormState) -> None:
        """That form is to be corrected."""
        raise NotImplementedError

    def show_missing(self, field: str) -> None:
        """The form lacks that field."""
        raise NotImplementedError

    # --- logging

    def log_form(self, order: Order) -> None:
        """Write the form; the answer comes as a message. A second press while it runs is idle."""
        if self.services is None:
            self.say(
                "La base s’ouvre encore : la saisie est gardée en brouillon, réessayez dans un "
                "instant.",
                Tone.WARNING,
            )
        elif not self._saving:
            self._saving = True
            self._write(self.services, order)

    @work(thread=True, group=WRITE)
    def _write(self, services: Services, order: Order) -> None:
        from teleconseil.desk import capture, triage

        settings = services.settings
        trouble: TeleconseilError | None = None
        try:
            call = to_call(
                order.state,
                duration_s=order.duration_s,
                now=services.now(),
                day_start=settings.day_start,
            )
            texts = services.entry_texts(order.state.sources)
            if order.status is Status.ANSWERED:
                question = capture.log_answered(
                    services.store, call, settings=settings, entry_texts=texts
                )
            else:
                question = capture.log_open(
                    services.store,
                    call,
                    settings=settings,
                    status=order.status,
                    entry_texts=texts,
                )
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
            return
        if order.searched is not None:
            with suppress(TeleconseilError):  # the call is logged; the log of searches can wait
                services.store.log_search(order.searched)
        if to := order.transfer:
            try:
                question = triage.transfer(
                    services.store, question, by=settings.advisor, to_pole=to.pole, note=to.note
                )
            except TeleconseilError as error:
                trouble = error
        self.post_message(self.Logged(question, order, trouble))

    @on(Logged)
    def _logged(self, message: Logged) -> None:
        self._saving = False
        question, order = message.question, message.order
        self._withdraw_undo()
        if order.transfer is None:
            spent = replace(order.state, spent_s=order.duration_s or 0)
            self._offer_undo(question, spent)
        self.logged(order.state)
        if message.trouble is not None:
            self.say(f"{question.reference} est enregistrée. {message.trouble}", Tone.ERROR)
        else:
            self.say(self._said(question, order), seconds=UNDO_S)
        self.desk.questions_changed()

    @on(Refused)
    def _refused(self, message: Refused) -> None:
        self._saving = False
        self.complain(message.error)
        if field := getattr(message.error, "field", ""):
            self.show_missing(field)

    def _said(self, question: Question, order: Order) -> str:
        what = question.status.label
        if order.transfer is not None and self.services is not None:
            return f"{question.reference} transférée : {self.services.pole_label(question.pole)}."
        if order.status is Status.ON_HOLD:
            what = "à rappeler"
        spent = french.duration(question.duration_s)
        parts = [question.reference, what, spent]
        key = commands.UndoSave.shown_keys(self.desk.settings.keymap)[0]
        return " · ".join(part for part in parts if part) + f" — {key} pour reprendre"

    # --- taking back

    @property
    def can_take_back(self) -> bool:
        """Something was logged less than ten seconds ago."""
        return self._undoable is not None

    def _offer_undo(self, question: Question, state: FormState) -> None:
        self._undoable = (question, state)
        self._undo_timer = self.set_timer(UNDO_S, self._withdraw_undo)

    def _withdraw_undo(self) -> None:
        if self._undo_timer is not None:
            self._undo_timer.stop()
        self._undoable = None
        self.refresh_bindings()

    def action_reprendre(self) -> None:
        if self._undoable and self.services:
            self._take_back(self.services, *self._undoable)

    @work(thread=True, group=WRITE)
    def _take_back(self, services: Services, question: Question, state: FormState) -> None:
        from teleconseil.desk import capture

        try:
            again = capture.undo_answered(services.store, question, by=services.settings.advisor)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
            return
        state = replace(state, reference=again.reference, version=again.version)
        self.post_message(self.TakenBack(state))

    @on(TakenBack)
    def _is_taken_back(self, message: TakenBack) -> None:
        self._withdraw_undo()
        self.taken_back(message.state)
        self.say(f"{message.state.reference} est à nouveau ouverte : corrigez, puis Ctrl+S.")
        self.desk.questions_changed()
