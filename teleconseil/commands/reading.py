"""An entry or an article on its own, and the versions of an entry."""

from __future__ import annotations

from teleconseil.commands.command import Command


class CloseReading(Command):
    name, keys, title = "fermer", "escape,enter", "Revenir"
    label = "Revenir"


class Copy(Command):
    name, keys, title = "copier", "ctrl+b", "Copier la réponse, sans mise en forme"
    label = "Copier"


class OpenSources(Command):
    name, keys, title = "sources", "ctrl+o", "Lire à côté les articles cités"
    label = "Articles"


class OtherVersion(Command):
    name, keys, title = "version", "v", "L’article à la version lue, ou en vigueur aujourd’hui"
    label = "Version lue / en vigueur"


class NextArticle(Command):
    name, keys, title = "article_suivant", "right", "Article suivant"
    label = "Article suivant"


class PreviousArticle(Command):
    name, keys, title = "article_precedent", "left", "Article précédent"


class LeaveRemark(Command):
    name, keys, title = "signaler", "s", "Laisser un retour au rédacteur de la fiche"
    label = "Signaler"
    help = "Ce qui manque, ce qui est faux, ou qu’elle a servi : l’Atelier le montre."


class EntryVersions(Command):
    name, keys, title = "versions", "d", "Les versions de la fiche : dates, auteurs, différences"
    label = "Versions"


class CompareVersions(Command):
    name, keys, title = "comparer", "c", "Passer de la différence au texte entier"
    label = "Comparer"


READING: tuple[type[Command], ...] = (
    CloseReading,
    OpenSources,
    NextArticle,
    PreviousArticle,
    OtherVersion,
    Copy,
    LeaveRemark,
    EntryVersions,
)


VERSIONS: tuple[type[Command], ...] = (CloseReading, CompareVersions)
