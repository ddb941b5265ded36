"""The search over a folder of entries and the imported texts, as every caller opens it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from teleconseil.kb.library import Snapshot
from teleconseil.kb.model import Cancelled
from teleconseil.kb.search.asked import NOTHING, Asked, documents
from teleconseil.kb.search.documents import article_document
from teleconseil.kb.search.engine import Collection, Notice, SearchEngine
from teleconseil.kb.texts import TextLibrary

if TYPE_CHECKING:
    from teleconseil.kb.search.meaning.encoders import Encoder
    from teleconseil.kb.search.meaning.index import MeaningIndex
    from teleconseil.kb.search.meaning.vectors import Progress as MeaningProgress


_ENCODED = 4
"""Questions of the history that become vectors, for each entry: the newest."""


def open_search(
    snapshot: Snapshot, texts: TextLibrary, cache_dir: Path, notice: Notice
) -> SearchEngine:
    """The engine over what these hold now, from the saved index when it is of the same.

    ``notice`` is told, in French, when the saved index could not be used or written.
    """
    entries = Collection(snapshot.stamp, lambda: documents(snapshot, NOTHING))
    articles = Collection(texts.stamp(), lambda: map(article_document, texts.articles()))
    return SearchEngine.open(
        entries,
        articles,
        snapshot.synonyms,
        cache_dir,
        appellations=snapshot.appellations,
        notice=notice,
    )


def open_meaning(
    snapshot: Snapshot,
    cache_dir: Path,
    notice: Notice,
    *,
    asked: Asked = NOTHING,
    encoder: Encoder | None = None,
    progress: MeaningProgress | None = None,
    cancelled: Cancelled = lambda: False,
) -> MeaningIndex | None:
    """What the entries mean, from the kept vectors and by computing those that are missing.

    None without the extra ``teleconseil[sens]``, and when it was ``cancelled``. The first time it
    takes a quarter of a second an entry, and some hundredths for each question that was ``asked``.
    ``encoder``: one that is open already.
    """
    from teleconseil.kb.search.meaning.encoders import find_encoder
    from teleconseil.kb.search.meaning.index import MeaningIndex
    from teleconseil.kb.search.meaning.vectors import VectorCache

    encoder = encoder or find_encoder()
    if encoder is None:
        return None
    entries = documents(snapshot, asked, most=_ENCODED)
    cache = VectorCache(cache_dir, encoder.name, notice)
    return MeaningIndex.build(encoder, entries, cache, progress=progress, cancelled=cancelled)


def with_names(
    meaning: MeaningIndex,
    snapshot: Snapshot,
    texts: TextLibrary,
    cache_dir: Path,
    notice: Notice,
    *,
    progress: MeaningProgress | None = None,
    cancelled: Cancelled = lambda: False,
) -> MeaningIndex:
    """The same with what the names of the chapters mean, of the texts that are imported.

    The first time takes a minute. Without a name or a text, or ``cancelled``, as it was.
    """
    from teleconseil.kb.search.meaning.names import NamesMeaning
    from teleconseil.kb.search.meaning.vectors import VectorCache

    imported = {text.slug for text in texts.texts()}
    names = snapshot.appellations.of_texts(imported)
    cache = VectorCache(cache_dir, f"{meaning.encoder.name} appellations", notice)
    learned = NamesMeaning.build(meaning.encoder, names, cache, progress, cancelled)
    return replace(meaning, names=learned) if learned else meaning
