"""What goes into a cell of a file, so that no spreadsheet runs it as a formula."""

from __future__ import annotations

import re

from teleconseil.text import clean_line

_FORMULA = re.compile(r"'*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)


def neutralise(text: str) -> str:
    """The text with a leading apostrophe when a spreadsheet would run it as a formula."""
    return f"'{text}" if _runs(text) else text


def restore(cell: str) -> str:
    """The text that ``neutralise`` was given."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def one_line(text: str, width: int | None = None) -> str:
    """The cleaned text on one line, cut to ``width`` characters with an ellipsis."""
    flat = clean_line(text)
    if width is None or len(flat) <= width:
        return flat
    return flat[: max(0, width - 1)].rstrip() + "…"


def _runs(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
