"""How figures compare, and how long one waited, as they are read in French."""

from __future__ import annotations

from teleconseil.french import THIN_SPACE, duration, number

_DAY_S = 86_400


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
