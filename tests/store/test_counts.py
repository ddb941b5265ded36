"""Figures: totals are those of the rows, whatever the grouping; delays are true medians."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleconseil.domain import Channel, DelayFigures, Establishment, Member, Question, Status
from teleconseil.store import Store, StoreError
from tests.store.builders import AS, EVERY, OSMS, logged, new, utc

DIMENSIONS = (
    "periode",
    "pole",
    "canal",
    "theme",
    "sous-theme",
    "conseiller",
    "region",
    "secteur",
    "statut",
)
SECTORS = {"0001-01": "siege", "0001-02": "handicap"}
START = utc(2025, 12, 31, 23)
PERIODS = [
    (f"p{n:03d}", START + timedelta(days=3 * n), START + timedelta(days=3 * n + 3))
    for n in range(20)
]


@pytest.fixture
def filled(store: Store) -> Store:
    store.upsert_members(
        [
            Member("0001", "Les Tilleuls", region="Bretagne", sector="handicap"),
            Member("0002", "Les Saules", sector="grand-age"),
        ]
    )
    store.upsert_establishments(
        [
            Establishment("0001-01", "0001", "Siège", sector="siege"),
            Establishment("0001-02", "0001", "IME", sector=""),
        ]
    )
    rows = [
        new(
            channel=Channel.PHONE if n % 3 else Channel.WRITTEN,
            pole=OSMS if n % 7 == 0 else AS,
            status=list(Status)[n % 5],
            advisor=(None, "Ana", "Bob")[n % 3],
            topic=(None, "conges-payes", "conges-payes/maladie-ddadue", "contrat")[n % 4],
            member_number=(None, "0001", "0002")[n % 3],
            establishment_code=(None, "0001-01", "0001-02")[n % 3],
            received_at=START + timedelta(hours=19 * n),
        )
        for n in range(80)
    ]
    store.add_questions(rows, by="Import")
    return store


def period(moment: datetime, periods: list[tuple[str, datetime, datetime]]) -> str | None:
    return next((label for label, start, stop in periods if start <= moment < stop), None)


VALUES: dict[str, Callable[[Question], str]] = {
    "pole": lambda row: row.pole,
    "canal": lambda row: row.channel.value,
    "theme": lambda row: (row.topic or "").split("/")[0],
    "sous-theme": lambda row: row.topic if row.topic and "/" in row.topic else "",
    "conseiller": lambda row: row.advisor or "",
    "region": lambda row: row.region,
    "secteur": lambda row: {
        "0001-01": "siege",
        "0001-02": {"0001": "handicap", "0002": "grand-age"}.get(row.member_number or "", ""),
    }.get(row.establishment_code or "", ""),
    "statut": lambda row: row.status.value,
}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    by=st.lists(st.sampled_from(DIMENSIONS), unique=True, max_size=4),
    first=st.integers(0, 19),
    number=st.integers(1, 20),
)
def test_totals_always_equal_the_rows(
    filled: Store, by: list[str], first: int, number: int
) -> None:
    periods = PERIODS[first : first + number]
    expected = Counter(
        tuple(
            str(period(row.received_at, periods)) if name == "periode" else VALUES[name](row)
            for name in by
        )
        for row in filled.stream_questions(EVERY)
        if row.status is not Status.CANCELLED and period(row.received_at, periods)
    )
    rows = filled.count_questions(by, periods)
    assert dict(rows) == dict(expected)
    assert len(rows) == len(dict(rows))
    assert sum(count for _, count in rows) == expected.total()


def test_periods_come_in_their_order_and_a_month_turns_in_the_services_zone(store: Store) -> None:
    paris_new_year = utc(2025, 12, 31, 23)
    logged(store, received_at=paris_new_year - timedelta(microseconds=1))
    logged(store, received_at=paris_new_year)
    periods = [
        ("2025-12", utc(2025, 11, 30, 23), paris_new_year),
        ("2026-01", paris_new_year, utc(2026, 1, 31, 23)),
    ]
    assert store.count_questions(["periode"], periods) == [(("2025-12",), 1), (("2026-01",), 1)]


def test_many_periods_and_periods_with_holes(filled: Store) -> None:
    days = [(f"{n}", START + timedelta(days=n), START + timedelta(days=n + 1)) for n in range(700)]
    total = sum(count for _, count in filled.count_questions(["periode"], days))
    assert total == 64
    assert filled.count_questions([], days) == [((), 64)]
    halves = [days[0], days[2]]
    assert filled.count_questions([], halves)[0][1] == sum(
        count for _, count in filled.count_questions(["periode"], halves)
    )
    assert filled.count_questions(["pole"], []) == []


def test_a_filter_narrows_the_count(filled: Store) -> None:
    whole = [("", START, START + timedelta(days=365))]
    of_ana = replace(EVERY, advisor="Ana")
    rows = filled.count_questions(["conseiller"], whole, filter=of_ana)
    assert [values for values, _ in rows] == [("Ana",)]
    written = replace(EVERY, channel=Channel.WRITTEN, topic="conges-payes")
    expected = [
        row for row in filled.stream_questions(written) if row.status is not Status.CANCELLED
    ]
    assert filled.count_questions([], whole, filter=written) == [((), len(expected))]
    assert expected


def test_an_unknown_dimension_is_named(store: Store) -> None:
    with pytest.raises(StoreError, match="« couleur »"):
        store.count_questions(["couleur"], PERIODS)


def test_a_transferred_question_counts_for_the_pole_that_holds_it_now(filled: Store) -> None:
    counts = dict(filled.count_questions(["pole"], PERIODS))
    assert set(counts) == {(AS,), (OSMS,)}


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(delays=st.lists(st.integers(0, 10**6), max_size=9))
def test_the_median_delay_is_the_median(store: Store, delays: list[int]) -> None:
    known = [
        round((row.answered_at - row.received_at).total_seconds())
        for row in store.stream_questions(EVERY)
        if row.answered_at is not None
    ]
    received = utc(2026, 2, 1)
    for delay in delays:
        answered = received + timedelta(seconds=delay)
        logged(store, received_at=received, answered_at=answered, status=Status.ANSWERED)
    figures = store.delay_figures(received, received + timedelta(days=1))
    if known + delays:
        assert figures.median_answer_s is not None
        assert abs(figures.median_answer_s - statistics.median(known + delays)) <= 0.5
    else:
        assert figures.median_answer_s is None


def test_delays_say_what_was_on_time_and_what_waits(store: Store) -> None:
    received = utc(2024, 2, 1)
    due = received + timedelta(days=2)
    for hours, status in ((1, Status.ANSWERED), (47, Status.ANSWERED), (90, Status.ANSWERED)):
        answered = received + timedelta(hours=hours)
        logged(store, received_at=received, due_at=due, status=status, answered_at=answered)
    logged(store, received_at=received, due_at=due, status=Status.ON_HOLD)
    logged(store, received_at=received, due_at=utc(2999), pole=OSMS)
    logged(store, received_at=received, due_at=due, status=Status.CANCELLED)
    logged(store, received_at=received, channel=Channel.PHONE, status=Status.ANSWERED, duration_s=9)
    day = (received, received + timedelta(days=1))
    assert store.delay_figures(*day) == DelayFigures(47 * 3600, on_time=2, due=4, waiting=2)
    assert store.delay_figures(*day, pole=OSMS) == DelayFigures(None, on_time=0, due=0, waiting=1)
