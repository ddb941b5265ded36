"""A day to come, as people say it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.desk.day_words import day_of
from teleconseil.errors import UsageProblem

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("aujourd’hui", TODAY),
        ("Demain", date(2026, 11, 25)),
        ("après-demain", date(2026, 11, 26)),
        ("vendredi", date(2026, 11, 27)),
        ("ven.", date(2026, 11, 27)),
        ("mardi", date(2026, 12, 1)),
        ("lun", date(2026, 11, 30)),
        ("28/11", date(2026, 11, 28)),
        ("24/11", TODAY),
        ("3/1", date(2027, 1, 3)),
        ("28/11/2026", date(2026, 11, 28)),
        ("2026-12-01", date(2026, 12, 1)),
        ("3 jours", date(2026, 11, 27)),
        ("+10", date(2026, 12, 4)),
        ("2 j", date(2026, 11, 26)),
    ],
)
def test_a_day_is_read_as_it_is_said(typed: str, day: date) -> None:
    assert day_of(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "n’est pas un jour"),
        ("bientôt", "n’est pas un jour"),
        ("m", "n’est pas un jour"),
        ("31/11", "n’existe pas"),
        ("1/1/2026", "est passé"),
        ("2026-11-23", "est passé"),
    ],
)
def test_what_is_no_day_to_come_is_refused_in_words(typed: str, said: str) -> None:
    with pytest.raises(UsageProblem, match=said):
        day_of(typed, TODAY)


@given(st.text(max_size=15), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_anything_is_a_day_to_come_or_is_refused(typed: str, today: date) -> None:
    try:
        day = day_of(typed, today)
    except UsageProblem:
        return
    assert day >= today


@given(st.sampled_from("lundi mardi mercredi jeudi vendredi samedi dimanche".split()))
def test_a_weekday_is_within_a_week(name: str) -> None:
    assert timedelta(days=1) <= day_of(name, TODAY) - TODAY <= timedelta(days=7)
