"""What every list of things answers to: open, come back, go to the next tab."""

from __future__ import annotations

from teleconseil.commands.command import Command


class Open(Command):
    name, keys, title = "ouvrir", "enter", "Ouvrir"
    label = "Ouvrir"


class Back(Command):
    name, keys, title = "retour", "escape", "Revenir"
    label = "Retour"


class NextTab(Command):
    name, keys, title = "onglet_suivant", "right", "Onglet suivant"


class PreviousTab(Command):
    name, keys, title = "onglet_precedent", "left", "Onglet précédent"
