"""What an editor does from the desk, each of which can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from teleconseil.errors import TeleconseilError, os_reason
from teleconseil.kb.creation import new_entry
from teleconseil.kb.entry import parse_entry, read_content, write_entry
from teleconseil.kb.freshness import ArticleSource
from teleconseil.kb.library import Library
from teleconseil.kb.revision import mark_verified


class FileMoved(TeleconseilError):
    """The file is no longer as the act left it: taking the act back would lose someone's work."""


class RemarkCloser(Protocol):
    """What closing a remark needs of the store."""

    def close_feedback(self, number: int, *, by: str | None) -> None: ...


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A file of the knowledge base that was changed, or made."""

    said: str
    """What was done, for the line that says so."""
    path: Path
    before: str | None
    """None: the file was not there."""
    after: str


@dataclass(frozen=True, slots=True)
class RemarkClosed:
    """An advisor's remark that was dealt with."""

    said: str
    number: int


Act = FileEdit | RemarkClosed


def verify_entry(path: Path, texts: ArticleSource, *, by: str, today: date) -> FileEdit:
    """Mark the entry as verified today by that person against the versions in force.

    Raises:
        EntryError: the file cannot be read as an entry.
        EntryWriteError: it cannot be written.
    """
    content = _read(path)
    entry = parse_entry(path, content)
    after = mark_verified(content, entry, texts, by=by, today=today)
    write_entry(path, after)
    return FileEdit(f"« {entry.title} » vérifiée aujourd’hui par {by}", path, content, after)


def begin_entry(library: Library, title: str, pole: str, author: str) -> FileEdit:
    """Write the beginning of an entry; raises as ``new_entry`` does."""
    path = new_entry(library, title, pole, author)
    return FileEdit(f"Fiche {path.stem} commencée", path, None, _read(path))


def edited(path: Path, before: str) -> FileEdit | None:
    """What an editor's program made of the file; None when it left it as it was."""
    after = _read(path)
    changed = "modifiée" if path.suffix.lower() == ".md" else "modifié"
    return None if after == before else FileEdit(f"{path.name} {changed}", path, before, after)


def close_remark(store: RemarkCloser, number: int, by: str) -> RemarkClosed:
    """Say that an advisor's remark was dealt with."""
    store.close_feedback(number, by=by)
    return RemarkClosed("Retour traité", number)


def take_back(act: Act, store: RemarkCloser) -> None:
    """Put things back as they were before the act.

    Raises:
        FileMoved: the file has changed since; nothing is done.
        EntryWriteError: it cannot be written.
        StoreError: the database refuses.
    """
    if isinstance(act, RemarkClosed):
        store.close_feedback(act.number, by=None)
        return
    if _read(act.path) != act.after:
        raise FileMoved(
            f"{act.path.name} a changé depuis : rien n’a été défait.",
            "Reprenez-la dans l’éditeur, ou dans son historique.",
        )
    if act.before is not None:
        write_entry(act.path, act.before)
        return
    try:
        act.path.unlink()
    except OSError as error:
        raise FileMoved(
            f"{act.path} n’a pas pu être retirée : {os_reason(error)}.", "Retirez-la à la main."
        ) from error


def _read(path: Path) -> str:
    try:
        return read_content(path)
    except OSError as error:
        raise FileMoved(
            f"La fiche {path} ne peut pas être lue : {os_reason(error)}.",
            "Rétablissez le dossier des fiches, puis recommencez.",
        ) from error
