"""Who was told the old rule: answers that rest on a version of an article since replaced.

An answer counts when it was given since the new version was in force, from an entry that cited the
old one at the time, or from the article itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from teleconseil.domain import Question, QuestionSource, SourceKind
from teleconseil.kb.entry import EntryError, parse_entry
from teleconseil.kb.freshness import ArticleSource, is_stale, resolve
from teleconseil.kb.model import Entry, LegalArticle
from teleconseil.reports.periods import local_midnight

MAX_PER_SOURCE = 5_000

CSV_HEADINGS = (
    "adherent",
    "nom_adherent",
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

    def questions_using(
        self, kind: SourceKind, ident: str, limit: int = 200
    ) -> list[tuple[Question, QuestionSource]]: ...

    def entry_version(self, version: str) -> str | None: ...


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


@dataclass(frozen=True, slots=True)
class Callback:
    """A question answered from a version that is no longer the law."""

    question: Question
    text: str
    number: str
    """The article, as written in its text."""
    entry: str | None
    """Slug of the entry that was used; None when the article itself was."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An entry that cites a changed article in the old version, and the sentences that do."""

    entry: Entry
    passages: tuple[str, ...]


def cited_articles(entry: Entry, texts: ArticleSource) -> dict[str, bool]:
    """The cids that an entry cites, and whether in a version no longer in force."""
    cited: dict[str, bool] = {}
    for citation in entry.citations:
        found = resolve(citation, texts)
        article = found.current or found.read
        if article is not None:
            cited[article.cid] = cited.get(article.cid, False) or is_stale(citation, found)
    return cited


def touched_entries(
    change: Change, entries: Iterable[Entry], cited: Mapping[str, Mapping[str, bool]]
) -> list[Touched]:
    """The entries to revise because of a change; ``cited`` is ``cited_articles`` by slug."""
    return [
        Touched(entry, tuple(passages(entry, change.number)))
        for entry in entries
        if cited[entry.slug].get(change.cid)
    ]


def passages(entry: Entry, number: str) -> Iterator[str]:
    """The lines of an entry's body that name an article, without their Markdown."""
    spaced = r"[\s.\u00a0\u202f-]*".join(re.escape(part) for part in re.findall(r"\w+", number))
    if not spaced:
        return
    pattern = re.compile(rf"(?<!\w){spaced}(?![\w-])", re.IGNORECASE)
    for line in entry.body.splitlines():
        if pattern.search(line):
            yield re.sub(r"[*_`>#|]+", "", line).strip(" -")


def callbacks(
    store: AnswerStore,
    changes: Sequence[Change],
    entries: Sequence[Entry],
    cited: Mapping[str, Mapping[str, bool]],
    texts: ArticleSource,
    zone: ZoneInfo,
) -> list[Callback]:
    """Every answer to correct, once, by member then reference."""
    found: dict[str, Callback] = {}
    reader = _Told(store, texts)
    for change in changes:
        if change.before is None:
            continue
        since = local_midnight(_in_force(change), zone)
        for entry in entries:
            if change.cid in cited[entry.slug]:
                for question in reader.by_entry(entry, change.cid, since, cited[entry.slug]):
                    call = Callback(question, change.text, change.number, entry.slug)
                    found.setdefault(question.reference, call)
        for question in reader.by_article(change.before, since):
            call = Callback(question, change.text, change.number, None)
            found.setdefault(question.reference, call)
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


class _Told:
    """Reads what was told, each version of an entry once."""

    def __init__(self, store: AnswerStore, texts: ArticleSource) -> None:
        self._store = store
        self._texts = texts
        self._versions: dict[str, Mapping[str, bool] | None] = {}

    def by_entry(
        self, entry: Entry, cid: str, since: datetime, now: Mapping[str, bool]
    ) -> Iterator[Question]:
        using = self._store.questions_using(SourceKind.ENTRY, entry.slug, MAX_PER_SOURCE)
        for question, source in using:
            if _answered_since(question, since) and self._was_old(entry, source, cid, now):
                yield question

    def by_article(self, article: LegalArticle, since: datetime) -> Iterator[Question]:
        using = self._store.questions_using(SourceKind.ARTICLE, article.ident, MAX_PER_SOURCE)
        for question, _ in using:
            if _answered_since(question, since):
                yield question

    def _was_old(
        self, entry: Entry, source: QuestionSource, cid: str, now: Mapping[str, bool]
    ) -> bool:
        """The version used cited the old article; when its text was lost, it is taken to have."""
        if source.version == entry.version:
            return now.get(cid, False)
        if source.version not in self._versions:
            self._versions[source.version] = self._cited_then(entry, source.version)
        then = self._versions[source.version]
        return True if then is None else then.get(cid, False)

    def _cited_then(self, entry: Entry, version: str) -> Mapping[str, bool] | None:
        content = self._store.entry_version(version)
        if content is None:
            return None
        try:
            return cited_articles(parse_entry(entry.path, content), self._texts)
        except EntryError:
            return None


def _answered_since(question: Question, since: datetime) -> bool:
    return question.answered_at is not None and question.answered_at >= since


def _in_force(change: Change) -> date:
    """When the new version took effect, or when the change was learnt."""
    if change.after is not None and change.after.valid_from is not None:
        return change.after.valid_from
    if change.before is not None and change.before.valid_until is not None:
        return change.before.valid_until
    return change.at
