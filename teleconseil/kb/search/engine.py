"""The search over entries and official texts.

An engine never changes: when an entry does, ``with_entries`` gives another one that shares the
texts' segment. Threads may share it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.appellations import Appellations
from teleconseil.kb.model import (
    Cancelled,
    Document,
    Hit,
    Kind,
    Repair,
    SearchResults,
)
from teleconseil.kb.references import find_references
from teleconseil.kb.search import ranking, storage
from teleconseil.kb.search.expansion import Expansions
from teleconseil.kb.search.fusion import entries_first
from teleconseil.kb.search.lending import Lending
from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.meaning.blend import meaning_scores
from teleconseil.kb.search.named import NamedChapters
from teleconseil.kb.search.numbered import NumberedArticles
from teleconseil.kb.search.prior import Liking, no_liking, reordered
from teleconseil.kb.search.reading import Reading, read_query
from teleconseil.kb.search.segment import Segment, build_segment
from teleconseil.kb.search.snippets import Wanted, snippet
from teleconseil.kb.search.spelling import SpeltIn
from teleconseil.kb.search.weights import Weights
from teleconseil.kb.synonyms import Synonyms

ALL_KINDS = frozenset({Kind.ENTRY, Kind.ARTICLE})
Notice = Callable[[str], None]
_NO_NAMES = Appellations()


def _never() -> bool:
    return False


def _silent(_: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents that are indexed together, and what tells that they changed."""

    stamp: str
    documents: Callable[[], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A document of a segment, and how it was found."""

    segment: Segment
    place: int
    score: float
    contributions: Mapping[str, float]
    coverage: float
    closeness: float


@dataclass(frozen=True, slots=True)
class SearchEngine:
    """Entries and articles, searched together or apart."""

    entries: Segment
    texts: Segment
    expansions: Expansions
    numbered: NumberedArticles
    named: NamedChapters
    weights: Weights
    liking: Liking = no_liking
    """What earlier searches of the same words ended with; nothing unless the settings ask."""
    slugs: tuple[str, ...] = field(init=False, repr=False)
    """Of the entries, in the order of their segment."""
    lending: Lending = field(init=False, repr=False)

    def __post_init__(self) -> None:
        slugs = tuple(map(self.entries.ident, range(len(self.entries))))
        object.__setattr__(self, "slugs", slugs)
        object.__setattr__(self, "lending", Lending(self.entries, self.numbered))

    @classmethod
    def open(
        cls,
        entries: Collection,
        texts: Collection,
        synonyms: Synonyms,
        cache_dir: Path,
        *,
        appellations: Appellations = _NO_NAMES,
        notice: Notice = _silent,
        weights: Weights | None = None,
    ) -> SearchEngine:
        """The engine over both collections, each read from the cache or indexed anew.

        ``notice`` is told, in French, when a saved index could not be used or kept.
        """
        table, told = weights or Weights(), _once(notice)
        articles = _open_segment("textes", texts, cache_dir, table, told)
        return cls(
            _open_segment("fiches", entries, cache_dir, table.for_entries(), told),
            articles,
            Expansions(synonyms),
            NumberedArticles(articles),
            NamedChapters(appellations, articles),
            table,
        )

    def with_entries(
        self,
        documents: Iterable[Document],
        synonyms: Synonyms,
        appellations: Appellations = _NO_NAMES,
    ) -> SearchEngine:
        """The same texts with these entries, synonyms and names of chapters."""
        segment = build_segment(documents, self.weights.for_entries(), self.entries)
        expansions, named = self.expansions, self.named
        if synonyms != expansions.synonyms:
            expansions = Expansions(synonyms)
        if appellations != named.appellations:
            named = NamedChapters(appellations, self.texts)
        return replace(self, entries=segment, expansions=expansions, named=named)

    def prepare(self) -> None:
        """Work out now what the first query would have to, before anyone waits for it."""
        self.named.prepare()

    @property
    def size(self) -> int:
        """How many documents are searched."""
        return len(self.entries) + len(self.texts)

    def repairs(self, query: str) -> tuple[Repair, ...]:
        """The words of the query that no document holds, each with the one it is read as."""
        reading = read_query(query, self._lexicons(ALL_KINDS), self.expansions, self.weights)
        return reading.repairs()

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        kinds: frozenset[Kind] = ALL_KINDS,
        texts: frozenset[str] | None = None,
        literal: bool = False,
        closeness: Mapping[str, float] | None = None,
        cancelled: Cancelled = _never,
    ) -> SearchResults:
        """The best documents for the query, best first.

        ``texts`` keeps the articles of these texts only; ``literal`` repairs no word;
        ``closeness`` is what ``MeaningIndex`` says of the query: it moves the entries, and with
        them what they lend to articles; and the articles whose chapter is close;
        ``cancelled`` is asked now and then, and what is found when it turns true is given up.
        """
        started = perf_counter()
        segments = self._segments(kinds)
        reading = read_query(
            query, self._lexicons(kinds), self.expansions, self.weights, literal=literal
        )
        lists: dict[Kind, list[Hit]] = {}
        wanted = Wanted(reading.words)
        close = closeness or {}
        for kind, scores in self._scores(reading, kinds, texts, close, cancelled).items():
            found = _ranked(segments[kind], scores, limit, close)
            lists[kind] = [] if cancelled() else [_hit(f, wanted) for f in found]
        asked = self._asked(query, texts, wanted) if Kind.ARTICLE in kinds else []
        others = entries_first(lists.get(Kind.ENTRY, []), lists.get(Kind.ARTICLE, []))
        others = reordered(others, self.liking(query))
        named = {hit.document.ident for hit in asked}
        hits = [*asked, *(hit for hit in others if hit.document.ident not in named)]
        spelt = SpeltIn(hits[:limit])
        return SearchResults(
            query=query,
            corrected=reading.corrected(spelt),
            repairs=reading.repairs(spelt),
            hits=() if cancelled() else tuple(hits[:limit]),
            duration_ms=(perf_counter() - started) * 1000,
        )

    def _segments(self, kinds: frozenset[Kind]) -> dict[Kind, Segment]:
        by_kind = {Kind.ENTRY: self.entries, Kind.ARTICLE: self.texts}
        return {kind: segment for kind, segment in by_kind.items() if kind in kinds}

    def _lexicons(self, kinds: frozenset[Kind]) -> list[Lexicon]:
        """The words that a query is read with: those of the documents, and of the names."""
        lexicons = [segment.lexicon for segment in self._segments(kinds).values()]
        return [*lexicons, self.named.lexicon] if Kind.ARTICLE in kinds else lexicons

    def _scores(
        self,
        reading: Reading,
        kinds: frozenset[Kind],
        texts: frozenset[str] | None,
        closeness: Mapping[str, float],
        cancelled: Cancelled,
    ) -> dict[Kind, ranking.Scores]:
        """The scores of each kind that is searched, and holds something.

        Entries are scored for articles too: they lend to those that they cite.
        """
        scores: dict[Kind, ranking.Scores] = {}
        for kind, segment in self._segments(kinds | {Kind.ENTRY}).items():
            if len(segment):
                chosen = ranking.Selection.of(segment, texts if kind is Kind.ARTICLE else None)
                scores[kind] = ranking.score(
                    segment, reading.words, chosen, self.weights, cancelled
                )
                if kind is Kind.ARTICLE:
                    scores[kind] = self._named(scores[kind], reading, chosen, closeness)
        if closeness and Kind.ENTRY in scores:
            scores[Kind.ENTRY] = self._meant(scores[Kind.ENTRY], closeness, reading.length)
        if len(scores) == len(ALL_KINDS):
            entries, articles = scores[Kind.ENTRY], scores[Kind.ARTICLE]
            lent = self.lending.signal(entries.total, articles.total, self.weights.lent)
            scores[Kind.ARTICLE] = articles.plus(lent)
        return {kind: found for kind, found in scores.items() if kind in kinds}

    def _named(
        self,
        scores: ranking.Scores,
        reading: Reading,
        chosen: ranking.Selection,
        closeness: Mapping[str, float],
    ) -> ranking.Scores:
        """The articles' scores and what the names of their chapters add, said then meant."""
        named, weights = self.named, self.weights
        scores = scores.plus(named.said(reading.words, chosen.parts, weights.named))
        meant = named.meant(closeness, scores.total, chosen.parts, weights.meant)
        return scores.plus(meant)

    def _meant(
        self, scores: ranking.Scores, closeness: Mapping[str, float], length: int
    ) -> ranking.Scores:
        """The entries' scores and what their meaning adds to a query of so many words."""
        added = meaning_scores(scores.total, self.slugs, closeness, length)
        return scores.plus(ranking.Signal("sens", np.arange(len(added)), added))

    def _asked(self, query: str, texts: frozenset[str] | None, wanted: Wanted) -> list[Hit]:
        """Articles named by their number in the query."""
        hits = []
        for reference in find_references(query):
            for place in self.numbered.find(reference, texts):
                document = self.texts.documents[place]
                passage = snippet(document, wanted)
                hits.append(Hit(document, 100.0, passage, {"référence": 100.0}))
        return hits


def _once(notice: Notice) -> Notice:
    """Tell a thing once, though it be true of both indexes."""
    told: set[str] = set()

    def tell(text: str) -> None:
        if text not in told:
            told.add(text)
            notice(text)

    return tell


def _open_segment(
    name: str, collection: Collection, cache_dir: Path, weights: Weights, notice: Notice
) -> Segment:
    key = hashlib.sha256(f"{collection.stamp}\0{weights!r}".encode()).hexdigest()[:16]
    path = cache_dir / f"recherche-{name}-{key}.index"
    try:
        return storage.load(path)
    except FileNotFoundError:
        pass
    except storage.BadIndex:
        notice("L’index de recherche enregistré était inutilisable : il a été refait.")
    segment = build_segment(collection.documents(), weights)
    try:
        storage.save(segment, path)
    except OSError:
        notice("L’index de recherche n’a pas pu être enregistré : il sera refait à chaque fois.")
    _prune(cache_dir, name, path)
    return segment


def _prune(cache_dir: Path, name: str, kept: Path) -> None:
    """Forget the indexes of what the folders held before."""
    with suppress(OSError):
        for path in cache_dir.glob(f"recherche-{name}-*.index"):
            if path != kept:
                with suppress(OSError):
                    path.unlink()


def _ranked(
    segment: Segment, scores: ranking.Scores, limit: int, closeness: Mapping[str, float]
) -> list[_Found]:
    found = []
    for place in _best(scores.total, limit):
        contributions, coverage = scores.explained(place)
        close = closeness.get(segment.ident(place), 0.0)
        score = float(scores.total[place])
        found.append(_Found(segment, place, score, contributions, coverage, close))
    return found


def _best(total: NDArray[np.float32], limit: int) -> list[int]:
    """Places of the best scores, best first; documents in order where scores are equal."""
    found = np.flatnonzero(total > 0)
    if len(found) > limit:
        threshold = np.partition(total[found], len(found) - limit)[len(found) - limit]
        found = found[total[found] >= threshold]
    ranked = sorted(found.tolist(), key=lambda place: (-round(float(total[place]), 4), place))
    return ranked[:limit]


def _hit(found: _Found, wanted: Wanted) -> Hit:
    document = found.segment.documents[found.place]
    passage = snippet(document, wanted)
    return Hit(document, found.score, passage, found.contributions, found.coverage, found.closeness)
