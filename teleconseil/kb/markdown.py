"""What can be read out of an entry's Markdown body without rendering it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_SHORT = re.compile(r"^\s*\*\*\s*En bref\s*\*\*\s*(?:[—–:-]\s*)?", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_WIKI = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]*))?\]\]")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
_LINE_MARKS = re.compile(r"^ {0,3}#{1,6}[ \t]+|^ {0,3}>[ \t]?|\\$|[ \t]+$")
"""Marks of a heading or a quotation, and of the end of a line that must be kept."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of the body: a heading, or lines up to the next blank one."""

    line: int
    """1-based, in the body."""
    text: str
    heading: int = 0
    """Level of a heading, 0 for anything else."""
    code: bool = False


@lru_cache(maxsize=8)
def blocks(body: str) -> tuple[Block, ...]:
    """The body as headings, paragraphs (lists and tables included) and code, in order."""
    found: list[Block] = []
    run: list[str] = []
    start, fence = 0, ""
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        heading = None if fence else _HEADING.match(line)
        opens = mark is not None and not fence
        if run and not fence and (opens or heading or not line.strip()):
            found.append(Block(start, "\n".join(run)))
            run = []
        if heading:
            found.append(Block(number, heading.group(2), heading=len(heading.group(1))))
        elif fence or opens or line.strip():
            start = start if run else number
            run.append(line)
        if opens and mark:
            fence = mark.group(1)
        elif fence and mark and mark.group(1).startswith(fence):
            found.append(Block(start, "\n".join(run), code=True))
            run, fence = [], ""
    if run:
        found.append(Block(start, "\n".join(run), code=bool(fence)))
    return tuple(found)


def plain(markdown: str) -> str:
    """A paragraph as plain text on one line: no emphasis, links by their words."""
    return re.sub(r"[ \t\r\n]+", " ", _bare(markdown)).strip()


def plain_lines(markdown: str) -> str:
    """Markdown as the plain text of a letter: its lines and lists as they are, without marks."""
    lines = markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_bare(_LINE_MARKS.sub("", line)) for line in lines).strip()


def _bare(markdown: str) -> str:
    """Without marks, each accent with its letter: macOS writes them apart."""
    markdown = unicodedata.normalize("NFC", markdown)
    text = _WIKI.sub(lambda m: m.group(2) or m.group(1), markdown)
    text = _LINK.sub(r"\1", text)
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text)


def short_answer_block(body: str) -> Block | None:
    """The « **En bref** — … » paragraph, as written."""
    return next((b for b in blocks(body) if not b.code and _SHORT.match(b.text)), None)


def short_answer(body: str) -> str:
    """The « En bref » paragraph as plain text; empty when there is none."""
    block = short_answer_block(body)
    return "" if block is None else plain(_SHORT.sub("", block.text))


def headings(body: str) -> list[str]:
    """Texts of the headings, in order."""
    return [plain(block.text) for block in blocks(body) if block.heading]


def section(body: str, name: str) -> str:
    """Markdown under the heading of that name (apostrophe and case left aside), or empty."""
    wanted = _folded(name)
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    level, start = 0, 0
    for block in blocks(body):
        if level and block.heading and block.heading <= level:
            return "\n".join(lines[start : block.line - 1]).strip()
        if not level and block.heading and _folded(plain(block.text)) == wanted:
            level, start = block.heading, block.line
    return "\n".join(lines[start:]).strip() if level else ""


def _folded(heading: str) -> str:
    return re.sub(r"\s+", " ", heading.replace("’", "'")).strip().casefold()
