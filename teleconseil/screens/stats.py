"""Statistiques."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from teleconseil.screens.desk_screen import DeskScreen


class StatsScreen(DeskScreen):
    """Statistiques, until it is there."""

    MODE = "statistiques"
    CSS_PATH = "stats.tcss"

    def compose_body(self) -> ComposeResult:
        yield Static("Cet écran arrive.", classes="body vide")
