"""Whether an answer can still be given as it stands: the law may have moved under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from teleconseil.kb.model import (
    ArticlePlace,
    ArticleReference,
    Citation,
    Entry,
    EntryState,
    Freshness,
    LegalArticle,
)
from teleconseil.kb.references import parse_reference

_GONE = frozenset({"ABROGE", "ANNULE", "DISJOINT", "PERIME", "TRANSFERE"})
"""States of an article that no longer applies; ABROGE_DIFF still does, for a while."""


class ArticleSource(Protocol):
    """What is asked of the imported texts; ``kb.texts.TextLibrary`` fulfils it."""

    def article(
        self, reference: str | ArticleReference, at: date | None = None
    ) -> Sequence[LegalArticle]:
        """Versions in force (or that were at ``at``) of the articles so named, best first."""
        ...

    def by_ident(self, ident: str) -> LegalArticle | None:
        """The version with that id, or the latest one with that cid."""
        ...

    def versions(self, cid: str) -> Sequence[LegalArticle]:
        """Every known version of an article, oldest first, the current one last."""
        ...

    def outline(self, text: str) -> Sequence[ArticlePlace]:
        """Where each current article of a text stands, in no order."""
        ...

    def texts(self) -> Sequence[TextName]:
        """The texts that were imported."""
        ...

    def stamp(self) -> str:
        """Changes with every import."""
        ...


class TextName(Protocol):
    """A text that was imported."""

    @property
    def slug(self) -> str: ...


@dataclass(frozen=True, slots=True)
class StaleCitation:
    """A citation that rests on a version of an article that is no longer the current one."""

    citation: Citation
    read: LegalArticle | None
    """The version that was read, when it was ever imported."""
    current: LegalArticle | None
    """The version in force; None when the article was repealed."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the texts know of a cited article."""

    read: LegalArticle | None
    current: LegalArticle | None
    """None when the article does not exist, or no longer."""
    versions: tuple[LegalArticle, ...] = ()
    """Every known version, oldest first."""

    @property
    def found(self) -> bool:
        return self.read is not None or self.current is not None


class Remembered:
    """A source of articles that is asked each thing once: entries cite the same articles."""

    def __init__(self, texts: ArticleSource) -> None:
        self._texts = texts
        self._articles: dict[tuple[str | ArticleReference, date | None], list[LegalArticle]] = {}
        self._idents: dict[str, LegalArticle | None] = {}
        self._versions: dict[str, list[LegalArticle]] = {}
        self._known: list[TextName] | None = None

    def article(
        self, reference: str | ArticleReference, at: date | None = None
    ) -> Sequence[LegalArticle]:
        if (reference, at) not in self._articles:
            self._articles[reference, at] = list(self._texts.article(reference, at))
        return self._articles[reference, at]

    def by_ident(self, ident: str) -> LegalArticle | None:
        if ident not in self._idents:
            self._idents[ident] = self._texts.by_ident(ident)
        return self._idents[ident]

    def versions(self, cid: str) -> Sequence[LegalArticle]:
        if cid not in self._versions:
            self._versions[cid] = list(self._texts.versions(cid))
        return self._versions[cid]

    def outline(self, text: str) -> Sequence[ArticlePlace]:
        """Not remembered: it is long, and is asked once."""
        return self._texts.outline(text)

    def texts(self) -> Sequence[TextName]:
        if self._known is None:
            self._known = list(self._texts.texts())
        return self._known

    def stamp(self) -> str:
        return self._texts.stamp()


class Currency:
    """Whether entries are up to date with the texts, each version of an entry worked out once.

    Goes with one state of the imported texts: make another when they change.
    """

    def __init__(self, texts: ArticleSource) -> None:
        self.texts = Remembered(texts)
        self._stale: dict[str, tuple[StaleCitation, ...]] = {}

    def stale(self, entry: Entry) -> tuple[StaleCitation, ...]:
        """Its citations that rest on a version no longer in force."""
        known = self._stale.get(entry.version)
        if known is None:
            known = tuple(stale_citations(entry, self.texts))
            self._stale[entry.version] = known
        return known

    def freshness(self, entry: Entry, today: date) -> Freshness:
        """The gravest reason not to give this answer as it stands."""
        return Freshness.CHANGED if self.stale(entry) else freshness(entry, None, today)


