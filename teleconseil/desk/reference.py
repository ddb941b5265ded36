"""Pôles and themes, read from ``themes.toml`` in the knowledge base.

The file is the authority: opening the desk makes the database follow it (``sync``), and so does a
change of the file while the desk is open; a theme that left it is retired there, never deleted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teleconseil.domain import Pole, Topic
from teleconseil.errors import TeleconseilError, os_reason
from teleconseil.kb.word_files import place_of

if TYPE_CHECKING:
    from teleconseil.store import Store

FILE_NAME = "themes.toml"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class ReferenceProblem(TeleconseilError):
    """``themes.toml`` is missing or has a mistake; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class ReferenceData:
    """What ``themes.toml`` says."""

    poles: tuple[Pole, ...]
    topics: tuple[Topic, ...]
    shares: Mapping[str, float]
    """Expected share of each theme among its pôle's questions, in percent, by theme slug."""

    def pole_label(self, slug: str | None) -> str:
        """The pôle's name; the slug itself for one that left the file."""
        return next((p.label for p in self.poles if p.slug == slug), slug or "")

    def topic_label(self, slug: str | None) -> str:
        """« Congés payés › Maladie »; the slug itself for a theme that left the file."""
        labels = {t.slug: t.label for t in self.topics}
        if not slug:
            return ""
        parts = [slug.split("/", 1)[0], slug] if "/" in slug else [slug]
        return " › ".join(labels.get(part, part.rsplit("/", 1)[-1]) for part in parts)


def load_reference_data(kb_dir: Path) -> ReferenceData:
    """Read ``themes.toml`` of that folder.

    Raises:
        ReferenceProblem: no such file, not TOML, or a slug that is wrong, missing or used twice.
    """
    file = kb_dir / FILE_NAME
    content = ""
    try:
        content = file.read_text(encoding="utf-8-sig")
        table = tomllib.loads(content)
    except FileNotFoundError as error:
        raise ReferenceProblem(
            f"Le fichier des thèmes {file} n’existe pas.",
            "Vérifiez le dossier de la base de connaissances (TELECONSEIL_KB_DIR).",
        ) from error
    except OSError as error:
        raise ReferenceProblem(
            f"Le fichier des thèmes {file} ne peut pas être lu : {os_reason(error)}.",
            "Vérifiez ses droits.",
        ) from error
    except UnicodeDecodeError as error:
        raise ReferenceProblem(
            f"Le fichier des thèmes {file} n’est pas en UTF-8.",
            "Enregistrez-le à nouveau en UTF-8.",
        ) from error
    except tomllib.TOMLDecodeError as error:
        line, _ = place_of(error, content)
        raise ReferenceProblem(
            f"Le fichier des thèmes {file}, ligne {line}, n’est pas du TOML lisible.",
            "Corrigez cette ligne, ou celle d’avant.",
        ) from error
    return _Reader(file, content).read(table)


class ReferenceFile:
    """``themes.toml`` of a folder, and whether it is still the one that was read."""

    def __init__(self, kb_dir: Path) -> None:
        self._folder = kb_dir
        self._seen: tuple[int, int, int] | None = None

    def read(self) -> ReferenceData:
        """What the file says now.

        Raises:
            ReferenceProblem: as ``load_reference_data``; the file counts as read all the same.
        """
        self._seen = self._stamp()
        return load_reference_data(self._folder)

    @property
    def has_changed(self) -> bool:
        """It was saved, or went away, since it was read."""
        return self._stamp() != self._seen

    def forget(self) -> None:
        """What was read could not be used: the file is to be read again."""
        self._seen = None

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            status = (self._folder / FILE_NAME).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino


def sync(store: Store, data: ReferenceData) -> None:
    """Make the database's pôles and themes those of the file."""
    store.sync_reference_data(data.poles, data.topics)


class _Reader:
    """Checks and gathers; keeps the text to name the line of a mistake."""

    def __init__(self, file: Path, content: str) -> None:
        self._file = file
        self._lines = content.splitlines()
        self._seen: set[str] = set()
        self._poles: list[Pole] = []
        self._topics: list[Topic] = []
        self._shares: dict[str, float] = {}

    def read(self, table: Mapping[str, Any]) -> ReferenceData:
        for row in self._tables(table, "pole"):
            self._pole(row)
        if not self._poles:
            raise self._problem("", "ne déclare aucun pôle", "Ajoutez une section [[pole]].")
        return ReferenceData(tuple(self._poles), tuple(self._topics), self._shares)

    def _pole(self, row: Mapping[str, Any]) -> None:
        slug = self._slug(row)
        label = self._label(row, slug)
        short = row.get("sigle")
        self._poles.append(
            Pole(slug, label, short if isinstance(short, str) else label[:4], len(self._poles))
        )
        for theme in self._tables(row, "theme"):
            parent = self._slug(theme)
            self._topic(parent, self._label(theme, parent), slug)
            share = theme.get("part", 0)
            if not isinstance(share, int | float) or isinstance(share, bool) or share < 0:
                raise self._problem(
                    parent, f"donne au thème « {parent} » une part qui n’est pas un nombre", ""
                )
            self._shares[parent] = float(share)
            for sub in self._tables(theme, "sous_themes"):
                child = self._slug(sub, within=parent)
                self._topic(child, self._label(sub, child), slug)

    def _topic(self, slug: str, label: str, pole: str) -> None:
        self._topics.append(Topic(slug, label, pole, len(self._topics)))

    def _tables(self, row: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
        rows = row.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise self._problem(
                key, f"donne à « {key} » autre chose qu’une liste", f"Écrivez [[{key}]]."
            )
        yield from rows

    def _slug(self, row: Mapping[str, Any], within: str = "") -> str:
        slug = row.get("slug")
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug):
            raise self._problem(
                str(slug or ""),
                f"a un slug manquant ou incorrect : {slug!r}",
                "Un slug s’écrit en minuscules sans accent, chiffres et tirets.",
            )
        whole = f"{within}/{slug}" if within else slug
        if whole in self._seen:
            raise self._problem(slug, f"déclare deux fois « {whole} »", "Gardez-en un seul.")
        self._seen.add(whole)
        return whole

    def _label(self, row: Mapping[str, Any], slug: str) -> str:
        label = row.get("libelle")
        if not isinstance(label, str) or not label.strip():
            raise self._problem(slug, f"ne donne pas de libellé à « {slug} »", "Ajoutez libelle.")
        return label

    def _problem(self, needle: str, what: str, remedy: str) -> ReferenceProblem:
        """The last line that holds the slug's own part is where a second use of it stands."""
        needle = needle.rsplit("/", 1)[-1]
        numbers = [n for n, line in enumerate(self._lines, 1) if needle and needle in line]
        where = f", ligne {numbers[-1]}," if numbers else ""
        return ReferenceProblem(f"Le fichier des thèmes {self._file}{where} {what}.", remedy)
