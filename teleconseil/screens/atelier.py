"""Atelier."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from teleconseil.screens.desk_screen import DeskScreen


class WorkshopScreen(DeskScreen):
    """Atelier, until it is there."""

    MODE = "atelier"
    CSS_PATH = "atelier.tcss"

    def compose_body(self) -> ComposeResult:
        yield Static("Cet écran arrive.", classes="body vide")
