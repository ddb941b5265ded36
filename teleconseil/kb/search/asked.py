"""What entries were used to answer before, told by whoever keeps the history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from teleconseil.kb.library import Snapshot
from teleconseil.kb.model import Document
from teleconseil.kb.search.documents import entry_document

Asked = Mapping[str, Sequence[str]]
"""By slug, questions that the entry answered, the newest first."""
NOTHING: Asked = MappingProxyType({})
AskedBefore = Callable[[], Asked]
"""Reads the history; may raise TeleconseilError."""


def nothing_asked() -> Asked:
    """No history."""
    return NOTHING


def documents(snapshot: Snapshot, asked: Asked, *, most: int | None = None) -> Iterator[Document]:
    """The entries as the search reads them, with at most ``most`` questions asked of each."""
    for slug, entry in snapshot.entries.items():
        yield entry_document(entry, asked.get(slug, ())[:most])
