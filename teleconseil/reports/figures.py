"""Numbers, shares and durations as they are read in French."""

from __future__ import annotations

from datetime import date

THIN = "\N{NARROW NO-BREAK SPACE}"


def grouped(number: int) -> str:
    """« 23 551 », with a narrow no-break space."""
    return f"{number:,}".replace(",", THIN)


def signed(number: int) -> str:
    """« +12 », « −3 », « = »."""
    if number == 0:
        return "="
    return f"+{grouped(number)}" if number > 0 else f"−{grouped(-number)}"


def change(now: int, before: int) -> str:
    """How much more or less than before, « ▲ +4 % », « ▼ −2 % », « = », « nouveau »."""
    if before == 0:
        return "=" if now == 0 else "nouveau"
    share = round(100 * (now - before) / before)
    if share == 0:
        return "="
    arrow = "▲" if share > 0 else "▼"
    return f"{arrow} {signed(share)}{THIN}%"


def day(when: date) -> str:
    """« 24/04/2024 »."""
    return f"{when:%d/%m/%Y}"


def duration(seconds: int | None) -> str:
    """« 2 min 14 », « 5 h 10 », « 3 j 4 h »; « — » when it is not known."""
    if seconds is None:
        return "—"
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return f"{days} j {hours_left} h" if hours_left else f"{days} j"
    if hours:
        return f"{hours} h {minutes_left:02d}"
    return f"{minutes} min {rest:02d}" if minutes else f"{rest} s"
