"""What a command is, the keys that run it, and how a French keyboard names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.binding import Binding


class Command:
    """Something that a person can do. Subclasses only fill these in."""

    name: ClassVar[str]
    """Identifier: the action it runs, and its name in ``[touches]`` of the configuration."""
    keys: ClassVar[str] = ""
    """Keys, comma-separated; the first one is shown. Empty: in the palette only."""
    letter: ClassVar[str] = ""
    """A letter that does the same where nothing is being typed."""
    title: ClassVar[str]
    """For the palette and the help, a verb phrase."""
    label: ClassVar[str] = ""
    """For the foot, one or two words; empty: not in the foot."""
    help: ClassVar[str] = ""
    """One more sentence for the help."""
    priority: ClassVar[bool] = False
    """Works even where the focused field would take the key."""

    @classmethod
    def action(cls) -> str:
        """What Textual runs: a method of the screen that lists the command."""
        return f"screen.{cls.name}"

    @classmethod
    def bindings(cls) -> list[Binding]:
        """The Textual bindings: the keys, and the letter where no field takes it."""
        action, found = cls.action(), []
        if cls.keys:
            found.append(Binding(cls.keys, action, cls.title, id=cls.name, priority=cls.priority))
        if cls.letter:
            found.append(Binding(cls.letter, action, cls.title, id=f"{cls.name}.lettre"))
        return found

    @classmethod
    def shown_keys(cls, keymap: Mapping[str, str]) -> list[str]:
        """The keys in force, as a French keyboard names them."""
        keys = keymap.get(cls.name, cls.keys).split(",")
        letter = keymap.get(f"{cls.name}.lettre", cls.letter)
        return [shown_key(key.strip()) for key in [*keys, letter] if key]


def bindings(commands: Iterable[type[Command]]) -> list[Binding]:
    """The bindings of some commands, in their order."""
    return [binding for command in commands for binding in command.bindings()]


_MODIFIERS = {"ctrl": "Ctrl", "shift": "Maj", "alt": "Alt"}


_KEYS = {
    "escape": "Échap",
    "enter": "Entrée",
    "space": "Espace",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "Page↑",
    "pagedown": "Page↓",
    "tab": "Tab",
    "delete": "Suppr",
}


def shown_key(key: str) -> str:
    """A key as a French keyboard names it: « Ctrl+S », « Échap », « Entrée »."""
    *modifiers, last = key.split("+")
    shown = [_MODIFIERS.get(modifier, modifier) for modifier in modifiers]
    upper = shown or (len(last) > 1 and last.startswith("f"))
    shown.append(_KEYS.get(last) or (last.upper() if upper else last))
    return "+".join(shown)
