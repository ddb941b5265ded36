"""One cell, read into a value or refused with a reason."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from teleconseil.errors import TeleconseilError
from teleconseil.text import clean_line, fold

MAX_NAME = 200
"""Characters of a name or a number: what the database keeps of one."""
MAX_NUMBER = 2_000_000_000
NOON = time(12)
"""The hour of a day that came without one."""

_FRENCH = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T,]+(?:à )?(.+))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]+(.+))?")
_CLOCK = re.compile(r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:[.,]\d+)?(Z|[+-]\d{2}:?\d{2})?")
_YES = frozenset({"oui", "o", "1", "vrai", "true", "x", "actif", "active"})
_NO = frozenset({"non", "n", "0", "faux", "false", "inactif", "inactive"})


class CellProblem(TeleconseilError):
    """What is in a cell cannot be what its column holds."""


def key(text: str) -> str:
    """Letters and digits only, folded: « Hauts de France » and « hauts-de-france » are one."""
    return re.sub("[^a-z0-9]+", "", fold(text))


def line(column: str, cell: str) -> str:
    """A name, a number, an address: one clean line."""
    value = clean_line(cell)
    if len(value) > MAX_NAME:
        raise CellProblem(
            f"{column} : {len(value)} caractères, c’est trop long.",
            f"Gardez-en {MAX_NAME} au plus.",
        )
    return value


def required(column: str, cell: str) -> str:
    """``line``, not empty."""
    value = line(column, cell)
    if not value:
        raise CellProblem(f"{column} : la cellule est vide.", "Cette colonne est obligatoire.")
    return value


def whole_number(column: str, cell: str, most: int = MAX_NUMBER) -> int | None:
    """« 1 240 » as 1240; None when empty."""
    digits = re.sub(r"\s", "", cell)
    if not digits:
        return None
    if re.fullmatch("[0-9]{1,10}", digits) is None or int(digits) > most:
        raise CellProblem(
            f"{column} : « {line(column, cell)} » ne convient pas.",
            f"Donnez un nombre entier de 0 à {most}.",
        )
    return int(digits)


def yes_no(column: str, cell: str, default: bool) -> bool:
    """« oui » or « non »; ``default`` when empty."""
    if not cell.strip():
        return default
    word = key(cell)
    if word in _YES or word in _NO:
        return word in _YES
    raise CellProblem(f"{column} : « {line(column, cell)} » n’est ni oui ni non.", "Écrivez l’un.")


class Choices:
    """Values known by several names, whatever their case, accents and punctuation."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """``names``: (name, value); the first value of a name holds."""
        self._values: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        for name, value in names:
            self._values.setdefault(key(name), value)
            self._shown.setdefault(key(name), name)

    def read(self, column: str, cell: str) -> str:
        """The value that the cell names; empty when it is."""
        if not cell.strip():
            return ""
        word = key(cell)
        if word in self._values:
            return self._values[word]
        near = difflib.get_close_matches(word, self._values, n=3, cutoff=0.6)
        shown = [self._shown[name] for name in near or list(self._values)[:8]]
        raise CellProblem(
            f"{column} : « {line(column, cell)} » n’est pas connu.",
            f"Par exemple : {', '.join(shown)}." if shown else "Il n’y en a aucun dans la base.",
        )

    @classmethod
    def of(cls, values: Iterable[str], labels: Mapping[str, str] | None = None) -> Choices:
        given = list(values)
        named = [(value, value) for value in given]
        return cls(named + [(label, value) for value, label in (labels or {}).items()])


def moment(column: str, cell: str, zone: ZoneInfo) -> datetime | None:
    """A date, with its hour or at noon, at the service's clock unless it says its offset; UTC.

    « 2026-11-20 », « 2026-11-20T09:30 », « 2026-11-20T09:30:00+01:00 », « 20/11/2026 9:30 ».
    """
    typed = clean_line(cell)
    if not typed:
        return None
    try:
        local = _local(typed, zone)
    except ValueError as error:
        raise CellProblem(
            f"{column} : « {typed[:60]} » n’est pas une date qui existe.",
            "Écrivez 2026-11-20 09:30 ou 20/11/2026 09:30.",
        ) from error
    found = local.astimezone(UTC)
    if found.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise CellProblem(
            f"{column} : « {typed} » n’existe pas, les horloges sautent cette heure-là.",
            "Donnez l’heure d’avant ou celle d’après.",
        )
    return found


def _local(typed: str, zone: ZoneInfo) -> datetime:
    if match := _ISO.fullmatch(typed):
        year, month, day, clock = match.groups()
    elif match := _FRENCH.fullmatch(typed):
        day, month, year, clock = match.groups()
    else:
        raise ValueError(typed)
    on = date(int(year), int(month), int(day))
    if not 1900 <= on.year <= 2999:
        raise ValueError(typed)
    if clock is None:
        return datetime.combine(on, NOON, zone)
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(typed)
    hours, minutes, seconds, offset = found.groups()
    at = datetime.combine(on, time(int(hours), int(minutes), int(seconds or 0)), zone)
    return at.replace(tzinfo=datetime.strptime(offset, "%z").tzinfo) if offset else at
