"""Copying: by the terminal itself (OSC 52), and to the system clipboard when there is one."""

from __future__ import annotations

import contextlib
from typing import Any

from textual.app import App


def copy(app: App[Any], text: str) -> None:
    """Put the text on the clipboard; over SSH the terminal does it, on a desk both do."""
    app.copy_to_clipboard(text)
    # Imported late: it looks for the system's clipboard programs.
    import pyperclip

    with contextlib.suppress(pyperclip.PyperclipException, OSError):
        pyperclip.copy(text)
