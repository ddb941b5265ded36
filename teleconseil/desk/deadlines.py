"""Deadlines in business hours: working days of France, hours of the service."""

from __future__ import annotations

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from teleconseil.config import Settings

_OVERSEAS = {
    "America/Guadeloupe": "GP",
    "America/Martinique": "MQ",
    "America/Cayenne": "GF",
    "America/Miquelon": "PM",
    "America/Marigot": "MF",
    "Indian/Reunion": "RE",
    "Indian/Mayotte": "YT",
}
"""Time zone of an overseas service to the subdivision whose holidays it keeps."""


def due_at(received_at: datetime, settings: Settings) -> datetime:
    """When a question received then is to be answered at the latest, UTC.

    ``settings.due_hours`` business hours later; a question that comes outside them starts at the
    next opening. The answer is always within business hours.
    """
    return after_business_time(received_at, timedelta(hours=settings.due_hours), settings)


def after_business_time(start: datetime, spent: timedelta, settings: Settings) -> datetime:
    """The moment, UTC, when that much time of the open service has gone by since ``start``."""
    zone, left = settings.zone, spent
    moment = _opening(start.astimezone(zone), settings)
    while True:
        closing = datetime.combine(moment.date(), settings.day_end, zone)
        today = closing.astimezone(UTC) - moment.astimezone(UTC)
        if left <= today:
            return moment.astimezone(UTC) + left
        left -= today
        moment = _opening(
            datetime.combine(moment.date() + timedelta(days=1), time(0), zone), settings
        )


def is_business_day(day: date, timezone: str = "Europe/Paris") -> bool:
    """Monday to Friday and not a public holiday where the service is."""
    return day.weekday() < 5 and day not in _holidays(day.year, timezone)


def business_days(start: date, before: date, timezone: str = "Europe/Paris") -> int:
    """How many business days there are from ``start`` to the day before ``before``."""
    days = (start + timedelta(days=n) for n in range((before - start).days))
    return sum(is_business_day(day, timezone) for day in days)


def _opening(moment: datetime, settings: Settings) -> datetime:
    """``moment`` when the service is open then, else its next opening, in the service's zone."""
    zone = ZoneInfo(settings.timezone)
    day = moment.date()
    if is_business_day(day, settings.timezone) and moment.timetz().replace(tzinfo=None) < (
        settings.day_end
    ):
        return max(moment, datetime.combine(day, settings.day_start, zone))
    day += timedelta(days=1)
    while not is_business_day(day, settings.timezone):
        day += timedelta(days=1)
    return datetime.combine(day, settings.day_start, zone)


@lru_cache(maxsize=64)
def _holidays(year: int, timezone: str) -> Container[date]:
    # Imported here: the library lists every country and takes its time.
    import holidays

    return holidays.country_holidays("FR", subdiv=_OVERSEAS.get(timezone), years=year)
