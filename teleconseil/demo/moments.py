"""When questions come: French working days and hours, holidays, seasons of the themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from teleconseil.desk.deadlines import is_business_day
from teleconseil.domain import Channel

_WEEKDAYS = (1.25, 1.1, 0.95, 1.05, 0.9)
_MONTHS = (1.1, 1.05, 1.1, 1.0, 0.95, 1.1, 0.75, 0.45, 1.15, 1.15, 1.1, 0.9)
_FLAT = (1.0,) * 12
_SEASONS: Mapping[str, Sequence[float]] = {
    "conges-payes": (0.8, 0.9, 1.3, 1.5, 1.6, 1.4, 0.9, 0.6, 0.8, 1.2, 1.3, 1.2),
    "conges-conventionnels-familiaux": (1.0, 1.0, 1.3, 1.2, 1.1, 1.3, 1.0, 0.7, 0.9, 1.1, 1.0, 1.1),
    "segur": (0.6, 0.6, 0.7, 0.7, 0.9, 2.2, 1.8, 1.4, 1.5, 1.2, 0.9, 0.8),
    "relations-collectives": (1.1, 1.1, 1.2, 1.0, 0.9, 0.8, 0.6, 0.6, 1.2, 1.5, 1.4, 1.1),
    "budget-eprd-tarification": (0.9, 1.0, 1.2, 1.7, 1.1, 0.9, 0.8, 0.6, 1.0, 1.6, 1.4, 0.9),
    "serafin-ph": (0.8, 0.9, 1.2, 1.2, 1.5, 1.4, 0.8, 0.5, 1.1, 1.2, 1.0, 0.8),
}
"""Theme to how much it is asked about, by month; the others are even."""
_HOURS: Mapping[Channel, Mapping[int, float]] = {
    Channel.PHONE: {9: 8, 10: 12, 11: 11, 12: 4, 13: 3, 14: 11, 15: 10, 16: 8, 17: 3},
    Channel.WRITTEN: {
        6: 0.3, 7: 1.5, 8: 5, 9: 10, 10: 11, 11: 10, 12: 5, 13: 5, 14: 9, 15: 9, 16: 8, 17: 6,
        18: 3, 19: 1.5, 20: 1, 21: 0.8, 22: 0.4,
    },
}  # fmt: skip
_WEEKEND_LETTERS = 0.03


class Moments:
    """Draws the moment of each contact of one year."""

    def __init__(self, year: int, timezone: str, rng: Random) -> None:
        self._rng = rng
        self._zone = ZoneInfo(timezone)
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
        days = [day for day in days if day.year == year]
        self._open = [day for day in days if is_business_day(day, timezone)]
        self._closed = [day for day in days if not is_business_day(day, timezone)]
        self._weights: dict[str, list[float]] = {}

    def draw(self, topic: str, channel: Channel) -> datetime:
        """When a question of that theme came, UTC."""
        rng = self._rng
        if channel is Channel.WRITTEN and rng.random() < _WEEKEND_LETTERS:
            day = rng.choice(self._closed)
        else:
            day = rng.choices(self._open, cum_weights=self._of_theme(topic.split("/", 1)[0]))[0]
        hours = _HOURS[channel]
        hour = rng.choices(list(hours), list(hours.values()))[0]
        minute, second = rng.randrange(60), rng.randrange(60)
        if channel is Channel.PHONE and hour in {12, 17}:
            minute //= 2  # the desk stops at half past
        elif channel is Channel.PHONE and hour == 13:
            minute = 30 + minute // 2
        return datetime.combine(day, time(hour, minute, second), self._zone).astimezone(UTC)

    def _of_theme(self, theme: str) -> list[float]:
        known = self._weights.get(theme)
        if known is None:
            season = _SEASONS.get(theme, _FLAT)
            known = list(
                accumulate(
                    _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * season[day.month - 1]
                    for day in self._open
                )
            )
            self._weights[theme] = known
        return known
