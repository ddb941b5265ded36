"""``teleconseil importer``: members, establishments and questions from CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from teleconseil.cli.french import FrenchCommand, FrenchGroup, option
from teleconseil.cli.opening import opened_store
from teleconseil.cli.output import note, say
from teleconseil.config import load_settings
from teleconseil.reports.figures import grouped

if TYPE_CHECKING:
    from teleconseil.intake.csv_import import ImportReport

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
    from teleconseil.intake.csv_import import import_questions

    _run(import_questions, file, simulate)


def _run(read: Callable[..., ImportReport], file: Path, simulate: bool, **extra: Any) -> None:
    with opened_store(load_settings(), reference_data=True) as store:
        report = read(store, file, simulate=simulate, **extra)
    for problem in report.rejected[:MAX_SHOWN]:
        note(f"{file}:{problem.line} : {problem.message} {problem.remedy}".rstrip())
    hidden = len(report.rejected) - MAX_SHOWN
    if hidden > 0:
        note(f"… et {grouped(hidden)} autres lignes refusées.")
    verb = "Simulation, rien n’est écrit" if simulate else "Importé"
    say(
        f"{verb} : {grouped(report.lines)} lignes lues, {grouped(report.added)} à ajouter, "
        f"{grouped(report.changed)} à modifier, {grouped(report.unchanged)} inchangées, "
        f"{grouped(len(report.rejected))} refusées."
        if simulate
        else f"{verb} : {grouped(report.lines)} lignes lues, {grouped(report.added)} ajoutées, "
        f"{grouped(report.changed)} modifiées, {grouped(report.unchanged)} inchangées, "
        f"{grouped(len(report.rejected))} refusées."
    )
    if report.rejected:
        sys.exit(1)
