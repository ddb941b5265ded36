"""What the desk knows of a member: who they are, their establishments, what they asked lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from teleconseil.domain import COUNTED_STATUSES, Establishment, Member, Question, QuestionFilter

_LATELY = 50
"""Questions in which contacts are looked for."""


class CardStore(Protocol):
    """What a card needs of the store."""

    def establishments_of(self, number: str) -> list[Establishment]: ...

    def member_history(self, number: str, limit: int = 50) -> list[Question]: ...

    def count_questions(
        self,
        by: Sequence[str],
        periods: Sequence[tuple[str, datetime, datetime]],
        *,
        filter: QuestionFilter | None = None,
    ) -> list[tuple[tuple[str, ...], int]]: ...


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How often a member asked about a theme; ``slug`` is empty for no theme."""

    slug: str
    this_month: int
    this_year: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member and what is around it."""

    member: Member
    establishments: tuple[Establishment, ...]
    themes: tuple[ThemeCount, ...]
    """Those asked about this year, most frequent first."""
    contacts: tuple[str, ...]
    """Who asked lately, the last one first."""

    @property
    def this_month(self) -> int:
        return sum(theme.this_month for theme in self.themes)

    @property
    def this_year(self) -> int:
        return sum(theme.this_year for theme in self.themes)

    @property
    def by_sector(self) -> tuple[tuple[str, tuple[Establishment, ...]], ...]:
        """Establishments by sector slug ("" when not known), the largest group first."""
        groups: dict[str, list[Establishment]] = {}
        for place in self.establishments:
            groups.setdefault(place.sector, []).append(place)
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
        return tuple((sector, tuple(places)) for sector, places in ordered)


def member_card(store: CardStore, member: Member, now: datetime, zone: ZoneInfo) -> MemberCard:
    """The card as it stands now; months and years are those of the service's zone."""
    local = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    month = local.replace(day=1)
    year = month.replace(month=1)
    next_month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    rows = store.count_questions(
        ("periode", "theme"),
        [("année", year, month), ("mois", month, next_month)],
        filter=QuestionFilter(statuses=COUNTED_STATUSES, member_number=member.number),
    )
    months, years = Counter[str](), Counter[str]()
    for (period, theme), number in rows:
        years[theme] += number
        if period == "mois":
            months[theme] += number
    asked = store.member_history(member.number, _LATELY)
    return MemberCard(
        member=member,
        establishments=tuple(store.establishments_of(member.number)),
        themes=tuple(
            ThemeCount(slug, months[slug], number)
            for slug, number in sorted(years.items(), key=lambda row: (-row[1], row[0]))
        ),
        contacts=tuple(dict.fromkeys(q.contact for q in asked if q.contact)),
    )


def contact_lines(member: Member) -> str:
    """Name, number and how to reach the member, for the clipboard."""
    parts = (f"{member.name} (n° {member.number})", member.town, member.phone, member.email)
    return "\n".join(part for part in parts if part)
