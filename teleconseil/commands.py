"""The commands of the desk: one class each; keys, foot, palette and help all come from here.

A screen lists the commands it answers to in ``COMMANDS_HERE`` and has an ``action_<name>`` for
each; the application has those that work everywhere. Whether a command makes sense now is the
business of one rule, ``check_action``, so that the foot, the palette and the key agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import Binding


class Command:
    """Something that a person can do. Subclasses only fill these in."""

    name: ClassVar[str]
    """Identifier: the action it runs, and its name in ``[touches]`` of the configuration."""
    keys: ClassVar[str] = ""
    """Keys, comma-separated; the first one is shown. Empty: in the palette only."""
    letter: ClassVar[str] = ""
    """A letter that does the same where nothing is being typed."""
    title: ClassVar[str]
    """For the palette and the help, a verb phrase."""
    label: ClassVar[str] = ""
    """For the foot, one or two words; empty: not in the foot."""
    help: ClassVar[str] = ""
    """One more sentence for the help."""
    priority: ClassVar[bool] = False
    """Works even where the focused field would take the key."""

    @classmethod
    def action(cls) -> str:
        """What Textual runs: of the application for what works everywhere, else of the screen."""
        return f"app.{cls.name}" if cls in EVERYWHERE else f"screen.{cls.name}"

    @classmethod
    def bindings(cls) -> list[Binding]:
        """The Textual bindings: the keys, and the letter where no field takes it."""
        action, found = cls.action(), []
        if cls.keys:
            found.append(Binding(cls.keys, action, cls.title, id=cls.name, priority=cls.priority))
        if cls.letter:
            found.append(Binding(cls.letter, action, cls.title, id=f"{cls.name}.lettre"))
        return found

    @classmethod
    def shown_keys(cls, keymap: Mapping[str, str]) -> list[str]:
        """The keys in force, as a French keyboard names them."""
        keys = keymap.get(cls.name, cls.keys).split(",")
        letter = keymap.get(f"{cls.name}.lettre", cls.letter)
        return [shown_key(key.strip()) for key in [*keys, letter] if key]


def bindings(commands: Iterable[type[Command]]) -> list[Binding]:
    """The bindings of some commands, in their order."""
    return [binding for command in commands for binding in command.bindings()]


_MODIFIERS = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt"}
_KEYS = {
    "escape": "Échap",
    "enter": "Entrée",
    "space": "Espace",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "Page↑",
    "pagedown": "Page↓",
    "tab": "Tab",
    "delete": "Suppr",
}


def shown_key(key: str) -> str:
    """A key as a French keyboard names it: « Ctrl+S », « Échap », « Entrée »."""
    *modifiers, last = key.split("+")
    shown = [_MODIFIERS.get(modifier, modifier) for modifier in modifiers]
    upper = shown or (len(last) > 1 and last.startswith("f"))
    shown.append(_KEYS.get(last) or (last.upper() if upper else last))
    return "+".join(shown)


# --- everywhere


class Help(Command):
    name, keys, letter, title = "aide", "f1", "h", "Aide de l’écran où vous êtes"
    priority = True
    label = "Aide"


class NewCall(Command):
    name, keys, letter, title = "appel", "f2", "a", "Appel : nouvelle question au téléphone"
    priority = True
    help = "Le chronomètre démarre."


class NewWritten(Command):
    name, keys, letter, title = "ecrit", "f3", "e", "Écrit : nouvelle question écrite"
    priority = True


class Go(Command):
    """Shows the mode of the same name."""

    priority = True

    @classmethod
    def action(cls) -> str:
        return f"app.switch_mode('{cls.name}')"


class GoTriage(Go):
    name, keys, letter, title = "triage", "f4", "t", "Triage : la file des questions"


class GoBase(Go):
    name, keys, letter, title = (
        "base",
        "f5",
        "b",
        "Base : fiches, textes officiels, questions passées",
    )


class GoMembers(Go):
    name, keys, letter, title = "adherents", "f6", "m", "Adhérents"


class GoStats(Go):
    name, keys, letter, title = (
        "statistiques",
        "f7",
        "s",
        "Statistiques de la semaine et de l’année",
    )


class GoWorkshop(Go):
    name, keys, letter, title = "atelier", "f8", "r", "Atelier des rédacteurs"


class Drafts(Command):
    name, keys, title = "brouillons", "ctrl+b", "Reprendre un brouillon"
    label = "Brouillons"


class Palette(Command):
    name, keys, title = "command_palette", "ctrl+p", "Toutes les commandes, par leur nom"
    priority = True


class ChangeTheme(Command):
    name, title = "apparence", "Changer d’apparence : clair, sombre, terminal"


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
    Drafts,
    Palette,
    ChangeTheme,
    Quit,
)

# --- Appel and Écrit


class SaveAnswered(Command):
    name, keys, title = "repondu", "ctrl+s", "Enregistrer comme répondue"
    label = "Répondu"
    help = "Avec la durée, le pôle, le thème et la version de la fiche utilisée."


class SaveToCallBack(Command):
    name, keys, title = "a_rappeler", "ctrl+r", "Enregistrer à rappeler"
    label = "À rappeler"
    help = "La question reste à vous, en attente, avec une échéance."


class SaveTransferred(Command):
    name, keys, title = "transmettre", "ctrl+t", "Enregistrer et transférer à l’autre pôle"
    label = "Transférer"


class UseEntry(Command):
    name, keys, title = "utiliser", "ctrl+l", "Utiliser la fiche ou l’article choisi"
    label = "Utiliser"
    help = "Sa réponse est reprise, sa version exacte est retenue."


class NextField(Command):
    name, keys, title = "champ_suivant", "f10", "Champ suivant à remplir dans la lettre"
    label = "Champ suivant"
    help = "Il est choisi : ce que vous tapez prend sa place."
    priority = True


class CopyAnswer(Command):
    name, keys, title = "copier_reponse", "alt+c", "Copier la réponse, pour un courriel"
    help = "Ce qui reste à remplir est dit."
    priority = True


class ReadEntry(Command):
    name, keys, title = "lire", "ctrl+o", "Lire en entier ce qui est choisi"
    help = "À la fin d’un champ, Ctrl+→ fait de même."


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


class NextCall(Command):
    name, keys, title = "suivante", "ctrl+n", "Question suivante ; celle-ci reste en brouillon"
    label = "Suivante"


class UndoSave(Command):
    name, keys, title = "reprendre", "f9", "Reprendre la question qui vient d’être enregistrée"
    label = "Reprendre"
    help = "Proposé dix secondes après l’enregistrement ; la référence reste la même."
    priority = True


class Later(Command):
    name, keys, title = "plus_tard", "escape", "Plus tard : la saisie reste en brouillon"
    label = "Plus tard"


CAPTURE: tuple[type[Command], ...] = (
    UndoSave,
    SaveAnswered,
    SaveToCallBack,
    SaveTransferred,
    UseEntry,
    NextField,
    NextCall,
    Drafts,
    Later,
    CopyAnswer,
    ReadEntry,
    NextResult,
    PreviousResult,
    NextPanel,
    PreviousPanel,
    LiteralSearch,
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


class ReadTold(Command):
    name, keys, title = "dit", "v", "Relire mot pour mot ce sur quoi la réponse s’appuie"
    label = "Ce qui a été dit"


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

QUESTION: tuple[type[Command], ...] = (
    SaveAnswered,
    UseEntry,
    NextField,
    *GESTURES,
    ReadTold,
    Back,
    CopyAnswer,
    ReadEntry,
    NextResult,
    PreviousResult,
    NextPanel,
    PreviousPanel,
    LiteralSearch,
)

# --- Base


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


class CloseReading(Command):
    name, keys, title = "fermer", "escape,enter", "Revenir"
    label = "Revenir"


class CompareVersions(Command):
    name, keys, title = "comparer", "c", "Passer de la différence au texte entier"
    label = "Comparer"


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

# --- Adhérents, Statistiques, Atelier


class CallFromMember(Command):
    name, keys, title = "appel_de", "ctrl+t", "Nouvel appel de cet adhérent"
    label = "Appel"


class WrittenFromMember(Command):
    name, keys, title = "ecrit_de", "ctrl+l", "Nouvelle question écrite de cet adhérent"
    label = "Écrit"


class CopyContact(Command):
    name, keys, title = "copier_contact", "ctrl+o", "Copier les coordonnées de l’adhérent"
    label = "Copier"


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


MEMBERS: tuple[type[Command], ...] = (
    Open,
    CallFromMember,
    WrittenFromMember,
    CopyContact,
    Back,
)
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

BY_NAME: Mapping[str, type[Command]] = {
    command.name: command
    for commands in (
        EVERYWHERE,
        CAPTURE,
        TRIAGE,
        QUESTION,
        BASE,
        READING,
        VERSIONS,
        MEMBERS,
        STATS,
        ROWS,
        WORKSHOP,
        WORKSHOP_ENTRY,
    )
    for command in commands
}
"""Every command of the desk."""
