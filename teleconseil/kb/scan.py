"""What the folder of entries holds: every file with what tells that it changed, nothing opened.

What cannot be looked at is a problem of its own and never hides what stands beside it.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from teleconseil.errors import os_reason
from teleconseil.kb.appellations import APPELLATIONS_FILE
from teleconseil.kb.model import Problem
from teleconseil.kb.synonyms import SYNONYMS_FILE

_WORD_FILES = {SYNONYMS_FILE, APPELLATIONS_FILE}
_IGNORED_FILES = {"readme.md", "lisezmoi.md"}


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was when it was looked at."""

    mtime_ns: int
    size: int
    inode: int


@dataclass(slots=True)
class Scan:
    """What was found."""

    files: dict[Path, Seen] = field(default_factory=dict)
    """Files of entries, in no order."""
    words: dict[str, Seen] = field(default_factory=dict)
    """Files of words, by name: synonyms, names of chapters."""
    problems: list[Problem] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    """Folders that could not be looked into."""
    is_empty: bool = True
    """The folder holds nothing at all: a share that is not mounted looks like that."""


def scan(folder: Path) -> Scan:
    """Look through the folder and those below it; each one once, whatever links lead to it.

    Raises OSError when the folder itself cannot be read.
    """
    found, known = Scan(), set[tuple[int, int]]()
    pending, links = [folder], list[Path]()
    while pending or links:
        # Links last: a folder is known by its own path when it has one in here.
        current = pending.pop() if pending else links.pop()
        try:
            status = current.stat()
            if (status.st_dev, status.st_ino) in known:
                continue
            known.add((status.st_dev, status.st_ino))
            with os.scandir(current) as items:
                for item in items:
                    found.is_empty = False
                    _look_at(item, folder, found, pending, links)
        except OSError as error:
            if current == folder:
                raise
            if not isinstance(error, FileNotFoundError):
                found.unread.append(current)
                found.problems.append(_unread(current, error))
    return found


def _look_at(
    item: os.DirEntry[str], root: Path, found: Scan, pending: list[Path], links: list[Path]
) -> None:
    if item.name.startswith((".", "~")):
        return
    path = Path(item.path)
    try:
        is_folder = item.is_dir()
        if (is_folder or _is_entry(item.name)) and not item.name.isprintable():
            found.problems.append(_misnamed(path))
            return
        if is_folder:
            (links if item.is_symlink() else pending).append(path)
            return
        holds_words = item.name in _WORD_FILES and path.parent == root
        if not holds_words and not _is_entry(item.name):
            return
        status = item.stat()
    except OSError as error:
        if item.is_symlink():
            found.problems.append(_unreadable(path, os_reason(error)))
        return  # else it went away meanwhile
    seen = Seen(status.st_mtime_ns, status.st_size, status.st_ino)
    if not stat.S_ISREG(status.st_mode):
        found.problems.append(_unreadable(path, "ce n’est pas un fichier ordinaire"))
    elif holds_words:
        found.words[item.name] = seen
    else:
        found.files[path] = seen


def _is_entry(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith(".md") and lowered not in _IGNORED_FILES


def _unread(folder: Path, error: OSError) -> Problem:
    return Problem(
        folder,
        1,
        1,
        f"Le dossier {folder} ne peut pas être lu : {os_reason(error)}.",
        "Vérifiez ses droits d’accès ; les fiches déjà lues restent utilisables.",
        rule="lecture",
    )


def _unreadable(path: Path, reason: str) -> Problem:
    message = f"La fiche ne peut pas être lue : {reason}."
    remedy = "Remplacez ce lien ou ce fichier par la fiche elle-même, ou supprimez-le."
    return Problem(path, 1, 1, message, remedy, rule="lecture")


def _misnamed(path: Path) -> Problem:
    """Bytes that are no UTF-8, a line end, an invisible mark: nothing can show that name."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in path.name)
    message = "Ce nom ne peut pas être lu en entier : rien n’est chargé de ce fichier ou dossier."
    remedy = "Renommez-le en minuscules sans accent, mots séparés par des tirets."
    return Problem(path.with_name(shown), 1, 1, message, remedy, rule="nom-de-fichier")
