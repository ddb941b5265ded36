"""``synonymes.toml``: the acronyms of the sector and the other ways that callers say things."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from teleconseil.kb.model import Problem
from teleconseil.kb.word_files import WordFile, line_of, texts

SYNONYMS_FILE = "synonymes.toml"
_FILE = WordFile(
    SYNONYMS_FILE,
    "Le fichier des synonymes",
    "Un groupe a un « terme », un « developpe » et une liste de « formes ».",
    "synonymes",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of an ambiguous acronym, and the words beside it that point to it."""

    meaning: str
    clues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """One thing under its several names."""

    term: str
    """The acronym or the word as it is typed."""
    expansion: str = ""
    """What it means, in the words of the entries and of the texts."""
    forms: tuple[str, ...] = ()
    """The other ways to say it."""
    readings: tuple[Reading, ...] = ()
    """Empty unless the term is ambiguous."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The whole file."""

    groups: tuple[SynonymGroup, ...] = ()
    never_fuzzy: frozenset[str] = frozenset()
    """Acronyms that are never repaired into another one."""


def read_synonyms(folder: Path) -> tuple[Synonyms | None, tuple[Problem, ...]]:
    """The folder's synonyms, and what is wrong with the file. No file, no synonyms.

    None for the synonyms of a file that cannot be read at all.
    """
    data, problems = _FILE.read(folder)
    return (None, problems) if data is None else _read(folder / SYNONYMS_FILE, data)


def _read(path: Path, data: dict[str, object]) -> tuple[Synonyms, tuple[Problem, ...]]:
    problems: list[Problem] = []
    groups: list[SynonymGroup] = []
    listed = data.get("groupe", [])
    for number, table in enumerate(listed if isinstance(listed, list) else [listed], 1):
        group = _group(table)
        if group is None:
            message = f"Le groupe de synonymes n° {number} est mal formé : il est laissé de côté."
            line = line_of(path, "[[groupe]]", number)
            problems.append(_FILE.problem(path, message, line=line))
        else:
            groups.append(group)
    never = frozenset(word.casefold() for word in texts(data.get("jamais_flou")) or ())
    return Synonyms(tuple(groups), never), tuple(problems)


def _group(table: object) -> SynonymGroup | None:
    if not isinstance(table, dict):
        return None
    term, expansion = table.get("terme"), table.get("developpe", "")
    forms, readings = texts(table.get("formes")), _readings(table.get("lectures", []))
    if not isinstance(term, str) or not term.strip() or not isinstance(expansion, str):
        return None
    if forms is None or readings is None:
        return None
    return SynonymGroup(term, expansion, forms, readings)


def _readings(value: object) -> tuple[Reading, ...] | None:
    if not isinstance(value, list):
        return None
    readings = []
    for item in value:
        meaning = item.get("sens") if isinstance(item, dict) else None
        clues = texts(item.get("indices")) if isinstance(item, dict) else None
        if not isinstance(meaning, str) or clues is None:
            return None
        readings.append(Reading(meaning, clues))
    return tuple(readings)
