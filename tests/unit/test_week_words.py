"""A week as people write it, and the titles that say it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.errors import UsageProblem
from teleconseil.reports.figures import month_number, month_title, week_title
from teleconseil.reports.periods import IsoWeek, Month
from teleconseil.reports.week_words import week_of

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("2026-W47", IsoWeek(2026, 47)),
        ("2026-w07", IsoWeek(2026, 7)),
        ("s47", IsoWeek(2026, 47)),
        ("S 3", IsoWeek(2026, 3)),
        ("47", IsoWeek(2026, 47)),
        ("50", IsoWeek(2025, 50)),
        ("semaine 12 2024", IsoWeek(2024, 12)),
        ("s12 de 2024", IsoWeek(2024, 12)),
        ("15/03/2026", IsoWeek(2026, 11)),
        ("15.3.2026", IsoWeek(2026, 11)),
        ("15/03", IsoWeek(2026, 11)),
        ("25/12", IsoWeek(2025, 52)),
        ("2026-03-15", IsoWeek(2026, 11)),
        ("2024-05", IsoWeek(2024, 18)),
        ("mars 2026", IsoWeek(2026, 10)),
        ("Févr. 2026", IsoWeek(2026, 6)),
        ("decembre", IsoWeek(2025, 49)),
        ("août", IsoWeek(2026, 32)),
    ],
)
def test_a_week_is_read_however_it_is_written(typed: str, week: IsoWeek) -> None:
    assert week_of(typed, TODAY) == week


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zz", "ni une semaine"),
        ("ju", "ni une semaine"),
        ("", "ni une semaine"),
        ("s60", "n’existe pas"),
        ("2025-W53", "n’existe pas"),
        ("30/02/2026", "La date « 30/02/2026 » n’existe pas."),
        ("2026-13", "n’existe pas"),
        ("2026-w", "n’est pas une semaine"),
        ("1/1/1066", "ne peut pas être comptée"),
        ("mars 9999", "ne peut pas être comptée"),
    ],
)
def test_what_is_no_week_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        week_of(typed, TODAY)


@given(st.text(max_size=20))
def test_anything_is_a_week_or_is_refused(typed: str) -> None:
    try:
        week = week_of(typed, TODAY)
    except UsageProblem:
        return
    assert isinstance(week, IsoWeek)


@given(DAYS)
def test_a_day_is_in_the_week_that_it_names(day: date) -> None:
    for typed in (f"{day:%d/%m/%Y}", day.isoformat(), str(IsoWeek.of(day))):
        assert day in week_of(typed, TODAY).days


@given(DAYS)
def test_the_first_week_of_a_month_is_mostly_in_it(day: date) -> None:
    week = week_of(f"{day:%Y-%m}", TODAY)
    assert week.month == Month.of(day)
    assert week.previous.month != Month.of(day)


@given(DAYS)
def test_weeks_follow_one_another(day: date) -> None:
    week = IsoWeek.of(day)
    assert week.next.previous == week
    assert week.next.monday == week.monday + timedelta(days=7)


def test_titles_say_months_and_years_once() -> None:
    assert week_title(IsoWeek(2026, 47)) == "Semaine 47 · 16 – 22 novembre 2026"
    assert week_title(IsoWeek(2026, 40)) == "Semaine 40 · 28 septembre – 4 octobre 2026"
    assert week_title(IsoWeek(2025, 1)) == "Semaine 1 · 30 décembre 2024 – 5 janvier 2025"
    assert month_title(Month(2024, 8)) == "août 2024"


def test_a_month_is_known_by_its_start() -> None:
    assert month_number("juil") == 7
    assert month_number("JUIN") == 6
    assert month_number("jui") is None
    assert month_number("ma") is None
