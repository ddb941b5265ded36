"""``teleconseil exporter``: comptages, questions."""

from __future__ import annotations

from pathlib import Path

import click

from teleconseil.cli.french import FrenchCommand, FrenchGroup, option
from teleconseil.cli.opening import opened_store
from teleconseil.cli.output import binary_output, note
from teleconseil.cli.params import MONTH, choice
from teleconseil.config import load_settings
from teleconseil.domain import QuestionFilter
from teleconseil.errors import UsageProblem
from teleconseil.french import plural
from teleconseil.reports.counts import DEFAULT_GROUPING, DIMENSIONS
from teleconseil.reports.periods import Month, range_bounds
from teleconseil.reports.writers import FORMATS, ROW_FORMATS, choose_format

OUTPUT = click.Path(path_type=Path)


@click.group(cls=FrenchGroup)
def exporter() -> None:
    """Exporte les comptages ou les questions, dans un fichier ou sur la sortie."""


@exporter.command(cls=FrenchCommand)
@option("--de", "start", type=MONTH, required=True, metavar="MOIS", help="Premier mois, 2024-01.")
@option("--a", "end", type=MONTH, required=True, metavar="MOIS", help="Dernier mois, compris.")
@option(
    "--par",
    "by",
    default=",".join(DEFAULT_GROUPING),
    metavar="LISTE",
    help=f"Regroupements, séparés par des virgules, parmi {', '.join(DIMENSIONS)} ; "
    f"par défaut {','.join(DEFAULT_GROUPING)}.",
)
@option("--format", "fmt", type=choice(FORMATS), help="Sinon, l’extension du fichier, ou csv.")
@option("-o", "--sortie", "path", type=OUTPUT, metavar="FICHIER", help="Fichier à écrire.")
def comptages(start: Month, end: Month, by: str, fmt: str | None, path: Path | None) -> None:
    """Compte les questions reçues, par mois, pôle, canal, thème…

    Une question compte une fois, dans le mois où elle a été reçue, pour le pôle qui la tient
    aujourd’hui ; les questions annulées ne comptent pas. Cette définition est dans chaque export.
    """
    from teleconseil.reports import writers
    from teleconseil.reports.counts import CountRequest, count, parse_grouping

    settings = load_settings()
    request = CountRequest(start, end, parse_grouping(by))
    range_bounds(start, end, settings.zone)
    path = _not_dash(path)
    fmt = choose_format(fmt, path)
    target = path or binary_output(fmt)
    with opened_store(settings) as store:
        table = count(store, request, settings.zone)
    writers.write(table, fmt, target)
    if path is not None:
        counted = plural(table.total, "question comptée", "questions comptées")
        note(f"{counted}, {plural(len(table.rows), 'ligne')} : {path}")


@exporter.command(cls=FrenchCommand)
@option("--de", "start", type=MONTH, metavar="MOIS", help="Premier mois, 2024-01.")
@option("--a", "end", type=MONTH, metavar="MOIS", help="Dernier mois, compris.")
@option("--format", "fmt", type=choice(ROW_FORMATS), help="Sinon, l’extension du fichier, ou csv.")
@option("-o", "--sortie", "path", type=OUTPUT, metavar="FICHIER", help="Fichier à écrire.")
def questions(start: Month | None, end: Month | None, fmt: str | None, path: Path | None) -> None:
    """Exporte les questions une à une, la plus ancienne d’abord.

    Sans --de ni --a, toutes ; avec l’un des deux seulement, ce mois-là. Les questions annulées y
    sont, avec leur statut.
    """
    from teleconseil.reports import rows

    settings = load_settings()
    first, last = start or end, end or start
    criteria = QuestionFilter(statuses=frozenset())
    if first is not None and last is not None:
        received_from, received_before = range_bounds(first, last, settings.zone)
        criteria = QuestionFilter(
            statuses=frozenset(), received_from=received_from, received_before=received_before
        )
    path = _not_dash(path)
    fmt = choose_format(fmt, path, ROW_FORMATS)
    target = path or binary_output(fmt)
    with opened_store(settings) as store:
        request = rows.RowsRequest(criteria, settings.zone, first, last)
        written = rows.write(store, request, fmt, target)
    if path is not None:
        note(f"{plural(written, 'question exportée', 'questions exportées')} : {path}")


def _not_dash(path: Path | None) -> Path | None:
    """``-o -`` is standard output."""
    if path is not None and not str(path).strip():
        raise UsageProblem("-o attend le nom d’un fichier.", "Ou retirez -o.")
    return None if path is not None and str(path) == "-" else path
