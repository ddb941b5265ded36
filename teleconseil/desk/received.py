"""When a written question came, as a person types it: « hier 16:02 », « 20/11 9 h 30 », « lundi ».

Pure. The last such moment is meant: a day of the week or a date without its year is never in the
future.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from teleconseil.desk.capture import IncompleteForm
from teleconseil.text import fold

_TIME = re.compile(r"(?:^|(?<=\s))(?:a )?(\d{1,2}) ?[h:] ?(\d{2})?(?: ?min)?$")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_T = re.compile(r"(?<=\d)t(?=\d)")
_WORDED = re.compile(r"(\d{1,2})(?:er)? ([a-z]{3,})\.?(?: (\d{4}))?")
_RELATIVE = {"": 0, "maintenant": 0, "aujourd'hui": 0, "auj.": 0, "hier": 1, "avant-hier": 2}
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
).split()
_EXAMPLES = "Écrivez par exemple « hier 16:02 », « 20/11 9 h 30 » ou « lundi »."


def parse_received(typed: str, now: datetime, day_start: time) -> datetime:
    """The moment that was typed, in the zone of ``now``; ``now`` itself for an empty text.

    A day without an hour is taken at ``day_start``, today at ``now``.

    Raises:
        IncompleteForm: nobody can tell which moment is meant, it does not exist, or it is to come.
    """
    words = " ".join(_ISO_T.sub(" ", fold(typed).replace("’", "'")).split())
    found = _TIME.search(words)
    day = _day(words[: found.start()].strip(" ,") if found else words, now.date())
    if day is None:
        raise _refused(f"« {typed.strip()} » n’est pas une date que je comprends.")
    moment = _hour(found, typed) if found else None
    if moment is None:
        moment = now.timetz().replace(tzinfo=None) if day == now.date() else day_start
    received = datetime.combine(day, moment, now.tzinfo)
    if received > now:
        raise _refused(f"« {typed.strip()} » est à venir.")
    return received


def _hour(found: re.Match[str], typed: str) -> time:
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour > 23 or minute > 59:
        raise _refused(f"« {typed.strip()} » : cette heure n’existe pas.")
    return time(hour, minute)


def _day(words: str, today: date) -> date | None:
    if words in _RELATIVE:
        return today - timedelta(days=_RELATIVE[words])
    for rank, name in enumerate(_DAYS):
        if len(words.rstrip(".")) >= 3 and name.startswith(words.rstrip(".")):
            return today - timedelta(days=(today.weekday() - rank) % 7 or 7)
    if found := _ISO.fullmatch(words):
        return _date(int(found[3]), int(found[2]), int(found[1]), today)
    if found := _NUMERIC.fullmatch(words):
        year = int(found[3]) if found[3] else None
        return _date(int(found[1]), int(found[2]), year, today)
    if found := _WORDED.fullmatch(words):
        month = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(found[2])), 0)
        return _date(int(found[1]), month, int(found[3]) if found[3] else None, today)
    return None


def _date(day: int, month: int, year: int | None, today: date) -> date:
    """The day; without a year, the last one that is not to come."""
    if year is not None and year < 100:
        year += 2000
    try:
        named = date(year or today.year, month, day)
        return named if year or named <= today else named.replace(year=today.year - 1)
    except ValueError as error:
        said = f"{day:02d}/{month:02d}" + (f"/{year}" if year else "")
        raise _refused(f"Le {said} n’existe pas.") from error


def _refused(message: str) -> IncompleteForm:
    return IncompleteForm("recue", message, _EXAMPLES)
