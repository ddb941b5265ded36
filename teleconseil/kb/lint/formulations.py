"""Rules on the sentences by which members put the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from teleconseil.kb.formulations import words_of
from teleconseil.kb.lint.context import ERROR, WARNING, Context, Page
from teleconseil.kb.model import Entry, EntryState, Problem

KEY = "formulations"
LONGEST = 400
"""Characters of a sentence: beyond, it tells a case and not the question."""


def formulations(page: Page, _context: Context) -> Iterator[Problem]:
    """Each one is a sentence that can be said, not a letter."""
    for item in _items(page):
        text = item.value.strip() if isinstance(item, yaml.ScalarNode) else ""
        if not words_of(text):
            message = "Une formulation est vide."
            remedy = "Écrivez la phrase, ou effacez la ligne."
            yield _problem(page, item, "formulation-vide", message, remedy, ERROR)
        elif len(text) > LONGEST:
            message = f"Cette formulation compte {len(text)} caractères."
            remedy = f"Gardez la question, en {LONGEST} caractères au plus."
            yield _problem(page, item, "formulation-longue", message, remedy, WARNING)


def repeated_formulations(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """A sentence that stands in two entries leads to neither; the later one is named."""
    first: dict[str, Entry] = {}
    for entry in entries.values():
        if entry.state is EntryState.ARCHIVED:
            continue
        told = {words_of(sentence) for sentence in entry.formulations}
        repeated = {words for words in told if words in first}
        if repeated:
            yield from _repeated(entry, repeated, first)
        first |= dict.fromkeys(told - repeated, entry)


def _repeated(entry: Entry, words: set[str], first: Mapping[str, Entry]) -> Iterator[Problem]:
    page = Page(entry, entry.content)
    for item in _items(page):
        said = words_of(item.value) if isinstance(item, yaml.ScalarNode) else ""
        if said in words:
            message = f"Cette formulation est aussi celle de « {first[said].slug} »."
            remedy = "Laissez-la à la fiche qui y répond, ou dites ce qui distingue les deux cas."
            yield _problem(page, item, "formulation-repetee", message, remedy, WARNING)


def _items(page: Page) -> list[yaml.Node]:
    found = page.keys.get(KEY)
    return list(found.node.value) if found and isinstance(found.node, yaml.SequenceNode) else []


def _problem(
    page: Page, item: yaml.Node, rule: str, message: str, remedy: str, severity: str
) -> Problem:
    line, column = item.start_mark.line + 2, item.start_mark.column + 1
    return Problem(page.entry.path, line, column, message, remedy, severity, rule)
