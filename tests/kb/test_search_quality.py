"""A fixed slice of what the benchmark measures: the search must not get worse unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from teleconseil.cli.evaluation import ndcg
from teleconseil.kb.library import Library, Snapshot
from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.documents import article_document, entry_document
from teleconseil.kb.search.engine import Collection, SearchEngine
from teleconseil.kb.texts import TextLibrary
from teleconseil.paths import packaged_knowledge_base

TOLERANCE = 0.02
SLICE = ("idcc-1527", "idcc-86", "idcc-2264", "idcc-675")
FILES = ("18926209", "05635630", "05635813", "05635413")
"""The end of their file names."""
REACHED = {"clean": 0.676, "typo": 0.698, "hurry": 0.668}
REACHED_CODE = {"clean": 0.618, "typo": 0.611, "hurry": 0.563}
"""nDCG@10 over the Code du travail, without the entries."""
REACHED_ENTRIES = {"essais": 0.966, "essais-oraux": 0.877, "essais-appels": 0.959}
"""MRR over the shipped queries, by words alone."""


def _engine(
    cache: Path, entries: list[Document], articles: list[Document], words: Snapshot
) -> SearchEngine:
    made = Collection("e", lambda: entries), Collection("a", lambda: articles)
    names = words.appellations
    return SearchEngine.open(*made, words.synonyms, cache, appellations=names)


@pytest.mark.parametrize("name", REACHED_ENTRIES)
def test_the_shipped_queries_find_their_entries(tmp_path: Path, name: str) -> None:
    folder = packaged_knowledge_base()
    snapshot = Library(folder, cache_dir=tmp_path).load()
    entries = list(map(entry_document, snapshot.entries.values()))
    engine = _engine(tmp_path, entries, [], snapshot)
    lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    gains = []
    for trial in map(json.loads, lines):
        ids = [h.document.ident for h in engine.search(trial["requete"]).hits]
        ranks = [n for n, ident in enumerate(ids, 1) if ident in trial["attendus"]]
        gains.append(1 / ranks[0] if ranks else 0.0)
    assert sum(gains) / len(gains) >= REACHED_ENTRIES[name] - TOLERANCE


def test_the_experts_articles_are_found(tmp_path: Path, shared_data: Path) -> None:
    folder = shared_data / "data" / "official_texts" / "kali-data-3.449.0"
    sources = [p for p in folder.iterdir() if p.name[12:20] in FILES]
    trials = _trials(shared_data, "agreements", SLICE)
    _assert_reached(tmp_path, sources, trials, REACHED)


def test_the_experts_articles_of_the_code_are_found(tmp_path: Path, shared_data: Path) -> None:
    folder = shared_data / "data" / "official_texts" / "legi-data-2.513.0"
    sources = [folder / "LEGITEXT000006072050.json.gz"]
    trials = _trials(shared_data, "code_travail", ("code-travail",))
    _assert_reached(tmp_path, sources, trials, REACHED_CODE)


def _trials(shared_data: Path, name: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    path = shared_data / "data" / "search_dev" / f"{name}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    return [trial for trial in map(json.loads, lines) if trial["corpus"] in texts]


def _assert_reached(
    folder: Path,
    sources: Sequence[Path],
    trials: Sequence[dict[str, Any]],
    reached: Mapping[str, float],
) -> None:
    """The mean nDCG@10 of each variant has not dropped."""
    library = TextLibrary(folder / "textes")
    library.import_paths(sources)
    words = Library(packaged_knowledge_base(), cache_dir=folder).load()
    engine = _engine(folder, [], list(map(article_document, library.articles())), words)
    for variant, known in reached.items():
        gains = []
        for trial in trials:
            hits = engine.search(
                trial["q"][variant],
                kinds=frozenset({Kind.ARTICLE}),
                texts=frozenset({trial["corpus"]}),
            ).hits
            gains.append(ndcg(frozenset(trial["rel"]), [h.document.ident for h in hits]))
        assert sum(gains) / len(gains) >= known - TOLERANCE, variant
