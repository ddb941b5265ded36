"""The three looks of the desk. Legibility (contrast ≥ 4.5:1) is checked by a test."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="sombre",
    dark=True,
    primary="#8fb8de",
    secondary="#a9c9a4",
    accent="#f0c674",
    foreground="#d8dee4",
    background="#161b22",
    surface="#161b22",
    panel="#212936",
    success="#8fce9b",
    warning="#f0c674",
    error="#f29b91",
    variables={
        "texte-discret": "#93a1b0",
        "filet": "#39434f",
        "pole-1": "#8fb8de",
        "pole-2": "#d6a9e0",
        "champ": "#1e2630",
        "choisi": "#26405c",
        "marque": "#f0c674",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#26405c",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#212936",
        "input-cursor-background": "#f0c674",
        "input-selection-background": "#2f5579",
    },
)

LIGHT = Theme(
    name="clair",
    dark=False,
    primary="#1f5c99",
    secondary="#2c6b3f",
    accent="#8a5300",
    foreground="#1d2530",
    background="#fbfbf9",
    surface="#fbfbf9",
    panel="#ecebe4",
    success="#1d6b34",
    warning="#8a5300",
    error="#a8261c",
    variables={
        "texte-discret": "#5b6572",
        "filet": "#c9c9c0",
        "pole-1": "#1f5c99",
        "pole-2": "#7a3d8a",
        "champ": "#f1f0ea",
        "choisi": "#d3e3f3",
        "marque": "#8a5300",
        "block-cursor-foreground": "#1d2530",
        "block-cursor-background": "#d3e3f3",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#ecebe4",
        "input-cursor-background": "#1f5c99",
        "input-selection-background": "#b9d3ee",
    },
)

TERMINAL = Theme(
    name="terminal",
    dark=True,
    ansi=True,
    primary="ansi_bright_blue",
    secondary="ansi_green",
    accent="ansi_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_bright_red",
    variables={
        "texte-discret": "ansi_default",
        "filet": "ansi_bright_black",
        "pole-1": "ansi_bright_blue",
        "pole-2": "ansi_bright_magenta",
        "champ": "ansi_default",
        "choisi": "ansi_blue",
        "marque": "ansi_yellow",
        "block-cursor-foreground": "ansi_bright_white",
        "block-cursor-background": "ansi_blue",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "ansi_default",
        "input-cursor-background": "ansi_yellow",
        "input-selection-background": "ansi_blue",
    },
)

THEMES = (DARK, LIGHT, TERMINAL)
