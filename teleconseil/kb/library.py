"""The folder of entries: read whole, watched cheaply, never stopped by one bad file."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from teleconseil import paths
from teleconseil.errors import os_reason
from teleconseil.kb.appellations import APPELLATIONS_FILE, Appellations, read_appellations
from teleconseil.kb.entry import EntryError, content_version, read_content
from teleconseil.kb.entry_cache import EntryCache
from teleconseil.kb.model import Entry, Problem
from teleconseil.kb.scan import Scan, Seen, scan
from teleconseil.kb.synonyms import Synonyms, read_synonyms

_FOLDER = "dossier"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the folder held at one moment. Never changes."""

    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    """By slug, in the order of their paths."""
    problems: tuple[Problem, ...] = ()
    synonyms: Synonyms = field(default_factory=Synonyms)
    """What ``synonymes.toml`` holds."""
    appellations: Appellations = field(default_factory=Appellations)
    """What ``appellations.toml`` holds."""
    stamp: str = ""
    """Changes when an entry, or the synonyms, change."""

    @property
    def folder_problem(self) -> Problem | None:
        """Why the folder cannot be read now; the entries are those read before."""
        return next((problem for problem in self.problems if problem.rule == _FOLDER), None)


@dataclass(frozen=True, slots=True)
class _Read:
    """What reading a file gave."""

    seen: Seen
    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    settled: bool = False
    """Two passes in a row found it the same: it was not caught between two writes."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What reading the names of chapters gave."""

    seen: Seen | None
    appellations: Appellations
    problems: tuple[Problem, ...]


