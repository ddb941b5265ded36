"""Atelier, and one of its entries."""

from __future__ import annotations

from teleconseil.commands.command import Command
from teleconseil.commands.gestures import UndoGesture
from teleconseil.commands.lists import Back, NextTab, Open, PreviousTab
from teleconseil.commands.reading import CompareVersions


class Verify(Command):
    name, keys, title = "verifier", "v", "Marquer la fiche comme vérifiée aujourd’hui"
    label = "Vérifiée"
    help = "La date et votre nom sont écrits dans la fiche."


class EditEntry(Command):
    name, keys, title = "editer", "o", "Ouvrir la fiche dans votre éditeur"
    label = "Éditeur"
    help = "Celui de VISUAL ou d’EDITOR, à la ligne de la première faute."


class NewEntry(Command):
    name, keys, title = "nouvelle_fiche", "n", "Nouvelle fiche, d’après son titre"
    label = "Nouvelle"


class ExportCalls(Command):
    name, keys, title = "rappels", "x", "Écrire la liste des adhérents à rappeler (CSV)"
    label = "Rappels"
    help = "Ceux à qui l’ancienne règle a été dite depuis que la nouvelle est en vigueur."


class CloseRemark(Command):
    name, keys, title = "clore_retour", "k", "Le retour est traité"
    label = "Traité"


class FilterEntries(Command):
    name, keys, title = "filtrer_fiches", "f", "Filtrer : mots du titre, pôle, thème, auteur, état"
    label = "Filtrer"


WORKSHOP: tuple[type[Command], ...] = (
    Open,
    Verify,
    CloseRemark,
    EditEntry,
    NewEntry,
    ExportCalls,
    UndoGesture,
    FilterEntries,
    NextTab,
    PreviousTab,
    Back,
)


WORKSHOP_ENTRY: tuple[type[Command], ...] = (
    Open,
    Verify,
    CloseRemark,
    EditEntry,
    CompareVersions,
    ExportCalls,
    UndoGesture,
    NextTab,
    PreviousTab,
    Back,
)
