"""Entries are found by the questions that they answered, as long as the desk is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from teleconseil.kb.library import Library
from teleconseil.kb.model import Kind
from teleconseil.kb.search.asked import Asked
from teleconseil.kb.texts import TextLibrary
from teleconseil.services import Knowledge
from teleconseil.store.errors import StoreError
from tests.kb.entry_samples import entry_text, put
from tests.kb.meaning_samples import WordEncoder


class Desk:
    """A small knowledge base, and a history that may grow."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "kb"
        put(self.folder, "arret", entry_text())
        put(self.folder, "preavis", entry_text(titre="Quel préavis", formulations='["Il part"]'))
        library = Library(self.folder, cache_dir=home)
        library.load()
        self.history: Asked | StoreError = {}
        self.knowledge = Knowledge(
            library, TextLibrary(home / "textes"), asked_before=self._asked_before
        )
        self.knowledge.reindex()

    def _asked_before(self) -> Asked:
        if isinstance(self.history, StoreError):
            raise self.history
        return self.history

    def learn(self, history: Asked | StoreError) -> None:
        self.history = history
        self.knowledge.learn_asked()

    def found(self, query: str) -> list[str]:
        assert self.knowledge.search is not None
        hits = self.knowledge.search.search(query, kinds=frozenset({Kind.ENTRY})).hits
        return [hit.document.ident for hit in hits]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("teleconseil.paths.cache_dir", lambda: tmp_path / "cache")
    return Desk(tmp_path)


def test_an_entry_is_found_by_what_it_answered(desk: Desk) -> None:
    assert desk.found("grippe") == []
    desk.learn({"arret": ["Il a la grippe"], "disparue": ["Il a la grippe"]})
    assert desk.found("grippe") == ["arret"]
    assert desk.found("il part") == ["preavis"]


def test_newer_questions_take_the_place_of_older_ones(desk: Desk) -> None:
    desk.learn({"arret": ["Il a la grippe"]})
    desk.learn({"arret": ["Il s’est cassé la jambe"]})
    assert desk.found("jambe") == ["arret"]
    assert desk.found("grippe") == []


def test_without_a_history_the_search_stays_as_it_is(desk: Desk) -> None:
    before = desk.knowledge.search
    desk.learn({})
    assert desk.knowledge.search is before


def test_a_database_that_does_not_answer_takes_nothing_away(desk: Desk) -> None:
    desk.learn({"arret": ["Il a la grippe"]})
    desk.learn(StoreError("La base ne répond pas."))
    assert desk.found("grippe") == ["arret"]


def test_what_was_learned_survives_a_saved_entry_and_an_index_made_anew(desk: Desk) -> None:
    desk.learn({"arret": ["Il a la grippe"]})
    put(desk.folder, "preavis", entry_text(titre="Quel délai de départ"))
    assert desk.knowledge.refresh()
    assert desk.found("délai départ") == ["preavis"]
    assert desk.found("grippe") == ["arret"]
    desk.knowledge.reindex()
    assert desk.found("grippe") == ["arret"]


def test_nothing_that_was_asked_is_written_on_the_disk(desk: Desk, tmp_path: Path) -> None:
    desk.learn({"arret": ["Il a la grippe"]})
    desk.knowledge.reindex()
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert kept
    assert not any(b"grippe" in path.read_bytes() for path in kept)


def test_the_newest_questions_have_a_meaning_and_the_others_words_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = WordEncoder()
    monkeypatch.setattr("teleconseil.kb.search.meaning.encoders.find_encoder", lambda: encoder)
    desk.learn({"arret": [f"Question {word}" for word in ("un", "zut", "oh", "ah", "eh")]})
    desk.knowledge.learn_meaning(lambda _: None, lambda: False)
    read = {text for text in encoder.read if text.startswith(("Question", "Il part"))}
    assert read == {"Il part", "Question un", "Question zut", "Question oh", "Question ah"}
    assert desk.found("eh") == ["arret"]
