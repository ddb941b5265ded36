"""Months and ISO weeks: read from text, turned to UTC bounds in the service's zone.

A period belongs to the service's calendar: it begins at local midnight and ends at the local
midnight that begins the next one, so a day of 23 or 25 hours is counted whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from teleconseil.errors import UsageProblem

FIRST_YEAR = 1900
LAST_YEAR = 2999

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, « 2024-01 »."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def plus(self, months: int) -> Month:
        """The month that many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @staticmethod
    def of(day: date) -> Month:
        return Month(day.year, day.month)

    @staticmethod
    def parse(text: str) -> Month:
        """Read « 2024-01 ».

        Raises:
            UsageProblem: it is not four digits, a hyphen and a month from 01 to 12.
        """
        match = _MONTH.fullmatch(text.strip())
        if match is None:
            raise UsageProblem(
                f"« {text} » n’est pas un mois.", "Écrivez l’année et le mois : 2024-01."
            )
        year, month = int(match[1]), int(match[2])
        if not 1 <= month <= 12:
            raise UsageProblem(
                f"Le mois « {text} » n’existe pas : {match[2]} n’est pas entre 01 et 12.",
                "Écrivez l’année et le mois : 2024-01.",
            )
        check_year(year, text)
        return Month(year, month)


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    """A week of the ISO calendar, Monday to Sunday, « 2026-W47 »."""

    year: int
    week: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + timedelta(days=offset) for offset in range(7))

    @property
    def previous(self) -> IsoWeek:
        return IsoWeek.of(self.monday - timedelta(days=7))

    @property
    def next(self) -> IsoWeek:
        return IsoWeek.of(self.monday + timedelta(days=7))

    @property
    def month(self) -> Month:
        """The month that holds most of it."""
        return Month.of(self.days[3])

    @property
    def year_before(self) -> IsoWeek:
        """The same week number a year ago; week 52 when that year has no week 53."""
        return IsoWeek(self.year - 1, min(self.week, weeks_in(self.year - 1)))

    @staticmethod
    def of(day: date) -> IsoWeek:
        year, week, _ = day.isocalendar()
        return IsoWeek(year, week)

    @staticmethod
    def parse(text: str) -> IsoWeek:
        """Read « 2026-W47 ».

        Raises:
            UsageProblem: it is not a week, or that year has no such week.
        """
        match = _WEEK.fullmatch(text.strip())
        if match is None:
            raise UsageProblem(
                f"« {text} » n’est pas une semaine.",
                "Écrivez l’année, W et le numéro de la semaine : 2026-W47.",
            )
        year, week = int(match[1]), int(match[2])
        check_year(year, text)
        last = weeks_in(year)
        if not 1 <= week <= last:
            raise UsageProblem(
                f"La semaine « {text} » n’existe pas : l’année {year} a {last} semaines.",
                f"Donnez une semaine de {year}-W01 à {year}-W{last}.",
            )
        return IsoWeek(year, week)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of days that lies in one month and one ISO week, or in wider periods."""

    first: date
    after: date
    """First day that is no longer in it."""


def weeks_in(year: int) -> int:
    """52 or 53: the last ISO week of a year always holds 28 December."""
    return date(year, 12, 28).isocalendar().week


def local_midnight(day: date, zone: tzinfo) -> datetime:
    """The moment, in UTC, when a day of the zone begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def month_range(start: Month, end: Month) -> Iterator[Month]:
    """Every month from ``start`` to ``end``, both included."""
    month = start
    while month <= end:
        yield month
        month = month.plus(1)


def range_bounds(start: Month, end: Month, zone: tzinfo) -> tuple[datetime, datetime]:
    """UTC bounds of whole months: the first moment in, the first moment out.

    Raises:
        UsageProblem: the months are the wrong way round.
    """
    if end < start:
        raise UsageProblem(
            f"Les mois sont à l’envers : {start} vient après {end}.",
            f"Écrivez --de {end} --a {start}.",
        )
    return local_midnight(start.first_day, zone), local_midnight(end.plus(1).first_day, zone)


def segments(first: date, after: date, *, months: bool, weeks: bool, years: bool) -> list[Segment]:
    """Cut ``first`` … ``after`` at every boundary of the kinds of period asked for."""
    cuts = {first, after}
    if months or years:
        start = Month.of(first)
        for month in month_range(start, Month.of(after)):
            if first < month.first_day < after and (months or month.month == 1):
                cuts.add(month.first_day)
    if weeks:
        monday = first - timedelta(days=first.weekday()) + timedelta(days=7)
        while monday < after:
            cuts.add(monday)
            monday += timedelta(days=7)
    ordered = sorted(cuts)
    return [Segment(a, b) for a, b in pairwise(ordered)]


def check_year(year: int, text: str) -> None:
    """Refuse (``UsageProblem``) a year that cannot be counted; ``text`` is where it was read."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageProblem(
            f"L’année de « {text} » ne peut pas être comptée.",
            f"Donnez une année de {FIRST_YEAR} à {LAST_YEAR}.",
        )
