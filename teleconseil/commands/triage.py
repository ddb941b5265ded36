"""Triage."""

from __future__ import annotations

from teleconseil.commands.command import Command
from teleconseil.commands.gestures import GESTURES
from teleconseil.commands.lists import Back, NextTab, Open, PreviousTab


class Check(Command):
    name, keys, title = "cocher", "space", "Cocher, pour agir sur plusieurs"
    label = "Cocher"


class Filter(Command):
    name, keys, title = "filtrer", "f", "Filtrer : mots, canal:ecrit, pole:, theme:, qui:, statut:"


TRIAGE: tuple[type[Command], ...] = (
    Open,
    *GESTURES,
    Check,
    NextTab,
    PreviousTab,
    Filter,
    Back,
)
