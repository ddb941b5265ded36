"""The search as the commands use it: entries and texts without a database, the history if asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teleconseil import paths
from teleconseil.cli.output import Progress, note, progress_bar
from teleconseil.config import Settings
from teleconseil.errors import UsageProblem
from teleconseil.french import plural
from teleconseil.kb.model import Document, Hit, Kind, Repair, SearchResults, Snippet
from teleconseil.reports.cells import one_line

if TYPE_CHECKING:
    from teleconseil.kb.library import Snapshot
    from teleconseil.kb.search.engine import SearchEngine
    from teleconseil.kb.search.meaning.index import MeaningIndex
    from teleconseil.kb.texts import TextLibrary
    from teleconseil.store import Store

SCOPES = {"fiches": Kind.ENTRY, "textes": Kind.ARTICLE, "questions": Kind.QUESTION}
_QUESTION_SHARE = 3
_EXCERPT = 240
_MANY = 10
"""Things whose meaning is not computed in a blink: it is said before."""
_ENTRY_S = 0.4
"""Seconds to compute the meaning of an entry and of ten sentences on one core, about."""
_PLACE_S = 0.03
"""The same for what people call one chapter."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a query looks."""

    kinds: frozenset[Kind]
    texts: frozenset[str] | None = None
    limit: int = 10
    literal: bool = False
    """The words as they were typed, without repairs."""


@dataclass(slots=True)
class Searcher:
    """Entries and articles by the index, past questions by the database's full text."""

    engine: SearchEngine | None
    store: Store | None = None
    meaning: MeaningIndex | None = None
    _indexed: frozenset[Kind] = field(default=frozenset({Kind.ENTRY, Kind.ARTICLE}))

    def search(self, query: str, scope: Scope) -> SearchResults:
        """The best results of every kind asked for; past questions after the rest."""
        from time import perf_counter

        started = perf_counter()
        past = self._past(query, scope)
        indexed = scope.kinds & self._indexed
        if self.engine is None or not indexed:
            hits: tuple[Hit, ...] = ()
            corrected: str | None = None
            repairs: tuple[Repair, ...] = ()
        else:
            found = self.engine.search(
                query,
                limit=scope.limit,
                kinds=indexed,
                texts=scope.texts,
                literal=scope.literal,
                closeness=self.meaning.closeness(query) if self.meaning else None,
            )
            hits, corrected, repairs = found.hits, found.corrected, found.repairs
            if past:
                hits = hits[: max(0, scope.limit - len(past))]
        return SearchResults(
            query=query,
            corrected=corrected,
            repairs=repairs,
            hits=(*hits, *past)[: scope.limit],
            duration_ms=(perf_counter() - started) * 1000,
        )

    def _repairs(self, query: str) -> dict[str, str]:
        """Misspelt words, as the entries and the texts read them."""
        return {r.typed: r.read for r in self.engine.repairs(query)} if self.engine else {}

    def _past(self, query: str, scope: Scope) -> tuple[Hit, ...]:
        if self.store is None or Kind.QUESTION not in scope.kinds:
            return ()
        # The last third at most: an article asked for by its number is never crowded out.
        alone = scope.kinds == {Kind.QUESTION}
        limit = scope.limit if alone else min(_QUESTION_SHARE, scope.limit // _QUESTION_SHARE)
        return tuple(
            Hit(
                document=Document(
                    kind=Kind.QUESTION,
                    ident=past.question.reference,
                    title=one_line(past.question.text, 90),
                    summary=past.question.answer,
                    pole=past.question.pole,
                ),
                score=past.score,
                contributions=past.contributions,
                snippet=Snippet(one_line(past.question.answer or past.question.text, _EXCERPT)),
            )
            for past in self.store.search_questions(
                query, limit=limit, repairs={} if scope.literal else self._repairs(query)
            )
        )


def open_searcher(settings: Settings, store: Store | None, *, meaning: bool) -> Searcher:
    """The index over entries and texts, read from its cache or built.

    ``meaning``: with what the entries mean, where the extra is installed. What is missing of it is
    computed first, once: it is said beforehand, then a terminal shows how far it is.
    """
    from teleconseil.kb.library import Library
    from teleconseil.kb.search.opening import open_search
    from teleconseil.kb.texts import TextLibrary

    snapshot, cache = Library(settings.kb_dir).load(), paths.cache_dir()
    texts = TextLibrary(settings.texts_dir)
    engine = open_search(snapshot, texts, cache, note)
    if not (meaning and settings.meaning):
        return Searcher(engine, store)
    return Searcher(engine, store, _learned(snapshot, texts, cache))


def _learned(snapshot: Snapshot, texts: TextLibrary, cache: Path) -> MeaningIndex | None:
    """What the entries mean, and the names of the chapters of the texts."""
    from teleconseil.kb.search.opening import open_meaning, with_names

    with _waiting("Sens des fiches", "fiche", _ENTRY_S) as progress:
        learned = open_meaning(snapshot, cache, note, progress=progress)
    if learned is None:
        return None
    with _waiting("Sens des textes", "appellation", _PLACE_S) as progress:
        return with_names(learned, snapshot, texts, cache, note, progress=progress)


@contextmanager
def _waiting(label: str, thing: str, seconds: float) -> Iterator[Progress]:
    """A bar that is drawn only if there is something to wait for.

    What takes long is said before: so many things, of so many seconds each.
    """
    with ExitStack() as stack:
        bar: list[Progress] = []

        def progress(done: int, total: int) -> None:
            if not bar:
                if total >= _MANY:
                    note(_told(total, thing, seconds))
                bar.append(stack.enter_context(progress_bar(label)))
            bar[0](done, total)

        yield progress


def _told(count: int, thing: str, seconds: float) -> str:
    """What is about to be waited for, and that it will not be again."""
    minutes = round(count * seconds / 60)
    about = f"{plural(minutes, 'minute')} environ" if minutes else "moins d’une minute"
    return f"Le sens de {plural(count, thing)} est lu une fois ({about}), puis gardé."


def read_scope(names: Sequence[str], texts: Sequence[str], limit: int) -> Scope:
    """The scope of « fiches,textes » and « ccn66 ».

    Raises:
        UsageProblem: a name is none of fiches, textes, questions.
    """
    for name in names:
        if name not in SCOPES:
            raise UsageProblem(
                f"Portée inconnue : « {name} ».", f"Choisissez parmi : {', '.join(SCOPES)}."
            )
    kinds = frozenset(SCOPES[name] for name in names)
    return Scope(kinds, frozenset(texts) or None, limit)


def payload(results: SearchResults, *, explain: bool = False) -> dict[str, Any]:
    """The documented JSON object of a search."""
    return {
        "requete": results.query,
        "corrigee": results.corrected,
        "duree_ms": round(results.duration_ms, 2),
        "resultats": [_hit(hit, explain=explain) for hit in results.hits],
    }


def _hit(hit: Hit, *, explain: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "genre": hit.document.kind.value,
        "id": hit.document.ident,
        "titre": hit.document.title,
        "extrait": hit.snippet.text,
        "score": round(hit.score, 4),
    }
    if explain:
        found["contributions"] = {name: round(v, 4) for name, v in hit.contributions.items()}
        if hit.document.kind is not Kind.QUESTION:
            found["couverture"] = round(hit.coverage, 4)
            found["proximite"] = round(hit.closeness, 4)
    return found
