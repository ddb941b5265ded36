"""Lists neither lose nor repeat a row; the queue's counts are those of its rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleconseil.domain import (
    OPEN_STATUSES,
    Channel,
    Member,
    Question,
    QuestionFilter,
    QueueCounts,
    Status,
)
from teleconseil.store import Store, StoreError
from tests.store.builders import AS, EVERY, OSMS, logged, new, texts, utc

NOW = utc(2026, 11, 23, 12)
ONCE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fill(store: Store) -> list[Question]:
    """Sixty questions of every kind, many at the same moment."""
    store.upsert_members([Member("0001", "Les Tilleuls"), Member("0002", "Les Saules")])
    statuses = list(Status)
    rows = [
        new(
            f"n° {n} {'congés' if n % 3 else 'œuvre'}",
            channel=Channel.PHONE if n % 4 == 0 else Channel.WRITTEN,
            pole=OSMS if n % 7 == 0 else AS,
            status=statuses[n % 5],
            advisor=(None, "Ana", "Bob")[n % 3],
            topic=(None, "conges-payes", "conges-payes/maladie-ddadue", "contrat")[n % 4],
            member_number=(None, "0001", "0002")[n % 3],
            received_at=NOW - timedelta(hours=n // 6),
            due_at=NOW + timedelta(hours=n % 5 - 2) if n % 2 else None,
        )
        for n in range(60)
    ]
    store.add_questions(rows, by="Import")
    return list(store.stream_questions(EVERY))


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


filters = st.builds(
    QuestionFilter,
    statuses=st.sampled_from(
        [frozenset(), OPEN_STATUSES, frozenset({Status.NEW}), frozenset({Status.ANSWERED})]
    ),
    poles=st.sampled_from([frozenset(), frozenset({AS}), frozenset({AS, OSMS})]),
    channel=st.sampled_from([None, Channel.PHONE]),
    advisor=st.sampled_from([None, "Ana"]),
    late_at=st.sampled_from([None, NOW]),
    newest_first=st.booleans(),
)


@ONCE
@given(criteria=filters, limit=st.integers(1, 25))
def test_pages_neither_lose_nor_repeat_rows(
    filled: Store, criteria: QuestionFilter, limit: int
) -> None:
    whole = filled.questions(criteria, limit=1000)
    assert whole.next_key is None
    pages, after = [], None
    while True:
        page = filled.questions(criteria, after=after, limit=limit)
        pages.append(page.rows)
        after = page.next_key
        if after is None:
            break
    assert [row for rows in pages for row in rows] == list(whole.rows)
    assert all(len(rows) == limit for rows in pages[:-1])
    everything = filled.questions(EVERY, limit=1000).rows
    assert {row.reference for row in whole.rows} == {
        row.reference for row in everything if matches(row, criteria)
    }


def matches(row: Question, criteria: QuestionFilter) -> bool:
    return (
        (not criteria.statuses or row.status in criteria.statuses)
        and (not criteria.poles or row.pole in criteria.poles)
        and (criteria.channel is None or row.channel is criteria.channel)
        and (criteria.advisor is None or row.advisor == criteria.advisor)
        and (criteria.late_at is None or (row.due_at is not None and row.due_at < criteria.late_at))
    )


def test_the_queue_goes_by_deadline_and_history_by_reception(filled: Store) -> None:
    queue = filled.questions(QuestionFilter()).rows
    keys = [row.due_at or row.received_at for row in queue]
    assert keys == sorted(keys)
    history = [row.received_at for row in filled.questions(EVERY).rows]
    assert history == sorted(history)
    newest = filled.questions(replace(EVERY, newest_first=True)).rows
    assert [row.received_at for row in newest] == sorted(history, reverse=True)


def test_filters_by_topic_text_member_and_period(filled: Store) -> None:
    rows = filled.questions(EVERY, limit=1000).rows
    theme = filled.questions(replace(EVERY, topic="conges-payes"), limit=1000).rows
    assert len(theme) == sum((row.topic or "").startswith("conges-payes") for row in rows)
    words = filled.questions(replace(EVERY, text="Oeuv"), limit=1000).rows
    assert len(words) == sum("œuvre" in row.text for row in rows) > 0
    assert len(texts(filled, replace(EVERY, member_number="0001"))) == 20
    assert len(texts(filled, replace(EVERY, unassigned=True))) == 20
    before = replace(EVERY, received_from=NOW - timedelta(hours=3), received_before=NOW)
    assert len(texts(filled, before)) == 18


def test_a_page_key_that_means_nothing_is_refused(store: Store) -> None:
    for key in ("", "n'importe quoi", "é", "AAAA", "MjAyNnwx"):
        with pytest.raises(StoreError, match="n’existe pas"):
            store.questions(EVERY, after=key)


def test_a_question_added_meanwhile_does_not_disturb_the_pages(filled: Store) -> None:
    first = filled.questions(EVERY, limit=30)
    logged(filled, "arrivée entre-temps", received_at=NOW - timedelta(days=9))
    second = filled.questions(EVERY, after=first.next_key, limit=30)
    references = [row.reference for row in first.rows + second.rows]
    assert len(set(references)) == 60


def test_the_counts_of_the_queue_are_those_of_its_rows(filled: Store) -> None:
    rows = filled.questions(QuestionFilter(), limit=1000).rows
    day_start = NOW - timedelta(hours=4)
    counts = filled.queue_counts(advisor="Ana", pole=OSMS, now=NOW, day_start_utc=day_start)
    everything = filled.questions(EVERY, limit=1000).rows
    assert counts == QueueCounts(
        open=len(rows),
        late=sum(row.is_late(NOW) for row in rows),
        mine=sum(row.advisor == "Ana" for row in rows),
        my_pole=sum(row.pole == OSMS for row in rows),
        unassigned=sum(row.advisor is None for row in rows),
        on_hold=sum(row.status is Status.ON_HOLD for row in rows),
        today=sum(row.received_at >= day_start for row in everything),
    )


def test_a_members_history_is_newest_first(filled: Store) -> None:
    history = filled.member_history("0002", limit=5)
    assert len(history) == 5
    assert {row.member_name for row in history} == {"Les Saules"}
    moments = [row.received_at for row in history]
    assert moments == sorted(moments, reverse=True)
    assert filled.member_history("9999") == []
