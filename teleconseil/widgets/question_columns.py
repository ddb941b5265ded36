"""How a question is shown on one line of a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

from textual.content import Content

from teleconseil import french
from teleconseil.domain import Channel, Question, Status
from teleconseil.reports.figures import delay
from teleconseil.widgets.row_list import Column

STATUS_STYLES = {
    Status.NEW: "$foreground",
    Status.IN_PROGRESS: "$primary",
    Status.ON_HOLD: "$warning",
    Status.ANSWERED: "$success",
    Status.CANCELLED: "$texte-discret",
}


def _dim(text: str) -> Content:
    return Content.styled(text, "$texte-discret")


def _channel(question: Question) -> str:
    return "tél." if question.channel is Channel.PHONE else "écrit"


def _reference(question: Question) -> Content:
    return _dim(question.reference.removeprefix("TC-"))


def _member(question: Question) -> Content | str:
    return french.short_name(question.member_name) or _dim("sans adhérent")


def _delay(question: Question) -> str:
    return "" if question.delay_s is None else delay(question.delay_s)


def _zone(now: datetime) -> tzinfo:
    return now.tzinfo or UTC


def status_content(question: Question, now: datetime) -> Content:
    """« ! » when late, then the glyph of the status."""
    late = ("!", "bold $error") if question.is_late(now) else " "
    return Content.assemble(late, (question.status.glyph, STATUS_STYLES[question.status]))


class QuestionColumns:
    """The columns of a list of questions, as one advisor sees them now."""

    def __init__(
        self,
        me: str,
        now: Callable[[], datetime],
        short_pole: Callable[[str], str],
        is_checked: Callable[[Question], bool] = lambda _: False,
    ) -> None:
        self._me = me
        self._now = now
        self._short_pole = short_pole
        self._is_checked = is_checked

    def queue(self) -> tuple[Column[Question], ...]:
        return (
            Column("", self._mark, width=1),
            Column("", lambda q: status_content(q, self._now()), width=2),
            Column("Réf.", _reference, 11, from_width=90),
            Column("Reçue", self._received, width=11),
            Column("Canal", _channel, width=5, from_width=90),
            Column("Pôle", self._pole, width=5, from_width=90),
            Column("Adhérent", _member, share=2),
            Column("Question", lambda q: q.text[:400], share=3),
            Column("Échéance", self._due, width=9),
            Column("Qui", self._who, width=6, from_width=70),
        )

    def past(self, *, members: bool = True) -> tuple[Column[Question], ...]:
        """For lists of what was asked; without the member where it is always the same one."""
        member: Column[Question] = Column("Adhérent", _member, share=2)
        return (
            Column("", lambda q: status_content(q, self._now()), width=2),
            Column("Réf.", _reference, 11, from_width=90),
            Column("Reçue", self._received, width=11),
            Column("Canal", _channel, width=5, from_width=90),
            Column("Pôle", self._pole, width=5, from_width=100),
            *((member,) if members else ()),
            Column("Question", lambda q: q.text[:400], share=3),
            Column("Délai", _delay, width=9, right=True, from_width=100),
            Column("Qui", self._who, width=6, from_width=70),
        )

    def _mark(self, question: Question) -> Content:
        return Content.styled("✓", "bold $accent") if self._is_checked(question) else Content(" ")

    def _received(self, question: Question) -> Content:
        now = self._now()
        return Content(french.when(question.received_at, now, _zone(now)))

    def _pole(self, question: Question) -> str:
        return self._short_pole(question.pole)

    def _due(self, question: Question) -> Content:
        if question.due_at is None or not question.status.is_open:
            return Content("")
        now = self._now()
        said = french.deadline(question.due_at, now, _zone(now))
        return Content.styled(said, "bold $error" if question.is_late(now) else "")

    def _who(self, question: Question) -> Content:
        if question.advisor is None:
            return Content("")
        if question.advisor == self._me:
            return Content.styled("moi", "bold")
        return _dim(french.initials(question.advisor))
