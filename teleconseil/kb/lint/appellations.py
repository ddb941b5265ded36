"""Rule on the names that people use: what they name stands in the imported texts."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from teleconseil.kb.appellations import Appellations, known_as, named_by
from teleconseil.kb.lint.context import WARNING, Context
from teleconseil.kb.model import ArticlePlace, Problem

RULE = "appellation-sans-article"

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_PARTS = rf"\s*{_PART}(?:\s*\.\s*{_PART})*\s*"
_TABLE = re.compile(rf"\s*(\[{_PARTS}\])\s*(?:#.*)?$")
_KEY = re.compile(rf"({_PARTS})=")


@dataclass(frozen=True, slots=True)
class Lost:
    """What the file gives names to, and that no article of an imported text is or stands under."""

    text: str
    chapter: str
    """Or the id of an article."""
    title: str = ""
    """As ``known_as`` gives it; empty when the chapter itself has no article."""
    near: str = ""
    """The title that is probably meant, as the text writes it."""


class _Written(NamedTuple):
    line: int
    key: str


def lost_places(appellations: Appellations, context: Context) -> tuple[Lost, ...]:
    """What has names and is not there; nothing of a text that was not imported."""
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in appellations.names:
        if name.text in context.known_texts:
            named[name.text, name.chapter].add(name.title)
    held: dict[tuple[str, str], dict[str, str]] = {}
    for text in {text for text, _ in named}:
        if context.texts is not None:
            held |= _titles(text, context.texts.outline(text), named)
    lost: list[Lost] = []
    for (text, chapter), titles in named.items():
        known = held.get((text, chapter))
        if known is None:
            lost.append(Lost(text, chapter))
        else:
            free = {title: heading for title, heading in known.items() if title not in titles}
            for title in sorted(titles - known.keys() - {""}):
                lost.append(Lost(text, chapter, title, _nearest(title, free)))
    return tuple(lost)


def lost_names(appellations: Appellations, lost: Sequence[Lost]) -> Iterator[Problem]:
    """Names that lead nowhere: each chapter, title or article is named where the file writes it."""
    if not lost or appellations.path is None:
        return
    written = _keys(appellations.path)
    for place in lost:
        yield _problem(place, appellations.path, written)


def _titles(
    text: str, outline: Iterable[ArticlePlace], named: Mapping[tuple[str, str], Set[str]]
) -> dict[tuple[str, str], dict[str, str]]:
    """Of each named chapter that has articles, the titles above these, by how they compare.

    None where no title has names: comparing takes longer than reading.
    """
    paths: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for number, ident, cid, path in outline:
        for called in named_by(number, ident, cid):
            if (text, called) in named:
                paths[text, called].add(path)
    asked = {place: found if any(named[place]) else () for place, found in paths.items()}
    every = {heading for found in asked.values() for path in found for heading in path}
    known = {heading: known_as(heading) for heading in every}
    return {
        place: {known[heading]: heading for path in found for heading in path}
        for place, found in asked.items()
    }


def _nearest(title: str, known: Mapping[str, str]) -> str:
    """The title that has no name yet and is much like this one, without its number."""
    from rapidfuzz import process

    found = process.extractOne(title, list(known), score_cutoff=75)
    return known[found[0]].rpartition(" : ")[2].strip(" .") if found else ""


def _problem(place: Lost, path: Path, written: Mapping[tuple[str, ...], _Written]) -> Problem:
    text, chapter = place.text, place.chapter
    is_chapter = chapter.isdigit()
    line = written.get((text, chapter), _Written(1, "")).line
    if place.title:
        line, title = written.get((text, chapter, place.title), _Written(line, place.title))
        whose = f"du chapitre {chapter}" if is_chapter else f"nommé {chapter}"
        said = f"Aucun article {whose} de « {text} » n’est sous le titre « {title} »"
        remedy = "Recopiez un titre du texte, ou retirez ces noms."
        if place.near:
            remedy = f"Est-ce « {place.near} » ? Sinon, retirez ces noms."
    elif is_chapter:
        said = f"Le chapitre {chapter} n’a aucun article dans « {text} »"
        remedy = "Corrigez les premiers chiffres de ses articles, ou retirez ces noms."
    else:
        said = f"L’article {chapter} n’est pas dans « {text} », ou n’y est plus"
        remedy = "Cherchez l’identifiant par « teleconseil textes article », ou retirez ces noms."
    return Problem(path, line, 1, f"{said} : ces noms ne servent pas.", remedy, WARNING, RULE)


def _keys(path: Path) -> dict[tuple[str, ...], _Written]:
    """Where each key of the file stands, by the keys that lead to it, a title as it compares.

    Found line by line, for a library that reads TOML does not say: a key that is written in an
    unusual way may be missing.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[tuple[str, ...], _Written] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        if header := _TABLE.match(line):
            table = keys = _parts(header[1])
        elif key := _KEY.match(line):
            keys = (*table, *_parts(f"{key[1]} = 0"))
        else:
            continue
        for depth in range(1, len(keys) + 1):
            *above, last = keys[:depth]
            place = (*above, known_as(last)) if depth == 3 else (*above, last)
            found.setdefault(place, _Written(number, last))
    return found


def _parts(toml: str) -> tuple[str, ...]:
    """The keys that a header or an assignment writes, without their quotes."""
    try:
        read: object = tomllib.loads(toml)
    except tomllib.TOMLDecodeError:
        return ()
    keys: list[str] = []
    while isinstance(read, dict) and read:
        ((key, read),) = read.items()
        keys.append(key)
    return tuple(keys)
