"""What the live panel looks up while someone types; runs in a thread, knows no widget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from teleconseil import french
from teleconseil.desk.proposals import Proposal
from teleconseil.domain import PastQuestion, Question
from teleconseil.kb.freshness import is_stale, resolve
from teleconseil.kb.model import (
    Cancelled,
    Entry,
    Freshness,
    Hit,
    Kind,
    LegalArticle,
    Repair,
    SearchResults,
    Snippet,
)

if TYPE_CHECKING:
    from teleconseil.kb.search.engine import SearchEngine
    from teleconseil.services import Services

ENTRIES, TEXTS, PAST, MEMBER = "fiches", "textes", "deja-posee", "adherent"
PANELS = ((ENTRIES, "Fiches"), (TEXTS, "Textes"), (PAST, "Déjà posée"), (MEMBER, "Adhérent"))
_SHOWN = 10
_EXCERPT = 200
_PAST_FROM = 3
"""Least characters for which the history is searched."""
_TITLES = 2
"""Titles above an article that are shown: the nearest ones."""
_NO_ENTRY = (
    "Aucune fiche pour ces mots. Essayez d’autres mots, ou le volet Textes ; à défaut, écrivez la "
    "réponse : la recherche est notée pour les rédacteurs."
)
_NO_ARTICLE = "Aucun article pour ces mots dans les textes importés."
_ENTRY_LINK = re.compile(r"\[\[([^\]|\n]+)(?:\|([^\]\n]+))?\]\]")


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
    """What the words typed so far brought from the entries and the texts."""

    query: str
    panels: Mapping[str, tuple[Line, ...]]
    """Results of each panel searched so far."""
    nothing: Mapping[str, str] = field(default_factory=dict)
    """By panel that stays empty: why, and what to do next."""
    repairs: tuple[Repair, ...] = ()
    duration_ms: float = 0.0
    proposal: Proposal | None = None
    searched: int = 0
    """How many documents were searched."""
    literal: bool = False
    """The words were taken as they were typed."""


@dataclass(frozen=True, slots=True)
class Past:
    """The past questions that resemble the words typed so far."""

    query: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One result in full."""

    ident: str
    title: str
    subtitle: str
    text: str
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that an entry rests on: the version that was read, and the one in force."""

    number: str
    read: Reading | None
    """None: that version was never imported."""
    current: Reading | None
    """None: repealed, or not in the imported texts."""
    moved: bool
    """The version in force is not the one that was read."""


def look_up(
    services: Services,
    query: str,
    *,
    cancelled: Cancelled,
    panel: str = ENTRIES,
    literal: bool = False,
) -> Found | None:
    """What these words bring to one panel, entries or texts; None once nobody wants it.

    ``literal``: the words as they were typed, without repairs.
    """
    knowledge = services.knowledge
    if knowledge is None or knowledge.search is None or not query.strip():
        return Found(query, {ENTRIES: (), TEXTS: ()})
    search = knowledge.search
    results = _search(search, query, panel, literal=literal, cancelled=cancelled)
    if cancelled():
        return None
    return Found(
        query,
        {panel: _panel_lines(services, panel, results)},
        nothing={panel: _NO_ENTRY if panel == ENTRIES else _NO_ARTICLE},
        repairs=results.repairs,
        duration_ms=results.duration_ms,
        searched=search.size,
        literal=literal,
    )


def look_up_rest(services: Services, found: Found, *, cancelled: Cancelled) -> Found | None:
    """The same with the panel that was not searched yet, and a theme; None once not wanted."""
    for panel in (ENTRIES, TEXTS):
        if panel in found.panels:
            continue
        more = look_up(
            services, found.query, cancelled=cancelled, panel=panel, literal=found.literal
        )
        if more is None:
            return None
        found = replace(
            found,
            panels={**found.panels, **more.panels},
            nothing={**found.nothing, **more.nothing},
            repairs=found.repairs or more.repairs,
            duration_ms=found.duration_ms + more.duration_ms,
        )
    proposal = services.proposer.propose(found.query)
    return None if cancelled() else replace(found, proposal=proposal)


def look_up_meaning(services: Services, found: Found, *, cancelled: Cancelled) -> Iterator[Found]:
    """The same by what is meant too: its entries first, then the articles that they lend to.

    Each step is given only if it changes what the panel shows; none once nobody wants it.
    """
    knowledge = services.knowledge
    search = knowledge.search if knowledge else None
    if knowledge is None or search is None or cancelled():
        return
    closeness = knowledge.closeness(found.query)
    if not closeness:
        return
    for panel in (ENTRIES, TEXTS):
        if cancelled():
            return
        results = _search(
            search,
            found.query,
            panel,
            literal=found.literal,
            cancelled=cancelled,
            closeness=closeness,
        )
        lines = _panel_lines(services, panel, results)
        if not cancelled() and lines != found.panels[panel]:
            found = replace(found, panels={**found.panels, panel: lines})
            yield found


def _search(
    search: SearchEngine,
    query: str,
    panel: str,
    *,
    literal: bool,
    cancelled: Cancelled,
    closeness: Mapping[str, float] | None = None,
) -> SearchResults:
    kind = Kind.ENTRY if panel == ENTRIES else Kind.ARTICLE
    return search.search(
        query,
        limit=_SHOWN,
        kinds=frozenset({kind}),
        literal=literal,
        closeness=closeness,
        cancelled=cancelled,
    )


def _panel_lines(services: Services, panel: str, results: SearchResults) -> tuple[Line, ...]:
    if panel == ENTRIES:
        return tuple(_entry_lines(services, results))
    return tuple(map(_article_line, results.hits))


def look_up_past(services: Services, query: str, topic: str | None = None) -> Past:
    """Past questions that resemble these words, those of the theme first among equals."""
    if len(query.strip()) < _PAST_FROM:
        return Past(query, ())
    past = services.past_questions(query, topic=topic, limit=_SHOWN)
    return Past(query, tuple(past_line(services, found) for found in past))


def history(services: Services, number: str) -> tuple[Line, ...]:
    """The member's last questions."""
    return tuple(_question_line(services, q) for q in services.member_history(number, _SHOWN * 2))


