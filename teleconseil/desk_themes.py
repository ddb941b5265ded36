"""The three looks of the desk. Legibility (contrast ≥ 4.5:1) is checked by a test."""

from __future__ import annotations

from textual.theme import Theme


def _look(
    name: str,
    *,
    primary: str,
    secondary: str,
    accent: str,
    foreground: str,
    background: str,
    panel: str,
    success: str,
    error: str,
    own: dict[str, str],
    dark: bool = True,
    ansi: bool = False,
) -> Theme:
    """A theme from its colours; ``own`` are the variables of the desk that are its alone."""
    shared = {
        "pole-1": primary,
        "marque": accent,
        "block-cursor-background": own["choisi"],
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": panel,
    }
    return Theme(
        name=name,
        dark=dark,
        ansi=ansi,
        primary=primary,
        secondary=secondary,
        accent=accent,
        foreground=foreground,
        background=background,
        surface=background,
        panel=panel,
        success=success,
        warning=accent,
        error=error,
        variables=shared | own,
    )


DARK = _look(
    "sombre",
    primary="#8fb8de",
    secondary="#a9c9a4",
    accent="#f0c674",
    foreground="#d8dee4",
    background="#161b22",
    panel="#212936",
    success="#8fce9b",
    error="#f29b91",
    own={
        "texte-discret": "#93a1b0",
        "filet": "#39434f",
        "pole-2": "#d6a9e0",
        "champ": "#1e2630",
        "choisi": "#26405c",
        "block-cursor-foreground": "#ffffff",
        "input-cursor-background": "#f0c674",
        "input-selection-background": "#2f5579",
    },
)

LIGHT = _look(
    "clair",
    dark=False,
    primary="#1f5c99",
    secondary="#2c6b3f",
    accent="#8a5300",
    foreground="#1d2530",
    background="#fbfbf9",
    panel="#ecebe4",
    success="#1d6b34",
    error="#a8261c",
    own={
        "texte-discret": "#5b6572",
        "filet": "#c9c9c0",
        "pole-2": "#7a3d8a",
        "champ": "#f1f0ea",
        "choisi": "#d3e3f3",
        "block-cursor-foreground": "#1d2530",
        "input-cursor-background": "#1f5c99",
        "input-selection-background": "#b9d3ee",
    },
)

TERMINAL = _look(
    "terminal",
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_green",
    accent="ansi_yellow",
    foreground="ansi_default",
    background="ansi_default",
    panel="ansi_default",
    success="ansi_green",
    error="ansi_bright_red",
    own={
        "texte-discret": "ansi_default",
        "filet": "ansi_bright_black",
        "pole-2": "ansi_bright_magenta",
        "champ": "ansi_default",
        "choisi": "ansi_blue",
        "block-cursor-foreground": "ansi_bright_white",
        "input-cursor-background": "ansi_yellow",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
        "input-cursor-foreground": "ansi_black",
        "screen-selection-background": "ansi_blue",
        "screen-selection-foreground": "ansi_bright_white",
        "border-blurred": "ansi_bright_black",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
    },
)

THEMES = (DARK, LIGHT, TERMINAL)
