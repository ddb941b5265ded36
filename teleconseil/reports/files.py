"""Writing a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from teleconseil.errors import TeleconseilError, os_reason


class ReportError(TeleconseilError):
    """A report could not be written; whatever file was there is intact."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the place of ``path`` once it is written to the end.

    What is not a regular file (a pipe, ``/dev/stdout``) is written directly.

    Raises:
        ReportError: the disk is full, the folder is missing or read-only; the previous file stays.
    """
    target = path.expanduser()
    try:
        if _is_special(target):
            with target.open("wb") as stream:
                yield stream
            return
        with _replacing(target.resolve()) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        raise write_error(path, error) from error


def write_error(path: Path, error: OSError) -> ReportError:
    """The sentence for a file that could not be written."""
    if not path.expanduser().parent.is_dir():
        return ReportError(
            f"Le fichier {path} n’a pas été écrit : le dossier {path.parent} n’existe pas.",
            "Créez ce dossier ou donnez un autre chemin.",
        )
    return ReportError(
        f"Le fichier {path} n’a pas été écrit : {os_reason(error)}.",
        "Libérez de la place, fermez-le s’il est ouvert ailleurs, ou donnez un autre chemin ; "
        "ce qui existait n’a pas été touché.",
    )


@contextmanager
def _replacing(target: Path) -> Iterator[BinaryIO]:
    if target.is_dir():
        raise IsADirectoryError(21, "")
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _is_special(target: Path) -> bool:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
