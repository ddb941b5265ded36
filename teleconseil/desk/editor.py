"""The program that an editor writes with: $VISUAL, $EDITOR, or what the system has."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

from teleconseil.errors import TeleconseilError

_PLUS_LINE = frozenset(
    {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "jed", "mg", "ne"}
)
"""Programs that open at a line when told « +12 »."""
_COLON_LINE = frozenset({"hx", "helix", "subl", "zed"})
"""Programs that open « fichier:12 »."""
_GOTO_LINE = frozenset({"code", "code-insiders", "codium", "cursor"})
"""Programs that want « --goto fichier:12 », and to be told to wait."""
_FALLBACKS = ("sensible-editor", "nano", "vi", "notepad")


class EditorProblem(TeleconseilError):
    """The program that edits files cannot be run."""


def editor_command(path: Path, line: int, environment: Mapping[str, str]) -> list[str]:
    """The command that opens the file at that line and ends when it is closed.

    Raises:
        EditorProblem: nothing is set and nothing is found, or what is set cannot be read.
    """
    chosen = environment.get("VISUAL") or environment.get("EDITOR")
    command = _words(chosen) if chosen else _found()
    name = PurePath(command[0]).stem.lower()
    file = str(path)
    if name in _PLUS_LINE:
        return [*command, f"+{line}", file]
    if name in _COLON_LINE:
        return [*command, f"{file}:{line}"]
    if name in _GOTO_LINE:
        wait = [] if {"--wait", "-w"} & set(command) else ["--wait"]
        return [*command, *wait, "--goto", f"{file}:{line}"]
    return [*command, file]


def _words(chosen: str) -> list[str]:
    try:
        command = shlex.split(chosen, posix=not sys.platform.startswith("win"))
    except ValueError:
        command = []
    if not command:
        raise EditorProblem(
            f"VISUAL ou EDITOR n’est pas une commande : « {chosen} ».",
            'Écrivez par exemple VISUAL="code --wait".',
        )
    return command


def _found() -> list[str]:
    for name in _FALLBACKS:
        if shutil.which(name):
            return [name]
    raise EditorProblem(
        "Aucun éditeur de texte n’est réglé ni trouvé.",
        "Donnez-en un : VISUAL=nano, par exemple.",
    )
