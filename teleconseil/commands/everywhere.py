"""What can be done from any screen: the application answers, not the screen."""

from __future__ import annotations

from teleconseil.commands.command import Command


class Everywhere(Command):
    """Answered by the application, whatever the screen."""

    @classmethod
    def action(cls) -> str:
        return f"app.{cls.name}"


class Help(Everywhere):
    name, keys, letter, title = "aide", "f1", "h", "Aide de l’écran où vous êtes"
    priority = True
    label = "Aide"


class NewCall(Everywhere):
    name, keys, letter, title = "appel", "f2", "a", "Appel : nouvelle question au téléphone"
    priority = True
    help = "Le chronomètre démarre."


class NewWritten(Everywhere):
    name, keys, letter, title = "ecrit", "f3", "e", "Écrit : nouvelle question écrite"
    priority = True


class Go(Everywhere):
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


class Drafts(Everywhere):
    name, keys, title = "brouillons", "ctrl+b", "Reprendre un brouillon"
    label = "Brouillons"


class Palette(Everywhere):
    name, keys, title = "command_palette", "ctrl+p", "Toutes les commandes, par leur nom"
    priority = True


class ChangeTheme(Everywhere):
    name, title = "apparence", "Changer d’apparence : clair, sombre, terminal"


class Quit(Everywhere):
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
