"""How good and how quick the search is, beside SQLite FTS5 and tantivy, in one run.

    python benchmarks/search.py --jeux DOSSIER --textes CHEMIN… [--grand 100000] [--moteurs LISTE]
                                [--couts] [--fiches]

``--jeux`` holds JSONL files (``qid``, ``corpus``, ``q`` by variant, ``rel``), ``--textes`` the
published texts that they are about; each query searches its own text alone, all the texts being in
the index. Prints, per set and variant: nDCG@10, hit@1, hit@5, MRR@10, with 95 % confidence
intervals of nDCG and of typo retention (nDCG of ``typo`` ÷ ``clean``) by bootstrap over the
queries; then p50 and p95 of a warm query, the time to build the index, to open a saved one, and the
memory that it takes. ``--fiches`` puts the entries that ship in our index too: they lend to the
articles that they cite. ``--grand`` adds the times over that many documents, made by repeating
the texts. Among the engines (``nous,sens,fts5,tantivy``), ``sens`` is ours with the meaning of
entries and names (``teleconseil[sens]``): it is timed with the entries. These come last, with the
meaning and without, as ``benchmarks/entries.py`` prints them. Nothing is downloaded.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

from teleconseil.cli.evaluation import Trial, ndcg, read_trials, scores
from teleconseil.kb.library import Library, Snapshot
from teleconseil.kb.model import Document
from teleconseil.kb.search.documents import article_document, entry_document
from teleconseil.kb.texts import TextLibrary
from teleconseil.paths import packaged_knowledge_base

sys.path.insert(0, str(Path(__file__).parent))
from entries import CACHE, SETS, print_entries
from search_engines import Engine, Fts5, Ours, OursMeant, Tantivy

BOOTSTRAP = 1000
VARIANTS = ("clean", "noacc", "typo", "tele", "hurry")
Ranked = list[tuple[Trial, list[str], float]]
Row = TypeVar("Row")


def main() -> None:
    options = _options()
    print(f"{platform.machine()}, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        documents = read_documents(options.textes, home / "textes")
        snapshot = Library(packaged_knowledge_base()).load()
        entries = list(map(entry_document, snapshot.entries.values())) if options.fiches else []
        sets = {path.stem: read_trials(path) for path in sorted(options.jeux.glob("*.jsonl"))}
        print(f"{len(documents)} articles, {sum(map(len, sets.values()))} requêtes\n")
        names = options.moteurs.split(",")
        for name in () if options.couts else names:
            engine = _engine(name, snapshot, home / "cache", entries)
            engine.build(documents)
            for label, trials in sets.items():
                _print_quality(engine.name, label, run(engine, trials))
        print()
        # In a process of its own, a copy of this one, the model's threads would wait for ever.
        names = [name for name in names if name != "sens"]
        _print_costs(names, "12 000", _repeated(documents, 12_000), snapshot, home, sets)
        if options.grand:
            many = _repeated(documents, options.grand)
            _print_costs(names, f"{options.grand}", many, snapshot, home, sets)
    if not options.couts:
        base = packaged_knowledge_base()
        print("\nLes fiches, avec le sens et sans lui")
        print_entries(base, CACHE, [base / name for name in SETS])


def read_documents(sources: Sequence[Path], folder: Path) -> list[Document]:
    """The articles of the published texts under ``sources``, imported into ``folder``."""
    library = TextLibrary(folder)
    library.import_paths(sources)
    return list(map(article_document, library.articles()))


def run(engine: Engine, trials: Sequence[Trial]) -> Ranked:
    """Each trial with the ids found and the milliseconds that it took."""
    ranked: Ranked = []
    for trial in trials:
        started = time.perf_counter()
        found = engine.search(trial.query, trial.text)
        ranked.append((trial, found, (time.perf_counter() - started) * 1000))
    return ranked


def retention(ranked: Ranked) -> tuple[float, float, float]:
    """nDCG of ``typo`` over that of ``clean``, and its 95 % confidence interval."""
    by_variant = {
        name: [ndcg(t.expected, ids) for t, ids, _ in ranked if t.variant == name]
        for name in ("clean", "typo")
    }
    pairs = list(zip(by_variant["clean"], by_variant["typo"], strict=True))
    return _interval(
        pairs, lambda some: sum(t for _, t in some) / max(1e-9, sum(c for c, _ in some))
    )


def _interval(
    rows: Sequence[Row], measure: Callable[[Sequence[Row]], float]
) -> tuple[float, float, float]:
    chance = random.Random(66)
    found = sorted(measure(chance.choices(rows, k=len(rows))) for _ in range(BOOTSTRAP))
    return measure(rows), found[BOOTSTRAP // 40], found[-BOOTSTRAP // 40]


def _print_quality(engine: str, label: str, ranked: Ranked) -> None:
    print(f"{engine} — {label}")
    print(f"  {'':<7}{'nDCG@10':>8}{'[95 %]':>15}{'hit@1':>7}{'hit@5':>7}{'MRR@10':>8}")
    for variant in VARIANTS:
        rows = [row for row in ranked if row[0].variant == variant]
        if not rows:
            continue
        figures = scores(rows)
        values = [ndcg(t.expected, ids) for t, ids, _ in rows]
        _, low, high = _interval(values, statistics.fmean)
        print(
            f"  {variant:<7}{figures.ndcg_10:>8.3f}{f'[{low:.3f}–{high:.3f}]':>15}"
            f"{figures.hit_1:>7.3f}{figures.hit_5:>7.3f}{figures.mrr_10:>8.3f}"
        )
    if {"clean", "typo"} <= {row[0].variant for row in ranked}:
        kept, low, high = retention(ranked)
        print(f"  rétention sous fautes {kept:.3f} [{low:.3f}–{high:.3f}]")


def _print_costs(
    names: Sequence[str],
    label: str,
    documents: Sequence[Document],
    words: Snapshot,
    home: Path,
    sets: Mapping[str, Sequence[Trial]],
) -> None:
    print(
        f"{label + ' documents':<20}{'p50 ms':>8}{'p95 ms':>8}{'p95 proc.':>10}"
        f"{'index s':>9}{'index proc.':>12}{'ouvert s':>9}{'Mo':>6}"
    )
    queries = [t.query for trials in sets.values() for t in trials]
    for name in names:
        # A process of its own: what one engine leaves in memory is not counted for the next.
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        arguments = (theirs, name, documents, words, home / f"cache-{label}", queries)
        process = context.Process(target=_cost, args=arguments)
        process.start()
        built, opened, p50, p95, megabytes = ours.recv()
        process.join()
        reopened = f"{opened.wall:>9.2f}" if opened else f"{'–':>9}"
        print(
            f"{name:<20}{p50.wall * 1000:>8.1f}{p95.wall * 1000:>8.1f}{p95.processor * 1000:>10.1f}"
            f"{built.wall:>9.2f}{built.processor:>12.2f}{reopened}{megabytes:>6.0f}",
            flush=True,
        )


def _cost(
    result: Connection,
    name: str,
    documents: Sequence[Document],
    words: Snapshot,
    cache: Path,
    queries: Sequence[str],
) -> None:
    engine = _engine(name, words, cache)
    before = _peak_megabytes()
    built = _timed(lambda: engine.build(documents))
    megabytes = _peak_megabytes() - before
    opened = None
    if isinstance(engine, Ours):
        engine = _engine(name, words, cache)
        opened = _timed(lambda: engine.build(documents))
    for query in queries[:50]:
        engine.search(query, None)
    times = [_timed(partial(engine.search, query, None)) for query in queries]
    result.send((built, opened, _quantile(times, 0.5), _quantile(times, 0.95), megabytes))


class _Seconds(NamedTuple):
    """On a busy machine only the processor's time compares with a target."""

    wall: float
    processor: float


