"""Words made comparable, and the passages that are cut around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.search.analysis import raw_words, term, word_matches
from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.reading import Word
from teleconseil.kb.search.segment import build_segment
from teleconseil.kb.search.snippets import Wanted, snippet
from teleconseil.kb.search.stems import stem
from teleconseil.kb.search.weights import Weights
from tests.kb.search_samples import ENTRIES, entry

FRENCH = st.text("abcdefghijklmnopqrstuvwxyzéèêàùçœ’'- .,;:0123456789\nÉÀ", max_size=200)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("L’arrêt d'un salarié", ["arret", "salarie"]),
        ("jusqu’au cœur", ["coeur"]),
        ("12h", ["12", "heures"]),
        ("quinze mois", ["15", "mois"]),
        ("vingt et un jours", ["21", "jours"]),
        ("quatre-vingt-dix-sept", ["97"]),
        ("soixante et onze", ["71"]),
        ("le 1er mai", ["1", "mai"]),
        ("DÉCÈS", ["deces"]),
        ("de la", []),
        ("e\u0301tat", ["etat"]),
    ],
)
def test_words_are_brought_to_one_form(text: str, terms: list[str]) -> None:
    assert [name for raw in raw_words(text) if (name := term(raw))] == terms


@pytest.mark.parametrize(
    "forms",
    [
        ("congé", "congés"),
        ("salarié", "salariée", "salariés"),
        ("licencier", "licenciement", "licencié"),
        ("renouveler", "renouvellement"),
        ("national", "nationaux", "nationales"),
        ("indemnité", "indemnités"),
    ],
)
def test_forms_of_a_word_share_their_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(term(form)) for form in forms}) == 1


@given(st.text(max_size=40))
def test_a_term_is_its_own_term(raw: str) -> None:
    for word in raw_words(raw):
        name = term(word)
        assert term(name) in {name, ""}
        assert len(stem(name)) <= len(name) + 1


@given(st.text(max_size=200))
def test_words_stand_where_they_are_said_to(text: str) -> None:
    for match in word_matches(text):
        assert text[match.start() : match.end()].lower() == match[0].lower()


def _lexicon(*words: str) -> Lexicon:
    return build_segment([entry("f", " ".join(words))], Weights()).lexicon


@pytest.mark.parametrize(
    ("typed", "edits"),
    [("maldie", 1), ("maladei", 1), ("malaide", 1), ("maaldies", 2), ("maladie", 0)],
)
def test_a_misspelt_word_is_near_its_own(typed: str, edits: int) -> None:
    lexicon = _lexicon("maladie", "astreinte")
    assert [(lexicon.terms[i], d) for i, d in lexicon.near(typed, 2)] == [("maladie", edits)]


@pytest.mark.parametrize(
    ("heard", "word"),
    [
        ("licensiman", "licenciement"),
        ("farmacie", "pharmacie"),
        ("demition", "demission"),
        ("kotisasion", "cotisation"),
        ("remplasement", "remplacement"),
        ("astrinte", "astreinte"),
    ],
)
def test_a_word_spelt_by_ear_is_heard(heard: str, word: str) -> None:
    lexicon = _lexicon(word, "maladie", "trimestre")
    assert [lexicon.terms[i] for i in lexicon.sounding(heard)] == [word]


@given(st.text("abcdeilmnorstu", min_size=4, max_size=12), st.data())
def test_no_word_at_one_edit_is_missed(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    typed = word[:place] + data.draw(st.sampled_from(["", "x", "xx"])) + word[place + 1 :]
    lexicon = Lexicon.build([word], build_segment(ENTRIES, Weights()).lexicon.frequency[:1])
    assert typed == "" or lexicon.near(typed, 2)


def _wanted(*words: str) -> Wanted:
    return Wanted(Word(term(word), 1.0, ({term(word): 1.0},)) for word in words)


def test_the_passage_is_where_the_words_meet() -> None:
    filler = "Phrase sans intérêt. " * 40
    body = f"{filler}Une astreinte de nuit est payée.{filler}"
    found = snippet(entry("f", "Titre", body), _wanted("astreinte", "nuit"))
    assert [found.text[a:b] for a, b in found.marks] == ["astreinte", "nuit"]
    assert len(found.text) < 260


def test_marks_follow_accents_and_number() -> None:
    found = snippet(entry("f", "Titre", "Les CONGÉS sont payés."), _wanted("congé"))
    assert [found.text[a:b] for a, b in found.marks] == ["CONGÉS"]


def test_mark_up_is_not_shown() -> None:
    body = (
        "## Détail\n\n- **Le congé** : voir [ici](https://exemple.fr)\n\n| a | b |\n| --- | --- |\n"
    )
    shown = snippet(entry("f", "Titre", body), _wanted("congé")).text
    assert "**" not in shown
    assert "https" not in shown
    assert "---" not in shown


@given(FRENCH, st.lists(st.sampled_from(["conge", "a", "de", "15", "maladie"]), max_size=4))
def test_marks_are_words_of_the_passage(text: str, words: list[str]) -> None:
    found = snippet(entry("f", "Titre", text), _wanted(*words))
    assert "\n" not in found.text
    cursor = 0
    for start, end in found.marks:
        assert cursor <= start < end <= len(found.text)
        assert found.text[start:end].strip() == found.text[start:end]
        cursor = end
