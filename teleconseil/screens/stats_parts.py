"""What the parts of the page of figures are made with: the figures, the words, the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from textual.content import Content

from teleconseil import french
from teleconseil.config import Settings
from teleconseil.domain import Channel, Pole, QuestionFilter
from teleconseil.reports.behind import Behind
from teleconseil.reports.weekly import MonthSeries, WeekReport
from teleconseil.widgets.sheet import Block, Line

DIM, TITLE = "$texte-discret", "bold $primary"
CHANNELS = {Channel.WRITTEN.value: "écrit", Channel.PHONE.value: "tél."}
_ACCENTS = ("$pole-1", "$pole-2", "$secondary", "$accent")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a figure opens: the questions behind it, or (no criteria) words to look up."""

    title: str
    criteria: QuestionFilter | None = None
    search: str = ""


Item = Line[Opening]
Rows = list[Item]


@dataclass(frozen=True)
class Figures:
    """The figures to lay out, and how to name what is behind each."""

    report: WeekReport
    months: MonthSeries
    poles: Sequence[Pole]
    settings: Settings

    @cached_property
    def makes(self) -> Behind:
        return Behind(self.settings, self.report.pole)

    @cached_property
    def this_week(self) -> QuestionFilter:
        return self.makes.week(self.report.week)

    def opening(self, title: str, criteria: QuestionFilter, period: str = "") -> Opening:
        """Titles say the period if there is one, and the pôle when only one is counted."""
        if not period and criteria.received_from is not None:
            period = f"semaine {self.report.week.week}"
        pole = self.pole_label(self.report.pole) if self.report.pole else ""
        return Opening(" · ".join(part for part in (title, period, pole) if part), criteria)

    def said(
        self, name: str, shown: str, title: str, criteria: QuestionFilter, style: str = "bold"
    ) -> Item:
        """A name and a figure that opens these questions."""
        item: Item = Line().text(f"{name} ", DIM)
        return item.figure(shown, self.opening(title, criteria), style)

    def counted(
        self, name: str, number: int, title: str, criteria: QuestionFilter, style: str = "bold"
    ) -> Item:
        """The same for a number; the style only serves where there is something to see."""
        style = style if number else "bold"
        return self.said(name, french.number(number), title, criteria, style)

    def pole_label(self, slug: str) -> str:
        return next((pole.label for pole in self.poles if pole.slug == slug), slug)

    def pole_short(self, slug: str) -> str:
        return next((pole.short for pole in self.poles if pole.slug == slug), slug[:5])

    def pole_accent(self, slug: str) -> str:
        slugs = [pole.slug for pole in self.poles]
        return _ACCENTS[slugs.index(slug) % len(_ACCENTS)] if slug in slugs else "$foreground"


def stacked(blocks: Sequence[Block[Opening]]) -> Rows:
    """The blocks one under the other, a blank line between them."""
    rows: Rows = []
    for block in blocks:
        if rows:
            rows.append(Line())
        rows += block
    return rows


def bar(number: int, most: int, width: int) -> str:
    """As long as the number is large; never empty for a number that is not zero."""
    if not most or width < 1:
        return ""
    return "▇" * max(round(width * number / most), 1 if number else 0)


def trend(difference: int) -> str:
    """More contacts is neither good nor bad news: the sign says which way, the tone stays calm."""
    return "$foreground" if difference else DIM


def fit(text: str, width: int) -> str:
    """One line of at most that many cells."""
    return Content(" ".join(text.split())).truncate(max(1, width), ellipsis=True).plain
