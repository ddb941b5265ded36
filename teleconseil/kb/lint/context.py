"""What the rules look at: an entry with its file, and the whole knowledge base around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from teleconseil.domain import Topic
from teleconseil.kb import frontmatter
from teleconseil.kb.freshness import ArticleSource, Resolved, resolve
from teleconseil.kb.model import Citation, Entry, Problem

ERROR = "erreur"
WARNING = "avertissement"


@dataclass(frozen=True)
class Page:
    """An entry and the text of its file, to say where a fault stands."""

    entry: Entry
    content: str

    @cached_property
    def body_offset(self) -> int:
        return frontmatter.split(self.content).body_start

    @cached_property
    def keys(self) -> Mapping[str, frontmatter.Field]:
        return frontmatter.fields(frontmatter.split(self.content).yaml)

    def at_key(
        self, rule: str, key: str, message: str, remedy: str, severity: str = ERROR
    ) -> Problem:
        """A fault of a front matter key; of the first line when the key is not there."""
        found = self.keys.get(key)
        line, column = (found.line, found.column) if found else (1, 1)
        return Problem(self.entry.path, line, column, message, remedy, severity, rule)

    def at_body(
        self, rule: str, offset: int, message: str, remedy: str, severity: str = ERROR
    ) -> Problem:
        """A fault at an offset of the body."""
        line, column = self.place(offset)
        return Problem(self.entry.path, line, column, message, remedy, severity, rule)

    def at_body_line(
        self, rule: str, line: int, message: str, remedy: str, severity: str = ERROR
    ) -> Problem:
        """A fault on a line of the body (1-based)."""
        first, _ = self.place(0)
        return Problem(self.entry.path, first + line - 1, 1, message, remedy, severity, rule)

    def place(self, body_offset: int) -> tuple[int, int]:
        """Line and column in the file of an offset of the body, both from 1."""
        text, offset = self.content, self.body_offset + body_offset
        start = text.rfind("\n", 0, offset) + 1
        return text.count("\n", 0, offset) + 1, offset - start + 1


@dataclass(frozen=True)
class Context:
    """The knowledge base around an entry."""

    entries: Mapping[str, Entry]
    topics: Mapping[str, Topic]
    """By slug; empty when the themes are not known, and then not checked."""
    texts: ArticleSource | None
    today: date
    resolved: dict[tuple[str, str, str | None, date | None], Resolved] = field(default_factory=dict)
    """Cited articles already looked up."""
    figures: dict[str, frozenset[str]] = field(default_factory=dict)
    """Figures of the articles already read, by their id."""

    @cached_property
    def poles(self) -> frozenset[str]:
        return frozenset(topic.pole for topic in self.topics.values())

    @cached_property
    def known_texts(self) -> frozenset[str]:
        """Slugs of the texts that were imported."""
        if self.texts is None:
            return frozenset()
        return frozenset(text.slug for text in self.texts.texts())

    def resolve(self, citation: Citation) -> Resolved:
        """What the imported texts know of a cited article; entries cite the same ones."""
        key = (citation.text, citation.article, citation.ident, citation.version)
        if key not in self.resolved:
            found = Resolved(None, None) if self.texts is None else resolve(citation, self.texts)
            self.resolved[key] = found
        return self.resolved[key]
