"""« Déjà posée » on ten years of history: how long, and beside what.

    python benchmarks/past_answers.py [--annees 10] [--requetes 300] [--dossier DOSSIER]
                                      [--postgresql postgresql://postgres@127.0.0.1:5432]

Fills a SQLite file and a PostgreSQL database (``teleconseil_benchmark``, when a server answers)
with ten demonstration years of 23,551 questions, kept for the next run. Then asks what an advisor
would: questions of a year that is not there, whole and half typed, with and without their theme.
Each query is timed in turn with the bare statement that finds its rows (any of its words, ranked by
the engine, eight rows): p50, p95 and ratios come from the same run. Target: p95 ≤ 60 ms on both.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import psycopg
from sqlalchemy import text

from teleconseil import paths
from teleconseil.demo.year import YEAR_QUESTIONS, build_year
from teleconseil.desk.reference import load_reference_data, sync
from teleconseil.kb.library import Library
from teleconseil.store import Store, open_store
from teleconseil.store.fulltext import words_of

TARGET_MS = 60.0
LAST_YEAR = 2026
DATABASE = "teleconseil_benchmark"
SHOWN = 8

BARE_SQLITE = (
    "SELECT rowid FROM question_fts WHERE question_fts MATCH :words"
    " ORDER BY bm25(question_fts) LIMIT 8"
)
BARE_POSTGRESQL = (
    "SELECT id FROM question, to_tsquery('simple', :words) AS wanted WHERE search @@ wanted"
    " ORDER BY ts_rank(search, wanted) DESC LIMIT 8"
)


@dataclass(frozen=True)
class Query:
    """What is typed, and the theme that is already chosen."""

    text: str
    topic: str | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--annees", type=int, default=10)
    parser.add_argument("--requetes", type=int, default=300)
    default = Path(tempfile.gettempdir()) / "teleconseil-benchmarks"
    parser.add_argument("--dossier", type=Path, default=default)
    parser.add_argument("--postgresql", default="postgresql://postgres@127.0.0.1:5432")
    options = parser.parse_args()
    urls = [f"sqlite:///{options.dossier / f'deja-posee-{options.annees}.sqlite'}"]
    urls += _server(options.postgresql)
    queries = list(_queries(options.requetes))
    for url in urls:
        store = open_store(url)
        try:
            if store.is_empty():
                _fill(store, options.annees)
            _report(store, queries)
        finally:
            store.close()


def _server(address: str) -> list[str]:
    try:
        with psycopg.connect(f"{address}/postgres", autocommit=True, connect_timeout=3) as admin:
            known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
            if known.fetchone() is None:
                admin.execute(f"CREATE DATABASE {DATABASE}")
    except psycopg.OperationalError as error:
        print(f"PostgreSQL : pas de serveur ({str(error).splitlines()[0]})", file=sys.stderr)
        return []
    return [f"{address}/{quote(DATABASE)}"]


def _fill(store: Store, years: int) -> None:
    reference = load_reference_data(paths.packaged_knowledge_base())
    sync(store, reference)
    entries = Library(paths.packaged_knowledge_base()).load().entries
    versions = {slug: entry.version for slug, entry in entries.items()}
    made = [
        build_year(year, shares=reference.shares, versions=versions)
        for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1)
    ]
    start = time.perf_counter()
    history = replace(
        made[0],
        questions=(question for load in made for question in load.questions),
        question_count=years * YEAR_QUESTIONS,
    )
    store.bulk_load(history, lambda done, of: print(f"\r{done}/{of}", end="", file=sys.stderr))
    print(f"\n{store.url} : remplie en {time.perf_counter() - start:.0f} s", file=sys.stderr)


def _queries(number: int) -> Iterator[Query]:
    """Questions of the year after, of another seed: whole, half typed, with and without theme."""
    year = build_year(LAST_YEAR + 1, 7, questions=number)
    for index, row in enumerate(islice(year.questions, number)):
        question = row.question
        words = question.text.split()
        typed = words if index % 2 else words[: max(2, len(words) // 2)]
        yield Query(" ".join(typed), question.topic if index % 4 < 2 else None)


def _report(store: Store, queries: list[Query]) -> None:
    sqlite = store.url.startswith("/")
    bare_statement = text(BARE_SQLITE if sqlite else BARE_POSTGRESQL)

    def bare(query: Query) -> object:
        words = words_of(query.text)
        any_word = " OR ".join(f'"{w}"' for w in words) if sqlite else " | ".join(words)
        with store._db.read() as connection:
            return connection.execute(bare_statement, {"words": any_word}).fetchall()

    def ours(query: Query) -> object:
        return store.search_questions(query.text, topic=query.topic, limit=SHOWN)

    for query in queries[:20]:
        bare(query), ours(query)
    times: dict[Callable[[Query], object], list[float]] = {ours: [], bare: []}
    busy: list[float] = []
    computed = _computing(store)
    for query in queries:
        for action, taken in times.items():
            start, worked = time.perf_counter(), computed()
            action(query)
            taken.append((time.perf_counter() - start) * 1000)
            if action is ours:
                busy.append(computed() - worked)
    engine = "SQLite" if sqlite else "PostgreSQL"
    (our_p50, our_p95), (bare_p50, bare_p95) = map(_percentiles, times.values())
    verdict = "tenu" if our_p95 <= TARGET_MS else "dépassé"
    print(f"{engine} : p50 {our_p50:.1f} ms, p95 {our_p95:.1f} ms")
    print("  dont calcul : p50 {:.1f} ms, p95 {:.1f} ms".format(*_percentiles(busy)))
    print(f"  objectif p95 ≤ {TARGET_MS:.0f} ms : {verdict}")
    print(f"  SQL nu, n’importe quel mot : p50 {bare_p50:.1f} ms, p95 {bare_p95:.1f} ms")
    print(f"  charge : {os.getloadavg()[0]:.1f} pour {os.cpu_count()} cœurs")
    print(f"  rapports : p50 {our_p50 / bare_p50:.2f}, p95 {our_p95 / bare_p95:.2f}")


def _computing(store: Store) -> Callable[[], float]:
    """Milliseconds of processor so far: this process's, and the server's where it is on Linux here.

    What waiting for a processor adds to a busy machine is not in it.
    """
    usage = Path()
    if not store.url.startswith("/"):
        with store._db.read() as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        usage = Path(f"/proc/{pid}/schedstat")

    def so_far() -> float:
        server = int(usage.read_text().split()[0]) / 1e6 if usage.is_file() else 0.0
        return time.process_time() * 1000 + server

    return so_far


def _percentiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]


if __name__ == "__main__":
    main()
