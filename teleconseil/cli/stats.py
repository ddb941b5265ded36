"""``teleconseil stats``: the figures of a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.opening import opened_store
from teleconseil.cli.output import print_json
from teleconseil.cli.params import WEEK
from teleconseil.config import load_settings
from teleconseil.domain import SearchGap
from teleconseil.reports.periods import IsoWeek, Month
from teleconseil.reports.weekly import Comparison, MonthSeries, WeekReport


@click.command(cls=FrenchCommand)
@option(
    "--semaine",
    "week",
    type=WEEK,
    metavar="SEMAINE",
    help="Semaine ISO, 2026-W47 ; par défaut, la dernière semaine achevée.",
)
@option("--pole", metavar="SLUG", help="Un seul pôle.")
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def stats(week: IsoWeek | None, pole: str | None, as_json: bool) -> None:
    """Les chiffres d’une semaine, contre la précédente et la même il y a un an.

    Par pôle, canal, thème, conseiller et région ; ce qui attend ; ce qui a été cherché et pas
    trouvé ; les douze derniers mois.
    """
    from teleconseil.cli.lookups import check_pole
    from teleconseil.reports.weekly import month_series, week_report

    settings = load_settings()
    with opened_store(settings) as store:
        if pole is not None:
            check_pole(store.poles(retired=True), pole)
        today = store.now().astimezone(settings.zone).date()
        chosen = week or IsoWeek.of(today - timedelta(days=7))
        report = week_report(store, chosen, pole, settings)
        months = month_series(store, Month.of(chosen.days[-1]), settings, pole=pole)
    if as_json:
        print_json(payload(report, months, settings.zone))
    else:
        from teleconseil.cli.week_view import show

        show(report, months, settings.zone)


def payload(report: WeekReport, months: MonthSeries, zone: ZoneInfo) -> dict[str, Any]:
    """The documented JSON object of ``stats --json``."""
    return {
        "semaine": str(report.week),
        "du": report.week.days[0].isoformat(),
        "au": report.week.days[-1].isoformat(),
        "jours_ouvres": report.business_days,
        "pole": report.pole,
        "total": _figures(report.total),
        "par_pole": [_line(line) for line in report.by_pole],
        "par_canal": [_line(line) for line in report.by_channel],
        "par_pole_et_canal": [
            {"pole": pole, "canal": line.slug, **_figures(line)}
            for pole, line in report.by_pole_channel
        ],
        "par_theme": [_line(line) for line in report.by_theme],
        "par_conseiller": [_line(line) for line in report.by_advisor],
        "par_region": [_line(line) for line in report.by_region],
        "par_jour": [{"jour": day.isoformat(), "nombre": number} for day, number in report.by_day],
        "en_attente": {
            "nombre": report.waiting.count,
            "en_retard": report.waiting.late,
            "plus_ancienne_s": report.waiting.oldest_s,
            "plus_d_un_jour": report.waiting.over_a_day,
            "plus_d_une_semaine": report.waiting.over_a_week,
        },
        "a_temps_pourcent": report.on_time_percent,
        "delai_median_s": report.delays.median_answer_s,
        "cherche_pas_trouve": [_gap(gap, zone) for gap in report.gaps],
        "douze_mois": [
            {"mois": str(month), "pole": pole, "canal": channel, "nombre": numbers[index]}
            for pole, channel, numbers in months.series
            for index, month in enumerate(months.months)
        ],
    }


def _gap(gap: SearchGap, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "requete": gap.query,
        "fois": gap.times,
        "sans_resultat": gap.found_nothing,
        "derniere": gap.last_at.astimezone(zone).isoformat(timespec="seconds"),
    }


def _figures(line: Comparison) -> dict[str, int]:
    return {
        "nombre": line.now,
        "semaine_precedente": line.before,
        "meme_semaine_an_dernier": line.year_ago,
    }


def _line(line: Comparison) -> dict[str, Any]:
    return {"valeur": line.slug, "libelle": line.label, **_figures(line)}
