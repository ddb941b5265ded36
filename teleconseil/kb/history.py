"""The versions of an entry, where the knowledge base is a git checkout.

The ``git`` program is asked, read-only: whoever has a checkout has it, and it understands every
layout (worktrees, alternates, partial clones) without one more dependency.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from teleconseil.errors import TeleconseilError
from teleconseil.kb.entry import content_version

MAX_VERSIONS = 200
_SECONDS = 30
_FORMAT = "%x1e%H%x1f%aI%x1f%an%x1f%s%x1f"
_SETTINGS = ("core.fsmonitor=false", "-c", "diff.relative=false")
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class HistoryError(TeleconseilError):
    """The folder is a git checkout and its history cannot be read."""


@dataclass(frozen=True, slots=True)
class Revision:
    """An entry as one commit left it."""

    commit: str
    at: datetime
    author: str
    summary: str
    """First line of the commit's message."""
    version: str
    """Hash of the content, as in the answers given; empty when the commit took the file away."""
    content: str


def revisions(path: Path, limit: int = MAX_VERSIONS) -> list[Revision]:
    """The versions of that file, newest first, through its renamings.

    Those of every file of that name below the folder, once the file itself is gone. None where the
    folder is no checkout, or the file was never committed.

    Raises:
        HistoryError: git is missing or refuses to read a folder that is a checkout.
    """
    if not path.parent.is_dir() or not _in_checkout(path.parent):
        return []
    log = _git(
        path.parent,
        "log",
        *(["--follow"] if path.is_file() else []),
        f"--max-count={limit}",
        f"--format={_FORMAT}",
        "--name-only",
        "--no-show-signature",
        "-z",
        "--",
        path.name if path.is_file() else f":(glob)**/{path.name}",
    ).decode("utf-8", "replace")
    heads = [_head(record) for record in log.split("\x1e")[1:]]
    texts = _contents(path.parent, [f"{commit}:{name}" for commit, _, _, _, name in heads])
    return [
        Revision(
            commit=commit,
            at=datetime.fromisoformat(at),
            author=author,
            summary=summary,
            version="" if text is None else content_version(text),
            content=text or "",
        )
        for (commit, at, author, summary, _), text in zip(heads, texts, strict=True)
    ]


def _head(record: str) -> tuple[str, str, str, str, str]:
    commit, at, author, summary, names = record.split("\x1f", 4)
    return commit, at, author, summary, names.strip("\0\n").split("\0")[-1]


def _contents(folder: Path, names: Sequence[str]) -> list[str | None]:
    """The files at those commits; None for one that is not there."""
    if not names:
        return []
    answer = _git(folder, "cat-file", "--batch", typed="".join(f"{name}\n" for name in names))
    found: list[str | None] = []
    offset = 0
    for _ in names:
        end = answer.index(b"\n", offset)
        fields = answer[offset:end].split()
        offset = end + 1
        if fields[-1] == b"missing":
            found.append(None)
            continue
        size = int(fields[-1])
        found.append(answer[offset : offset + size].decode("utf-8", "replace"))
        offset += size + 1
    return found


def _in_checkout(folder: Path) -> bool:
    here = folder.absolute()
    return any((parent / ".git").exists() for parent in (here, *here.parents))


def _git(folder: Path, *arguments: str, typed: str = "") -> bytes:
    mine = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    command = ["git", "-C", str(folder), "-c", *_SETTINGS, "--no-pager", *arguments]
    try:
        done = subprocess.run(
            command,
            input=typed.encode(),
            capture_output=True,
            env={**mine, **_QUIET},
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError as error:
        raise HistoryError(
            "L’historique des fiches est dans git, qui n’est pas installé ici.",
            "Installez git ; les versions utilisées dans les réponses restent lisibles sans lui.",
        ) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _refused(folder, "git n’a pas répondu") from error
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace")
    if "not a git repository" in said or "does not have any commits" in said:
        return b""
    raise _refused(folder, said.strip().splitlines()[0] if said.strip() else "sans dire pourquoi")


def _refused(folder: Path, reason: str) -> HistoryError:
    return HistoryError(
        f"git refuse de lire l’historique de {folder} : {reason}.",
        "Essayez « git log » dans ce dossier ; s’il appartient à un autre compte, "
        "« git config --global --add safe.directory » l’autorise.",
    )
