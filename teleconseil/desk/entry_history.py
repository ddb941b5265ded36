"""What an entry said, and when: « what did we tell them? » always has an answer.

Versions come from git where the knowledge base is a checkout, from the database where an answer
used them, and from the disk for the one in use now. The hash of the content tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from teleconseil.domain import QuestionSource, SourceKind
from teleconseil.kb.freshness import ArticleSource
from teleconseil.kb.history import HistoryError, Revision, revisions
from teleconseil.kb.library import Library

MIN_VERSION = 4
"""Digits of a hash that are enough to name a version."""


class VersionStore(Protocol):
    """What this needs of the store."""

    def entry_versions(self, slug: str) -> list[tuple[str, datetime]]: ...

    def entry_version(self, version: str) -> str | None: ...

    def uses_by_version(self, kind: SourceKind, ident: str) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class EntryVersion:
    """One state of an entry."""

    version: str
    """Hash of its content."""
    at: datetime | None = None
    """When it was committed, else when an answer first used it; None when nobody knows."""
    author: str = ""
    summary: str = ""
    commit: str = ""
    answers: int = 0
    """How many answers rest on it."""
    is_current: bool = False
    content: str | None = None
    """The whole file; None when its text was never kept."""


def committed(slug: str, library: Library) -> list[Revision]:
    """What git has of an entry, be it gone from the folder.

    Raises:
        HistoryError: git refuses.
    """
    entry = library.entry(slug)
    return revisions(entry.path if entry else library.folder / f"{slug}.md")


def versions(
    slug: str, library: Library, store: VersionStore | None, commits: Iterable[Revision]
) -> list[EntryVersion]:
    """Every known version of an entry, the current one first, then the newest.

    Without a store, those of git (``committed``) and the current one.

    Raises:
        StoreError: the database refuses.
    """
    entry = library.entry(slug)
    known: dict[str, EntryVersion] = {}
    if entry is not None:
        known[entry.version] = EntryVersion(entry.version, is_current=True, content=entry.content)
    for revision in reversed(list(commits)):
        if revision.version:
            known[revision.version] = _committed(known.get(revision.version), revision)
    if store is not None:
        for version, kept_at in store.entry_versions(slug):
            if version not in known:
                text = store.entry_version(version)
                known[version] = EntryVersion(version, kept_at, content=text)
        for version, answers in store.uses_by_version(SourceKind.ENTRY, slug).items():
            found = known.get(version, EntryVersion(version))
            known[version] = replace(found, answers=answers)
    return sorted(known.values(), key=_order)


def all_versions(
    slug: str, library: Library, store: VersionStore | None
) -> tuple[list[EntryVersion], str]:
    """Every known version, and why those of git are missing when they are.

    Raises:
        StoreError: the database refuses.
    """
    try:
        commits, trouble = committed(slug, library), ""
    except HistoryError as error:
        commits, trouble = [], str(error)
    return versions(slug, library, store, commits), trouble


def source_text(
    source: QuestionSource, library: Library, texts: ArticleSource, store: VersionStore
) -> str | None:
    """What an answer rested on, word for word: the entry at the version used, or the article.

    Raises:
        HistoryError: only git may have it, and refuses.
        StoreError: the database refuses.
        TextsError: the imported texts cannot be read.
    """
    if source.kind is SourceKind.ENTRY:
        return entry_text(source.ident, source.version, library, store)
    article = texts.by_ident(source.ident)
    return None if article is None else "\n\n".join(filter(None, (article.body, article.note)))


def entry_text(slug: str, version: str, library: Library, store: VersionStore | None) -> str | None:
    """The whole text of a version, wherever it was kept; None when it was not.

    Raises:
        HistoryError: only git may have it, and refuses.
        StoreError: the database refuses.
    """
    text = library.content(slug, version) or (store.entry_version(version) if store else None)
    if text is not None:
        return text
    commits = committed(slug, library)
    return next((r.content for r in commits if r.version == version), None)


def _committed(known: EntryVersion | None, revision: Revision) -> EntryVersion:
    """A version keeps the first commit that had it: the later ones only moved the file."""
    if known is not None and known.commit:
        return known
    return replace(
        known or EntryVersion(revision.version, content=revision.content),
        at=revision.at,
        author=revision.author,
        summary=revision.summary,
        commit=revision.commit,
    )


def _order(version: EntryVersion) -> tuple[bool, float, str]:
    moment = version.at.timestamp() if version.at else 0.0
    return (not version.is_current, -moment, version.version)
