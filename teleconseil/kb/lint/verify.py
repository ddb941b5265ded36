"""All the rules over the whole knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from teleconseil.domain import Topic
from teleconseil.kb.entry import EntryError, content_version, parse_entry, read_content
from teleconseil.kb.freshness import ArticleSource
from teleconseil.kb.library import Library
from teleconseil.kb.lint.citations import cited_articles, no_source
from teleconseil.kb.lint.context import Context, Page
from teleconseil.kb.lint.duplicates import near_duplicates
from teleconseil.kb.lint.figures import unsourced_figure
from teleconseil.kb.lint.front_matter import (
    file_name,
    review_dates,
    same_person,
    unknown_pole,
    unknown_topic,
)
from teleconseil.kb.lint.links import broken_link
from teleconseil.kb.lint.structure import (
    long_sentence,
    long_short_answer,
    missing_caution,
    missing_section,
    template_fields,
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
    template_fields,
    missing_caution,
    broken_link,
    cited_articles,
    no_source,
    unsourced_figure,
    typography,
    long_short_answer,
    long_sentence,
)
"""What is asked of each entry; ``near_duplicates`` is asked of all of them together."""


def verify(
    library: Library,
    texts: ArticleSource | None,
    topics: Iterable[Topic],
    today: date,
) -> list[Problem]:
    """Every mistake of the knowledge base, by file and line.

    Without themes, themes are not checked; a text that was not imported is a warning.
    """
    snapshot = library.snapshot
    context = Context(snapshot.entries, {topic.slug: topic for topic in topics}, texts, today)
    problems = list(snapshot.problems)
    for entry in snapshot.entries.values():
        problems += _verify_entry(entry, context)
    problems += near_duplicates(snapshot.entries)
    return sorted(problems, key=lambda p: (str(p.path), p.line, p.column, p.rule))


def _verify_entry(entry: Entry, context: Context) -> list[Problem]:
    """Mistakes of one entry, as its file is now."""
    try:
        content = read_content(entry.path)
        if content_version(content) != entry.version:
            entry = parse_entry(entry.path, content)
    except EntryError as error:
        return list(error.problems)
    except OSError:
        return []
    page = Page(entry, content)
    return [problem for rule in RULES for problem in rule(page, context)]
