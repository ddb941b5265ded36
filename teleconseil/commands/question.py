"""A question on its own."""

from __future__ import annotations

from teleconseil.commands.answering import CopyAnswer, NextField, ReadEntry, SaveAnswered, UseEntry
from teleconseil.commands.command import Command
from teleconseil.commands.gestures import GESTURES
from teleconseil.commands.lists import Back
from teleconseil.commands.results import RESULTS


class ReadTold(Command):
    name, keys, title = "dit", "v", "Relire mot pour mot ce sur quoi la réponse s’appuie"
    label = "Ce qui a été dit"


QUESTION: tuple[type[Command], ...] = (
    SaveAnswered,
    UseEntry,
    NextField,
    *GESTURES,
    ReadTold,
    Back,
    CopyAnswer,
    ReadEntry,
    *RESULTS,
)
