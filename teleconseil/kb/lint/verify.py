"""All the rules over the whole knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from teleconseil.domain import Topic
from teleconseil.kb.appellations import Appellations
from teleconseil.kb.freshness import ArticleSource
from teleconseil.kb.library import Library, Snapshot
from teleconseil.kb.lint.appellations import Lost, lost_names, lost_places
from teleconseil.kb.lint.citations import cited_articles, no_source
from teleconseil.kb.lint.context import Context, Page
from teleconseil.kb.lint.duplicates import near_duplicates
from teleconseil.kb.lint.figures import unsourced_figure
from teleconseil.kb.lint.formulations import formulations, repeated_formulations
from teleconseil.kb.lint.front_matter import (
    file_name,
    review_dates,
    same_person,
    unknown_pole,
    unknown_topic,
)
from teleconseil.kb.lint.letters import letter_fields
from teleconseil.kb.lint.links import broken_link
from teleconseil.kb.lint.structure import (
    long_sentence,
    long_short_answer,
    missing_caution,
    missing_section,
)
from teleconseil.kb.lint.typography import typography
from teleconseil.kb.model import Entry, Problem

Rule = Callable[[Page, Context], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    file_name,
    unknown_pole,
    unknown_topic,
    same_person,
    review_dates,
    missing_section,
    letter_fields,
    missing_caution,
    broken_link,
    cited_articles,
    no_source,
    unsourced_figure,
    typography,
    long_short_answer,
    long_sentence,
    formulations,
)
"""What is asked of each entry; two more are asked of all of them together, ``near_duplicates`` and
``repeated_formulations``, and one of the names of chapters, ``lost_names``."""


def verify(
    library: Library,
    texts: ArticleSource | None,
    topics: Iterable[Topic],
    today: date,
) -> list[Problem]:
    """Every mistake of the knowledge base as it was loaded, by file and line.

    Without themes, themes are not checked; a text that was not imported is a warning.
    """
    return Verifier().verify(library.snapshot, texts, topics, today)


class Verifier:
    """Verifies a folder again and again: an entry that has not changed is not read twice.

    What an entry is judged against (the names of the others, themes, texts, the day) counts too:
    when that changes, every entry is verified anew. The names of chapters are looked for again when
    they or the texts change.
    """

    def __init__(self) -> None:
        self._remembered: tuple[object, dict[tuple[Path, str], list[Problem]]] = (None, {})
        """What entries were judged against, and what was found; replaced whole, for threads."""
        self._lost: tuple[tuple[Appellations, str] | None, tuple[Lost, ...]] = (None, ())
        """Which names the texts of that stamp were asked for, and those that they do not hold."""

    def verify(
        self,
        snapshot: Snapshot,
        texts: ArticleSource | None,
        topics: Iterable[Topic],
        today: date,
    ) -> list[Problem]:
        """Every mistake, by file and line; as ``verify`` says."""
        by_slug = {topic.slug: topic for topic in topics}
        stamp = texts.stamp() if texts else ""
        around = (frozenset(snapshot.entries), tuple(by_slug.values()), stamp, today)
        before, kept = self._remembered
        if before != around:
            kept = {}
        found_now: dict[tuple[Path, str], list[Problem]] = {}
        context = Context(snapshot.entries, by_slug, texts, today)
        problems = list(snapshot.problems)
        for entry in snapshot.entries.values():
            key = (entry.path, entry.version)
            known = kept.get(key)
            found = _verify_entry(entry, context) if known is None else known
            found_now[key] = found
            problems += found
        self._remembered = (around, found_now)
        problems += near_duplicates(snapshot.entries)
        problems += repeated_formulations(snapshot.entries)
        problems += lost_names(snapshot.appellations, self._lost_places(context, snapshot, stamp))
        return sorted(problems, key=lambda p: (str(p.path), p.line, p.column, p.rule))

    def _lost_places(self, context: Context, snapshot: Snapshot, stamp: str) -> tuple[Lost, ...]:
        asked = (snapshot.appellations, stamp)
        before, lost = self._lost
        if before != asked:
            lost = lost_places(snapshot.appellations, context)
            self._lost = (asked, lost)
        return lost


def _verify_entry(entry: Entry, context: Context) -> list[Problem]:
    page = Page(entry, entry.content)
    return [problem for rule in RULES for problem in rule(page, context)]
