"""``teleconseil importer``: members, establishments and questions from CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from teleconseil.cli.french import FrenchCommand, FrenchGroup, option
from teleconseil.cli.opening import opened_store
from teleconseil.cli.output import note, progress_bar, say
from teleconseil.config import load_settings
from teleconseil.french import plural

if TYPE_CHECKING:
    from teleconseil.intake.report import ImportReport

MAX_SHOWN = 200

_FILE = click.argument("file", metavar="FICHIER.csv", type=click.Path(path_type=Path))
_SIMULATE = option(
    "--simuler", "simulate", is_flag=True, help="N’écrit rien et dit ce qui se passerait."
)


@click.group(cls=FrenchGroup)
def importer() -> None:
    """Importe un fichier CSV ; les lignes refusées sont nommées, les autres entrent ensemble."""


@importer.command(cls=FrenchCommand)
@_FILE
@_SIMULATE
def adherents(file: Path, simulate: bool) -> None:
    """Ajoute ou met à jour les adhérents."""
    from teleconseil.intake.csv_import import import_members

    _run(import_members, file, simulate)


@importer.command(cls=FrenchCommand)
@_FILE
@_SIMULATE
def etablissements(file: Path, simulate: bool) -> None:
    """Ajoute ou met à jour les établissements."""
    from teleconseil.intake.csv_import import import_establishments

    _run(import_establishments, file, simulate)


@importer.command(cls=FrenchCommand)
@_FILE
@_SIMULATE
def questions(file: Path, simulate: bool) -> None:
    """Ajoute des questions reçues ailleurs."""
    from teleconseil.desk.deadlines import due_at
    from teleconseil.intake.csv_import import import_questions

    settings = load_settings()
    _run(
        import_questions,
        file,
        simulate,
        by=settings.advisor,
        zone=settings.zone,
        deadline=lambda received: due_at(received, settings),
    )


def _run(read: Callable[..., ImportReport], file: Path, simulate: bool, **extra: Any) -> None:
    with (
        opened_store(load_settings(), reference_data=True) as store,
        progress_bar(f"Lecture de {file.name}") as progress,
    ):
        report = read(store, file, simulate=simulate, progress=progress, **extra)
    _say_refused(file, report)
    if report.ignored_columns:
        ignored = "Colonnes ignorées" if len(report.ignored_columns) > 1 else "Colonne ignorée"
        note(f"{ignored} : {', '.join(report.ignored_columns)}.")
    say(_summary(report, simulate=simulate))
    if report.refused:
        sys.exit(1)


def _say_refused(file: Path, report: ImportReport) -> None:
    for problem in report.rejected[:MAX_SHOWN]:
        note(f"{file}:{problem.line} : {problem.message} {problem.remedy}".rstrip())
    hidden = report.refused - min(MAX_SHOWN, len(report.rejected))
    if hidden > 0:
        note(f"… et {plural(hidden, 'autre ligne refusée', 'autres lignes refusées')}.")


def _summary(report: ImportReport, *, simulate: bool) -> str:
    added = ("à ajouter", "à ajouter") if simulate else ("ajoutée", "ajoutées")
    changed = ("à modifier", "à modifier") if simulate else ("modifiée", "modifiées")
    parts = (
        plural(report.lines, "ligne lue", "lignes lues"),
        plural(report.added, *added),
        plural(report.changed, *changed),
        plural(report.unchanged, "inchangée"),
        plural(report.refused, "refusée"),
    )
    opening = "Simulation, rien n’est écrit" if simulate else "Importé"
    return f"{opening} : {', '.join(parts)}."
