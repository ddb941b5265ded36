"""What every list of results beside a field answers to, without leaving the field."""

from __future__ import annotations

from teleconseil.commands.command import Command


class NextResult(Command):
    name, title = "resultat_suivant", "Résultat suivant, sans quitter le champ"
    keys = "ctrl+down,alt+down"
    priority = True


class PreviousResult(Command):
    name, title = "resultat_precedent", "Résultat précédent, sans quitter le champ"
    keys = "ctrl+up,alt+up"
    priority = True


class NextPanel(Command):
    name, title = "volet_suivant", "Volet suivant : fiches, textes, déjà posée, adhérent"
    keys = "ctrl+g,alt+right"
    priority = True


class PreviousPanel(Command):
    name, keys, title = "volet_precedent", "alt+left", "Volet précédent"
    priority = True


class LiteralSearch(Command):
    name, keys, title = "tel_quel", "f12", "Chercher les mots tels quels, sans les corriger"
    help = "La même touche revient à la recherche corrigée."


RESULTS: tuple[type[Command], ...] = (
    NextResult,
    PreviousResult,
    NextPanel,
    PreviousPanel,
    LiteralSearch,
)