def _quantile(times: Sequence[_Seconds], share: float) -> _Seconds:
    place = int(len(times) * share)
    return _Seconds(sorted(t.wall for t in times)[place], sorted(t.processor for t in times)[place])


def _timed(act: Callable[[], object]) -> _Seconds:
    wall, processor = time.perf_counter(), time.process_time()
    act()
    return _Seconds(time.perf_counter() - wall, time.process_time() - processor)


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _repeated(documents: Sequence[Document], count: int) -> list[Document]:
    """That many documents: the first ones, then copies under other ids."""
    rounds = -(-count // len(documents))
    copies = [
        replace(d, ident=f"{d.ident}-{n}", cid=f"{d.cid}-{n}") if n else d
        for n in range(rounds)
        for d in documents
    ]
    return copies[:count]


def _engine(name: str, words: Snapshot, cache: Path, entries: Sequence[Document] = ()) -> Engine:
    engines: dict[str, Engine] = {
        "nous": Ours(words, cache, entries),
        "sens": OursMeant(words, cache, entries),
        "fts5": Fts5(),
        "tantivy": Tantivy(),
    }
    return engines[name]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--jeux", type=Path, required=True, metavar="DOSSIER")
    parser.add_argument("--textes", type=Path, nargs="+", required=True, metavar="CHEMIN")
    parser.add_argument("--moteurs", default="nous,sens,fts5,tantivy", metavar="LISTE")
    parser.add_argument("--fiches", action="store_true", help="les fiches livrées y sont aussi")
    parser.add_argument("--couts", action="store_true", help="les temps et la mémoire seulement")
    parser.add_argument("--grand", type=int, default=0, metavar="N")
    return parser.parse_args()


if __name__ == "__main__":
    main()
