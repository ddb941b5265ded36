"""Base."""

from __future__ import annotations

from teleconseil.commands.command import Command
from teleconseil.commands.lists import Back, Open
from teleconseil.commands.reading import Copy, OpenSources
from teleconseil.commands.results import RESULTS

BASE: tuple[type[Command], ...] = (
    Open,
    Copy,
    OpenSources,
    *RESULTS,
    Back,
)
