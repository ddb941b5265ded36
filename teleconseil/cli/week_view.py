"""A week's figures on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

from teleconseil import french
from teleconseil.cli.output import console
from teleconseil.domain import SearchGap
from teleconseil.reports.cells import one_line
from teleconseil.reports.figures import change, delay, signed, week_title
from teleconseil.reports.weekly import Comparison, MonthSeries, WeekReport

_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_CHANNELS = {"telephone": "téléphone", "ecrit": "écrit"}
_BAR = 24


def show(report: WeekReport, months: MonthSeries, zone: ZoneInfo) -> None:
    """Print the figures, tables after a few lines."""
    out = console()
    _head(out, report)
    for title, lines in (
        ("Pôles", report.by_pole),
        ("Canaux", report.by_channel),
        ("Thèmes", report.by_theme[:15]),
        ("Conseillers", report.by_advisor),
        ("Régions", report.by_region),
    ):
        if lines:
            out.print(_comparison_table(title, lines))
    _days(out, report)
    if report.gaps:
        out.print(_gap_table(report.gaps, zone))
    out.print(_month_table(months))


def _head(out: Console, report: WeekReport) -> None:
    days = report.business_days
    open_days = french.plural(days, "jour ouvré", "jours ouvrés")
    out.print(Text(f"{week_title(report.week)} ({open_days})", style="bold"))
    if report.pole:
        out.print(f"Pôle : {report.by_pole[0].label if report.by_pole else report.pole}")
    total = report.total
    out.print(
        f"Contacts {french.number(total.now)}    contre semaine {report.week.previous.week} "
        f"{change(total.now, total.before)}    contre semaine {report.week.year_before.week} "
        f"de {report.week.year - 1} {change(total.now, total.year_ago)}"
    )
    share = report.on_time_percent
    waiting = report.waiting
    out.print(
        f"À temps {'—' if share is None else f'{share} %'}    "
        f"délai médian {delay(report.delays.median_answer_s)}    "
        f"en attente {french.number(waiting.count)}, "
        f"dont {french.number(waiting.late)} en retard    "
        f"la plus ancienne {delay(waiting.oldest_s)}"
    )


def _comparison_table(title: str, lines: Sequence[Comparison]) -> Table:
    table = _titled(title)
    for heading in ("contacts", "sem. préc.", "écart", "an dernier", "écart"):
        table.add_column(heading, justify="right")
    for line in lines:
        table.add_row(
            Text(one_line(line.label, 52)),
            french.number(line.now),
            french.number(line.before),
            signed(line.now - line.before),
            french.number(line.year_ago),
            signed(line.now - line.year_ago),
        )
    return table


def _days(out: Console, report: WeekReport) -> None:
    most = max((number for _, number in report.by_day), default=0)
    out.print(Text("Par jour", style="bold"))
    for day, number in report.by_day:
        if number or day.weekday() < 5:
            out.print(
                f"{_DAYS[day.weekday()]} {_bar(number, most):<{_BAR}} {french.number(number):>6}"
            )


def _titled(title: str) -> Table:
    """A table without lines, its first column without heading."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("")
    return table


def _bar(number: int, most: int) -> str:
    return "▇" * round(_BAR * number / most) if most else ""


def _gap_table(gaps: Sequence[SearchGap], zone: ZoneInfo) -> Table:
    table = Table(
        title="Cherché, pas trouvé",
        title_justify="left",
        title_style="bold",
        box=None,
        pad_edge=False,
    )
    table.add_column("")
    table.add_column("fois", justify="right")
    table.add_column("la dernière")
    for gap in gaps:
        last = french.day(gap.last_at.astimezone(zone).date())
        table.add_row(Text(one_line(gap.query, 60)), french.number(gap.times), last)
    return table


def _month_table(months: MonthSeries) -> Table:
    table = _titled("Douze mois")
    for pole, channel, _ in months.series:
        table.add_column(Text(f"{pole}\n{_CHANNELS.get(channel, channel)}"), justify="right")
    table.add_column("total", justify="right")
    for index, month in enumerate(months.months):
        table.add_row(
            str(month),
            *(french.number(numbers[index]) for _, _, numbers in months.series),
            french.number(months.totals[index]),
        )
    return table
