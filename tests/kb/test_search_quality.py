"""A fixed slice of what the benchmark measures: the search must not get worse unseen."""

from __future__ import annotations

import json
from pathlib import Path

from teleconseil.cli.evaluation import ndcg
from teleconseil.kb.library import Library
from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.documents import article_document, entry_document
from teleconseil.kb.search.engine import Collection, SearchEngine
from teleconseil.kb.synonyms import Synonyms, read_synonyms
from teleconseil.kb.texts import TextLibrary
from teleconseil.paths import packaged_knowledge_base

TOLERANCE = 0.02
SLICE = ("idcc-1527", "idcc-86", "idcc-2264", "idcc-675")
FILES = ("18926209", "05635630", "05635813", "05635413")
"""The end of their file names."""
REACHED = {"clean": 0.678, "typo": 0.705, "hurry": 0.671}
REACHED_ENTRIES = 0.939
"""MRR over the shipped queries."""


def _engine(
    cache: Path, entries: list[Document], articles: list[Document], synonyms: Synonyms
) -> SearchEngine:
    made = Collection("e", lambda: entries), Collection("a", lambda: articles)
    return SearchEngine.open(*made, synonyms, cache)


def test_the_shipped_queries_find_their_entries(tmp_path: Path) -> None:
    folder = packaged_knowledge_base()
    snapshot = Library(folder, cache_dir=tmp_path).load()
    entries = list(map(entry_document, snapshot.entries.values()))
    engine = _engine(tmp_path, entries, [], snapshot.synonyms)
    lines = (folder / "essais.jsonl").read_text(encoding="utf-8").splitlines()
    gains = []
    for trial in map(json.loads, lines):
        ids = [h.document.ident for h in engine.search(trial["requete"]).hits]
        ranks = [n for n, ident in enumerate(ids, 1) if ident in trial["attendus"]]
        gains.append(1 / ranks[0] if ranks else 0.0)
    assert sum(gains) / len(gains) >= REACHED_ENTRIES - TOLERANCE


def test_the_experts_articles_are_found(tmp_path: Path, shared_data: Path) -> None:
    library = TextLibrary(tmp_path / "textes")
    folder = shared_data / "data" / "official_texts" / "kali-data-3.449.0"
    library.import_paths([p for p in folder.iterdir() if p.name[12:20] in FILES])
    synonyms = read_synonyms(packaged_knowledge_base())[0] or Synonyms()
    articles = list(map(article_document, library.articles()))
    engine = _engine(tmp_path, [], articles, synonyms)
    lines = (shared_data / "data" / "search_dev" / "agreements.jsonl").read_text(encoding="utf-8")
    trials = [t for t in map(json.loads, lines.splitlines()) if t["corpus"] in SLICE]
    for variant, reached in REACHED.items():
        gains = []
        for trial in trials:
            hits = engine.search(
                trial["q"][variant],
                kinds=frozenset({Kind.ARTICLE}),
                texts=frozenset({trial["corpus"]}),
            ).hits
            gains.append(ndcg(frozenset(trial["rel"]), [h.document.ident for h in hits]))
        mean = sum(gains) / len(gains)
        assert mean >= reached - TOLERANCE, variant
