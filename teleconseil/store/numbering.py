"""References: one sequence a year, without gaps or duplicates."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

_NEXT = text(
    "INSERT INTO reference_sequence (year, last) VALUES (:year, :count)"
    " ON CONFLICT (year) DO UPDATE SET last = reference_sequence.last + excluded.last"
    " RETURNING last"
)


def reserve(connection: Connection, year: int, count: int = 1) -> range:
    """The next ``count`` numbers of a year.

    The counter moves in the caller's transaction, which holds it until its end: who comes next
    waits, and a transaction that fails gives its numbers back.
    """
    last = int(connection.execute(_NEXT, {"year": year, "count": count}).scalar_one())
    return range(last - count + 1, last + 1)


def year_of(received_at: datetime, zone: ZoneInfo) -> int:
    """The year that a question belongs to, where the service is."""
    return received_at.astimezone(zone).year


def reference(year: int, number: int) -> str:
    """« TC-2026-000123 »."""
    return f"TC-{year:04d}-{number:06d}"


def parse(value: str) -> tuple[int, int]:
    """Year and number of a well-formed reference."""
    _, year, number = value.split("-")
    return int(year), int(number)
