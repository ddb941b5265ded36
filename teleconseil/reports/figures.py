"""How figures compare, and how long one waited, as they are read in French."""

from __future__ import annotations

from teleconseil.french import MONTHS, THIN_SPACE, duration, number
from teleconseil.reports.periods import IsoWeek, Month
from teleconseil.text import fold

_DAY_S = 86_400


def week_title(week: IsoWeek) -> str:
    """« Semaine 47 · 16 – 22 novembre 2026 »."""
    first, last = week.days[0], week.days[-1]
    begin = str(first.day)
    if first.month != last.month:
        begin += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"Semaine {week.week} · {begin} – {last.day} {MONTHS[last.month - 1]} {last.year}"


def month_number(name: str) -> int | None:
    """3 for « mars », « Mars » or « mar »; None when no month or several begin like that."""
    wanted = fold(name)
    found = [n for n, month in enumerate(MONTHS, 1) if fold(month).startswith(wanted)]
    return found[0] if len(found) == 1 and len(wanted) > 2 else None


def month_title(month: Month) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[month.month - 1]} {month.year}"


def signed(value: int) -> str:
    """« +12 », « −3 », « = »."""
    if value == 0:
        return "="
    return f"+{number(value)}" if value > 0 else f"−{number(-value)}"


def change(now: int, before: int) -> str:
    """How much more or less than before, « ▲ +4 % », « ▼ −2 % », « = », « nouveau »."""
    if before == 0:
        return "=" if now == 0 else "nouveau"
    share = round(100 * (now - before) / before)
    if share == 0:
        return "="
    arrow = "▲" if share > 0 else "▼"
    return f"{arrow} {signed(share)}{THIN_SPACE}%"


def delay(seconds: int | None) -> str:
    """« 2 min 14 », « 5 h 10 », « 3 j 4 h »; « — » when there is none."""
    if seconds is None:
        return "—"
    if seconds < _DAY_S:
        return duration(seconds)
    days, hours = seconds // _DAY_S, seconds % _DAY_S // 3600
    return f"{days} j {hours} h" if hours else f"{days} j"
