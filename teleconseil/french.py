"""How times, dates, durations and numbers are said in French. Pure; the zone is always given."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

THIN_SPACE = "\u202f"
_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juill.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def number(value: int) -> str:
    """« 23 551 », with thin spaces that do not break."""
    return f"{value:,}".replace(",", THIN_SPACE)


def day(value: date) -> str:
    """« mar. 24 nov. »."""
    return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]}"


def month(number: int) -> str:
    """« févr. » for 2."""
    return _MONTHS[number - 1]


def short_date(value: date) -> str:
    """« 12/10/2026 »."""
    return value.strftime("%d/%m/%Y")


def long_date(value: date) -> str:
    """« 24 novembre 2026 », « 1er décembre 2026 »: as a letter writes it."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime, zone: tzinfo) -> str:
    """« 14 h 32 »."""
    local = value.astimezone(zone)
    return f"{local.hour} h {local.minute:02d}"


def day_and_clock(value: datetime, zone: tzinfo) -> str:
    """« mar. 24 nov.  14 h 32 », the top line's."""
    return f"{day(value.astimezone(zone).date())}  {clock(value, zone)}"


def when(value: datetime, now: datetime, zone: tzinfo) -> str:
    """A moment as people say it: « 09:12 », « hier 16:02 », « lun. 16:02 », « 12/03/2026 »."""
    local, today = value.astimezone(zone), now.astimezone(zone).date()
    hour = f"{local:%H:%M}"
    days = (today - local.date()).days
    if days == 0:
        return hour
    if days == 1:
        return f"hier {hour}"
    if days == -1:
        return f"dem. {hour}"
    if 1 < abs(days) < 7:
        return f"{_DAYS[local.weekday()]} {hour}"
    if local.year == today.year:
        return f"{local.day} {_MONTHS[local.month - 1]}"
    return short_date(local.date())


def duration(seconds: int | None) -> str:
    """« 2 min 14 », « 45 s », « 1 h 05 »; empty when not known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d}"
    return f"{minutes // 60} h {minutes % 60:02d}"


def timer(elapsed: timedelta) -> str:
    """« 02:14 », the running call's."""
    minutes, seconds = divmod(max(0, int(elapsed.total_seconds())), 60)
    return f"{minutes:02d}:{seconds:02d}"


def plural(count: int, singular: str, several: str = "") -> str:
    """« 1 question », « 7 questions »."""
    return f"{number(count)} {singular if abs(count) < 2 else several or singular + 's'}"


def deadline(value: datetime, now: datetime, zone: tzinfo) -> str:
    """When something is due: « 11 h 00 », « demain », « hier », « jeu. », « 12 janv. »."""
    local, today = value.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days == 0:
        return clock(value, zone)
    near = {-1: "hier", 1: "demain"}
    if days in near:
        return near[days]
    if 1 < days < 7:
        return _DAYS[local.weekday()]
    said = f"{local.day} {_MONTHS[local.month - 1]}"
    return said if local.year == today.year else f"{local:%d/%m/%y}"


def initials(name: str) -> str:
    """« A. B. » for Alice Bernard; a single name stays whole."""
    words = name.split()
    return " ".join(f"{word[0]}." for word in words[:3]) if len(words) > 1 else name.strip()


def short_name(organisation: str) -> str:
    """« Les Tilleuls » for « Association Les Tilleuls », where there is little room."""
    first, _, rest = organisation.partition(" ")
    return rest if first == "Association" and rest else organisation


def moment(value: datetime, zone: tzinfo) -> str:
    """« mar. 24 nov. 14 h 32 »."""
    return f"{day(value.astimezone(zone).date())} {clock(value, zone)}"
