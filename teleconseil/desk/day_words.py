"""A day to come, as people say it: « demain », « vendredi », « 28/11 », « 3 jours »."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from teleconseil.config import Settings
from teleconseil.errors import UsageProblem
from teleconseil.text import fold

_NAMED = {"aujourd'hui": 0, "auj": 0, "demain": 1, "apres-demain": 2, "apres demain": 2}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DATE = re.compile(r"([0-9]{1,2})[/. ]([0-9]{1,2})(?:[/. ]([0-9]{4}))?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAYS = re.compile(r"\+?\s*([0-9]{1,3})\s*(?:j|jours?)?")
_REMEDY = "Écrivez demain, vendredi, 28/11 ou 3 jours."


def day_of(typed: str, today: date) -> date:
    """The day that is meant, today or later.

    A weekday is the next one; a date without a year is the next such date.

    Raises:
        UsageProblem: it is no day, one that does not exist, or one that is past.
    """
    words = fold(" ".join(typed.split())).strip(" .")
    day = _day(words, typed, today)
    if day < today:
        raise UsageProblem(f"Le {typed.strip()} est passé.", _REMEDY)
    return day


def end_of_day(day: date, settings: Settings) -> datetime:
    """When the service closes that day."""
    return datetime.combine(day, settings.day_end, settings.zone)


def _day(words: str, typed: str, today: date) -> date:
    if words in _NAMED:
        return today + timedelta(days=_NAMED[words])
    weekday = [n for n, name in enumerate(_WEEKDAYS) if len(words) > 2 and name.startswith(words)]
    if weekday:
        return today + timedelta(days=(weekday[0] - today.weekday() - 1) % 7 + 1)
    if match := _ISO.fullmatch(words):
        return _date(typed, int(match[1]), int(match[2]), int(match[3]))
    if match := _DATE.fullmatch(words):
        day, month = int(match[1]), int(match[2])
        if match[3]:
            return _date(typed, int(match[3]), month, day)
        this_year = _date(typed, today.year, month, day)
        return this_year if this_year >= today else _date(typed, today.year + 1, month, day)
    if match := _DAYS.fullmatch(words):
        return today + timedelta(days=int(match[1]))
    raise UsageProblem(f"« {typed.strip()} » n’est pas un jour.", _REMEDY)


def _date(typed: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UsageProblem(f"La date « {typed.strip()} » n’existe pas.", _REMEDY) from error
