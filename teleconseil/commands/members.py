"""Adhérents."""

from __future__ import annotations

from teleconseil.commands.command import Command
from teleconseil.commands.lists import Back, Open


class CallFromMember(Command):
    name, keys, title = "appel_de", "ctrl+t", "Nouvel appel de cet adhérent"
    label = "Appel"


class WrittenFromMember(Command):
    name, keys, title = "ecrit_de", "ctrl+l", "Nouvelle question écrite de cet adhérent"
    label = "Écrit"


class CopyContact(Command):
    name, keys, title = "copier_contact", "ctrl+o", "Copier les coordonnées de l’adhérent"
    label = "Copier"


MEMBERS: tuple[type[Command], ...] = (
    Open,
    CallFromMember,
    WrittenFromMember,
    CopyContact,
    Back,
)
