"""The questions behind a figure: each figure of a week or of a month as a list that can be read.

The list of a figure has exactly as many rows as the figure says, because both come from the same
criteria: received in the period, held by the pôle now, never cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from teleconseil.config import Settings
from teleconseil.domain import COUNTED_STATUSES, OPEN_STATUSES, Channel, QuestionFilter
from teleconseil.reports.periods import IsoWeek, Month, local_midnight


@dataclass(frozen=True, slots=True)
class Behind:
    """Makes the criteria of the figures of one pôle, or (None) of all."""

    settings: Settings
    pole: str | None = None

    # --- periods

    def days(self, first: date, after: date) -> QuestionFilter:
        """Received from the start of one day to the start of another."""
        zone = self.settings.zone
        return QuestionFilter(
            statuses=COUNTED_STATUSES,
            poles=self._poles(),
            received_from=local_midnight(first, zone),
            received_before=local_midnight(after, zone),
        )

    def day(self, day: date) -> QuestionFilter:
        return self.days(day, day + timedelta(days=1))

    def week(self, week: IsoWeek) -> QuestionFilter:
        return self.days(week.monday, week.monday + timedelta(days=7))

    def month(self, month: Month) -> QuestionFilter:
        return self.days(month.first_day, month.plus(1).first_day)

    # --- what waits now, whenever it was received

    def waiting(self) -> QuestionFilter:
        return QuestionFilter(statuses=OPEN_STATUSES, poles=self._poles())

    def late(self, now: datetime) -> QuestionFilter:
        return replace(self.waiting(), late_at=now.astimezone(UTC))

    def waiting_since(self, before: datetime) -> QuestionFilter:
        """Open, and received before that moment."""
        return replace(self.waiting(), received_before=before.astimezone(UTC))

    def _poles(self) -> frozenset[str]:
        return frozenset({self.pole} if self.pole else ())


def with_pole(criteria: QuestionFilter, slug: str) -> QuestionFilter:
    """Those that the pôle holds."""
    return replace(criteria, poles=frozenset({slug}))


def with_channel(criteria: QuestionFilter, slug: str) -> QuestionFilter:
    """Those that came that way (``telephone``, ``ecrit``)."""
    return replace(criteria, channel=Channel(slug))


def with_topic(criteria: QuestionFilter, slug: str) -> QuestionFilter:
    """Of that theme; of none when the slug is empty."""
    return replace(criteria, topic=slug)


def with_advisor(criteria: QuestionFilter, name: str) -> QuestionFilter:
    """Held by that advisor; by nobody when the name is empty."""
    return replace(criteria, advisor=name or None, unassigned=not name)


def with_region(criteria: QuestionFilter, name: str) -> QuestionFilter:
    """From a member of that region; from no known region when the name is empty."""
    return replace(criteria, region=name)


def on_time(criteria: QuestionFilter) -> QuestionFilter:
    """Answered by their deadline."""
    return replace(criteria, on_time=True)


def missed(criteria: QuestionFilter, now: datetime) -> QuestionFilter:
    """Whose deadline passed without an answer, even if one came later."""
    return replace(criteria, missed_at=now.astimezone(UTC))


def waited(criteria: QuestionFilter) -> QuestionFilter:
    """Whose delay is one of those that the median is over."""
    return replace(criteria, waited=True)
