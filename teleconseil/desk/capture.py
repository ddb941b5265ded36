"""Logging a contact: what the call form holds becomes a question, its event and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from teleconseil.config import Settings
from teleconseil.desk.deadlines import due_at
from teleconseil.domain import (
    Channel,
    EventKind,
    NewQuestion,
    Question,
    QuestionChange,
    QuestionSource,
    Status,
)
from teleconseil.errors import TeleconseilError
from teleconseil.text import clean, clean_line

if TYPE_CHECKING:
    from teleconseil.store import Store


class IncompleteForm(TeleconseilError):
    """The form lacks what a question cannot do without; ``field`` names it."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(message, remedy)
        self.field = field


@dataclass(frozen=True, slots=True)
class CallForm:
    """What an advisor has typed and chosen."""

    channel: Channel
    pole: str
    text: str
    started_at: datetime
    """When the call began, or the written question was received."""
    topic: str | None = None
    member_number: str | None = None
    establishment_code: str | None = None
    contact: str = ""
    answer: str = ""
    note: str = ""
    duration_s: int | None = None
    sources: tuple[QuestionSource, ...] = ()
    reference: str | None = None
    """Set when the form corrects a question that was logged and taken back."""
    version: int | None = None
    """The version of that question that the form shows."""


def log_answered(
    store: Store,
    form: CallForm,
    *,
    settings: Settings,
    entry_texts: Mapping[str, str] | None = None,
) -> Question:
    """Log the contact as answered by the current advisor.

    Args:
        entry_texts: the whole text of each entry used, by version, kept so that what was told can
            always be shown.

    Raises:
        IncompleteForm: no question or no pôle.
        StoreError: the database refused; nothing was written.
    """
    keep_texts(store, form.sources, entry_texts or {})
    return _save(store, form, Status.ANSWERED, settings)


def keep_texts(
    store: Store, sources: Iterable[QuestionSource], entry_texts: Mapping[str, str]
) -> None:
    """Keep what the entries used say, before the answer is written: it can always be shown."""
    for source in sources:
        if source.version in entry_texts:
            store.keep_entry_version(source.ident, source.version, entry_texts[source.version])


def log_open(
    store: Store,
    form: CallForm,
    *,
    settings: Settings,
    status: Status,
    entry_texts: Mapping[str, str] | None = None,
) -> Question:
    """Log the contact as still to be answered: ``ON_HOLD`` (to call back), ``IN_PROGRESS``…

    An open question gets a deadline. ``NEW`` leaves it to whoever takes it first.
    """
    keep_texts(store, form.sources, entry_texts or {})
    return _save(store, form, status, settings)


def undo_answered(store: Store, question: Question, *, by: str) -> Question:
    """Take the logging back: the question is in progress again, under the same reference."""
    return store.change(
        question.reference,
        QuestionChange(status=Status.IN_PROGRESS, answered_at=None),
        by=by,
        version=question.version,
        kind=EventKind.UNDONE,
        detail="enregistrement repris pour correction",
    )


def _save(store: Store, form: CallForm, status: Status, settings: Settings) -> Question:
    form = _checked(form)
    advisor = None if status is Status.NEW else settings.advisor
    needs_deadline = status.is_open or form.channel is Channel.WRITTEN
    deadline = due_at(form.started_at, settings) if needs_deadline else None
    if advisor:
        store.ensure_advisor(advisor, pole=settings.pole)
    if form.reference is not None and form.version is not None:
        return _save_again(store, form, status, advisor, deadline)
    return store.add_question(
        NewQuestion(
            channel=form.channel,
            pole=form.pole,
            text=form.text,
            received_at=form.started_at,
            status=status,
            topic=form.topic,
            member_number=form.member_number,
            establishment_code=form.establishment_code,
            contact=form.contact,
            answer=form.answer,
            note=form.note,
            advisor=advisor,
            duration_s=form.duration_s,
            due_at=deadline,
            sources=form.sources,
        ),
        by=settings.advisor,
    )


def _save_again(
    store: Store, form: CallForm, status: Status, advisor: str | None, deadline: datetime | None
) -> Question:
    assert form.reference is not None
    assert form.version is not None
    return store.change(
        form.reference,
        QuestionChange(
            status=status,
            pole=form.pole,
            topic=form.topic,
            member_number=form.member_number,
            establishment_code=form.establishment_code,
            contact=form.contact,
            text=form.text,
            answer=form.answer,
            note=form.note,
            advisor=advisor,
            duration_s=form.duration_s,
            due_at=deadline,
        ),
        by=advisor or "",
        version=form.version,
        kind=EventKind.ANSWERED if status is Status.ANSWERED else EventKind.EDITED,
        sources=form.sources,
    )


def _checked(form: CallForm) -> CallForm:
    text = clean(form.text).strip()
    if not text:
        raise IncompleteForm(
            "text", "La question est vide.", "Écrivez ce qui est demandé, même en trois mots."
        )
    if not form.pole:
        raise IncompleteForm("pole", "Le pôle n’est pas choisi.", "Choisissez qui répond.")
    return replace(
        form,
        text=text,
        contact=clean_line(form.contact),
        answer=clean(form.answer).strip(),
        note=clean(form.note).strip(),
    )
