"""The history is searched by the database, accents or not, and no query text is a program."""

from __future__ import annotations

import pytest

from teleconseil.domain import EventKind, QuestionChange, QuestionSource, SourceKind, Status
from teleconseil.store import Store
from tests.store.builders import logged

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


def test_cancelled_questions_are_left_out_and_topics_narrow(store: Store) -> None:
    logged(store, "Préavis un", topic="conges-payes/maladie-ddadue")
    logged(store, "Préavis deux", topic="contrat")
    logged(store, "Préavis trois", status=Status.CANCELLED)
    assert sorted(found(store, "préavis")) == ["Préavis deux", "Préavis un"]
    assert found(store, "préavis", topic="conges-payes") == ["Préavis un"]


def test_past_answers_come_with_their_sources(store: Store) -> None:
    source = QuestionSource(SourceKind.ENTRY, "conges-maladie", "v1", "Congés")
    logged(store, "Congés et maladie", sources=(source,))
    assert store.search_questions("maladie")[0].sources == (source,)


def test_similar_questions_go_by_the_rarest_words(store: Store) -> None:
    for number in range(30):
        logged(store, f"Le salarié numéro {number}")
    logged(store, "Le salarié et la DDADUE")
    similar = store.similar_questions(["quel", "salarié", "relève", "de", "la", "ddadue"], limit=3)
    assert similar[0].question.text == "Le salarié et la DDADUE"
    assert store.similar_questions([]) == []
    assert store.similar_questions(["introuvable"]) == []


@pytest.mark.parametrize("query", HOSTILE)
def test_no_query_text_is_an_error(store: Store, query: str) -> None:
    logged(store, "Les congés de l’été")
    store.search_questions(query)
    store.similar_questions([query, query])
    assert len(found(store, "congés")) == 1


def test_the_limit_holds(store: Store) -> None:
    for number in range(12):
        logged(store, f"Congés {number}")
    assert len(store.search_questions("congés", limit=5)) == 5
    assert store.search_questions("congés", limit=0) == []
