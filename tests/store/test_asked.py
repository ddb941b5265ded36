"""What entries were asked: the newest words of each, nobody's name, on both engines."""

from __future__ import annotations

import pytest

from teleconseil.domain import Member, QuestionSource, SourceKind, Status
from teleconseil.store import Store, asked
from tests.store.builders import logged

LEAVE = QuestionSource(SourceKind.ENTRY, "conges", "v1", "Congés")
LATER = QuestionSource(SourceKind.ENTRY, "conges", "v2", "Congés")
NOTICE = QuestionSource(SourceKind.ENTRY, "preavis", "v1", "Préavis")
ARTICLE = QuestionSource(SourceKind.ARTICLE, "LEGIARTI1", "v1", "L3141-5")


def answered(store: Store, text: str, *sources: QuestionSource, **fields: object) -> None:
    values: dict[str, object] = {"status": Status.ANSWERED} | fields
    logged(store, text, sources=sources, **values)


def test_an_empty_desk_was_asked_nothing(store: Store) -> None:
    assert store.asked_of_entries() == {}


def test_each_entry_has_what_it_answered_the_newest_first(store: Store) -> None:
    answered(store, "Combien de CP ?", LEAVE)
    answered(store, "Son préavis, et ses congés ?", NOTICE, LEAVE)
    answered(store, "Et malade ?", LATER, ARTICLE)
    answered(store, "Quel article ?", ARTICLE)
    answered(store, "Sans source")
    assert store.asked_of_entries() == {
        "conges": ["Et malade ?", "Son préavis, et ses congés ?", "Combien de CP ?"],
        "preavis": ["Son préavis, et ses congés ?"],
    }


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NEW, Status.ON_HOLD])
def test_a_question_that_got_no_answer_teaches_nothing(store: Store, status: Status) -> None:
    answered(store, "Combien de CP ?", LEAVE, status=status)
    answered(store, "", LEAVE)
    assert store.asked_of_entries() == {}


def test_the_same_text_counts_once_as_asked_last(store: Store) -> None:
    for text in ("Combien ?", "Malade ?", "Combien ?"):
        answered(store, text, LEAVE)
    assert store.asked_of_entries() == {"conges": ["Combien ?", "Malade ?"]}


def test_an_entry_that_answers_all_day_keeps_the_newest_only(store: Store) -> None:
    answered(store, "Préavis ?", NOTICE)
    for number in range(asked.EACH + 3):
        answered(store, f"Question {number}", LEAVE)
    found = store.asked_of_entries()
    assert found["preavis"] == ["Préavis ?"]
    assert found["conges"] == [f"Question {n}" for n in reversed(range(3, asked.EACH + 3))]


def test_only_the_last_answers_are_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_READ", 2)
    answered(store, "Préavis ?", NOTICE)
    answered(store, "Un", LEAVE)
    answered(store, "Deux", LEAVE)
    assert store.asked_of_entries() == {"conges": ["Deux", "Un"]}


def test_of_a_letter_the_beginning_is_kept(store: Store) -> None:
    answered(store, "mot " * 10_000, LEAVE)
    (letter,) = store.asked_of_entries()["conges"]
    assert letter.startswith("mot mot")
    assert len(letter) <= 600


def test_the_member_is_left_out(store: Store) -> None:
    store.upsert_members([Member("0412", "Les Tilleuls (APEI)"), Member("66", "Nord")])
    text = "L’association LES TILLEULS (APEI), n° 0412, demande les CP du 04120"
    answered(store, text, LEAVE, member_number="0412", contact="Mme Martin")
    answered(store, "Au nord, la CCN66 ?", LEAVE, member_number="66")
    other, first = store.asked_of_entries()["conges"]
    assert first.split() == "L’association , n° , demande les CP du 04120".split()
    assert other.split() == "Au , la CCN66 ?".split()
