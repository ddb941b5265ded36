"""One entry with everything an editor needs to read it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from teleconseil.desk.entry_history import EntryVersion, VersionStore, all_versions
from teleconseil.desk.workshop import Dossier, RemarkStore
from teleconseil.domain import EntryFeedback
from teleconseil.kb.freshness import Currency, Resolved, resolve
from teleconseil.kb.library import Library
from teleconseil.kb.model import Citation
from teleconseil.kb.revision import citing_sentences


class PageStore(RemarkStore, VersionStore, Protocol):
    """What this needs of the store."""


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that the entry leans on."""

    citation: Citation
    resolved: Resolved
    is_stale: bool
    sentences: tuple[str, ...]
    """Of the entry, that name it."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """What stands beside the entry."""

    dossier: Dossier
    articles: tuple[CitedArticle, ...]
    """Those that changed first."""
    remarks: tuple[EntryFeedback, ...]
    """Of advisors, open ones first."""
    versions: tuple[EntryVersion, ...]
    trouble: str = ""
    """Why the versions of git are missing."""


def entry_page(
    dossier: Dossier, library: Library, currency: Currency, store: PageStore
) -> EntryPage:
    """Put together what is known of the entry.

    Raises:
        StoreError: the database refuses.
        TextsError: the imported texts cannot be read.
    """
    known, trouble = all_versions(dossier.slug, library, store)
    remarks = store.feedback(dossier.slug)
    return EntryPage(
        dossier,
        tuple(sorted(_articles(dossier, currency), key=lambda cited: not cited.is_stale)),
        tuple(sorted(remarks, key=lambda remark: remark.closed_at is not None)),
        tuple(known),
        trouble,
    )


def _articles(dossier: Dossier, currency: Currency) -> list[CitedArticle]:
    entry = dossier.entry
    if entry is None:
        return []
    stale = {found.citation for found in dossier.stale}
    return [
        CitedArticle(
            citation,
            resolve(citation, currency.texts),
            citation in stale,
            tuple(citing_sentences(entry, citation)),
        )
        for citation in entry.citations
    ]
