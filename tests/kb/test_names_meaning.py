"""Articles found by what the names of their chapters mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from teleconseil.kb.appellations import Appellation, Appellations
from teleconseil.kb.library import Snapshot
from teleconseil.kb.model import Kind
from teleconseil.kb.search.engine import SearchEngine
from teleconseil.kb.search.meaning.index import MeaningIndex
from teleconseil.kb.search.meaning.names import NamesMeaning
from teleconseil.kb.search.meaning.vectors import VectorCache, never
from teleconseil.kb.search.opening import with_names
from teleconseil.kb.texts import TextLibrary
from tests.kb.meaning_samples import ENTRIES, WordEncoder
from tests.kb.search_samples import article, found, open_engine

OTHERS = tuple(Appellation(f"chose{n}", "code-travail", str(2000 + n)) for n in range(40))
NAMES = Appellations((*OTHERS, Appellation("conges d’ete", "code-travail", "3141")))
PLACE = "code-travail/3141/"
ARTICLES = (
    article("LEGI1", "L3141-1", "Le salarié en a chaque année.", text="code-travail", rank=2),
    article("LEGI2", "L2001-1", "Le salarié, le salarié encore.", text="code-travail", rank=1),
    article("LEGI3", "L3141-2", "Rien de tel ici.", text="code-travail", rank=3),
)


class Learner:
    """A cache folder, and what each start had to read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def learn(self, names: Appellations) -> tuple[NamesMeaning | None, list[str]]:
        encoder = WordEncoder()
        cache = VectorCache(self._folder, encoder.name, lambda _: None)
        return NamesMeaning.build(encoder, names, cache, None, never), encoder.read


def closeness(names: Appellations, query: str, folder: Path) -> dict[str, float]:
    learned, _ = Learner(folder).learn(names)
    assert learned is not None
    return learned.closeness(WordEncoder().queries([query])[0])


def test_a_chapter_is_close_to_what_means_its_name(tmp_path: Path) -> None:
    assert list(closeness(NAMES, "vacances", tmp_path)) == [PLACE]
    assert closeness(NAMES, "autre", tmp_path) == {}


def test_the_closest_of_many_names_counts(tmp_path: Path) -> None:
    many = tuple(Appellation(f"mot{n}", "code-travail", "3141") for n in range(20))
    assert PLACE in closeness(Appellations((*NAMES.names, *many)), "vacances d’ete", tmp_path)


def test_each_text_has_its_own_measure(tmp_path: Path) -> None:
    other = tuple(replace(name, text="ccn66") for name in NAMES.names)
    found = closeness(Appellations((*NAMES.names, *other)), "vacances", tmp_path)
    assert found == {PLACE: found[PLACE], "ccn66/3141/": found[PLACE]}


def test_a_second_start_reads_only_the_names_that_changed(tmp_path: Path) -> None:
    learner = Learner(tmp_path)
    _, read = learner.learn(NAMES)
    assert len(read) == len(NAMES.names)
    assert learner.learn(NAMES)[1] == []
    changed = Appellations((replace(NAMES.names[0], said="autre chose"), *NAMES.names[1:]))
    assert learner.learn(changed)[1] == ["autre chose"]


def test_what_was_learned_before_giving_up_is_kept(tmp_path: Path) -> None:
    def soon() -> Iterator[bool]:
        yield from [False] * 5
        while True:
            yield True

    asked, encoder = soon(), WordEncoder()
    cache = VectorCache(tmp_path, encoder.name, lambda _: None)
    assert NamesMeaning.build(encoder, NAMES, cache, None, lambda: next(asked)) is None
    assert len(Learner(tmp_path).learn(NAMES)[1]) == len(NAMES.names) - 5


def test_no_name_at_all_is_no_trouble(tmp_path: Path) -> None:
    assert Learner(tmp_path).learn(Appellations()) == (None, [])


@pytest.fixture
def engine(tmp_path: Path) -> SearchEngine:
    return open_engine(tmp_path / "cache", (), ARTICLES, appellations=NAMES)


def test_an_article_whose_chapter_is_meant_comes_first(engine: SearchEngine) -> None:
    assert found(engine, "le salarié part")[0] == "LEGI2"
    hits = engine.search("le salarié part", closeness={PLACE: 2.0}).hits
    assert hits[0].document.ident == "LEGI1"
    assert hits[0].contributions["sens"] > 0
    assert sum(hits[0].contributions.values()) == pytest.approx(hits[0].score, abs=1e-4)


def test_an_article_without_a_word_of_the_question_is_not_brought(engine: SearchEngine) -> None:
    hits = engine.search("le salarié part", closeness={PLACE: 2.0}).hits
    assert "LEGI3" not in [hit.document.ident for hit in hits]


def test_a_place_that_nothing_names_moves_nothing(engine: SearchEngine) -> None:
    meant = engine.search("le salarié part", closeness={"code-travail/9999/": 2.0}).hits
    assert meant == engine.search("le salarié part").hits


def test_only_the_texts_that_are_searched_are_moved(engine: SearchEngine) -> None:
    only = frozenset({"ccn66"})
    results = engine.search(
        "salarié", texts=only, kinds=frozenset({Kind.ARTICLE}), closeness={PLACE: 2.0}
    )
    assert results.hits == ()


def test_without_imported_texts_no_name_is_read(tmp_path: Path) -> None:
    encoder = WordEncoder()
    cache = VectorCache(tmp_path, encoder.name, lambda _: None)
    index = MeaningIndex.build(encoder, ENTRIES, cache)
    assert index is not None
    before = list(encoder.read)
    snapshot, texts = Snapshot(appellations=NAMES), TextLibrary(tmp_path / "textes")
    assert with_names(index, snapshot, texts, tmp_path, lambda _: None) is index
    assert encoder.read == before
