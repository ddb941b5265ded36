"""The page of the week's figures, laid out for a width; every number on it opens its questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from teleconseil import french
from teleconseil.reports import behind
from teleconseil.reports.figures import change, delay, signed, week_title
from teleconseil.reports.weekly import Comparison
from teleconseil.screens import stats_tables as tables
from teleconseil.screens.stats_parts import (
    CHANNELS,
    DIM,
    TITLE,
    Figures,
    Item,
    Rows,
    bar,
    fit,
    stacked,
    trend,
)
from teleconseil.widgets.sheet import Line, beside, flow, indent

HEAD_FIGURES = 2
"""How many figures the title holds, before those of the week."""
_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_TWO_COLUMNS, _THREE_COLUMNS = 100, 170
_GAP = 4


def page(figures: Figures, width: int) -> Rows:
    """The whole page: one column below 100 cells, two up to 170, then three."""
    room = width - 3  # a margin on each side, and the scroll bar
    blocks = [
        _head(figures, room),
        _key_figures(figures, room),
        _pole_bars(figures, room),
        _days(figures, room),
        *_tables(figures, room),
    ]
    return indent(stacked(blocks))


def _tables(figures: Figures, width: int) -> list[Rows]:
    """The themes first, beside what was not found."""
    if width < _TWO_COLUMNS:
        parts = (tables.themes, tables.gaps, tables.by_month, tables.advisors, tables.regions)
        return [part(figures, width) for part in parts]
    months = tables.by_month(figures, width)
    columns = 3 if width >= _THREE_COLUMNS else 2
    room = (width - _GAP * (columns - 1)) // columns
    themes, gaps = tables.themes(figures, room), tables.gaps(figures, room)
    advisors, regions = tables.advisors(figures, room), tables.regions(figures, room)
    place = room + _GAP
    two = beside(themes, stacked([gaps, advisors]), place)
    if columns == 2:
        return [two, months, regions]
    return [beside(two, regions, 2 * place), months]


def _head(figures: Figures, width: int) -> Rows:
    report = figures.report
    days = french.plural(report.business_days, "jour ouvré", "jours ouvrés")
    title: Item = Line().text(week_title(report.week), "bold").text(f" ({days})", DIM)
    if report.pole:
        title = title.text(f" · {figures.pole_label(report.pole)}", "bold $accent")
    items = [title]
    last, ago = report.week.previous, report.week.year_before
    for week, said, number in (
        (last, f"contre semaine {last.week} ", report.total.before),
        (ago, f"contre semaine {ago.week} de {ago.year} ", report.total.year_ago),
    ):
        opens = figures.opening("Contacts", figures.makes.week(week), week_title(week))
        shown = change(report.total.now, number) if number else "aucun contact"
        style = trend(report.total.now - number) if number else DIM
        item: Item = Line().text(said, DIM)
        items.append(item.figure(shown, opens, style))
    return flow(items, width, 3)


def _key_figures(figures: Figures, width: int) -> Rows:
    total = figures.report.total.now
    contacts = figures.counted("Contacts", total, "Contacts", figures.this_week)
    channels = [_channel(figures, line) for line in figures.report.by_channel]
    return flow([contacts, *channels, *_delays(figures), *_waiting(figures)], width)


def _channel(figures: Figures, line: Comparison) -> Item:
    name = {"telephone": "téléphone", "ecrit": "écrits"}.get(line.slug, line.label)
    criteria = behind.with_channel(figures.this_week, line.slug)
    item = figures.counted(name, line.now, f"Contacts, {line.label}", criteria)
    return item.text(f" {signed(line.now - line.before)}", trend(line.now - line.before))


def _delays(figures: Figures) -> Iterator[Item]:
    report, week = figures.report, figures.this_week
    delays, share = report.delays, report.on_time_percent
    met = "—" if share is None else f"{share}{french.THIN_SPACE}%"
    yield figures.said("à temps", met, "Répondues avant l’échéance", behind.on_time(week))
    missed = behind.missed(week, report.waiting.at)
    late = delays.due - delays.on_time
    yield figures.counted("hors délai", late, "Échéance dépassée sans réponse", missed)
    median = delay(delays.median_answer_s)
    waited = behind.waited(week)
    yield figures.said("délai médian", median, "Répondues autrement que sur-le-champ", waited)


def _waiting(figures: Figures) -> Iterator[Item]:
    waiting, makes = figures.report.waiting, figures.makes
    yield figures.counted("en attente", waiting.count, "Ouvertes maintenant", makes.waiting())
    oldest = delay(waiting.oldest_s)
    yield figures.said("la plus ancienne", oldest, "Ouvertes maintenant", makes.waiting())
    late = makes.late(waiting.at)
    title = "Ouvertes maintenant, en retard"
    yield figures.counted("en retard", waiting.late, title, late, "bold $error")
    week_old = makes.waiting_since(waiting.at - timedelta(days=7))
    title = "Ouvertes depuis plus d’une semaine"
    yield figures.counted("depuis plus d’une semaine", waiting.over_a_week, title, week_old)


def _pole_bars(figures: Figures, width: int) -> Rows:
    """A line a pôle, with the bar of each channel; a line each where there is little room."""
    lines = figures.report.by_pole_channel
    wide = width >= _TWO_COLUMNS
    label_width = 34 if wide else 8
    room = (width - label_width) // (2 if wide else 1)
    rows: Rows = []
    for pole in dict.fromkeys(slug for slug, _ in lines):
        label = figures.pole_label(pole) if wide else figures.pole_short(pole)
        row: Item = Line().text(fit(label, label_width - 2)).to(label_width)
        own = {line.slug: line for slug, line in lines if slug == pole}
        bars = [_pole_bar(figures, pole, own[c], room) for c in CHANNELS if c in own]
        if wide:
            for place, one in enumerate(bars):
                row = row.to(label_width + place * room).join(one)
            rows.append(row)
        else:
            rows += beside([row], bars, label_width)
    return rows


def _pole_bar(figures: Figures, pole: str, line: Comparison, room: int) -> Item:
    most = max(other.now for _, other in figures.report.by_pole_channel)
    criteria = behind.with_channel(behind.with_pole(figures.this_week, pole), line.slug)
    opens = figures.opening(f"{figures.pole_label(pole)}, {line.label}", criteria)
    row: Item = Line().text(f"{CHANNELS.get(line.slug, line.label):<6}", DIM)
    row = row.number(french.number(line.now), opens, 6)
    difference = line.now - line.before
    row = row.text(f"{signed(difference):>6} ", trend(difference))
    return row.text(bar(line.now, most, room - row.width - 2), figures.pole_accent(pole))


def _days(figures: Figures, width: int) -> Rows:
    by_day = figures.report.by_day
    most = max((number for _, number in by_day), default=0)
    items: Rows = []
    for day, number in by_day:
        if number or day.weekday() < 5:
            opens = figures.opening("Contacts", figures.makes.day(day), french.day(day))
            item: Item = Line().text(f"{_DAYS[day.weekday()]} ", DIM)
            item = item.text(f"{bar(number, most, 8)} " if number else "", "$primary")
            items.append(item.figure(french.number(number), opens))
    title: Item = Line().text("Par jour", TITLE)
    return flow([title, *items], width, 3)
