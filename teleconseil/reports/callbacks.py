"""Who was told the old rule: answers that rest on a version of an article since replaced.

An answer counts when it was given once the new version was in force, from an entry that had been
read in an earlier one, or from the earlier article itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from teleconseil.domain import Member, Question, QuestionSource, SourceKind, Status
from teleconseil.kb.entry import EntryError, parse_entry
from teleconseil.kb.freshness import ArticleSource, Resolved, is_older, read_before, resolve
from teleconseil.kb.model import Citation, Entry, LegalArticle
from teleconseil.kb.revision import citing_sentences
from teleconseil.reports.periods import local_midnight

MAX_PER_SOURCE = 100_000

CSV_HEADINGS = (
    "adherent",
    "nom_adherent",
    "telephone",
    "courriel",
    "etablissement",
    "contact",
    "reference",
    "repondue_le",
    "conseiller",
    "texte",
    "article",
    "fiche",
    "question",
)


class AnswerStore(Protocol):
    """What this needs of the store."""

    def used_versions(self, kind: SourceKind, since: datetime) -> list[tuple[str, str]]: ...

    def questions_using(
        self, kind: SourceKind, ident: str, limit: int = 200
    ) -> list[tuple[Question, QuestionSource]]: ...

    def entry_version(self, version: str) -> str | None: ...

    def members(self) -> list[Member]: ...


class Change(Protocol):
    """A changed article, as ``kb.texts`` says it."""

    @property
    def text(self) -> str: ...
    @property
    def cid(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def before(self) -> LegalArticle | None: ...
    @property
    def after(self) -> LegalArticle | None: ...
    @property
    def at(self) -> date: ...


C = TypeVar("C", bound=Change)


@dataclass(frozen=True, slots=True)
class Callback:
    """A question answered from a version that is no longer the law."""

    question: Question
    articles: tuple[tuple[str, str], ...]
    """Text and number of each article that had changed when the answer was given."""
    entry: str | None
    """Slug of the entry that was used; None when the article itself was."""
    member: Member | None = None
    """Whom to call, with the telephone and the e-mail that are known."""

    @property
    def text(self) -> str:
        """« code-travail », or several with commas."""
        return ", ".join(dict.fromkeys(text for text, _ in self.articles))

    @property
    def number(self) -> str:
        """« L3141-5 », or several with commas."""
        return ", ".join(dict.fromkeys(number for _, number in self.articles))


@dataclass(frozen=True, slots=True)
class Touched:
    """An entry that was read before a change, and the sentences that lean on the article."""

    entry: Entry
    passages: tuple[str, ...]


def touched_entries(
    changes: Iterable[C], entries: Iterable[Entry], texts: ArticleSource
) -> dict[C, list[Touched]]:
    """The entries to revise because of each change; a change that touches none is left out."""
    by_cid: dict[str, list[tuple[Entry, Citation, Resolved]]] = defaultdict(list)
    for entry in entries:
        for cid, citation, resolved in _cited(entry.citations, texts):
            by_cid[cid].append((entry, citation, resolved))
    found: dict[C, list[Touched]] = {}
    for change in changes:
        passages: dict[str, dict[str, None]] = {}
        named: dict[str, Entry] = {}
        for entry, citation, resolved in by_cid.get(change.cid, ()):
            if read_before(citation, resolved, change.after):
                named[entry.slug] = entry
                said = passages.setdefault(entry.slug, {})
                said.update(dict.fromkeys(citing_sentences(entry, citation)))
        if named:
            found[change] = [Touched(e, tuple(passages[slug])) for slug, e in named.items()]
    return found


def callbacks(
    store: AnswerStore,
    changes: Sequence[Change],
    entries: Mapping[str, Entry],
    texts: ArticleSource,
    zone: ZoneInfo,
) -> list[Callback]:
    """Every answer to correct, once, by member then reference."""
    moved = {_Moved.of(change, zone) for change in changes if change.before is not None}
    if not moved:
        return []
    members = {member.number: member for member in store.members()}
    told = _Told(store, entries, texts, min(change.since for change in moved))
    found: dict[str, Callback] = {}
    for question, change, slug in told.answers(sorted(moved, key=lambda change: change.since)):
        known = found.get(question.reference)
        articles = (*(known.articles if known else ()), (change.text, change.number))
        entry = known.entry if known and known.entry else slug
        member = members.get(question.member_number or "")
        found[question.reference] = Callback(question, articles, entry, member)
    return sorted(found.values(), key=lambda c: (c.question.member_name, c.question.reference))


def csv_rows(calls: Iterable[Callback], zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    """The call-back list, ``CSV_HEADINGS`` first."""
    yield CSV_HEADINGS
    for call in calls:
        question = call.question
        moment = (question.answered_at or question.received_at).astimezone(zone)
        yield (
            question.member_number or "",
            question.member_name,
            call.member.phone if call.member else "",
            call.member.email if call.member else "",
            question.establishment_name,
            question.contact,
            question.reference,
            moment.strftime("%Y-%m-%d %H:%M"),
            question.advisor or "",
            call.text,
            call.number,
            call.entry or "",
            question.text,
        )


@dataclass(frozen=True, slots=True)
class _Moved:
    """A change, and since when answers had to follow it."""

    text: str
    cid: str
    number: str
    after: LegalArticle | None
    since: datetime

    @classmethod
    def of(cls, change: Change, zone: ZoneInfo) -> _Moved:
        day = change.at
        if change.after is not None and change.after.valid_from is not None:
            day = change.after.valid_from
        elif change.before is not None and change.before.valid_until is not None:
            day = change.before.valid_until
        since = local_midnight(day, zone)
        return cls(change.text, change.cid, change.number, change.after, since)


@dataclass(frozen=True, slots=True)
class _Use:
    """A version of an entry that answers rest on, and how it cites one article."""

    slug: str
    version: str
    read: tuple[Citation, Resolved] | None
    """None: nobody knows in which version the article had been read."""


class _Told:
    """What was told since a day: each version of an entry is read once, each list asked once."""

    def __init__(
        self,
        store: AnswerStore,
        entries: Mapping[str, Entry],
        texts: ArticleSource,
        since: datetime,
    ) -> None:
        self._store = store
        self._entries = entries
        self._texts = texts
        self._lists: dict[tuple[SourceKind, str], list[tuple[Question, QuestionSource]]] = {}
        self._by_cid: dict[str, list[_Use]] = defaultdict(list)
        for slug, version in store.used_versions(SourceKind.ENTRY, since):
            for cid, read in self._cited_then(slug, version):
                self._by_cid[cid].append(_Use(slug, version, read))
        self._articles: dict[str, list[LegalArticle]] = defaultdict(list)
        for ident, _ in store.used_versions(SourceKind.ARTICLE, since):
            article = texts.by_ident(ident)
            if article is not None:
                self._articles[article.cid].append(article)

    def answers(self, changes: Iterable[_Moved]) -> Iterator[tuple[Question, _Moved, str | None]]:
        """Each answer given after a change from what was read before it, with the entry."""
        for change in changes:
            old = {
                (use.slug, use.version)
                for use in self._by_cid.get(change.cid, ())
                if use.read is None or read_before(*use.read, change.after)
            }
            for slug in sorted({slug for slug, _ in old}):
                for question, source in self._using(SourceKind.ENTRY, slug):
                    if (slug, source.version) in old and _answered_since(question, change.since):
                        yield question, change, slug
            for article in self._articles.get(change.cid, ()):
                if not is_older(article, change.after, self._texts.versions(change.cid)):
                    continue
                for question, _ in self._using(SourceKind.ARTICLE, article.ident):
                    if _answered_since(question, change.since):
                        yield question, change, None

    def _using(self, kind: SourceKind, ident: str) -> list[tuple[Question, QuestionSource]]:
        if (kind, ident) not in self._lists:
            found = self._store.questions_using(kind, ident, MAX_PER_SOURCE)
            self._lists[kind, ident] = found
        return self._lists[kind, ident]

    def _cited_then(
        self, slug: str, version: str
    ) -> Iterator[tuple[str, tuple[Citation, Resolved] | None]]:
        """What that version cited: each cid, with the citation.

        When its text was never kept it is taken to have cited what the entry cites now, in a
        version that nobody knows (None): better one call too many than a member left with the old
        rule.
        """
        now = self._entries.get(slug)
        content = now.content if now and now.version == version else None
        content = content or self._store.entry_version(version)
        if content is None:
            for cid, _, _ in _cited(now.citations if now else (), self._texts):
                yield cid, None
            return
        try:
            citations = parse_entry(Path(f"{slug}.md"), content).citations
        except EntryError:
            return
        for cid, citation, resolved in _cited(citations, self._texts):
            yield cid, (citation, resolved)


def _cited(
    citations: Iterable[Citation], texts: ArticleSource
) -> Iterator[tuple[str, Citation, Resolved]]:
    """The citations of articles that are known, each with the cid of its article."""
    for citation in citations:
        resolved = resolve(citation, texts)
        article = resolved.current or resolved.read
        if article is not None:
            yield article.cid, citation, resolved


def _answered_since(question: Question, since: datetime) -> bool:
    """Given since then, and not cancelled afterwards."""
    answered = question.answered_at
    return question.status is Status.ANSWERED and answered is not None and answered >= since
