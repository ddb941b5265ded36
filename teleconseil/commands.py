"""The commands of the desk: one class each; keys, footer, palette and help all come from here.

A screen lists the commands it answers to in ``COMMANDS`` and has an ``action_<name>`` for each; the
application has those that work everywhere. Whether a command makes sense now is the business of one
rule, ``check_action``, so that the footer, the palette and the key agree.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding


class Command:
    """Something that a person can do. Subclasses only fill these in."""

    name: ClassVar[str]
    """Identifier: the action it runs, and its name in ``[touches]`` of the configuration."""
    keys: ClassVar[str]
    """Keys, comma-separated; the first one is shown."""
    title: ClassVar[str]
    """For the palette and the help, a verb phrase."""
    label: ClassVar[str] = ""
    """For the footer, one or two words; empty: not in the footer."""
    help: ClassVar[str] = ""
    """One more sentence for the help."""
    priority: ClassVar[bool] = False
    """Works even where the focused field would take the key."""

    @classmethod
    def binding(cls) -> Binding:
        """The Textual binding of this command."""
        return Binding(
            cls.keys,
            cls.name,
            cls.label or cls.title,
            show=bool(cls.label),
            key_display=shown_key(cls.keys.split(",", 1)[0]),
            tooltip=cls.title,
            id=cls.name,
            priority=cls.priority,
        )


def bindings(commands: Iterable[type[Command]]) -> list[Binding]:
    """The bindings of some commands, in their order."""
    return [command.binding() for command in commands]


def shown_key(key: str) -> str:
    """A key as a French keyboard names it: « Ctrl+S », « Échap », « Entrée »."""
    names = {
        "escape": "Échap",
        "enter": "Entrée",
        "space": "Espace",
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
        "pageup": "Page préc.",
        "pagedown": "Page suiv.",
        "tab": "Tab",
        "delete": "Suppr",
    }
    parts = key.split("+")
    shown = [{"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt"}.get(part, part) for part in parts[:-1]]
    last = parts[-1]
    shown.append(names.get(last, last.upper() if shown or last.startswith("f") else last))
    return "+".join(shown)


# --- everywhere


class Help(Command):
    name, keys, title = "aide", "f1,h", "Aide de l’écran où vous êtes"
    label = "Aide"


class NewCall(Command):
    name, keys, title = "appel", "f2,a", "Appel : nouvelle question au téléphone"
    help = "Le chronomètre démarre."


class NewWritten(Command):
    name, keys, title = "ecrit", "f3,e", "Écrit : nouvelle question écrite"


class GoTriage(Command):
    name, keys, title = "triage", "f4,t", "Triage : la file des questions"


class GoBase(Command):
    name, keys, title = "base", "f5,b", "Base : fiches, textes officiels, questions passées"


class GoMembers(Command):
    name, keys, title = "adherents", "f6,m", "Adhérents"


class GoStats(Command):
    name, keys, title = "statistiques", "f7,s", "Statistiques de la semaine et de l’année"


class GoWorkshop(Command):
    name, keys, title = "atelier", "f8,r", "Atelier des rédacteurs"


class Palette(Command):
    name, keys, title = "command_palette", "ctrl+p", "Toutes les commandes, par leur nom"
    priority = True


class ChangeTheme(Command):
    name, keys, title = "apparence", "f10", "Changer d’apparence : clair, sombre, terminal"


class Quit(Command):
    name, keys, title = "quitter", "ctrl+q", "Quitter"
    help = "Ce qui est en cours de saisie est gardé en brouillon."
    priority = True


EVERYWHERE: tuple[type[Command], ...] = (
    Help,
    NewCall,
    NewWritten,
    GoTriage,
    GoBase,
    GoMembers,
    GoStats,
    GoWorkshop,
    Palette,
    ChangeTheme,
    Quit,
)

# --- Appel and Écrit


class SaveAnswered(Command):
    name, keys, title = "repondu", "ctrl+s", "Enregistrer comme répondue"
    label = "Répondu"
    priority = True


class SaveToCallBack(Command):
    name, keys, title = "a_rappeler", "ctrl+r", "Enregistrer à rappeler"
    label = "À rappeler"
    help = "La question reste à vous, en attente, avec une échéance."
    priority = True


class SaveTransferred(Command):
    name, keys, title = "transmettre", "ctrl+t", "Enregistrer et transférer à l’autre pôle"
    label = "Transférer"
    priority = True


class UseEntry(Command):
    name, keys, title = "utiliser", "ctrl+l", "Utiliser la fiche choisie"
    label = "Utiliser la fiche"
    help = "Sa réponse est reprise, sa version exacte est retenue."
    priority = True


class NextResult(Command):
    name, keys, title = "resultat_suivant", "ctrl+down", "Résultat suivant, sans quitter le champ"
    priority = True


class PreviousResult(Command):
    name, keys, title = "resultat_precedent", "ctrl+up", "Résultat précédent"
    priority = True


class NextPanel(Command):
    name, keys, title = "volet_suivant", "ctrl+right", "Volet suivant : fiches, textes, déjà posée…"
    priority = True


class PreviousPanel(Command):
    name, keys, title = "volet_precedent", "ctrl+left", "Volet précédent"
    priority = True


class NextCall(Command):
    name, keys, title = "suivante", "ctrl+n", "Nouvelle question, celle-ci reste en brouillon"
    label = "Suivante"
    priority = True


class UndoSave(Command):
    name, keys, title = "reprendre", "f9", "Reprendre la question qui vient d’être enregistrée"
    label = "Reprendre"
    help = "Proposé dix secondes après l’enregistrement ; la référence reste la même."


class Later(Command):
    name, keys, title = "plus_tard", "escape", "Plus tard : garder le brouillon et revenir"
    label = "Plus tard"


CAPTURE: tuple[type[Command], ...] = (
    SaveAnswered,
    SaveToCallBack,
    SaveTransferred,
    UseEntry,
    NextResult,
    PreviousResult,
    NextPanel,
    PreviousPanel,
    NextCall,
    UndoSave,
    Later,
)

# --- Triage and a question


class Open(Command):
    name, keys, title = "ouvrir", "enter", "Ouvrir"
    label = "Ouvrir"


class Take(Command):
    name, keys, title = "prendre", "p", "Prendre la question pour soi"
    label = "Prendre"


class Answer(Command):
    name, keys, title = "repondre", "w", "Répondre"
    label = "Répondre"


class Hold(Command):
    name, keys, title = "attendre", "o", "Mettre en attente, avec ce qui est attendu"
    label = "En attente"


class Transfer(Command):
    name, keys, title = "transferer", "x", "Transférer à l’autre pôle, avec une note"
    label = "Transférer"


class FollowUp(Command):
    name, keys, title = "relancer", "l", "Noter une relance"


class Cancel(Command):
    name, keys, title = "annuler_question", "delete", "Annuler la question (doublon, erreur)"
    help = "Elle reste visible et ne compte plus."


class UndoGesture(Command):
    name, keys, title = "defaire", "u", "Annuler le dernier geste"
    label = "Défaire"


class Check(Command):
    name, keys, title = "cocher", "space", "Cocher, pour agir sur plusieurs"
    label = "Cocher"


class NextTab(Command):
    name, keys, title = "onglet_suivant", "right", "Onglet suivant"


class PreviousTab(Command):
    name, keys, title = "onglet_precedent", "left", "Onglet précédent"


class Filter(Command):
    name, keys, title = "filtrer", "f", "Filtrer : mots, canal:ecrit, pole:, theme:, qui:, statut:"


class Back(Command):
    name, keys, title = "retour", "escape", "Revenir"
    label = "Retour"


GESTURES: tuple[type[Command], ...] = (Take, Answer, Hold, Transfer, FollowUp, Cancel, UndoGesture)

TRIAGE: tuple[type[Command], ...] = (
    Open,
    *GESTURES,
    Check,
    NextTab,
    PreviousTab,
    Filter,
    Back,
)

QUESTION: tuple[type[Command], ...] = (SaveAnswered, UseEntry, *GESTURES, Back)

# --- Base


class Copy(Command):
    name, keys, title = "copier", "ctrl+b", "Copier la réponse, sans mise en forme"
    label = "Copier"
    priority = True


class OpenSources(Command):
    name, keys, title = "sources", "ctrl+o", "Lire à côté les articles cités"
    label = "Articles"
    priority = True


class LiteralSearch(Command):
    name, keys, title = "tel_quel", "ctrl+g", "Chercher tel quel, sans correction"
    priority = True


BASE: tuple[type[Command], ...] = (
    Open,
    Copy,
    OpenSources,
    NextResult,
    PreviousResult,
    NextPanel,
    PreviousPanel,
    LiteralSearch,
    Back,
)

# --- Adhérents, Statistiques, Atelier


class CallFromMember(Command):
    name, keys, title = "appel_de", "ctrl+a", "Nouvel appel de cet adhérent"
    label = "Appel"


class PreviousPeriod(Command):
    name, keys, title = "periode_precedente", "left,pageup", "Semaine précédente"
    label = "Précédente"


class NextPeriod(Command):
    name, keys, title = "periode_suivante", "right,pagedown", "Semaine suivante"
    label = "Suivante"


class ChangePole(Command):
    name, keys, title = "changer_pole", "p", "Tous les pôles, ou un seul"
    label = "Pôle"


class Export(Command):
    name, keys, title = "exporter", "x", "Exporter les comptages du mois"
    label = "Exporter"


class Rows(Command):
    name, keys, title = "lignes", "enter", "Voir les questions derrière un chiffre"
    label = "Détail"


class Verify(Command):
    name, keys, title = "verifier", "v", "Marquer la fiche comme vérifiée aujourd’hui"
    label = "Vérifiée"
    help = "La date et votre nom sont écrits dans la fiche."


MEMBERS: tuple[type[Command], ...] = (Open, Back)
STATS: tuple[type[Command], ...] = (PreviousPeriod, NextPeriod, ChangePole, Rows, Export, Back)
WORKSHOP: tuple[type[Command], ...] = (Open, Verify, NextTab, PreviousTab, Back)
