"""Which week Monday's figures open on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from teleconseil.config import Settings
from teleconseil.reports.periods import IsoWeek
from teleconseil.reports.weekly import week_to_read
from teleconseil.store import Store
from tests.store.builders import logged, utc

SETTINGS = Settings(database_url="", kb_dir=Path(), texts_dir=Path(), advisor="Ana")
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("last", "week"),
    [
        (utc(2026, 11, 24, 8), IsoWeek(2026, 47)),  # today: the week that ended on Sunday
        (utc(2026, 11, 20, 8), IsoWeek(2026, 47)),  # on Friday
        (utc(2026, 11, 13, 8), IsoWeek(2026, 46)),  # on the Friday before
        (utc(2024, 12, 31, 8), IsoWeek(2024, 52)),  # a history that stops on a Tuesday
        (utc(2027, 5, 1, 8), IsoWeek(2026, 47)),  # a date to come does not count
    ],
)
def test_it_is_the_last_week_that_was_lived_whole(
    store: Store, last: datetime, week: IsoWeek
) -> None:
    logged(store, received_at=last)
    assert week_to_read(store, TUESDAY, SETTINGS) == week


def test_a_call_today_does_not_open_an_empty_week(store: Store) -> None:
    logged(store, received_at=utc(2024, 12, 31, 8))
    logged(store, received_at=utc(2026, 11, 24, 8))
    assert week_to_read(store, TUESDAY, SETTINGS) == IsoWeek(2024, 52)


def test_a_last_week_that_was_short_is_last_week(store: Store) -> None:
    logged(store, received_at=utc(2026, 11, 18, 8))
    logged(store, received_at=utc(2026, 11, 24, 8))
    assert week_to_read(store, TUESDAY, SETTINGS) == IsoWeek(2026, 47)


def test_it_is_last_week_where_nothing_was_ever_logged(store: Store) -> None:
    assert week_to_read(store, TUESDAY, SETTINGS) == IsoWeek(2026, 47)
