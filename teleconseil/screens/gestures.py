"""What is done with questions of the queue, on one or on several; the last gesture can be undone.

A gesture is written in a thread that always finishes; its answer says what was done, and for each
refusal who was quicker or what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from teleconseil import french
from teleconseil.desk import triage
from teleconseil.desk.day_words import end_of_day
from teleconseil.desk.triage import Gesture
from teleconseil.domain import Question
from teleconseil.errors import TeleconseilError
from teleconseil.screens.desk_screen import WRITE, DeskScreen
from teleconseil.screens.dialogues import HoldDialog, NoteDialog, TransferDialog
from teleconseil.widgets.choice import Choice
from teleconseil.widgets.desk import Tone

if TYPE_CHECKING:
    from teleconseil.services import Services

Act = Callable[["Services", Question, str], Question]
"""Services, question as it is shown, who acts → the question as it is then."""

_TAKEN = "prise"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a gesture on some questions."""

    done: tuple[Gesture, ...]
    refused: tuple[tuple[Question, TeleconseilError], ...]


class GestureScreen(DeskScreen):
    """Take, answer, hold, transfer, follow up, cancel, undo; subclasses say on which questions."""

    class Done(Message):
        """The gesture was written, or refused."""

        def __init__(self, outcome: Outcome, *, undoing: tuple[Gesture, ...]) -> None:
            super().__init__()
            self.outcome = outcome
            self.undoing = undoing

    def __init__(self) -> None:
        super().__init__()
        self._told_held: frozenset[str] = frozenset()
        """What a colleague holds, as this advisor was just told."""
        self._writing = 0
        """Gestures that are being written."""
        self._undo_next = 0
        """How often undoing was asked for meanwhile."""

    # --- for subclasses

    def targets(self) -> Sequence[Question]:
        """The questions that a gesture is for: those checked, else the current one."""
        raise NotImplementedError

    def gestures_done(self, outcome: Outcome) -> None:
        """Show the questions as they are now."""
        raise NotImplementedError

    # --- the gestures

    def action_prendre(self) -> None:
        """Take; what a colleague holds is taken over only when it is asked for twice."""
        told, me = self._told_held, self.desk.settings.advisor
        self._told_held = frozenset(
            q.reference for q in self.targets() if q.advisor not in (None, me)
        )

        def take(desk: Services, question: Question, by: str) -> Question:
            if question.reference in told:
                return triage.resume(desk.store, question, by=by)
            return triage.take(desk.store, question, by=by)

        self.act(_TAKEN, take)

    @work(exclusive=True, group="dialog")
    async def action_attendre(self) -> None:
        if not self.targets():
            return
        dialog = HoldDialog(self._about("Mettre en attente"), self.desk.now().date())
        order = await self.app.push_screen_wait(dialog)
        if order is None:
            return
        until = end_of_day(order.day, self.desk.settings).astimezone(UTC) if order.day else None
        self.act(
            "mise en attente",
            lambda desk, q, by: triage.hold(desk.store, q, by=by, note=order.note, until=until),
        )

    @work(exclusive=True, group="dialog")
    async def action_transferer(self) -> None:
        questions, services = self.targets(), self.services
        if not questions or services is None:
            return
        others = [p for p in services.poles() if p.slug != questions[0].pole]
        if not others:
            self.say("Il n’y a pas d’autre pôle à qui transférer.", Tone.WARNING)
            return
        poles = [Choice(pole.slug, pole.label) for pole in others]
        dialog = TransferDialog(self._about("Transférer"), poles)
        order = await self.app.push_screen_wait(dialog)
        if order is not None:
            self.act(
                "transférée",
                lambda desk, q, by: triage.transfer(
                    desk.store, q, by=by, to_pole=order.pole, note=order.note
                ),
            )

    @work(exclusive=True, group="dialog")
    async def action_relancer(self) -> None:
        if not self.targets():
            return
        dialog = NoteDialog(self._about("Noter une relance"), "par qui, comment")
        note = await self.app.push_screen_wait(dialog)
        if note is not None:
            self.act(
                "relancée", lambda desk, q, by: triage.follow_up(desk.store, q, by=by, note=note)
            )

    @work(exclusive=True, group="dialog")
    async def action_annuler_question(self) -> None:
        if not self.targets():
            return
        reason = await self.app.push_screen_wait(
            NoteDialog(self._about("Annuler"), "pourquoi : doublon de…, erreur")
        )
        if reason is not None:
            self.act(
                "annulée", lambda desk, q, by: triage.cancel(desk.store, q, by=by, reason=reason)
            )

    @property
    def can_undo(self) -> bool:
        """There is a gesture to take back, be it still being written."""
        return bool(self._writing or self.desk.gestures)

    def action_defaire(self) -> None:
        """Take back the last gesture, on every question that it touched."""
        if self._writing:
            self._undo_next += 1  # the last gesture is the one being written
            return
        if not self.desk.gestures:
            self.say("Rien à défaire.")
            return
        last = {gesture.after.reference: gesture for gesture in self.desk.gestures.pop()}
        self._start(
            "comme avant",
            [gesture.after for gesture in last.values()],
            lambda desk, q, by: triage.undo(desk.store, last[q.reference], by=by),
            undoing=tuple(last.values()),
        )

    def _about(self, gesture: str) -> str:
        """The title of a dialogue: the gesture, and what it is for."""
        questions = self.targets()
        what = questions[0].reference if len(questions) == 1 else ""
        return f"{gesture} · {what or french.plural(len(questions), 'question')}"

    def act(self, said: str, act: Act) -> None:
        """Do it to the targets."""
        if said != _TAKEN:
            self._told_held = frozenset()
        if questions := self.targets():
            self._start(said, questions, act)

    def _start(
        self,
        said: str,
        questions: Sequence[Question],
        act: Act,
        undoing: tuple[Gesture, ...] = (),
    ) -> None:
        if self.services is not None:
            self._writing += 1
            self._write(self.services, said, questions, act, undoing)

    @work(thread=True, group=WRITE)
    def _write(
        self,
        services: Services,
        said: str,
        questions: Sequence[Question],
        act: Act,
        undoing: tuple[Gesture, ...],
    ) -> None:
        done: list[Gesture] = []
        refused: list[tuple[Question, TeleconseilError]] = []
        for question in questions:
            try:
                after = act(services, question, services.settings.advisor)
            except TeleconseilError as error:
                refused.append((question, error))
            else:
                done.append(Gesture(question, after, said))
        self.post_message(self.Done(Outcome(tuple(done), tuple(refused)), undoing=undoing))

    @on(Done)
    def _is_done(self, message: Done) -> None:
        outcome = message.outcome
        self._writing -= 1
        if message.undoing:
            self._undo_from_here(message)
        elif outcome.done:
            self.desk.gestures.append(outcome.done)
        text = _sentence(outcome)
        if self._told_held.intersection(q.reference for q, _ in outcome.refused):
            text += " p encore pour la reprendre à ce collègue."
        tone = Tone.ERROR if outcome.refused else Tone.DONE
        if outcome.done and not message.undoing:
            text += " — u pour défaire"
        self.say(text, tone)
        if self._undo_next and not self._writing:
            self._undo_next -= 1
            self.action_defaire()
        self.gestures_done(outcome)
        self.desk.questions_changed()

    def _undo_from_here(self, message: Done) -> None:
        """The gestures before the one undone are now to be undone from the version this made."""
        now = {gesture.after.reference: gesture.after for gesture in message.outcome.done}
        for undone in message.undoing:
            if undone.after.reference in now:
                question = now[undone.after.reference]
                self.desk.gestures = [
                    tuple(triage.then_undo(gesture, undone, question) for gesture in gestures)
                    for gestures in self.desk.gestures
                ]


def _sentence(outcome: Outcome) -> str:
    parts = []
    if len(outcome.done) == 1:
        gesture = outcome.done[0]
        parts.append(f"{gesture.after.reference} {gesture.said}")
    elif outcome.done:
        parts.append(f"{french.plural(len(outcome.done), 'question')} : {outcome.done[0].said}")
    if len(outcome.refused) == 1:
        parts.append(str(outcome.refused[0][1]))
    elif outcome.refused:
        reasons = " ".join(error.message for _, error in outcome.refused[:3])
        parts.append(f"{french.plural(len(outcome.refused), 'refus', 'refus')} : {reasons}")
    return ". ".join(parts)
