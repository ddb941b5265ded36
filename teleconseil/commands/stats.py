"""Statistiques, and the questions behind a figure."""

from __future__ import annotations

from teleconseil.commands.command import Command
from teleconseil.commands.lists import Back, Open


class PreviousPeriod(Command):
    name, keys, title = "periode_precedente", "pageup,ctrl+left", "Semaine précédente"
    label = "Précédente"


class NextPeriod(Command):
    name, keys, title = "periode_suivante", "pagedown,ctrl+right", "Semaine suivante"
    label = "Suivante"


class GoToPeriod(Command):
    name, keys, title = "aller_semaine", "d", "Aller à une semaine ou à une date"
    label = "Date"


class ChangePole(Command):
    name, keys, title = "changer_pole", "p", "Un seul pôle, le suivant, puis tous"
    label = "Pôle"


class Export(Command):
    name, keys, title = "exporter", "x", "Exporter les comptages du mois"
    label = "Exporter"
    help = "En csv, xlsx, json, md ou html, où vous voulez."


class ExportRows(Command):
    name, keys, title = "exporter_lignes", "x", "Exporter ces questions, une à une"
    label = "Exporter"
    help = "En csv, xlsx ou json, selon le nom du fichier."


class Rows(Command):
    name, keys, title = "lignes", "enter", "Voir les questions derrière un chiffre"
    label = "Détail"


STATS: tuple[type[Command], ...] = (
    Rows,
    PreviousPeriod,
    NextPeriod,
    ChangePole,
    GoToPeriod,
    Export,
    Back,
)


ROWS: tuple[type[Command], ...] = (Open, ExportRows, Back)
