"""What the help and the palette know of a screen."""

from __future__ import annotations

from typing import ClassVar

from teleconseil import commands


class Explained:
    """A screen that says what can be done on it, the topmost of which is what the help tells of."""

    COMMANDS_HERE: ClassVar[tuple[type[commands.Command], ...]] = ()
    HELP: ClassVar[str | None] = None
    """One paragraph for the help, in French."""
    HELP_ON: ClassVar[str] = ""
    """What the help is about, for its title; empty: the mode that the screen belongs to."""
    MODE: ClassVar[str] = ""
