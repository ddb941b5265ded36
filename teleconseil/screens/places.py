"""Where a file goes: asked once, and once more when it would replace another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teleconseil.screens.dialogues import NoteDialog

if TYPE_CHECKING:
    from teleconseil.widgets.desk import Desk


def documents_folder() -> Path:
    """Where people keep the files that they make."""
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


async def ask_place(desk: Desk, title: str, hint: str, path: Path) -> Path | None:
    """The file to write, ``path`` being proposed; None when the question was closed."""
    replaced: Path | None = None
    while True:
        typed = await desk.push_screen_wait(NoteDialog(title, hint, str(path)))
        if not typed or not typed.strip():
            return None
        path = Path(typed.strip()).expanduser()
        if not path.exists() or path == replaced:
            return path
        replaced, title = path, "Ce fichier existe. Entrée à nouveau pour le remplacer."
