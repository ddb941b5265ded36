"""How often the right entry comes first, with and without meaning, beside FTS5 and rapidfuzz.

    python benchmarks/entries.py [--base DOSSIER] [--cache DOSSIER] [JEU.jsonl …]

Over the entries of the knowledge base, prints for each set of queries (by default those that came
with the entries, hurried and as said) and each engine: hit@1, hit@3 and MRR@10 with 95 % confidence
intervals by bootstrap over the queries, and the time of a query, of the clock and of the processor.
Meaning is measured with every encoder that is installed (the extra ``teleconseil[sens]``) and at
several weights. The first run computes the vectors, kept in ``--cache`` for the next.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from teleconseil.cli.evaluation import Trial, read_trials, reciprocal_rank
from teleconseil.kb.library import Library
from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.documents import entry_document
from teleconseil.kb.search.engine import SearchEngine
from teleconseil.kb.search.meaning import blend
from teleconseil.kb.search.meaning.encoders import E5Encoder, Encoder, UseEncoder
from teleconseil.kb.search.opening import open_meaning, open_search
from teleconseil.kb.texts import TextLibrary
from teleconseil.paths import packaged_knowledge_base

BOOTSTRAP = 1000
DEPTH = 10
WEIGHTS = (0.4, 0.8, 1.2)
"""Other weights of meaning than the one in use, to see how much it matters."""
SETS = ("essais.jsonl", "essais-oraux.jsonl", "essais-appels.jsonl")
"""Beside the entries: questions typed hurriedly, told as on the phone, and calls and letters
written from the titles of the entries alone."""
CACHE = Path(tempfile.gettempdir()) / "teleconseil-benchmarks"
Search = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Engine:
    name: str
    search: Search
    weight: float = blend.WEIGHT


def main() -> None:
    options = _options()
    print_entries(options.base, options.cache, options.jeux)


def print_entries(base: Path, cache: Path, sets: Sequence[Path]) -> None:
    """Measure every engine over the entries of ``base``, on each of the sets."""
    snapshot = Library(base).load()
    documents = [entry_document(entry) for entry in snapshot.entries.values()]
    nothing = TextLibrary(cache / "aucun-texte")
    ours = open_search(snapshot, nothing, cache, print)
    engines = [_fts5(documents), _rapidfuzz(documents), _by_words(ours)]
    for make in (E5Encoder, UseEncoder):
        try:
            encoder: Encoder = make()
        except ImportError:
            continue
        started = time.process_time()
        index = open_meaning(snapshot, cache, print, encoder=encoder)
        assert index is not None
        print(f"{encoder.name} : sens des fiches en {time.process_time() - started:.1f} s")
        engines += _by_meaning(ours, encoder.name.split()[0], index.closeness)
    print(f"{time.strftime('%Y-%m-%d')}, {len(documents)} fiches\n")
    for path in sets:
        _print_set(path.stem, read_trials(path), engines)


def _print_set(name: str, trials: Sequence[Trial], engines: Sequence[Engine]) -> None:
    print(f"{name}, {len(trials)} requêtes")
    print(f"{'':<24}{'hit@1':>18}{'hit@3':>18}{'MRR@10':>18}{'p50 ms':>8}{'proc. ms':>9}")
    for engine in engines:
        blend.WEIGHT = engine.weight
        ranked, times = [], []
        spent = time.process_time()
        for trial in trials:
            started = time.perf_counter()
            ranked.append(engine.search(trial.query))
            times.append((time.perf_counter() - started) * 1000)
        spent = (time.process_time() - spent) / len(trials) * 1000
        pairs = list(zip(trials, ranked, strict=True))
        figures = [
            _interval([float(any(ident in t.expected for ident in ids[:1])) for t, ids in pairs]),
            _interval([float(any(ident in t.expected for ident in ids[:3])) for t, ids in pairs]),
            _interval([reciprocal_rank(t.expected, ids) for t, ids in pairs]),
        ]
        cells = "".join(f"{mean:>7.3f} {low:.2f}–{high:.2f}" for mean, low, high in figures)
        print(f"{engine.name:<24}{cells}{statistics.median(times):>8.1f}{spent:>9.1f}")
    print()


def _interval(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean, and the 95 % interval of the means of as many values drawn with replacement."""
    draw = random.Random(66)
    means = sorted(statistics.fmean(draw.choices(values, k=len(values))) for _ in range(BOOTSTRAP))
    return statistics.fmean(values), means[BOOTSTRAP // 40], means[-BOOTSTRAP // 40]


def _by_words(ours: SearchEngine) -> Engine:
    entries = frozenset({Kind.ENTRY})

    def search(query: str) -> list[str]:
        return [h.document.ident for h in ours.search(query, limit=DEPTH, kinds=entries).hits]

    return Engine("les mots", search)


def _by_meaning(
    ours: SearchEngine, model: str, closeness: Callable[[str], dict[str, float]]
) -> Iterator[Engine]:
    """Words and meaning first: the times of the others leave out reading the query."""
    entries = frozenset({Kind.ENTRY})
    known: dict[str, dict[str, float]] = {}

    def blended(query: str) -> list[str]:
        found = ours.search(query, limit=DEPTH, kinds=entries, closeness=known[query])
        return [hit.document.ident for hit in found.hits]

    def whole(query: str) -> list[str]:
        known[query] = closeness(query)
        return blended(query)

    def alone(query: str) -> list[str]:
        close = known[query]
        return sorted(close, key=lambda slug: (-close[slug], slug))[:DEPTH]

    yield Engine(f"mots et {model}", whole)
    yield Engine("  le sens seul", alone)
    for weight in WEIGHTS:
        yield Engine(f"  poids {weight}", blended, weight)


def _fts5(documents: Sequence[Document]) -> Engine:
    """SQLite's full text: fields weighed, accents folded, long words completed."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE fiche USING fts5(slug UNINDEXED, title, keywords, summary, body, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    base.executemany(
        "INSERT INTO fiche VALUES (?, ?, ?, ?, ?)",
        [(d.ident, d.title, d.keywords, d.summary, d.body) for d in documents],
    )

    def search(query: str) -> list[str]:
        words = [f'"{word}"*' if len(word) > 3 else f'"{word}"' for word in _words(query)]
        rows = base.execute(
            "SELECT slug FROM fiche WHERE fiche MATCH ? "
            "ORDER BY bm25(fiche, 0, 4, 3, 2, 1) LIMIT ?",
            (" OR ".join(words), DEPTH),
        )
        return [slug for (slug,) in rows]

    return Engine("SQLite FTS5", search)


def _rapidfuzz(documents: Sequence[Document]) -> Engine:
    texts = {d.ident: f"{d.title} {d.keywords} {d.summary}".casefold() for d in documents}

    def search(query: str) -> list[str]:
        found = process.extract(query.casefold(), texts, scorer=fuzz.token_set_ratio, limit=DEPTH)
        return [ident for _, _, ident in found]

    return Engine("rapidfuzz", search)


def _words(query: str) -> list[str]:
    return re.findall(r"\w+", query)


def _options() -> argparse.Namespace:
    base = packaged_knowledge_base()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--base", type=Path, default=base, help="dossier des fiches")
    parser.add_argument("--cache", type=Path, default=CACHE)
    sets = [base / name for name in SETS]
    parser.add_argument("jeux", nargs="*", type=Path, default=sets, metavar="JEU.jsonl")
    return parser.parse_args()


if __name__ == "__main__":
    main()
