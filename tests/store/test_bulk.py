"""A ready-made history goes into an empty database, whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from teleconseil.domain import (
    Advisor,
    BulkLoad,
    BulkQuestion,
    Channel,
    Establishment,
    EventKind,
    Member,
    Question,
    QuestionEvent,
    QuestionSource,
    Role,
    SourceKind,
    Status,
)
from teleconseil.store import Store, StoreNotEmpty, UnknownValue
from tests.store.builders import AS, EVERY, logged, utc

START = utc(2024, 3, 1, 9)


def question(number: int) -> BulkQuestion:
    reference = f"TC-2024-{number:06d}"
    received = START + timedelta(minutes=number)
    return BulkQuestion(
        Question(
            reference,
            Channel.PHONE,
            AS,
            Status.ANSWERED,
            f"Congés n° {number}",
            received,
            1,
            topic="conges-payes",
            member_number="0001",
            member_name="Les Tilleuls",
            establishment_code="0001-01",
            establishment_name="IME",
            region="Bretagne",
            answer="Oui.",
            advisor="Léa",
            duration_s=200,
            answered_at=received + timedelta(seconds=200),
        ),
        (QuestionEvent(reference, received, "Léa", EventKind.CREATED),),
        (QuestionSource(SourceKind.ENTRY, "conges", "v1"),),
    )


def load(number: int) -> BulkLoad:
    return BulkLoad(
        advisors=(Advisor("Léa", Role.LEAD, AS),),
        members=(Member("0001", "Les Tilleuls", region="Bretagne"),),
        establishments=(Establishment("0001-01", "0001", "IME"),),
        questions=(question(n) for n in range(1, number + 1)),
        question_count=number,
    )


def test_a_history_goes_in_whole(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    assert store.is_empty()
    assert store.bulk_load(load(4500), lambda done, total: seen.append((done, total))) == 4500
    assert not store.is_empty()
    assert seen[-1] == (4500, 4500)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})
    reference = "TC-2024-004500"
    assert store.question(reference) == question(4500).question
    assert store.events(reference) == list(question(4500).events)
    assert store.sources(reference) == list(question(4500).sources)
    assert store.advisors() == [Advisor("Léa", Role.LEAD, AS)]
    assert store.check() == []


def test_life_goes_on_after_it(store: Store) -> None:
    store.bulk_load(load(10))
    added = logged(store, "Préavis", received_at=START)
    assert added.reference == "TC-2024-000011"
    assert len(store.search_questions("conges", limit=50)) == 10
    assert store.search_questions("preavis")[0].question == added
    assert len(store.questions(EVERY).rows) == 11


def test_a_database_that_is_not_empty_is_left_alone(store: Store) -> None:
    store.upsert_members([Member("0009", "Déjà là")])
    with pytest.raises(StoreNotEmpty, match="n’est pas vide"):
        store.bulk_load(load(3))
    assert [member.number for member in store.members()] == ["0009"]


def test_a_history_with_a_fault_leaves_the_database_empty_and_searchable(store: Store) -> None:
    wrong = question(2)
    wrong = replace(wrong, question=replace(wrong.question, topic="inconnu"))
    with pytest.raises(UnknownValue):
        store.bulk_load(replace(load(0), questions=[question(1), wrong]))
    assert store.is_empty()
    logged(store, "Préavis")
    assert len(store.search_questions("préavis")) == 1