class Library:
    """The entries of one folder. Threads may share it; ``snapshot`` never blocks."""

    def __init__(self, folder: Path, *, cache_dir: Path | None = None) -> None:
        self.folder = folder
        self._cache = EntryCache(folder, lambda: cache_dir or paths.cache_dir())
        self._lock = threading.Lock()
        self._files: dict[Path, _Read] = {}
        self._replaced: dict[str, Entry] = {}
        self._scan = Scan()
        self._loaded = False
        self._named: _Named | None = None
        self._snapshot = Snapshot()

    @property
    def snapshot(self) -> Snapshot:
        """What the last ``load`` or ``refresh`` saw."""
        return self._snapshot

    def entry(self, slug: str) -> Entry | None:
        """The entry of that slug, or None."""
        return self._snapshot.entries.get(slug)

    def content(self, slug: str, version: str) -> str | None:
        """The whole text of a version that was loaded since the start, even if replaced since."""
        current = self.entry(slug)
        known = current if current and current.version == version else self._replaced.get(version)
        return known.content if known else None

    def paths(self) -> list[Path]:
        """Every entry file that the last pass saw, those that cannot be read included."""
        return list(self._files)

    def load(self) -> Snapshot:
        """Read the whole folder again."""
        with self._lock:
            self._files.clear()
            self._loaded = False
            self._named = None
            self._pass()
            return self._snapshot

    def refresh(self) -> bool:
        """Look for what changed on disk since the last pass and read only that.

        True when the snapshot is a new one. A folder that has gone leaves the entries as they
        were, with a problem that says so.
        """
        with self._lock:
            return self._pass()

    def _pass(self) -> bool:
        try:
            found = scan(self.folder)
        except OSError as error:
            return self._folder_gone(os_reason(error))
        if found.is_empty and self._files:
            return self._folder_gone("il est vide")
        if self._loaded and self._is_as_it_was(found):
            return self._folder_back()
        self._files = self._read_all(found)
        self._scan = found
        self._loaded = True
        before, now = self._snapshot, self._assemble()
        if now == before:
            return False
        self._snapshot = now
        for slug, entry in before.entries.items():
            if now.entries.get(slug) is not entry:
                self._replaced[entry.version] = entry
        self._cache.keep(read.entry for read in self._files.values() if read.entry)
        return True

    def _is_as_it_was(self, found: Scan) -> bool:
        return (
            found.files.keys() == self._scan.files.keys()
            and (found.words, found.problems) == (self._scan.words, self._scan.problems)
            and all(
                read.settled and found.files.get(path, read.seen) == read.seen
                for path, read in self._files.items()
            )
        )

    def _read_all(self, found: Scan) -> dict[Path, _Read]:
        """What each file holds, by path; below a folder that cannot be read, what it held."""
        kept = {
            path: read
            for path, read in self._files.items()
            if any(path.is_relative_to(folder) for folder in found.unread)
        }
        reads = kept | {path: self._reading(path, seen) for path, seen in found.files.items()}
        return dict(sorted(reads.items()))

    def _reading(self, path: Path, seen: Seen) -> _Read:
        """The file as it is, read once more in the pass after the one that saw it change.

        Two saves of the same length within a tick of the disk's clock look like one: the second
        is found by that. A file that looks half written serves as it was until then.
        """
        before = self._files.get(path)
        if before is None:
            return self._read(path, seen)
        same = before.seen == seen
        if same and (before.settled or _holds(path, before.entry)):
            return replace(before, settled=True)
        read = replace(self._read(path, seen), settled=same)
        if before.entry is not None and not same and _looks_half_written(read):
            return _Read(seen, before.entry)
        return read

    def _read(self, path: Path, seen: Seen) -> _Read:
        try:
            return _Read(seen, self._cache.read(path))
        except EntryError as error:
            return _Read(seen, None, error.problems)
        except OSError as error:
            problem = Problem(
                path,
                1,
                1,
                f"La fiche ne peut pas être lue : {os_reason(error)}.",
                "Vérifiez les droits d’accès du fichier.",
                rule="lecture",
            )
            return _Read(seen, None, (problem,))

    def _assemble(self) -> Snapshot:
        entries: dict[str, Entry] = {}
        problems: list[Problem] = []
        for read in self._files.values():
            problems += read.problems
            if read.entry is None:
                continue
            first = entries.setdefault(read.entry.slug, read.entry)
            if first is not read.entry:
                problems.append(_duplicate(self.folder, first, read.entry))
        synonyms, faults = read_synonyms(self.folder)
        if synonyms is None:  # half written, or mistyped: they serve as they were
            synonyms = self._snapshot.synonyms
        named = self._read_appellations()
        return Snapshot(
            MappingProxyType(entries),
            (*problems, *self._scan.problems, *faults, *named.problems),
            synonyms,
            named.appellations,
            _stamp(entries, synonyms),
        )

    def _read_appellations(self) -> _Named:
        """Read again only when the file changed: it holds thousands of names."""
        seen = self._scan.words.get(APPELLATIONS_FILE)
        if self._named is None or self._named.seen != seen:
            appellations, problems = read_appellations(self.folder)
            known = appellations or self._snapshot.appellations
            self._named = _Named(seen, known, problems)
        return self._named

    def _folder_gone(self, reason: str) -> bool:
        problem = Problem(
            self.folder,
            1,
            1,
            f"Le dossier des fiches {self.folder} ne peut pas être lu : {reason}.",
            "Rétablissez-le (partage réseau, droits) ou corrigez TELECONSEIL_KB_DIR ; "
            "les fiches déjà lues restent utilisables.",
            rule=_FOLDER,
        )
        if problem in self._snapshot.problems:
            return False
        problems = (*_without_folder(self._snapshot.problems), problem)
        self._snapshot = replace(self._snapshot, problems=problems)
        return True

    def _folder_back(self) -> bool:
        problems = _without_folder(self._snapshot.problems)
        if problems == self._snapshot.problems:
            return False
        self._snapshot = replace(self._snapshot, problems=problems)
        return True


def _holds(path: Path, entry: Entry | None) -> bool:
    """The file still has that very content."""
    with suppress(EntryError, OSError):
        return entry is not None and content_version(read_content(path)) == entry.version
    return False


def _looks_half_written(read: _Read) -> bool:
    """Its front matter is not whole, a character is cut in two, or it is not there just now."""
    return any(problem.rule in {"en-tete", "encodage", "lecture"} for problem in read.problems)


def _duplicate(folder: Path, first: Entry, second: Entry) -> Problem:
    kept = first.path.relative_to(folder)
    return Problem(
        second.path,
        1,
        1,
        f"Le nom de fiche « {second.slug} » est déjà pris par {kept} : "
        f"{second.path.relative_to(folder)} n’est pas chargée.",
        "Renommez ou supprimez l’un des deux fichiers.",
        rule="nom-en-double",
    )


def _without_folder(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.rule != _FOLDER)


def _stamp(entries: Mapping[str, Entry], synonyms: Synonyms) -> str:
    digest = hashlib.sha256()
    for slug, entry in sorted(entries.items()):
        digest.update(f"{slug}\0{entry.version}\n".encode())
    never_fuzzy = sorted(synonyms.never_fuzzy)
    digest.update(repr((synonyms.groups, never_fuzzy)).encode())
    return digest.hexdigest()[:16]
