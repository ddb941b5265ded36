"""What is typed on the command line, read into values; each error is a French sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import click

from teleconseil.errors import UsageProblem
from teleconseil.reports.periods import IsoWeek, Month

_REFERENCE = re.compile(r"(?:TC-)?([0-9]{4})-([0-9]{1,9})", re.IGNORECASE)
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


class ChoiceParam(click.Choice[str]):
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        raise click.BadParameter(
            f"« {value} » n’est pas un choix possible ; choisissez parmi "
            f"{', '.join(self.choices)}.",
            ctx,
            param,
        )


class MonthParam(click.ParamType[Month]):
    """« 2024-01 »."""

    name = "mois"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Month:
        if isinstance(value, Month):
            return value
        try:
            return Month.parse(value)
        except UsageProblem as problem:
            raise click.BadParameter(str(problem), ctx, param) from problem


class WeekParam(click.ParamType[IsoWeek]):
    """« 2026-W47 »."""

    name = "semaine"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> IsoWeek:
        if isinstance(value, IsoWeek):
            return value
        try:
            return IsoWeek.parse(value)
        except UsageProblem as problem:
            raise click.BadParameter(str(problem), ctx, param) from problem


class DayParam(click.ParamType[date]):
    """« 2024-01-31 »."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is None:
                raise ValueError
            return date.fromisoformat(value)
        except ValueError as error:
            raise click.BadParameter(
                f"« {value} » n’est pas une date qui existe ; écrivez 2024-01-31.", ctx, param
            ) from error


class NumberParam(click.ParamType[int]):
    """A whole number between two bounds."""

    name = "nombre"

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        number = int(text) if re.fullmatch(r"-?[0-9]{1,15}", text) else None
        if number is None or not self.least <= number <= self.most:
            raise click.BadParameter(
                f"« {value} » ne convient pas ; donnez un nombre entier "
                f"de {self.least} à {self.most}.",
                ctx,
                param,
            )
        return number


MONTH = MonthParam()
WEEK = WeekParam()
DAY = DayParam()


def choice(values: type[StrEnum] | Sequence[str]) -> ChoiceParam:
    return ChoiceParam([str(value) for value in values])


def comma_list(text: str | None) -> tuple[str, ...]:
    """« a, b » as ("a", "b")."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def read_reference(text: str) -> str:
    """« tc-2026-123 » as « TC-2026-000123 ».

    Raises:
        UsageProblem: it does not look like a reference.
    """
    match = _REFERENCE.fullmatch(text.strip())
    if match is None:
        raise UsageProblem(
            f"« {text} » n’est pas une référence de question.", "Elle s’écrit TC-2026-000123."
        )
    return f"TC-{match[1]}-{int(match[2]):06d}"


def read_local_time(text: str, zone: ZoneInfo) -> datetime:
    """« 2026-11-20T09:30 », at the service's clock, in UTC.

    Raises:
        UsageProblem: it is no such form, or no such moment (the hour skipped in March).
    """
    try:
        if _LOCAL_TIME.fullmatch(text.strip()) is None:
            raise ValueError
        local = datetime.fromisoformat(text.strip()).replace(tzinfo=zone)
    except ValueError as error:
        raise UsageProblem(
            f"« {text} » n’est pas une date et une heure qui existent.",
            "Écrivez 2026-11-20T09:30.",
        ) from error
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise UsageProblem(
            f"À {zone.key}, « {text} » n’existe pas : les horloges sautent cette heure-là.",
            "Donnez l’heure d’avant ou celle d’après.",
        )
    return moment
