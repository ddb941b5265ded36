"""Monday's figures: a week against the one before and the same week a year ago.

Two counting queries bring every grouping at once; the sums are made here. What waits is what
waits now, whatever the week that is looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from teleconseil.config import Settings
from teleconseil.domain import (
    COUNTED_STATUSES,
    OPEN_STATUSES,
    Channel,
    DelayFigures,
    Page,
    Question,
    QuestionFilter,
    SearchGap,
)
from teleconseil.reports.counts import UNKNOWN, CountStore
from teleconseil.reports.periods import IsoWeek, Month, local_midnight, month_range

_GROUPINGS = ("pole", "canal", "theme", "conseiller", "region")


class WeekStore(CountStore, Protocol):
    """What the week's figures need of the store."""

    def now(self) -> datetime: ...

    def delay_figures(
        self, from_utc: datetime, before_utc: datetime, *, pole: str | None = None
    ) -> DelayFigures: ...

    def stream_questions(
        self, criteria: QuestionFilter, chunk: int = 1000
    ) -> Iterator[Question]: ...

    def questions(
        self, criteria: QuestionFilter, *, after: str | None = None, limit: int = 200
    ) -> Page[Question]: ...

    def search_gaps(
        self, from_utc: datetime, before_utc: datetime, limit: int = 50
    ) -> list[SearchGap]: ...


