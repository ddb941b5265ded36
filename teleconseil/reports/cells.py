"""What goes into a cell of a table or of a list."""

from __future__ import annotations

from teleconseil.text import clean_line


def one_line(text: str, width: int | None = None) -> str:
    """The cleaned text on one line, cut to ``width`` characters with an ellipsis."""
    flat = clean_line(text)
    if width is None or len(flat) <= width:
        return flat
    return flat[: max(0, width - 1)].rstrip() + "…"
