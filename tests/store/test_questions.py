"""A question's life: logged, taken, changed, undone; its journal; what a stale save gets."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from teleconseil.domain import (
    Channel,
    Establishment,
    EventKind,
    Member,
    QuestionChange,
    QuestionSource,
    SourceKind,
    Status,
)
from teleconseil.store import AlreadyTaken, NotFound, StaleQuestion, Store, UnknownValue
from tests.store.builders import AS, OSMS, logged, new, texts, utc

FICHE = QuestionSource(SourceKind.ENTRY, "conges-maladie", "abc123", "Congés et maladie")
ARTICLE = QuestionSource(SourceKind.ARTICLE, "LEGIARTI1", "2025-12-24", "L3141-5", stale=True)


def test_a_logged_question_comes_back_whole(store: Store) -> None:
    store.upsert_members([Member("0412", "Les Tilleuls", region="Bretagne")])
    store.upsert_establishments([Establishment("0412-03", "0412", "IME Les Tilleuls")])
    received = utc(2026, 11, 20, 9, 30)
    question = logged(
        store,
        "Un salarié malade acquiert-il des congés ?",
        received_at=received,
        topic="conges-payes/maladie-ddadue",
        member_number="0412",
        establishment_code="0412-03",
        contact="Mme Léa",
        due_at=received + timedelta(days=2),
    )
    assert question.reference == "TC-2026-000001"
    assert question == store.question("tc-2026-000001 ")
    assert (question.member_name, question.region) == ("Les Tilleuls", "Bretagne")
    assert question.establishment_name == "IME Les Tilleuls"
    assert question.received_at == received
    assert question.received_at.tzinfo is not None
    assert question.status is Status.NEW
    assert question.version == 1


def test_a_question_without_a_time_is_received_now_by_the_database(store: Store) -> None:
    before = store.now()
    question = logged(store)
    assert before <= question.received_at <= store.now()


def test_a_call_answered_on_the_spot_has_both_events_and_its_sources(store: Store) -> None:
    received = utc(2026, 11, 20, 9, 30)
    question = logged(
        store,
        channel=Channel.PHONE,
        status=Status.ANSWERED,
        answer="Oui.",
        advisor="Ana",
        duration_s=240,
        received_at=received,
        sources=(FICHE, ARTICLE, FICHE),
    )
    assert question.answered_at == received + timedelta(seconds=240)
    kinds = [event.kind for event in store.events(question.reference)]
    assert kinds == [EventKind.CREATED, EventKind.ANSWERED]
    assert store.sources(question.reference) == [FICHE, ARTICLE]
    assert [q.reference for q, _ in store.questions_using(SourceKind.ENTRY, "conges-maladie")] == [
        question.reference
    ]


def test_the_year_of_a_reference_is_that_of_the_service(store: Store) -> None:
    new_year_in_paris = utc(2025, 12, 31, 23, 30)
    assert logged(store, received_at=new_year_in_paris).reference == "TC-2026-000001"
    assert logged(store, received_at=utc(2025, 6)).reference == "TC-2025-000001"
    assert logged(store, received_at=utc(2026, 6)).reference == "TC-2026-000002"


def test_many_are_added_all_or_none(store: Store) -> None:
    rows = [new(f"n° {n}", received_at=utc(2024 + n % 2, 3)) for n in range(5)]
    assert store.add_questions(rows, by="Import") == [
        "TC-2024-000001",
        "TC-2025-000001",
        "TC-2024-000002",
        "TC-2025-000002",
        "TC-2024-000003",
    ]
    with pytest.raises(UnknownValue, match="« nulle-part »"):
        store.add_questions([new("bonne"), new("mauvaise", pole="nulle-part")], by="Import")
    assert len(texts(store)) == 5
    assert logged(store, received_at=utc(2024, 4)).reference == "TC-2024-000004"


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("pole", "inconnu", "Le pôle « inconnu »"),
        ("topic", "inconnu", "Le thème « inconnu »"),
        ("member_number", "9999", "L’adhérent « 9999 »"),
        ("establishment_code", "9999-01", "L’établissement « 9999-01 »"),
    ],
)
def test_an_unknown_value_is_named(store: Store, field: str, value: Any, named: str) -> None:
    with pytest.raises(UnknownValue, match=named):
        logged(store, **{field: value})
    question = logged(store)
    assert question.reference.endswith("-000001")
    with pytest.raises(UnknownValue, match=named):
        store.change(
            question.reference,
            replace(QuestionChange(), **{field: value}),
            by="Ana",
            version=1,
            kind=EventKind.EDITED,
        )


def test_taking_holding_and_taking_again(store: Store) -> None:
    question = logged(store)
    taken = store.take(question.reference, by="Ana")
    assert (taken.advisor, taken.status, taken.version) == ("Ana", Status.IN_PROGRESS, 2)
    assert taken.taken_at is not None
    assert store.take(question.reference, by="Ana") == taken
    with pytest.raises(AlreadyTaken, match="déjà prise par Ana") as refused:
        store.take(question.reference, by="Bob")
    assert (refused.value.by, refused.value.question) == ("Ana", taken)
    held = store.change(
        question.reference,
        QuestionChange(status=Status.ON_HOLD, note="Rappeler lundi"),
        by="Ana",
        version=2,
        kind=EventKind.HELD,
    )
    again = store.take(held.reference, by="Ana")
    assert (again.status, again.version) == (Status.IN_PROGRESS, 4)
    kinds = [event.kind for event in store.events(question.reference)]
    assert kinds == [EventKind.CREATED, EventKind.TAKEN, EventKind.HELD, EventKind.TAKEN]


def test_a_closed_or_missing_question_cannot_be_taken(store: Store) -> None:
    question = logged(store, status=Status.ANSWERED, advisor="Ana")
    with pytest.raises(AlreadyTaken, match="déjà répondue par Ana"):
        store.take(question.reference, by="Bob")
    with pytest.raises(NotFound, match="TC-2026-999999"):
        store.take("TC-2026-999999", by="Bob")


def test_a_change_writes_the_row_and_its_event(store: Store) -> None:
    question = store.take(logged(store).reference, by="Ana")
    answered = store.change(
        question.reference,
        QuestionChange(status=Status.ANSWERED, answer="Oui."),
        by="Ana",
        version=question.version,
        kind=EventKind.ANSWERED,
        sources=[FICHE],
    )
    assert (answered.status, answered.answer, answered.version) == (Status.ANSWERED, "Oui.", 3)
    assert answered.answered_at is not None
    moved = store.change(
        question.reference,
        QuestionChange(pole=OSMS, topic=None),
        by="Ana",
        version=3,
        kind=EventKind.EDITED,
    )
    assert (moved.pole, moved.answer) == (OSMS, "Oui.")
    last = store.events(question.reference)[-1]
    assert (last.by, last.kind, last.detail) == ("Ana", EventKind.EDITED, "pôle")


def test_undoing_takes_back_the_answer_and_its_sources(store: Store) -> None:
    question = logged(store, sources=(ARTICLE,))
    answered = store.change(
        question.reference,
        QuestionChange(status=Status.ANSWERED, answer="Oui.", advisor="Ana"),
        by="Ana",
        version=1,
        kind=EventKind.ANSWERED,
        sources=[FICHE],
    )
    undone = store.change(
        question.reference,
        QuestionChange(status=question.status, answer=question.answer, advisor=None),
        by="Ana",
        version=answered.version,
        kind=EventKind.UNDONE,
    )
    assert (undone.status, undone.answer, undone.advisor) == (Status.NEW, "", None)
    assert undone.answered_at is None
    assert store.sources(question.reference) == [ARTICLE]
    kinds = [event.kind for event in store.events(question.reference)]
    assert kinds == [EventKind.CREATED, EventKind.ANSWERED, EventKind.UNDONE]


def test_a_stale_save_is_refused_and_says_what_changed(store: Store) -> None:
    question = logged(store, "Avant")
    store.take(question.reference, by="Bob")
    store.change(
        question.reference,
        QuestionChange(note="Voir la fiche", text="Avant"),
        by="Bob",
        version=2,
        kind=EventKind.EDITED,
    )
    with pytest.raises(StaleQuestion, match="statut, note, conseiller") as refused:
        store.change(
            question.reference,
            QuestionChange(answer="Perdue ?"),
            by="Ana",
            version=1,
            kind=EventKind.EDITED,
        )
    assert refused.value.changed == ("statut", "note", "conseiller", "prise en charge")
    assert refused.value.current == store.question(question.reference)
    assert refused.value.current.answer == ""
    assert len(store.events(question.reference)) == 3


def test_the_journal_cannot_be_rewritten(store: Store) -> None:
    question = logged(store)
    for statement in ("UPDATE question_event SET detail = 'x'", "DELETE FROM question_event"):
        with pytest.raises((DBAPIError, sqlite3.Error)), store._db.write() as connection:
            connection.execute(text(statement))
    assert len(store.events(question.reference)) == 1


def test_a_question_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound, match="« N’IMPORTE \\[QUOI\\] » n’existe pas"):
        store.question("n’importe [quoi]")
    assert store.events("TC-2026-000009") == []
    assert store.sources("TC-2026-000009") == []


def test_values_out_of_range_are_refused_in_french(store: Store) -> None:
    with pytest.raises(Exception, match="trop grande"):
        logged(store, duration_s=10**30)
    assert logged(store, pole=AS).reference.endswith("000001")


def test_answered_questions_teach_their_themes(store: Store) -> None:
    logged(store, "Une vieille", topic="contrat", status=Status.ANSWERED)
    logged(store, "Sans thème", status=Status.ANSWERED)
    logged(store, "Ouverte", topic="contrat")
    logged(store, "é" * 5_000, topic="conges-payes", status=Status.ANSWERED)
    assert store.labelled_questions(10) == [("é" * 600, "conges-payes"), ("Une vieille", "contrat")]
    assert len(store.labelled_questions(1)) == 1
