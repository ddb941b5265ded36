"""Adhérents."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from teleconseil.screens.desk_screen import DeskScreen


class MembersScreen(DeskScreen):
    """Adhérents, until it is there."""

    MODE = "adherents"
    CSS_PATH = "adherents.tcss"

    def compose_body(self) -> ComposeResult:
        yield Static("Cet écran arrive.", classes="body vide")
