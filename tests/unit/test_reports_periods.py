from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.errors import UsageProblem
from teleconseil.reports.periods import (
    IsoWeek,
    Month,
    local_midnight,
    month_range,
    range_bounds,
    segments,
    weeks_in,
)

ZONES = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "America/Marigot",
    "America/St_Barthelemy",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Indian/Kerguelen",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "Pacific/Gambier",
    "Pacific/Wallis",
]
moments = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2060, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(moments, st.sampled_from(ZONES))
def test_every_moment_falls_in_the_month_that_the_local_calendar_shows(
    moment: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    month = Month.of(moment.astimezone(zone).date())
    first, after = range_bounds(month, month, zone)
    assert first <= moment < after


@given(days, st.integers(0, 30), st.sampled_from(ZONES))
def test_months_follow_each_other_without_gap_or_overlap(day: date, span: int, name: str) -> None:
    zone = ZoneInfo(name)
    start = Month.of(day)
    months = list(month_range(start, start.plus(span)))
    bounds = [range_bounds(month, month, zone) for month in months]
    assert len(months) == span + 1
    assert all(before[1] == after[0] for before, after in pairwise(bounds))
    assert range_bounds(months[0], months[-1], zone) == (bounds[0][0], bounds[-1][1])


@given(days)
def test_a_day_is_in_its_week_and_in_no_other(day: date) -> None:
    week = IsoWeek.of(day)
    assert day in week.days
    assert day not in week.previous.days
    assert IsoWeek.parse(str(week)) == week
    assert week.previous.monday == week.monday - timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 12, 30), "2025-W01"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2022, 1, 2), "2021-W52"),
    ],
)
def test_weeks_at_the_turn_of_the_year(day: date, week: str) -> None:
    assert str(IsoWeek.of(day)) == week


def test_the_week_a_year_ago_of_a_fifty_third_week_is_the_last_of_that_year() -> None:
    assert weeks_in(2026) == 53
    assert str(IsoWeek(2026, 53).year_before) == "2025-W52"
    assert str(IsoWeek(2026, 47).year_before) == "2025-W47"


@given(days, st.integers(0, 800), st.booleans(), st.booleans(), st.booleans())
def test_segments_partition_the_days(
    first: date, length: int, months: bool, weeks: bool, years: bool
) -> None:
    after = first + timedelta(days=length + 1)
    found = segments(first, after, months=months, weeks=weeks, years=years)
    assert found[0].first == first
    assert found[-1].after == after
    assert all(a.after == b.first for a, b in pairwise(found))
    for segment in found:
        last = segment.after - timedelta(days=1)
        assert not months or Month.of(segment.first) == Month.of(last)
        assert not weeks or IsoWeek.of(segment.first) == IsoWeek.of(last)
        assert not years or segment.first.year == last.year


def test_a_month_of_clock_change_keeps_its_local_bounds() -> None:
    first, after = range_bounds(Month(2024, 3), Month(2024, 3), ZoneInfo("Europe/Paris"))
    assert (first.isoformat(), after.isoformat()) == (
        "2024-02-29T23:00:00+00:00",
        "2024-03-31T22:00:00+00:00",
    )


def test_reunion_begins_its_year_before_paris() -> None:
    day = date(2024, 1, 1)
    assert local_midnight(day, ZoneInfo("Indian/Reunion")) == datetime(2023, 12, 31, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2024-13", "2024-00", "2024-1", "24-01", "2024", "janvier", "", "2024-01-01", "٢٠٢٤-٠١"],
)
def test_what_is_not_a_month_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageProblem, match="2024-01"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2026-W54", "2025-W53", "2026-W00", "2026-47", "W47", "2026-W7"])
def test_what_is_not_a_week_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(UsageProblem):
        IsoWeek.parse(text)


def test_months_the_wrong_way_round_are_refused_and_put_right() -> None:
    with pytest.raises(UsageProblem, match="--de 2024-01 --a 2024-12"):
        range_bounds(Month(2024, 12), Month(2024, 1), ZoneInfo("Europe/Paris"))


@given(st.text(max_size=12))
def test_reading_any_text_as_a_month_never_surprises(text: str) -> None:
    try:
        month = Month.parse(text)
    except UsageProblem:
        return
    assert str(month) == text.strip()
