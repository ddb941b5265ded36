"""The tables of the page of figures: themes, advisors, regions, what was not found, the months."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from teleconseil import french
from teleconseil.domain import Channel, QuestionFilter
from teleconseil.reports import behind
from teleconseil.reports.figures import month_title, signed
from teleconseil.reports.periods import IsoWeek
from teleconseil.reports.weekly import Comparison
from teleconseil.screens.stats_parts import (
    CHANNELS,
    DIM,
    TITLE,
    Figures,
    Item,
    Opening,
    Rows,
    fit,
    trend,
)
from teleconseil.widgets.sheet import Line

_GLYPHS = {Channel.WRITTEN.value: "█", Channel.PHONE.value: "▒"}
_NUMBER, _LABEL = 10, 56
_MONTH, _SERIES = 11, 13
_LEAST_BAR = 8

Narrow = Callable[[QuestionFilter, str], QuestionFilter]


def themes(figures: Figures, width: int) -> Rows:
    """The week's questions by theme."""
    return _table(figures, "Thèmes", figures.report.by_theme, behind.with_topic, width)


def advisors(figures: Figures, width: int) -> Rows:
    """The week's questions by who answers."""
    return _table(figures, "Conseillers", figures.report.by_advisor, behind.with_advisor, width)


def regions(figures: Figures, width: int) -> Rows:
    """The week's questions by the region of the member."""
    return _table(figures, "Régions", figures.report.by_region, behind.with_region, width)


def _table(
    figures: Figures, title: str, lines: Sequence[Comparison], narrow: Narrow, width: int
) -> Rows:
    """A line a value: this week, then against the other weeks that have contacts."""
    report = figures.report
    others: list[tuple[IsoWeek, Callable[[Comparison], int]]] = []
    if report.total.before:
        others.append((report.week.previous, lambda line: line.before))
    if report.total.year_ago:
        others.append((report.week.year_before, lambda line: line.year_ago))
    label = max(12, min(_LABEL, width - _NUMBER * (1 + len(others))))
    head: Item = Line().text(title, TITLE).to(label).text(f"{'contacts':>{_NUMBER}}", DIM)
    for week, _ in others:
        year = "" if week.year == report.week.year else f" {week.year}"
        head = head.text(f"{f'S{week.week:02d}{year}':>{_NUMBER}}", DIM)
    rows: Rows = [head]
    for line in lines:
        opens = figures.opening(line.label, narrow(figures.this_week, line.slug))
        row: Item = Line().text(fit(line.label, label - 1)).to(label)
        row = row.number(french.number(line.now), opens, _NUMBER)
        for week, number in others:
            criteria = narrow(figures.makes.week(week), line.slug)
            row = _against(figures, row, line, number(line), criteria, week)
        rows.append(row)
    return rows if lines else [head, Line().text("aucun contact", DIM)]


def _against(
    figures: Figures,
    row: Item,
    line: Comparison,
    before: int,
    criteria: QuestionFilter,
    week: IsoWeek,
) -> Item:
    """How much more than in that week; opens the questions of that week."""
    difference = line.now - before
    arrow = "▲ " if difference > 0 else "▼ " if difference < 0 else ""
    opens = figures.opening(line.label, criteria, f"semaine {week.week} de {week.year}")
    return row.number(f"{arrow}{signed(difference)}", opens, _NUMBER, trend(difference))


def gaps(figures: Figures, width: int) -> Rows:
    """What was searched in vain; each opens the search again."""
    rows: Rows = [Line().text("Cherché, pas trouvé", TITLE)]
    for gap in figures.report.gaps:
        row: Item = Line().text(fit(gap.query, width - 10)).to(width - 9)
        opens = Opening(f"Chercher « {gap.query} » dans la base", search=gap.query)
        rows.append(row.number(f"{french.number(gap.times)} fois", opens, 9))
    if len(rows) == 1:
        rows.append(Line().text("rien cette semaine", DIM))
    return rows


def by_month(figures: Figures, width: int) -> Rows:
    """A line a month: a number for each pôle and channel, the total, and a bar of all."""
    series = figures.months.series
    head: Item = Line().text("Douze mois", TITLE)
    if not series:
        return [head, Line().text("aucun contact", DIM)]
    head = head.to(_MONTH)
    for pole, channel, _ in series:
        name = f" {figures.pole_short(pole)} {CHANNELS.get(channel, channel)}"
        head = head.text(" " * max(1, _SERIES - len(name) - 1))
        head = head.text(_GLYPHS.get(channel, "█"), figures.pole_accent(pole)).text(name, DIM)
    head = head.text(f"{'total':>{_NUMBER}}", DIM)
    return [head, *(_month(figures, index, width) for index in range(len(figures.months.months)))]


def _month(figures: Figures, index: int, width: int) -> Item:
    months = figures.months
    month = months.months[index]
    period = figures.makes.month(month)
    row: Item = Line().text(f"{french.month(month.month)} {month.year}", DIM).to(_MONTH)
    for pole, channel, numbers in months.series:
        criteria = behind.with_channel(behind.with_pole(period, pole), channel)
        title = f"{figures.pole_label(pole)}, {Channel(channel).label}"
        opens = figures.opening(title, criteria, month_title(month))
        row = row.number(french.number(numbers[index]), opens, _SERIES, "$foreground")
    opens = figures.opening("Contacts", period, month_title(month))
    row = row.number(french.number(months.totals[index]), opens, _NUMBER).text("  ")
    return row.join(_month_bar(figures, index, width - row.width))


def _month_bar(figures: Figures, index: int, room: int) -> Item:
    """The pôles by their colours, the channels by the grain."""
    row: Item = Line()
    most = max(figures.months.totals)
    if room < _LEAST_BAR or not most:
        return row
    for pole, channel, numbers in figures.months.series:
        cells = int(room * numbers[index] / most)
        row = row.text(_GLYPHS.get(channel, "█") * cells, figures.pole_accent(pole))
    return row
