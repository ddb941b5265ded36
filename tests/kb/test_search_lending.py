"""An entry that answers brings up the articles that it cites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from teleconseil.kb.library import Library
from teleconseil.kb.model import Document, Hit, Kind
from teleconseil.kb.search.documents import entry_document
from teleconseil.kb.search.engine import SearchEngine
from tests.kb.entry_samples import entry_text, put
from tests.kb.search_samples import SYNONYMS, article, entry, found, open_engine

QUERY = "virer un salarié"
PLAIN = entry("licencier", "Peut-on virer un salarié ?")
TWINS = (
    article("LEGI1", "L1", "Le salarié et la cause.", text="code-travail", rank=1),
    article("LEGI2", "L2", "Le salarié et la cause.", text="code-travail", rank=2),
    article("LEGI3", "L3", "La durée du travail.", text="code-travail", rank=3),
    article("KALI2", "L2", "Le salarié et la cause.", rank=4),
)


def _engine(tmp_path: Path, *cites: str) -> SearchEngine:
    return open_engine(tmp_path, [replace(PLAIN, cites="\n".join(cites))], TWINS)


def _articles(engine: SearchEngine) -> list[str]:
    return found(engine, QUERY, Kind.ARTICLE)


@pytest.mark.parametrize(
    "cited",
    ["code-travail\tL2\tLEGI2", "code-travail\tL2\t", "code-travail\tL2\tLEGI-older-version"],
)
def test_the_cited_article_comes_before_its_twin(tmp_path: Path, cited: str) -> None:
    assert found(_engine(tmp_path), QUERY, Kind.ARTICLE)[:2] == ["KALI2", "LEGI1"]
    assert _articles(_engine(tmp_path / "cites", cited))[0] == "LEGI2"


def test_the_entry_still_comes_first(tmp_path: Path) -> None:
    engine = _engine(tmp_path, "code-travail\tL2\tLEGI2")
    assert found(engine, QUERY)[:2] == ["licencier", "LEGI2"]


def test_an_article_without_any_of_the_words_is_not_brought(tmp_path: Path) -> None:
    engine = _engine(tmp_path, "code-travail\tL3\tLEGI3")
    assert "LEGI3" not in found(engine, QUERY)


def test_an_article_of_another_text_is_not_brought(tmp_path: Path) -> None:
    engine = _engine(tmp_path, "code-travail\tL2\tLEGI2")
    hits = engine.search(QUERY, texts=frozenset({"ccn66"}), kinds=frozenset({Kind.ARTICLE})).hits
    assert [hit.document.ident for hit in hits] == ["KALI2"]


def test_what_an_entry_gives_is_told_and_shared_among_those_it_cites(tmp_path: Path) -> None:
    alone = _given(_engine(tmp_path / "one", "code-travail\tL2\tLEGI2"))
    both = _given(_engine(tmp_path / "two", "code-travail\tL1\tLEGI1", "code-travail\tL2\tLEGI2"))
    assert set(alone) == {"LEGI2"}
    assert set(both) == {"LEGI1", "LEGI2"}
    assert 0 < both["LEGI2"] < alone["LEGI2"]


def test_a_changed_entry_lends_at_once(tmp_path: Path) -> None:
    changed = replace(PLAIN, cites="code-travail\tL2\tLEGI2", version="2")
    assert set(_given(_engine(tmp_path).with_entries([changed], SYNONYMS))) == {"LEGI2"}


def test_an_entry_found_by_what_it_means_lends_too(tmp_path: Path) -> None:
    engine = _engine(tmp_path, "code-travail\tL2\tLEGI2")
    query, only = "le salarié et la cause", frozenset({Kind.ARTICLE})
    by_words = engine.search(query, kinds=only).hits
    meant = engine.search(query, kinds=only, closeness={"licencier": 3.0}).hits
    gave = [_told(hits)["LEGI2"] for hits in (by_words, meant)]
    assert gave[0] < gave[1]


def test_a_text_without_that_article_changes_nothing(tmp_path: Path) -> None:
    engine = _engine(tmp_path, "code-travail\tL9\tLEGI9", "casf\tL2\t")
    assert _given(engine) == {}


def test_only_published_entries_vouch_for_articles(tmp_path: Path) -> None:
    put(tmp_path, "publiee", entry_text())
    put(tmp_path, "en-attente", entry_text().replace("etat: publiee", "etat: a-valider"))
    entries = Library(tmp_path).load().entries
    documents: list[Document] = [entry_document(entries[s]) for s in ("publiee", "en-attente")]
    cited = entries["publiee"].citations[0]
    assert documents[0].cites.splitlines()[0].startswith(f"{cited.text}\t{cited.article}\t")
    assert documents[1].cites == ""


def _given(engine: SearchEngine) -> dict[str, float]:
    """Article to what the entries add to its score."""
    return _told(engine.search(QUERY, kinds=frozenset({Kind.ARTICLE})).hits)


def _told(hits: Sequence[Hit]) -> dict[str, float]:
    return {
        hit.document.ident: hit.contributions["fiches"]
        for hit in hits
        if "fiches" in hit.contributions
    }