@dataclass(frozen=True, slots=True)
class Comparison:
    """One line: a value and its number this week, last week and a year ago."""

    slug: str
    label: str
    now: int
    before: int
    year_ago: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What was open at one moment, and since how long (seconds since it was received)."""

    at: datetime
    count: int
    late: int
    oldest_s: int | None
    over_a_day: int
    over_a_week: int


@dataclass(frozen=True, slots=True)
class WeekReport:
    """The figures of one ISO week, for one pôle or for all."""

    week: IsoWeek
    pole: str | None
    total: Comparison
    by_pole: tuple[Comparison, ...]
    by_channel: tuple[Comparison, ...]
    by_pole_channel: tuple[tuple[str, Comparison], ...]
    """Pôle slug and the line of one of its channels."""
    by_theme: tuple[Comparison, ...]
    by_advisor: tuple[Comparison, ...]
    by_region: tuple[Comparison, ...]
    by_day: tuple[tuple[date, int], ...]
    business_days: int
    waiting: Waiting
    delays: DelayFigures
    gaps: tuple[SearchGap, ...]
    """What was searched and not found."""

    @property
    def on_time_percent(self) -> int | None:
        """Share of the deadlines of the week that were met; None when there were none."""
        due = self.delays.due
        return round(100 * self.delays.on_time / due) if due else None


@dataclass(frozen=True, slots=True)
class MonthSeries:
    """Numbers by month for each pôle and channel, every month present."""

    months: tuple[Month, ...]
    series: tuple[tuple[str, str, tuple[int, ...]], ...]
    """(pôle slug, channel, one number a month)."""

    @property
    def totals(self) -> tuple[int, ...]:
        return tuple(
            sum(numbers[index] for _, _, numbers in self.series)
            for index in range(len(self.months))
        )


def week_report(
    store: WeekStore, week: IsoWeek, pole: str | None, settings: Settings
) -> WeekReport:
    """The figures of a week, for a pôle or (None) for all."""
    zone = settings.zone
    start, after = (local_midnight(d, zone) for d in (week.monday, _monday_after(week)))
    days, now_counts, before_counts = _this_and_last(store, week, pole, settings)
    three = (now_counts, before_counts, _counts_of(store, week.year_before, pole, settings))
    labels = _labels(store)

    def compare(grouping: str) -> tuple[Comparison, ...]:
        index = _GROUPINGS.index(grouping)
        return _compare([_summed(counts, index) for counts in three], labels[grouping])

    return WeekReport(
        week=week,
        pole=pole,
        total=Comparison("", "contacts", *(counts.total() for counts in three)),
        by_pole=compare("pole"),
        by_channel=compare("canal"),
        by_pole_channel=_by_pole_channel(three, labels["canal"]),
        by_theme=compare("theme"),
        by_advisor=compare("conseiller"),
        by_region=compare("region"),
        by_day=days,
        business_days=_business_days(week),
        waiting=_waiting(store, pole),
        delays=store.delay_figures(start, after, pole=pole),
        gaps=tuple(store.search_gaps(start, after, 10)),
    )


def week_to_read(store: WeekStore, today: date, settings: Settings) -> IsoWeek:
    """Last week; where nothing was received in it, the last one before it that was lived whole."""
    this_week = IsoWeek.of(today)
    before = local_midnight(this_week.monday, settings.zone)
    criteria = QuestionFilter(statuses=COUNTED_STATUSES, received_before=before, newest_first=True)
    newest = store.questions(criteria, limit=1).rows
    if not newest:
        return this_week.previous
    last = newest[0].received_at.astimezone(settings.zone).date()
    if IsoWeek.of(last) == this_week.previous:
        return this_week.previous
    # A history that stops before a Friday stops in a week that was not lived whole.
    return IsoWeek.of(last + timedelta(days=3)).previous


def month_series(
    store: CountStore, last: Month, settings: Settings, *, months: int = 12, pole: str | None = None
) -> MonthSeries:
    """The ``months`` months that end with ``last``, by pôle and channel."""
    span = tuple(month_range(last.plus(1 - months), last))
    zone = settings.zone
    periods = [
        (
            str(month),
            local_midnight(month.first_day, zone),
            local_midnight(month.plus(1).first_day, zone),
        )
        for month in span
    ]
    table: dict[tuple[str, str], dict[str, int]] = {}
    rows = store.count_questions(("periode", "pole", "canal"), periods, filter=_criteria(pole))
    for (period, slug, channel), number in rows:
        table.setdefault((slug, channel), {})[period] = number
    return MonthSeries(
        months=span,
        series=tuple(
            (slug, channel, tuple(numbers.get(str(month), 0) for month in span))
            for (slug, channel), numbers in sorted(table.items())
        ),
    )


_Counts = Counter[tuple[str, ...]]


def _this_and_last(
    store: WeekStore, week: IsoWeek, pole: str | None, settings: Settings
) -> tuple[tuple[tuple[date, int], ...], _Counts, _Counts]:
    """Numbers by day of the week, then every grouping of the week and of the one before."""
    days = (*week.previous.days, *week.days)
    this, last = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    by_day = dict.fromkeys(week.days, 0)
    for (label, *values), number in _rows(store, days, pole, settings):
        day = date.fromisoformat(label)
        if day in by_day:
            by_day[day] += number
            this[tuple(values)] += number
        else:
            last[tuple(values)] += number
    return tuple(by_day.items()), this, last


def _counts_of(store: WeekStore, week: IsoWeek, pole: str | None, settings: Settings) -> _Counts:
    counts = Counter[tuple[str, ...]]()
    for (_, *values), number in _rows(store, week.days, pole, settings):
        counts[tuple(values)] += number
    return counts


def _rows(
    store: WeekStore, days: Sequence[date], pole: str | None, settings: Settings
) -> list[tuple[tuple[str, ...], int]]:
    bounds = [local_midnight(day, settings.zone) for day in (*days, _next_day(days[-1]))]
    periods = [
        (day.isoformat(), first, after)
        for day, first, after in zip(days, bounds, bounds[1:], strict=False)
    ]
    return store.count_questions(("periode", *_GROUPINGS), periods, filter=_criteria(pole))


def _criteria(pole: str | None) -> QuestionFilter | None:
    if pole is None:
        return None
    return QuestionFilter(statuses=frozenset(), poles=frozenset({pole}))


def _summed(counts: _Counts, *indexes: int) -> _Counts:
    sums = Counter[tuple[str, ...]]()
    for values, number in counts.items():
        sums[tuple(values[index] for index in indexes)] += number
    return sums


def _compare(three: Sequence[_Counts], labels: dict[str, str]) -> tuple[Comparison, ...]:
    """A line for every value met in one of the three weeks, the most frequent this week first."""
    now, before, ago = three
    lines = [
        Comparison(
            slug=key[-1],
            label=labels.get(key[-1], key[-1]) or UNKNOWN,
            now=now[key],
            before=before[key],
            year_ago=ago[key],
        )
        for key in {*now, *before, *ago}
    ]
    return tuple(sorted(lines, key=lambda line: (-line.now, -line.before, line.slug)))


def _by_pole_channel(
    three: Sequence[_Counts], labels: dict[str, str]
) -> tuple[tuple[str, Comparison], ...]:
    pairs = [_summed(counts, 0, 1) for counts in three]
    poles = sorted({key[0] for counts in pairs for key in counts})
    return tuple(
        (pole, line)
        for pole in poles
        for line in _compare([_only(counts, pole) for counts in pairs], labels)
    )


def _only(counts: _Counts, pole: str) -> _Counts:
    return Counter({key: number for key, number in counts.items() if key[0] == pole})


def _labels(store: WeekStore) -> dict[str, dict[str, str]]:
    return {
        "pole": {pole.slug: pole.label for pole in store.poles(retired=True)},
        "canal": {channel.value: channel.label for channel in Channel},
        "theme": {topic.slug: topic.label for topic in store.topics(retired=True)},
        "conseiller": {},
        "region": {},
    }


def _waiting(store: WeekStore, pole: str | None) -> Waiting:
    now = store.now()
    criteria = QuestionFilter(
        statuses=OPEN_STATUSES, poles=frozenset({pole}) if pole else frozenset()
    )
    ages: list[int] = []
    late = 0
    for question in store.stream_questions(criteria):
        ages.append(max(0, int((now - question.received_at).total_seconds())))
        late += question.is_late(now)
    return Waiting(
        at=now,
        count=len(ages),
        late=late,
        oldest_s=max(ages, default=None),
        over_a_day=sum(age > 86_400 for age in ages),
        over_a_week=sum(age > 7 * 86_400 for age in ages),
    )


def _monday_after(week: IsoWeek) -> date:
    return _next_day(week.days[-1])


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _business_days(week: IsoWeek) -> int:
    import holidays

    closed = holidays.country_holidays("FR", years={day.year for day in week.days})
    return sum(day.weekday() < 5 and day not in closed for day in week.days)
