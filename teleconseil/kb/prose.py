"""The prose of a Markdown body, with every character where it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

HIDDEN = "\ufffc"
"""Stands for a character that is not prose: code, an address, a field of a template."""

_NOT_PROSE = re.compile(
    r"(?=[`~{\[(<hmw&|:\- \t])(?:"
    r"^(?P<fence>[ ]{0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^[ ]{0,3}\2[`~]*[ \t]*$|\Z))"
    r"|(?P<code>(?<!`)(`+)(?!`).+?(?<!`)\4(?!`))"
    r"|(?P<field>\{\{[^}\n]*\}\})"
    r"|(?P<wiki>\[\[[^\]|\n]+(?:\||(?=\]\])))"
    r"|(?P<target>(?<=\])\([^)\n]*\)|^\[[^\]\n]+\]:[^\n]*)"
    r"|(?P<comment><!--.*?-->)"
    r"|(?P<tag></?[a-zA-Z][^>\n]*>)"
    r"|(?P<url><?\b(?:https?://|mailto:|www\.)[^\s<>«»]*)"
    r"|(?P<entity>&\#?\w+;)"
    r"|(?P<rule>^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$))",
    re.MULTILINE | re.DOTALL,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_SKIPPED = re.compile(r"^[ \t]*(?:#{1,6}[ \t]|\||>?[ \t]*$)")
_ITEM = re.compile(r"^[ \t]*(?:>[ \t]?)*[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_END = re.compile(r"[.!?…]+[»”)*_\u00a0\u202f]*(?=\s+[«“(*_\u00a0\u202f]*[A-ZÀ-Ý0-9\[])")
_ABBREVIATION = re.compile(r"(?:\b[A-ZÀ-Ý]|\b(?:art|cf|al|ex|n|M))$")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the body."""

    offset: int
    text: str

    @property
    def words(self) -> int:
        """Runs between spaces that hold a letter or a digit."""
        return sum(1 for run in self.text.split() if _WORD.search(run))


@lru_cache(maxsize=8)
def mask(body: str) -> str:
    """The body with code, addresses and fields hidden, every offset kept."""
    masked = _NOT_PROSE.sub(_hide, body)
    return _MAIL.sub(_hide, masked) if "@" in masked else masked


def sentences(body: str) -> Iterator[Sentence]:
    """Sentences of paragraphs and list items; headings, tables and code left out."""
    masked = mask(body)
    for start, end in _runs(masked):
        cursor = start
        for match in _END.finditer(masked, start, end):
            if match[0] == "." and _ABBREVIATION.search(masked, cursor, match.start()):
                continue
            yield Sentence(cursor, masked[cursor : match.end()])
            cursor = match.end() + 1
        if masked[cursor:end].strip():
            yield Sentence(cursor, masked[cursor:end])


def _runs(masked: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph and each list item."""
    start: int | None = None
    offset = 0
    for line in masked.splitlines(keepends=True):
        skipped, item = _SKIPPED.match(line), _ITEM.match(line)
        if start is not None and (skipped or item):
            yield start, offset
            start = None
        if start is None and not skipped:
            start = offset + (item.end() if item else 0)
        offset += len(line)
    if start is not None:
        yield start, offset


def _hide(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", HIDDEN, match.group())
