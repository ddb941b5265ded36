"""What is done with a question of the queue; each gesture is one change and one event.

A gesture takes the question as its author sees it: if it has changed since, ``StaleQuestion`` says
what changed and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from teleconseil.desk.capture import keep_texts
from teleconseil.domain import (
    EventKind,
    Question,
    QuestionChange,
    QuestionSource,
    Status,
)
from teleconseil.errors import TeleconseilError
from teleconseil.text import clean

if TYPE_CHECKING:
    from teleconseil.store import Store


class ImpossibleGesture(TeleconseilError):
    """The gesture makes no sense for this question as it stands."""


@dataclass(frozen=True, slots=True)
class Gesture:
    """A gesture that was made, so that it can be taken back."""

    before: Question
    after: Question
    said: str
    """What was done, for the line that says so."""
    made: int = 0
    """The version that it made, when ``after`` is a later one; else 0."""


def take(store: Store, question: Question, *, by: str) -> Question:
    """Take it for oneself; ``AlreadyTaken`` names who was quicker."""
    store.ensure_advisor(by)
    return store.take(question.reference, by=by)


def answer(
    store: Store,
    question: Question,
    *,
    by: str,
    answer: str,
    note: str | None = None,
    sources: tuple[QuestionSource, ...] = (),
    entry_texts: Mapping[str, str] | None = None,
) -> Question:
    """Answer and close it; ``entry_texts``: what the entries used say, by version, to be kept."""
    _require_open(question, "répondre à")
    text = clean(answer).strip()
    if not text and not sources:
        raise ImpossibleGesture(
            f"La réponse à {question.reference} est vide.",
            "Écrivez-la, ou choisissez la fiche utilisée.",
        )
    store.ensure_advisor(by)
    keep_texts(store, sources, entry_texts or {})
    change = QuestionChange(
        status=Status.ANSWERED,
        answer=text,
        advisor=by,
        note=question.note if note is None else clean(note).strip(),
    )
    return _change(store, question, change, by, EventKind.ANSWERED, sources=sources)


def hold(
    store: Store, question: Question, *, by: str, note: str = "", until: datetime | None = None
) -> Question:
    """Put it on hold: something is awaited (``note``), to be followed up ``until`` then."""
    _require_open(question, "mettre en attente")
    store.ensure_advisor(by)
    change = QuestionChange(
        status=Status.ON_HOLD,
        advisor=question.advisor or by,
        due_at=until or question.due_at,
    )
    return _change(store, question, change, by, EventKind.HELD, clean(note).strip())


def transfer(store: Store, question: Question, *, by: str, to_pole: str, note: str) -> Question:
    """Give it to the other pôle, with a note for whoever takes it; nobody holds it any more."""
    _require_open(question, "transférer")
    if to_pole == question.pole:
        raise ImpossibleGesture(
            f"{question.reference} est déjà dans ce pôle.", "Choisissez l’autre pôle."
        )
    change = QuestionChange(
        status=Status.NEW, pole=to_pole, topic=None, advisor=None, taken_at=None
    )
    labels = {pole.slug: pole.label for pole in store.poles(retired=True)}
    detail = f"de {labels.get(question.pole, question.pole)} à {labels.get(to_pole, to_pole)}"
    if text := clean(note).strip():
        detail += f" : {text}"
    return _change(store, question, change, by, EventKind.TRANSFERRED, detail)


def follow_up(store: Store, question: Question, *, by: str, note: str = "") -> Question:
    """Write down that the member was reminded, or that a reminder came."""
    _require_open(question, "relancer")
    return _change(
        store, question, QuestionChange(), by, EventKind.FOLLOWED_UP, clean(note).strip()
    )


def resume(store: Store, question: Question, *, by: str) -> Question:
    """Take a question off hold."""
    store.ensure_advisor(by)
    change = QuestionChange(status=Status.IN_PROGRESS, advisor=by)
    return _change(store, question, change, by, EventKind.TAKEN)


def cancel(store: Store, question: Question, *, by: str, reason: str) -> Question:
    """Cancel it (logged twice, by mistake…): it stays, and is no longer counted."""
    if question.status is Status.CANCELLED:
        raise ImpossibleGesture(f"{question.reference} est déjà annulée.")
    change = QuestionChange(status=Status.CANCELLED)
    return _change(store, question, change, by, EventKind.CANCELLED, clean(reason).strip())


def undo(store: Store, gesture: Gesture, *, by: str) -> Question:
    """Put the question back as it was before the gesture."""
    before = gesture.before
    change = QuestionChange(
        status=before.status,
        pole=before.pole,
        topic=before.topic,
        advisor=before.advisor,
        answer=before.answer,
        note=before.note,
        due_at=before.due_at,
        taken_at=before.taken_at,
        answered_at=before.answered_at,
    )
    made = gesture.made or gesture.after.version
    return _change(store, gesture.after, change, by, EventKind.UNDONE, undoes=made)


def then_undo(gesture: Gesture, undone: Gesture, now: Question) -> Gesture:
    """The same gesture, to be undone from ``now``, once the one that followed it is undone."""
    follows = undone.before.reference == gesture.after.reference
    if not follows or undone.before.version != gesture.after.version:
        return gesture
    return replace(gesture, after=now, made=gesture.made or gesture.after.version)


def _require_open(question: Question, verb: str) -> None:
    if not question.status.is_open:
        raise ImpossibleGesture(
            f"On ne peut pas {verb} {question.reference} : elle est {question.status.label}.",
            "Annulez le dernier geste pour la rouvrir.",
        )


def _change(
    store: Store,
    question: Question,
    change: QuestionChange,
    by: str,
    kind: EventKind,
    detail: str = "",
    *,
    sources: tuple[QuestionSource, ...] = (),
    undoes: int | None = None,
) -> Question:
    return store.change(
        question.reference,
        change,
        by=by,
        version=question.version,
        kind=kind,
        detail=detail,
        sources=sources,
        undoes=undoes,
    )
