"""The question under the cursor of a list: who asks, what, and what might answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from teleconseil import french
from teleconseil.domain import Question
from teleconseil.errors import TeleconseilError

if TYPE_CHECKING:
    from teleconseil.kb.model import Freshness
    from teleconseil.services import Services

_PAUSE_S = 0.08


@dataclass(frozen=True, slots=True)
class Hints:
    """What was looked up about a question."""

    reference: str
    entry: str = ""
    freshness: Freshness | None = None
    similar: int = 0
    this_month: int = 0


class Preview(Static):
    """Shows at once what the list knows; what must be looked up follows."""

    class Hinted(Message):
        """The hints of a question."""

        def __init__(self, hints: Hints) -> None:
            super().__init__()
            self.hints = hints

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._services: Services | None = None
        self._question: Question | None = None
        self._hints: Hints | None = None
        self._pause: Timer | None = None

    def use(self, services: Services) -> None:
        """Look things up there from now on."""
        self._services = services

    def look_again(self) -> None:
        """What answers can be found has changed."""
        self._hints = None
        self.show(self._question)

    def show(self, question: Question | None) -> None:
        """Show this question."""
        if self._pause is not None:
            self._pause.stop()
        self._question = question
        if question is None:
            self.update("")
            return
        self._draw()
        if self._hints is None or self._hints.reference != question.reference:
            self._pause = self.set_timer(_PAUSE_S, lambda: self._look_up(question))

    @work(thread=True, exclusive=True, group="preview")
    def _look_up(self, question: Question) -> None:
        if self._services is None:
            return
        try:
            hints = hints_for(self._services, question)
        except TeleconseilError:
            return  # the list itself says what is wrong with the database
        if not get_current_worker().is_cancelled:
            self.post_message(self.Hinted(hints))

    def on_preview_hinted(self, message: Hinted) -> None:
        self._hints = message.hints
        if self._question is not None and self._question.reference == message.hints.reference:
            self._draw()

    def on_resize(self) -> None:
        if self._question is not None:
            self._draw()

    def _draw(self) -> None:
        question = self._question
        if question is None:
            return
        hints = self._hints
        if hints is not None and hints.reference != question.reference:
            hints = None
        width = max(20, self.size.width)
        said = question.answer or question.note
        lines = [
            self._who(question, hints, width),
            Content(f"« {' '.join(question.text.split())} »").truncate(width * 2, ellipsis=True),
        ]
        if said:
            lines.append(Content.styled(" ".join(said.split()), "$texte-discret"))
        lines.append(_proposed(hints).truncate(width, ellipsis=True))
        self.update(Content("\n").join(lines))

    def _who(self, question: Question, hints: Hints | None, width: int) -> Content:
        parts = (question.member_name or "sans adhérent", question.contact)
        who = " · ".join(part for part in (*parts, question.establishment_name) if part)
        about = [question.advisor or ""]
        if hints is not None and hints.this_month:
            about.append(f"{french.plural(hints.this_month, 'question')} ce mois")
        right = " · ".join(part for part in about if part)
        left = Content.styled(who, "bold").truncate(width - len(right) - 2, ellipsis=True)
        gap = " " * max(2, width - left.cell_length - len(right))
        return Content.assemble(left, gap, (right, "$texte-discret"))


def _proposed(hints: Hints | None) -> Content:
    if hints is None:
        return Content("")
    parts: list[Content | tuple[str, str]] = []
    if hints.entry and hints.freshness:
        parts += [("Proposé : ", "$texte-discret"), (f"{hints.freshness.glyph} ", "$accent")]
        parts += [Content(hints.entry)]
    if hints.similar:
        said = french.plural(hints.similar, "question voisine", "questions voisines")
        parts += [("   ·   " if parts else "", "$texte-discret")]
        parts += [(f"{said} déjà posée{'s' if hints.similar > 1 else ''}", "$texte-discret")]
    return Content.assemble(*parts)


def hints_for(services: Services, question: Question) -> Hints:
    """The entry that would answer, how many similar questions, how many from that member."""
    from teleconseil.kb.model import Kind

    title, state = "", None
    knowledge = services.knowledge
    if knowledge is not None and knowledge.search is not None:
        found = knowledge.search.search(question.text, limit=1, kinds=frozenset({Kind.ENTRY}))
        entry = services.entry(found.hits[0].document.ident) if found.hits else None
        if entry is not None:
            title, state = entry.title, services.freshness(entry)
    past = services.past_questions(question.text, topic=question.topic, limit=9)
    similar = sum(p.question.reference != question.reference for p in past)
    month = services.now().date().replace(day=1)
    asked = services.member_history(question.member_number, 50) if question.member_number else []
    zone = services.settings.zone
    recent = sum(q.received_at.astimezone(zone).date() >= month for q in asked)
    return Hints(question.reference, title, state, similar, recent)
