"""Reference data, members, drafts, searches, feedback and the versions of entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from teleconseil.domain import (
    Advisor,
    Channel,
    Draft,
    EntryFeedback,
    Establishment,
    Member,
    Role,
)
from teleconseil.store import Store, UnknownValue
from tests.conftest import POLES, TOPICS
from tests.store.builders import AS, logged, utc

TILLEULS = Member("0412", "Les Tilleuls", "Rennes", "Bretagne", "handicap", headcount=80)


def test_a_topic_that_goes_is_retired_and_its_questions_stay(store: Store) -> None:
    question = logged(store, topic="contrat")
    kept = [topic for topic in TOPICS if topic.slug != "contrat"]
    store.sync_reference_data(POLES[:1], [topic for topic in kept if topic.pole == AS])
    assert "contrat" not in {topic.slug for topic in store.topics()}
    assert {topic.slug for topic in store.topics(retired=True)} == {t.slug for t in TOPICS}
    assert [pole.slug for pole in store.poles()] == [AS]
    assert store.question(question.reference).topic == "contrat"
    store.sync_reference_data(POLES, TOPICS)
    assert store.topics(AS) == [topic for topic in TOPICS if topic.pole == AS]
    assert store.poles() == list(POLES)


def test_advisors_are_known_once(store: Store) -> None:
    assert store.ensure_advisor("Léa", role=Role.LEAD, pole=AS) == Advisor("Léa", Role.LEAD, AS)
    assert store.ensure_advisor("Léa") == Advisor("Léa", Role.LEAD, AS)
    assert store.ensure_advisor("bob", pole="inconnu").pole is None
    logged(store)
    assert [advisor.name for advisor in store.advisors()] == ["Ana", "bob", "Léa"]


def test_members_are_added_changed_or_left(store: Store) -> None:
    stamp = store.members_stamp()
    assert store.upsert_members([TILLEULS, Member("0001", "Les Saules")]) == (2, 0, 0)
    assert store.members_stamp() != stamp
    stamp = store.members_stamp()
    assert store.upsert_members([TILLEULS]) == (0, 0, 1)
    assert store.members_stamp() == stamp
    changed = replace(TILLEULS, town="Brest", active=False)
    assert store.upsert_members([changed, Member("0002", "Neuve")]) == (1, 1, 0)
    assert store.members_stamp() != stamp
    assert store.member("0412") == changed
    assert store.member("412") is None
    assert [member.number for member in store.members()] == ["0001", "0002", "0412"]


def test_establishments_belong_to_a_known_member(store: Store) -> None:
    store.upsert_members([TILLEULS])
    ime = Establishment("0412-03", "0412", "IME", "IME", "handicap", "Rennes", "Bretagne")
    assert store.upsert_establishments([ime]) == (1, 0, 0)
    assert store.establishments_of("0412") == store.establishments() == [ime]
    assert store.establishments_of("0001") == []
    orphan = Establishment("9-1", "9", "Sans adhérent")
    with pytest.raises(UnknownValue, match="« 9 » de l’établissement « 9-1 »"):
        store.upsert_establishments([replace(ime, name="Autre"), orphan])
    assert store.establishments() == [ime]


def test_a_draft_is_saved_again_and_forgotten(store: Store) -> None:
    start = utc(2026, 11, 23, 9)
    first = Draft("a", "Ana", Channel.PHONE, start, start, {"text": "Un sal"})
    later = replace(first, updated_at=start + timedelta(seconds=4), fields={"text": "Un salarié"})
    store.save_draft(first)
    store.save_draft(Draft("b", "Ana", Channel.WRITTEN, start, start + timedelta(seconds=1)))
    store.save_draft(Draft("c", "Bob", Channel.WRITTEN, start, start))
    store.save_draft(later)
    assert [draft.ident for draft in store.drafts("Ana")] == ["a", "b"]
    assert store.drafts("Ana")[0] == later
    store.delete_draft("a")
    store.delete_draft("a")
    assert [draft.ident for draft in store.drafts("Ana")] == ["b"]


def test_feedback_and_versions_of_entries(store: Store) -> None:
    store.add_feedback(EntryFeedback("conges", "v1", "Ana", "Manque l’outre-mer"))
    store.add_feedback(EntryFeedback("prime", "v1", "Bob", helpful=True))
    assert [given.slug for given in store.feedback()] == ["prime", "conges"]
    (given,) = store.feedback("conges")
    assert (given.by, given.text, given.helpful) == ("Ana", "Manque l’outre-mer", False)
    assert given.at is not None
    store.close_feedback(given.number, by="Nora")
    (closed,) = store.feedback("conges")
    assert (closed.closed_by, closed.closed_at is not None) == ("Nora", True)
    assert [waiting.slug for waiting in store.feedback(closed=False)] == ["prime"]
    store.close_feedback(given.number, by=None)
    assert store.feedback("conges", closed=False) == [given]
    store.keep_entry_version("conges", "v1", "---\ntitre: é\n---\r\nfin")
    store.keep_entry_version("conges", "v1", "autre")
    assert store.entry_version("v1") == "---\ntitre: é\n---\r\nfin"
    assert store.entry_version("v2") is None
    assert [version for version, _ in store.entry_versions("conges")] == ["v1"]
    assert store.entry_versions("prime") == []
