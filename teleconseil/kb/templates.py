"""Letters and e-mails with ``{{champs}}``: what they ask for, and what a question can fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FIELD = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*)[ \t]*\}\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A template after filling."""

    text: str
    missing: tuple[str, ...]
    """Fields that nothing filled, in order; they are still visible in the text."""


def fields(body: str) -> list[str]:
    """Names of the fields of a template, in the order in which they first appear."""
    return list(dict.fromkeys(_FIELD.findall(body)))


def fill(body: str, values: Mapping[str, str]) -> Filled:
    """The template with the values that are known; an empty value leaves the field visible.

    A value is put in as it is: braces in it are never read as another field.
    """
    missing: dict[str, None] = {}

    def put(match: re.Match[str]) -> str:
        value = _CONTROL.sub("", values.get(match[1], "")).strip()
        if not value:
            missing[match[1]] = None
            return f"{{{{{match[1]}}}}}"
        return value

    return Filled(_FIELD.sub(put, body), tuple(missing))
