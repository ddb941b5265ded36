"""What can be done to a question that waits; the workshop takes its last gesture back too."""

from __future__ import annotations

from teleconseil.commands.command import Command


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


GESTURES: tuple[type[Command], ...] = (Take, Answer, Hold, Transfer, FollowUp, Cancel, UndoGesture)
