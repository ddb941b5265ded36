"""Écrit: a written question is logged, with the moment when it was received."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from teleconseil import french
from teleconseil.desk.capture import IncompleteForm
from teleconseil.desk.received import parse_received
from teleconseil.domain import Channel
from teleconseil.screens.appel import CaptureScreen
from teleconseil.screens.capture_form import FormState
from teleconseil.widgets.fields import LineField
from teleconseil.widgets.form_row import FormRow


class WrittenScreen(CaptureScreen):
    """A written question: no timer, a date of reception, a deadline."""

    MODE = "ecrit"
    CHANNEL = Channel.WRITTEN
    HELP = (
        "Comme un appel, sans chronomètre. « Reçue » dit quand la question est arrivée : « hier "
        "16:02 », « 20/11 9 h 30 », « lundi » ; vide, c’est maintenant. Ctrl+S si vous répondez "
        "tout de suite ; Ctrl+R pour la garder à vous avec une échéance ; Ctrl+T pour l’autre pôle."
    )

    def compose_more(self) -> ComposeResult:
        field = LineField(placeholder="maintenant, ou « hier 16:02 »", id="recue")
        yield FormRow("Reçue", field, Static(id="recue-lue", classes="discret", markup=False))

    def show_fields(self, state: FormState) -> None:
        super().show_fields(state)
        self.query_one("#recue", LineField).value = state.received
        self._read_back(state.received)

    @on(Input.Changed, "#recue")
    def _received_typed(self, event: Input.Changed) -> None:
        self._update(replace(self._state, received=event.value))
        self._read_back(event.value)

    def _read_back(self, typed: str) -> None:
        """Say which moment was understood; a mistake is told when the form is saved."""
        said = ""
        with suppress(IncompleteForm):
            if typed.strip():
                moment = parse_received(typed, self.desk.now(), self.desk.settings.day_start)
                said = french.moment(moment, self.desk.settings.zone)
        self.query_one("#recue-lue", Static).update(said)
