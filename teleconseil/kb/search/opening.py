"""The search over a folder of entries and the imported texts, as every caller opens it."""

from __future__ import annotations

from pathlib import Path

from teleconseil.kb.library import Snapshot
from teleconseil.kb.search.documents import article_document, entry_document
from teleconseil.kb.search.engine import Collection, Notice, SearchEngine
from teleconseil.kb.texts import TextLibrary


def open_search(
    snapshot: Snapshot, texts: TextLibrary, cache_dir: Path, notice: Notice
) -> SearchEngine:
    """The engine over what these hold now, from the saved index when it is of the same.

    ``notice`` is told, in French, when the saved index could not be used or written.
    """
    entries = Collection(snapshot.stamp, lambda: map(entry_document, snapshot.entries.values()))
    articles = Collection(texts.stamp(), lambda: map(article_document, texts.articles()))
    return SearchEngine.open(entries, articles, snapshot.synonyms, cache_dir, notice=notice)
