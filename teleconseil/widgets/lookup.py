"""What the live panel looks up while someone types; runs in a thread, knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teleconseil import french
from teleconseil.desk.proposals import Proposal
from teleconseil.domain import PastQuestion, Question
from teleconseil.kb.model import Freshness, Hit, Kind, Repair, SearchResults, Snippet

if TYPE_CHECKING:
    from teleconseil.services import Services

ENTRIES, TEXTS, PAST, MEMBER = "fiches", "textes", "deja-posee", "adherent"
PANELS = ((ENTRIES, "Fiches"), (TEXTS, "Textes"), (PAST, "Déjà posée"), (MEMBER, "Adhérent"))
_SHOWN = 10
_EXCERPT = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One result as it is shown."""

    ident: str
    title: str
    passage: Snippet
    source: str
    freshness: Freshness | None = None
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that the words typed so far brought, by panel."""

    query: str
    panels: dict[str, tuple[Line, ...]]
    repairs: tuple[Repair, ...] = ()
    duration_ms: float = 0.0
    proposal: Proposal | None = None
    searched: int = 0
    """How many documents were searched."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One result in full."""

    ident: str
    title: str
    subtitle: str
    text: str
    is_markdown: bool = False


def look_up(
    services: Services,
    query: str,
    *,
    topic: str | None,
    cancelled: Callable[[], bool],
    literal: bool = False,
) -> Found | None:
    """Entries, articles and past questions for these words; None once nobody wants them.

    ``literal``: the words as they were typed, without repairs.
    """
    panels: dict[str, tuple[Line, ...]] = {ENTRIES: (), TEXTS: (), PAST: ()}
    repairs: tuple[Repair, ...] = ()
    elapsed, searched = 0.0, 0
    knowledge = services.knowledge
    if knowledge is not None and knowledge.search is not None and query.strip():
        entries = knowledge.search.search(
            query,
            limit=_SHOWN,
            kinds=frozenset({Kind.ENTRY}),
            literal=literal,
            cancelled=cancelled,
        )
        if cancelled():
            return None
        texts = knowledge.search.search(
            query,
            limit=_SHOWN,
            kinds=frozenset({Kind.ARTICLE}),
            literal=literal,
            cancelled=cancelled,
        )
        panels[ENTRIES] = tuple(_entry_lines(services, entries))
        panels[TEXTS] = tuple(map(_article_line, texts.hits))
        repairs = entries.repairs or texts.repairs
        searched = knowledge.search.size
        elapsed = entries.duration_ms + texts.duration_ms
    proposal = services.proposer.propose(query)
    if cancelled():
        return None
    if len(query.strip()) > 2:
        past = services.past_questions(query, topic=topic, limit=_SHOWN)
        panels[PAST] = tuple(past_line(services, found) for found in past)
    return None if cancelled() else Found(query, panels, repairs, elapsed, proposal, searched)


def history(services: Services, number: str) -> tuple[Line, ...]:
    """The member's last questions."""
    return tuple(_question_line(services, q) for q in services.member_history(number, _SHOWN * 2))


def reading(services: Services, panel: str, line: Line) -> Reading:
    """The whole of a result: an entry, an article in force, a past question and its answer."""
    if panel == ENTRIES and (entry := services.entry(line.ident)):
        state = line.freshness
        said = f"{state.glyph} {line.warning}" if state else ""
        return Reading(entry.slug, entry.title, said, entry.body, is_markdown=True)
    if panel == TEXTS and services.knowledge is not None:
        article = services.knowledge.texts.by_ident(line.ident)
        if article is not None:
            body = f"{article.body}\n\n*{article.note}*" if article.note else article.body
            where = " › ".join((article.text, *article.path))
            if article.valid_from:
                where += f" · depuis le {french.short_date(article.valid_from)}"
            return Reading(article.ident, article.title, where, body, is_markdown=True)
    if panel in (PAST, MEMBER):
        question = services.store.question(line.ident)
        answer = question.answer or "‹ pas de réponse écrite ›"
        title = f"{question.reference} · {question.member_name or 'sans adhérent'}"
        about = f"{line.source} · {services.topic_label(question.topic)}"
        return Reading(question.reference, title, about, f"{question.text}\n\n{answer}")
    return Reading(line.ident, line.title, "", line.passage.text)


def _entry_lines(services: Services, results: SearchResults) -> Iterator[Line]:
    for hit in results.hits:
        entry = services.entry(hit.document.ident)
        if entry is None:
            continue
        state = services.freshness(entry)
        cited = ", ".join(citation.article for citation in entry.citations[:4])
        warning = ""
        if state is Freshness.OVERDUE and entry.review_on:
            warning = f"à revoir {french.short_date(entry.review_on)}"
        elif state is not Freshness.VERIFIED:
            warning = state.label
        elif entry.verified_on:
            warning = f"vérifiée {french.short_date(entry.verified_on)}"
        yield Line(entry.slug, entry.title, _passage(hit), cited, state, warning)


def _article_line(hit: Hit) -> Line:
    document = hit.document
    where = document.headings.rsplit("\n", 1)[-1].rsplit(" > ", 1)[-1]
    source = f"{document.text} · {where}" if where else document.text
    return Line(document.ident, document.title, _passage(hit), source)


def past_line(services: Services, found: PastQuestion) -> Line:
    """A past question: what was asked, then what was answered."""
    question = found.question
    used = f" · {found.sources[0].title or found.sources[0].ident}" if found.sources else ""
    return _question_line(services, question, used)


def _question_line(services: Services, question: Question, used: str = "") -> Line:
    received = french.when(question.received_at, services.now(), services.settings.zone)
    source = f"{received} · {question.member_name or 'sans adhérent'}{used}"
    text = " ".join(question.text.split())
    answer = " ".join(question.answer.split())
    return Line(
        question.reference,
        text[:160],
        Snippet(answer[:_EXCERPT] or services.topic_label(question.topic)),
        f"{question.status.glyph} {source}",
    )


def _passage(hit: Hit) -> Snippet:
    return hit.snippet if hit.snippet.text else Snippet(hit.document.summary[:_EXCERPT])