def reading(services: Services, panel: str, line: Line) -> Reading:
    """The whole of a result: an entry, an article in force, a past question and its answer."""
    if panel == ENTRIES and (entry := services.entry(line.ident)):
        state = line.freshness or services.freshness(entry)
        said = f"{state.glyph} {line.warning or state.label}"
        body = _ENTRY_LINK.sub(lambda link: link[2] or _title_of(services, link[1]), entry.body)
        return Reading(entry.slug, entry.title, said, body, is_markdown=True)
    if panel == TEXTS and services.knowledge is not None:
        article = services.knowledge.texts.by_ident(line.ident)
        if article is not None:
            return _article_reading(article)
    if panel in (PAST, MEMBER):
        question = services.store.question(line.ident)
        answer = question.answer or "‹ pas de réponse écrite ›"
        title = f"{question.reference} · {question.member_name or 'sans adhérent'}"
        about = f"{line.source} · {services.topic_label(question.topic)}"
        return Reading(question.reference, title, about, f"{question.text}\n\n{answer}")
    return Reading(line.ident, line.title, "", line.passage.text)


def cited_articles(services: Services, entry: Entry) -> tuple[Cited, ...]:
    """Each article that the entry cites, in its order."""
    if services.knowledge is None:
        return ()
    texts, found = services.knowledge.texts, []
    for citation in entry.citations:
        resolved = resolve(citation, texts)
        found.append(
            Cited(
                citation.article,
                _article_reading(resolved.read) if resolved.read else None,
                _article_reading(resolved.current) if resolved.current else None,
                resolved.found and is_stale(citation, resolved),
            )
        )
    return tuple(found)


def _article_reading(article: LegalArticle) -> Reading:
    body = f"{article.body}\n\n*{article.note}*" if article.note else article.body
    where = " › ".join((article.text, *article.path[-_TITLES:]))
    if article.valid_from:
        where += f" · depuis le {french.short_date(article.valid_from)}"
    return Reading(article.ident, article.title, where, body, is_markdown=True)


def _entry_lines(services: Services, results: SearchResults) -> Iterator[Line]:
    for hit in results.hits:
        if entry := services.entry(hit.document.ident):
            yield entry_line(services, entry, _passage(hit))


def entry_line(services: Services, entry: Entry, passage: Snippet | None = None) -> Line:
    """An entry with its state, as every list of entries shows it."""
    state = services.freshness(entry)
    cited = ", ".join(citation.article for citation in entry.citations[:4])
    passage = passage or Snippet(entry.short_answer[:_EXCERPT])
    return Line(entry.slug, entry.title, passage, cited, state, _warning(services, entry, state))


def _warning(services: Services, entry: Entry, state: Freshness) -> str:
    """The state in words: « vérifiée 12/10/2026 », « L3141-5 modifié le 24/04/2024 »."""
    if state is Freshness.CHANGED:
        moved = services.stale_citations(entry)[0]
        number, now = moved.citation.article, moved.current
        if now is None:
            return f"{number} abrogé"
        since = f" le {french.short_date(now.valid_from)}" if now.valid_from else ""
        return f"{number} modifié{since}"
    day = entry.review_on if state is Freshness.OVERDUE else entry.verified_on
    said = state is not Freshness.UNVALIDATED and day
    return f"{state.label} {french.short_date(day)}" if said and day else state.label


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


def _title_of(services: Services, slug: str) -> str:
    """What an entry calls another one by, for a reader: its title."""
    entry = services.entry(slug)
    return f"« {entry.title} »" if entry else slug


def _passage(hit: Hit) -> Snippet:
    return hit.snippet if hit.snippet.text else Snippet(hit.document.summary[:_EXCERPT])
