"""Appel and Écrit."""

from __future__ import annotations

from teleconseil.commands.answering import CopyAnswer, NextField, ReadEntry, SaveAnswered, UseEntry
from teleconseil.commands.command import Command
from teleconseil.commands.everywhere import Drafts
from teleconseil.commands.results import RESULTS


class SaveToCallBack(Command):
    name, keys, title = "a_rappeler", "ctrl+r", "Enregistrer à rappeler"
    label = "À rappeler"
    help = "La question reste à vous, en attente, avec une échéance."


class SaveTransferred(Command):
    name, keys, title = "transmettre", "ctrl+t", "Enregistrer et transférer à l’autre pôle"
    label = "Transférer"


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
    *RESULTS,
)
