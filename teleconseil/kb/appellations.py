"""``appellations.toml``: how people call what the chapters of a code are about.

Nobody asks about « services à la personne » who needs someone to clean; the law says it so. The
names given to a chapter, or to the articles under one of its titles, are searched with them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from teleconseil.kb.model import Problem
from teleconseil.kb.references import chapter_of
from teleconseil.kb.word_files import WordFile, line_of, texts
from teleconseil.text import fold

APPELLATIONS_FILE = "appellations.toml"
_WHOLE = {"chapitre", "article"}
_FILE = WordFile(
    APPELLATIONS_FILE,
    "Le fichier des appellations",
    'Un chapitre s’écrit [code-travail.1225], puis chapitre = ["…"] ou "Titre" = ["…"] ; '
    'un article [ccn66.KALIARTI…], puis article = ["…"].',
    "appellations",
)


@dataclass(frozen=True, slots=True)
class Appellation:
    """What people call a chapter, or the articles under one of its titles."""

    said: str
    text: str
    chapter: str
    """The first digits of its articles, 1225 for L1225-17 as well as D1225-4; or the id of one
    article, in a text that has no such chapters."""
    title: str = ""
    """As ``known_as`` gives it; empty for the whole chapter."""

    @property
    def place(self) -> str:
        """What it names, in one word: no entry is called so."""
        return f"{self.text}/{self.chapter}/{self.title}"


@dataclass(frozen=True, slots=True)
class Appellations:
    """The whole file."""

    names: tuple[Appellation, ...] = ()
    path: Path | None = field(default=None, compare=False)
    """The file; None for names of no file."""

    def of_texts(self, texts: Collection[str]) -> Appellations:
        """Those of these texts alone."""
        return replace(self, names=tuple(n for n in self.names if n.text in texts))


def known_as(heading: str) -> str:
    """A title, for comparing: « Section 2 : Congé d’adoption. » is « conge d'adoption »."""
    return fold(heading.rpartition(" : ")[2]).strip(" .")


def named_by(number: str, ident: str, cid: str) -> set[str]:
    """What the file may name an article by: its chapter in a code, its id, its cid."""
    return {chapter_of(number), ident, cid} - {""}


def read_appellations(folder: Path) -> tuple[Appellations | None, tuple[Problem, ...]]:
    """The folder's names of chapters, and what is wrong with the file. No file, no names.

    None for the names of a file that cannot be read at all.
    """
    data, problems = _FILE.read(folder)
    if data is None:
        return None, problems
    names: list[Appellation] = []
    faults: list[Problem] = []
    for text, chapters in data.items():
        for chapter, lists in chapters.items() if isinstance(chapters, dict) else [("", None)]:
            read = _names(text, chapter, lists)
            if read is None:
                place = f"{text}.{chapter}" if chapter else text
                said = f"Les appellations de « {place} » sont mal formées"
                said = f"{said} : elles sont laissées de côté."
                path = folder / APPELLATIONS_FILE
                faults.append(_FILE.problem(path, said, line=line_of(path, f"[{place}]")))
            else:
                names += read
    return Appellations(tuple(names), folder / APPELLATIONS_FILE), tuple(faults)


def _names(text: str, chapter: str, lists: object) -> list[Appellation] | None:
    """The names of one chapter; None when something is no list of texts."""
    if not isinstance(lists, dict):
        return None
    names: list[Appellation] = []
    for title, listed in lists.items():
        read = texts(listed)
        if read is None:
            return None
        known = "" if title in _WHOLE else known_as(title)
        names += [Appellation(said, text, chapter, known) for said in read]
    return names
