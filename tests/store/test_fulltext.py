"""The history is searched by the database, accents or not, and no query text is a program."""

from __future__ import annotations

import pytest

from teleconseil.domain import EventKind, QuestionChange, QuestionSource, SourceKind, Status
from teleconseil.store import Store
from tests.store.builders import logged, utc

HOSTILE = [
    "",
    " ",
    '"',
    '"congés',
    "a OR b AND NOT (c",
    "NEAR(a b, 2)",
    "text:congés *",
    "'; DROP TABLE question; --",
    "congés:* & !maladie | <->",
    "%_\\",
    "\x00congés\x00",
    "😀 congés 😀",
    "\ud800",
    "^ + - ~ @ # { } [ ]",
    "1e5 3.14 -7 L.3141-5",
    "é" * 5000,
    "mot " * 3000,
    "ﷺ ٣ 五 ไทย",
]


def found(store: Store, query: str, topic: str | None = None) -> list[str]:
    return [past.question.text for past in store.search_questions(query, topic=topic)]


def test_accents_case_and_ligatures_do_not_matter(store: Store) -> None:
    logged(store, "La main-d’œuvre éloignée a-t-elle droit aux CONGÉS ?")
    logged(store, "Rien à voir")
    for query in ("conges", "Congés", "ELOIGNEE", "oeuvre", "œuvre", "main d'oeuvre eloignee"):
        assert len(found(store, query)) == 1, query


def test_the_last_word_may_be_unfinished_and_only_it(store: Store) -> None:
    logged(store, "Licenciement pour inaptitude")
    assert found(store, "licenciement inapt")
    assert found(store, "lic")
    assert found(store, "licenc pour zzz") == []


def test_questions_that_hold_every_word_come_first(store: Store) -> None:
    logged(store, "Congés et maladie du salarié")
    logged(store, "Congés du salarié")
    logged(store, "Un tout autre sujet")
    assert found(store, "congés maladie") == [
        "Congés et maladie du salarié",
        "Congés du salarié",
    ]
    scores = [past.score for past in store.search_questions("congés maladie")]
    assert scores == sorted(scores, reverse=True)


def test_the_answer_and_the_note_are_searched_and_follow_changes(store: Store) -> None:
    question = logged(store, "Une prime ?", answer="Voir l’ancienneté", note="dossier tilleul")
    assert found(store, "anciennete")
    assert found(store, "tilleul")
    change = QuestionChange(answer="Voir le coefficient")
    store.change(question.reference, change, by="Ana", version=1, kind=EventKind.EDITED)
    assert found(store, "anciennete") == []
    assert found(store, "coefficient")
    assert store.check() == []


def test_cancelled_questions_are_left_out(store: Store) -> None:
    logged(store, "Préavis un")
    logged(store, "Préavis deux", status=Status.CANCELLED)
    assert found(store, "préavis") == ["Préavis un"]


def test_the_same_theme_comes_first(store: Store) -> None:
    logged(store, "Préavis un", topic="conges-payes/maladie-ddadue")
    logged(store, "Préavis deux", topic="contrat")
    logged(store, "Préavis trois", topic="conges-payes")
    assert found(store, "préavis", "conges-payes/maladie-ddadue")[0] == "Préavis un"
    assert found(store, "préavis", "contrat/cdd-remplacement")[0] == "Préavis deux"


def test_an_answer_with_an_entry_then_an_answer_then_a_recent_one(store: Store) -> None:
    source = QuestionSource(SourceKind.ENTRY, "preavis", "v1", "Préavis")
    old, new_one = utc(2015), utc(2024)
    logged(store, "Préavis A", received_at=old)
    logged(store, "Préavis B", received_at=new_one)
    logged(store, "Préavis C", received_at=new_one, status=Status.ANSWERED)
    logged(store, "Préavis D", received_at=new_one, status=Status.ANSWERED, sources=(source,))
    assert found(store, "préavis") == ["Préavis D", "Préavis C", "Préavis B", "Préavis A"]
    best = store.search_questions("préavis")[0]
    assert set(best.contributions) == {"mots", "récence", "réponse"}
    assert sum(best.contributions.values()) == pytest.approx(best.score, abs=0.001)


def test_the_words_matter_more_than_all_the_rest(store: Store) -> None:
    source = QuestionSource(SourceKind.ENTRY, "conges", "v1", "Congés")
    logged(store, "Une prime de nuit pour un salarié", topic="contrat", received_at=utc(2012))
    logged(
        store,
        "La nuit du réveillon",
        topic="conges-payes",
        status=Status.ANSWERED,
        sources=(source,),
    )
    assert found(store, "prime de nuit du salarié", "conges-payes")[0].startswith("Une prime")


def test_number_and_misspelling_do_not_matter(store: Store) -> None:
    logged(store, "Un congé trimestriel pendant la maladie")
    assert found(store, "congés trimestriels ")
    assert found(store, "maldie ") == []
    misread = store.search_questions("maldie ", repairs={"maldie": "maladie"})
    assert [past.question.text for past in misread] == ["Un congé trimestriel pendant la maladie"]


def test_the_same_words_asked_again_come_once_the_latest_of_them(store: Store) -> None:
    for year in (2019, 2023, 2021):
        logged(store, "Combien de congés ?", received_at=utc(year))
    logged(store, "Des congés combien !", received_at=utc(2022))
    past = store.search_questions("congés", limit=8)
    assert [p.question.received_at.year for p in past if "de" in p.question.text.split()] == [2023]
    assert len(past) == 2


def test_past_answers_come_with_their_sources(store: Store) -> None:
    source = QuestionSource(SourceKind.ENTRY, "conges-maladie", "v1", "Congés")
    logged(store, "Congés et maladie", sources=(source,))
    assert store.search_questions("maladie")[0].sources == (source,)


def test_similar_questions_go_by_the_rarest_words(store: Store) -> None:
    for number in range(30):
        logged(store, f"Le salarié numéro {number}")
    logged(store, "Le salarié et la DDADUE")
    assert found(store, "quel salarié relève de la ddadue ?")[0] == "Le salarié et la DDADUE"
    assert found(store, "introuvable ailleurs") == []


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_text_is_an_error(store: Store, query: str) -> None:
    logged(store, "Les congés de l’été")
    store.search_questions(query)
    store.search_questions(f"congés {query}", repairs={query: query, "congés": query})
    assert len(found(store, "congés")) == 1


def test_the_limit_holds(store: Store) -> None:
    for number in range(12):
        logged(store, f"Congés {number}")
    assert len(store.search_questions("congés", limit=5)) == 5
    assert store.search_questions("congés", limit=0) == []
