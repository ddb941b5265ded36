"""French typography: what is wrong in a text, and what it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from teleconseil.kb.lint.context import WARNING, Context, Page
from teleconseil.kb.model import Problem
from teleconseil.kb.prose import HIDDEN, mask

NBSP = "\u00a0"
NARROW = "\u202f"
_SPACES = f" \t{NBSP}{NARROW}"
_FIX = "« kb verifier --corriger » s’en charge."


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands between two offsets, and what should stand there."""

    start: int
    end: int
    right: str
    message: str


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    """Begins with what is wrong, for speed: what must stand before it is in ``before``."""
    before: re.Pattern[str]
    """What the character before the match must be; none stands before the first one."""
    right: str
    """What the whole match becomes."""
    message: str


_LETTER = re.compile(r"[^\W\d_]")
_ANY = re.compile(r"(?s:.)|$")


def _space_before(pattern: str, before: str, space: str) -> _Rule:
    """The rule of a mark that stands after a non-breaking space."""
    message = "Il manque une espace insécable avant « {mark} »."
    return _Rule(re.compile(pattern), re.compile(before), f"{space}{{mark}}", message)


_RULES = (
    _Rule(re.compile(r"'(?=[\w«])"), _LETTER, "’", "Apostrophe droite : écrivez ’."),
    _Rule(
        re.compile(rf"«[ \t]*(?![{NBSP}{NARROW}])(?=\S)"),
        _ANY,
        f"«{NBSP}",
        "Il manque une espace insécable après «.",
    ),
    _Rule(
        re.compile(r"[ \t]*»"),
        re.compile(r"[^\s«]"),
        f"{NBSP}»",
        "Il manque une espace insécable avant ».",
    ),
    _space_before(r" +(?P<mark>:)(?!\w)", rf"[^\s{HIDDEN}:|]", NBSP),
    _space_before(r"(?P<mark>:)(?=\s|\Z)", r"[^\W\d_]|[»)’%€*]", NBSP),
    _space_before(r" +(?P<mark>[;?!])", r"\S", NARROW),
    _space_before(r"(?P<mark>[;?!])(?=[\s*?!)»]|\Z)", r"[\w»)’%€*…]", NARROW),
    _space_before(r" ?(?P<mark>[%€])", r"\d", NBSP),
    _Rule(
        re.compile(r'"(?P<quoted>[^"\n]+)"'),
        _ANY,
        f"«{NBSP}{{quoted}}{NBSP}»",
        "Guillemets droits : écrivez « … ».",
    ),
)


def faults(text: str) -> list[Fault]:
    """Typographic faults of a Markdown text, in order and apart from one another."""
    masked = mask(text)
    found = [
        fault
        for rule in _RULES
        for match in rule.pattern.finditer(masked)
        if (fault := _fault(text, rule, match)) is not None
    ]
    found.sort(key=lambda fault: (fault.start, fault.end))
    apart: list[Fault] = []
    for fault in found:
        if not apart or fault.start >= apart[-1].end:
            apart.append(fault)
    return apart


def mend(text: str) -> str:
    """The text without its faults; mending twice changes nothing more."""
    for _ in range(4):
        found = faults(text)
        if not found:
            return text
        for fault in reversed(found):
            text = text[: fault.start] + fault.right + text[fault.end :]
    return text


def typography(page: Page, _context: Context) -> Iterator[Problem]:
    """Straight apostrophes and quotes, missing non-breaking spaces."""
    for fault in faults(page.entry.title):
        yield page.at_key("typographie", "titre", fault.message, _FIX, WARNING)
    for fault in faults(page.entry.body):
        yield page.at_body("typographie", fault.start, fault.message, _FIX, WARNING)


def _fault(text: str, rule: _Rule, match: re.Match[str]) -> Fault | None:
    start = match.start()
    if not rule.before.match(text[start - 1 : start] if start else ""):
        return None
    groups = match.groupdict()
    mark = groups.get("mark") or ""
    quoted = ""
    if "quoted" in groups:
        quoted = text[match.start("quoted") : match.end("quoted")].strip(_SPACES)
        if not quoted:
            return None
    right = rule.right.format(mark=mark, quoted=quoted)
    return Fault(start, match.end(), right, rule.message.replace("{mark}", mark))
