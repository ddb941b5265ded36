"""When a written question came, as people type it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.desk.capture import IncompleteForm
from teleconseil.desk.received import parse_received

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 14, 32, tzinfo=PARIS)  # a Tuesday
NINE = time(9)


def read(typed: str) -> str:
    return f"{parse_received(typed, NOW, NINE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "2026-11-24 14:32"),
        ("maintenant", "2026-11-24 14:32"),
        ("9h30", "2026-11-24 09:30"),
        ("9 h 30", "2026-11-24 09:30"),
        ("aujourd’hui à 9h", "2026-11-24 09:00"),
        ("hier", "2026-11-23 09:00"),
        ("Hier 16:02", "2026-11-23 16:02"),
        ("avant-hier 8h", "2026-11-22 08:00"),
        ("lundi", "2026-11-23 09:00"),
        ("mar. 10h", "2026-11-17 10:00"),
        ("20/11", "2026-11-20 09:00"),
        ("20/11 9 h 30", "2026-11-20 09:30"),
        ("20/11/25", "2025-11-20 09:00"),
        ("20/12", "2025-12-20 09:00"),
        ("3 nov. 14:00", "2026-11-03 14:00"),
        ("1er août 2026", "2026-08-01 09:00"),
        ("2026-11-20T09:30", "2026-11-20 09:30"),
        ("2026-11-20 09:30", "2026-11-20 09:30"),
    ],
)
def test_a_moment_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "Le 31/02/2026 n’existe pas."),
        ("12/13", "Le 12/13 n’existe pas."),
        ("hier 25h", "cette heure n’existe pas"),
        ("23:00", "est à venir"),
        ("25/11/2026", "est à venir"),
        ("bientôt", "n’est pas une date que je comprends"),
        ("[b]20/11[/b]", "n’est pas une date que je comprends"),
    ],
)
def test_what_is_no_past_moment_is_refused_in_one_sentence(typed: str, said: str) -> None:
    with pytest.raises(IncompleteForm) as caught:
        parse_received(typed, NOW, NINE)
    assert caught.value.field == "recue"
    assert said in str(caught.value)


@given(day=st.dates(date(2000, 1, 1), NOW.date() - timedelta(days=1)), at=st.times())
def test_any_past_moment_written_in_full_is_read_back(day: date, at: time) -> None:
    moment = datetime.combine(day, at.replace(second=0, microsecond=0))
    assert read(f"{moment:%d/%m/%Y %H:%M}") == f"{moment:%Y-%m-%d %H:%M}"


@given(typed=st.text(max_size=40))
def test_whatever_is_typed_is_a_past_moment_or_refused(typed: str) -> None:
    with suppress(IncompleteForm):
        assert parse_received(typed, NOW, NINE) <= NOW