def freshness(entry: Entry, texts: ArticleSource | None, today: date) -> Freshness:
    """The gravest reason not to give this answer as it stands."""
    if texts is not None and stale_citations(entry, texts):
        return Freshness.CHANGED
    if entry.review_on is not None and entry.review_on < today:
        return Freshness.OVERDUE
    if entry.state in (EntryState.DRAFT, EntryState.TO_VALIDATE):
        return Freshness.UNVALIDATED
    return Freshness.VERIFIED


def stale_citations(entry: Entry, texts: ArticleSource) -> list[StaleCitation]:
    """Citations whose article has a newer version than the one read, or was repealed.

    A correction of form (same version, other words) is never one; nor is a citation of a text
    that was not imported, or of an article that never existed there.
    """
    known = {text.slug for text in texts.texts()}
    found = []
    for citation in entry.citations:
        if citation.text not in known:
            continue
        resolved = resolve(citation, texts)
        if resolved.found and is_stale(citation, resolved):
            found.append(StaleCitation(citation, resolved.read, resolved.current))
    return found


def resolve(citation: Citation, texts: ArticleSource) -> Resolved:
    """The version that a citation was read in, and the one in force."""
    named = texts.by_ident(citation.ident) if citation.ident else None
    if named is not None:
        versions = list(texts.versions(named.cid)) or [named]
        read = _read_version(citation, versions) if citation.ident == named.cid else named
        return Resolved(read, _in_force(versions), tuple(versions))
    if citation.ident and citation.version is None:
        return Resolved(None, None)
    named_so = parse_reference(citation.article) or ArticleReference(citation.article)
    reference = replace(named_so, text=citation.text)
    candidates = texts.article(reference) or texts.article(reference, citation.version)
    for candidate in candidates:
        if candidate.text == citation.text:
            versions = list(texts.versions(candidate.cid)) or [candidate]
            read = _read_version(citation, versions)
            return Resolved(read, _in_force(versions), tuple(versions))
    return Resolved(None, None)


def is_stale(citation: Citation, resolved: Resolved) -> bool:
    """Whether the version in force is another one than the version that was read."""
    return read_before(citation, resolved, resolved.current)


def read_before(citation: Citation, resolved: Resolved, version: LegalArticle | None) -> bool:
    """Whether what was read is older than that version of the article; None: than its repeal."""
    if version is None:
        return True
    if citation.version is not None and version.valid_from is not None:
        return version.valid_from > citation.version
    if resolved.read is None:
        return citation.ident is not None and citation.ident != version.cid
    return is_older(resolved.read, version, resolved.versions)


def is_older(
    article: LegalArticle, version: LegalArticle | None, versions: Sequence[LegalArticle]
) -> bool:
    """Whether one version of an article came before another; None: before its repeal."""
    if version is None:
        return True
    order = [known.ident for known in versions]
    if article.ident not in order or version.ident not in order:
        return article.ident != version.ident
    return order.index(article.ident) < order.index(version.ident)


def _read_version(citation: Citation, versions: Sequence[LegalArticle]) -> LegalArticle | None:
    for version in versions:
        if citation.ident and version.ident == citation.ident:
            return version
    for version in versions:
        if citation.version is not None and version.valid_from == citation.version:
            return version
    if citation.version is None and len(versions) == 1:
        return versions[0]
    return None


def _in_force(versions: Sequence[LegalArticle]) -> LegalArticle | None:
    """The last version, unless it says that the article is gone."""
    return None if versions[-1].state in _GONE else versions[-1]
