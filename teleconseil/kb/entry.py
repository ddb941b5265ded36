"""One answer of the knowledge base: read from its file, changed, written back."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from teleconseil.errors import TeleconseilError, os_reason
from teleconseil.kb import frontmatter, frontmatter_edit
from teleconseil.kb.fields import Reader
from teleconseil.kb.frontmatter import FrontMatterFault
from teleconseil.kb.markdown import headings, section, short_answer
from teleconseil.kb.model import Entry, EntryState, EntryType, Problem

__all__ = [
    "MAX_BYTES",
    "EntryError",
    "EntryWriteError",
    "content_version",
    "headings",
    "parse_entry",
    "read_content",
    "section",
    "short_answer",
    "slug_of",
    "update_front_matter",
    "write_entry",
]

MAX_BYTES = 1024 * 1024
"""Beyond this an entry is reported and not loaded: the longest answers have some 10,000 bytes."""


class EntryError(TeleconseilError):
    """An entry that cannot be read: ``problem`` is the first mistake, ``problems`` all of them."""

    def __init__(self, *problems: Problem) -> None:
        first = problems[0]
        super().__init__(f"{first.path}, ligne {first.line} : {first.message}", first.remedy)
        self.problem = first
        self.problems = problems


class EntryWriteError(TeleconseilError):
    """An entry could not be written; the file on disk is as it was."""


def read_content(path: Path) -> str:
    """The file as text, line ends as they are.

    Raises EntryError when it is not a text file in UTF-8 of a reasonable size, and OSError when
    the system refuses.
    """
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        size = f"{path.stat().st_size / MAX_BYTES:.1f}".replace(".", ",")
        message = f"La fiche pèse {size} Mio : elle n’est pas chargée (1 Mio au plus)."
        _fail(path, 1, 1, message, "Une fiche tient en deux pages : coupez-la.", "trop-longue")
    nul = data.find(b"\x00")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "La fiche est en UTF-16."
        _fail(path, 1, 1, message, "Enregistrez-la à nouveau en UTF-8.", "encodage")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        message = "La fiche contient un octet nul : ce n’est pas un fichier de texte."
        _fail(path, line, 1, message, "Rétablissez une version saine du fichier.", "octet-nul")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before) - before.rfind(b"\n")
        message = "La fiche n’est pas en UTF-8 (elle est sans doute en Latin-1 ou Windows-1252)."
        remedy = "Enregistrez-la à nouveau en UTF-8."
        _fail(path, before.count(b"\n") + 1, column, message, remedy, "encodage")


def parse_entry(path: Path, content: str | None = None) -> Entry:
    """The entry in a file, or in ``content`` as if it were in that file.

    Raises EntryError with every mistake of its front matter, and OSError when the file cannot be
    read.
    """
    if content is None:
        content = read_content(path)
    try:
        parts = frontmatter.split(content)
        found = frontmatter.fields(parts.yaml)
    except FrontMatterFault as fault:
        _fail(path, fault.line, fault.column, fault.message, fault.remedy, "en-tete")
    reader = Reader(path, found)
    entry = Entry(
        slug=slug_of(path),
        path=path,
        title=reader.text("titre", required=True),
        type=reader.choice("type", EntryType, EntryType.ANSWER),
        pole=reader.text("pole", required=True),
        topics=reader.texts("themes"),
        agreements=reader.texts("convention"),
        keywords=reader.texts("mots_cles"),
        citations=reader.citations("sources"),
        state=reader.choice("etat", EntryState, EntryState.DRAFT, required=True),
        written_by=reader.text("redigee_par"),
        validated_by=reader.text("validee_par"),
        verified_on=reader.day("verifiee_le"),
        review_on=reader.day("a_revoir_le"),
        body=content[parts.body_start :],
        version=content_version(content),
        by_hand=reader.texts("verifie_a_la_main"),
        formulations=reader.sentences("formulations"),
        extra=frontmatter.plain_values(parts.yaml, reader.rest()),
        content=content,
    )
    if reader.problems:
        raise EntryError(*reader.problems)
    return entry


def slug_of(path: Path) -> str:
    """The name of the entry in that file; macOS writes an accent apart from its letter."""
    return unicodedata.normalize("NFC", path.stem)


def content_version(content: str) -> str:
    """What identifies this very content: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def update_front_matter(content: str, changes: Mapping[str, object]) -> str:
    """``content`` with these front matter keys changed, added, or taken away when ``None``.

    Every other byte stays: comments, order, unknown keys, line ends and the body. Raises
    EntryError when the block cannot be read.
    """
    try:
        return frontmatter_edit.update(content, changes)
    except FrontMatterFault as fault:
        _fail(Path(), fault.line, fault.column, fault.message, fault.remedy, "en-tete")


def write_entry(path: Path, content: str) -> None:
    """Write the file at once or not at all, with the line ends that it had.

    Raises EntryWriteError; the earlier content is then untouched.
    """
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        data = _with_line_ends(target, content).encode("utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data, mode)
    except UnicodeEncodeError as error:
        message = f"La fiche {path.name} contient un caractère que UTF-8 ne connaît pas."
        raise EntryWriteError(message, "Effacez-le et enregistrez à nouveau.") from error
    except OSError as error:
        message = f"La fiche {path} n’a pas pu être enregistrée : {os_reason(error)}."
        raise EntryWriteError(message, "Le fichier précédent est intact.") from error


def _replace(target: Path, data: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _with_line_ends(target: Path, content: str) -> str:
    if "\r" in content or not target.is_file():
        return content
    with target.open("rb") as file:
        head = file.read(4096)
    return re.sub("\n", "\r\n", content) if b"\r\n" in head else content


def _fail(path: Path, line: int, column: int, message: str, remedy: str, rule: str) -> NoReturn:
    raise EntryError(Problem(path, line, column, message, remedy, rule=rule))
