"""A week as people write it: « s47 », « 2026-W47 », « 15/03/2026 », « mars 2026 »."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from teleconseil.errors import UsageProblem
from teleconseil.reports.figures import month_number
from teleconseil.reports.periods import IsoWeek, Month, check_year

_NUMBER = re.compile(r"(?:s|semaine)?\s*([0-9]{1,2})(?:\s*(?:de|/)?\s*([0-9]{4}))?", re.IGNORECASE)
_DAY = re.compile(r"([0-9]{1,2})[/. ]([0-9]{1,2})(?:[/. ]([0-9]{4}))?")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTH = re.compile(r"([^\W\d]+)\.?(?:\s+([0-9]{4}))?")
_REMEDY = "Écrivez s47, 2026-W47, 15/03/2026 ou mars 2026."


def week_of(typed: str, today: date) -> IsoWeek:
    """The week that is meant; without a year, the last one that is not to come.

    Of a month, its first week; of a day, the week that holds it.

    Raises:
        UsageProblem: it is no week, no day and no month, or one that does not exist.
    """
    text = " ".join(typed.split())
    for pattern, read in _READERS:
        if match := pattern.fullmatch(text):
            return read(match, today)
    if "w" in text.lower():
        return IsoWeek.parse(text)
    raise _no_week(typed)


def _no_week(typed: str) -> UsageProblem:
    return UsageProblem(f"« {typed} » n’est ni une semaine, ni une date, ni un mois.", _REMEDY)


def _numbered(match: re.Match[str], today: date) -> IsoWeek:
    year, number = match[2], int(match[1])
    if year is None:
        this_year = today.isocalendar().year
        year = str(this_year if number <= today.isocalendar().week else this_year - 1)
    return IsoWeek.parse(f"{year}-W{number:02d}")


def _day(match: re.Match[str], today: date) -> IsoWeek:
    year = int(match[3]) if match[3] else today.year
    day = _date(match[0], year, int(match[2]), int(match[1]))
    if not match[3] and day > today:
        day = _date(match[0], year - 1, int(match[2]), int(match[1]))
    return IsoWeek.of(day)


def _iso_day(match: re.Match[str], _today: date) -> IsoWeek:
    return IsoWeek.of(_date(match[0], int(match[1]), int(match[2]), int(match[3])))


def _iso_month(match: re.Match[str], _today: date) -> IsoWeek:
    return _first_week(Month.parse(match[0]))


def _named_month(match: re.Match[str], today: date) -> IsoWeek:
    number = month_number(match[1])
    if number is None:
        raise _no_week(match[0])
    year = int(match[2]) if match[2] else today.year - (number > today.month)
    check_year(year, match[0])
    return _first_week(Month(year, number))


def _first_week(month: Month) -> IsoWeek:
    """The first week most of which is in the month."""
    week = IsoWeek.of(month.first_day)
    return week if week.month == month else week.next


def _date(typed: str, year: int, month: int, day: int) -> date:
    check_year(year, typed)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UsageProblem(f"La date « {typed} » n’existe pas.", _REMEDY) from error


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], IsoWeek]], ...] = (
    (_NUMBER, _numbered),
    (_DAY, _day),
    (_ISO_DAY, _iso_day),
    (_ISO_MONTH, _iso_month),
    (_MONTH, _named_month),
)
