"""Every figure of a week opens on as many questions as it says, on both engines."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from teleconseil.config import Settings
from teleconseil.domain import Channel, Member, QuestionFilter, Status
from teleconseil.reports import behind
from teleconseil.reports.behind import Behind
from teleconseil.reports.periods import IsoWeek, Month
from teleconseil.reports.weekly import Comparison, month_series, week_report
from teleconseil.store import Store
from tests.store.builders import AS, OSMS, new, utc

WEEK = IsoWeek(2025, 14)
"""The week after the clocks went forward: its first day begins at 22 h UTC."""
SETTINGS = Settings(
    database_url="", kb_dir=Path(), texts_dir=Path(), advisor="Ana", day_start=time(9)
)


@pytest.fixture
def filled(store: Store) -> Store:
    """Questions of the week, of the one before and of a year ago, of every kind."""
    store.upsert_members(
        [Member("0001", "Les Tilleuls", region="Bretagne"), Member("0002", "Les Saules")]
    )
    starts = (utc(2025, 3, 30, 22), utc(2025, 3, 23, 23), utc(2024, 3, 31, 22))
    rows = []
    for n in range(150):
        received = starts[n % 3] + timedelta(hours=1.1 * n)
        status = list(Status)[n % 5]
        due = received + timedelta(hours=30) if n % 4 else None
        rows.append(
            new(
                channel=Channel.PHONE if n % 3 else Channel.WRITTEN,
                pole=OSMS if n % 7 == 0 else AS,
                status=status,
                advisor=(None, "Ana", "Bob")[n % 3],
                topic=(None, "conges-payes", "conges-payes/maladie-ddadue", "contrat")[n % 4],
                member_number=(None, "0001", "0002")[n // 2 % 3],
                received_at=received,
                due_at=due,
                answered_at=received + timedelta(hours=n % 60)
                if status is Status.ANSWERED
                else None,
            )
        )
    store.add_questions(rows, by="Import")
    return store


@pytest.mark.parametrize("pole", [None, AS, OSMS])
def test_a_figure_of_the_week_has_that_many_questions(filled: Store, pole: str | None) -> None:
    report = week_report(filled, WEEK, pole, SETTINGS)
    makes = Behind(SETTINGS, pole)

    def check(
        lines: Iterable[Comparison], narrow: Callable[[QuestionFilter, str], QuestionFilter]
    ) -> None:
        for line in lines:
            for week, number in (
                (WEEK, line.now),
                (WEEK.previous, line.before),
                (WEEK.year_before, line.year_ago),
            ):
                criteria = narrow(makes.week(week), line.slug)
                assert length(filled, criteria) == number, (line, week)

    assert report.total.now > 5
    check([report.total], lambda criteria, _: criteria)
    check(report.by_pole, behind.with_pole)
    check(report.by_channel, behind.with_channel)
    check(report.by_theme, behind.with_topic)
    check(report.by_advisor, behind.with_advisor)
    check(report.by_region, behind.with_region)
    for slug, line in report.by_pole_channel:
        in_pole = behind.with_pole(makes.week(WEEK), slug)
        assert length(filled, behind.with_channel(in_pole, line.slug)) == line.now
    for day, number in report.by_day:
        assert length(filled, makes.day(day)) == number


def test_what_waits_and_what_was_late_have_that_many_questions(filled: Store) -> None:
    report = week_report(filled, WEEK, None, SETTINGS)
    makes, now = Behind(SETTINGS), filled.now()
    week = makes.week(WEEK)
    assert length(filled, makes.waiting()) == report.waiting.count
    assert length(filled, makes.late(now)) == report.waiting.late
    before = makes.waiting_since(now - timedelta(days=7))
    assert length(filled, before) == report.waiting.over_a_week
    assert length(filled, behind.on_time(week)) == report.delays.on_time
    missed = length(filled, behind.missed(week, now))
    assert missed == report.delays.due - report.delays.on_time
    assert 0 < missed < report.delays.due


def test_the_median_is_that_of_the_questions_behind_it(filled: Store) -> None:
    report = week_report(filled, WEEK, None, SETTINGS)
    rows = filled.questions(behind.waited(Behind(SETTINGS).week(WEEK)), limit=500).rows
    delays = [seconds(q.received_at, q.answered_at) for q in rows]
    assert report.delays.median_answer_s == round(statistics.median(delays))


def test_a_month_has_that_many_questions(filled: Store) -> None:
    months = month_series(filled, Month(2025, 4), SETTINGS)
    makes = Behind(SETTINGS)
    for slug, channel, numbers in months.series:
        for month, number in zip(months.months, numbers, strict=True):
            criteria = behind.with_channel(behind.with_pole(makes.month(month), slug), channel)
            assert length(filled, criteria) == number


def test_the_number_of_a_list_is_that_of_its_pages(filled: Store) -> None:
    criteria = Behind(SETTINGS).week(WEEK)
    assert filled.question_number(criteria) == length(filled, criteria)
    assert filled.question_number(replace(criteria, text="introuvable")) == 0


def length(store: Store, criteria: QuestionFilter) -> int:
    return sum(1 for _ in store.stream_questions(criteria, chunk=7))


def seconds(start: datetime, end: datetime | None) -> float:
    assert end is not None
    return (end - start).total_seconds()
