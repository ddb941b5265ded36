"""``kb verifier --corriger``: what can be mended without judgement."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from teleconseil.kb import frontmatter, frontmatter_edit
from teleconseil.kb.entry import EntryError, read_content, write_entry
from teleconseil.kb.frontmatter import FrontMatterFault
from teleconseil.kb.library import Library
from teleconseil.kb.lint.typography import mend

_DATE_LINE = re.compile(
    r"(?P<key>\b(?:verifiee_le|a_revoir_le|version):[ \t]*)(?P<quote>[\"']?)"
    r"(?P<value>[^\s,}#\"']+)(?P=quote)"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})[/.](\d{1,2})[/.](\d{1,2})")


def fix_entries(library: Library, selected: Callable[[Path], bool] | None = None) -> list[Path]:
    """Mend the files of the folder and read them again; the paths of those that changed."""
    chosen = [path for path in library.paths() if selected is None or selected(path)]
    mended = [path for path in chosen if fix_file(path)]
    if mended:
        library.refresh()
    return mended


def fix_file(path: Path) -> bool:
    """Mend one file; True when it changed. A file that is not a text file is left alone.

    Raises EntryWriteError when it cannot be written.
    """
    try:
        content = read_content(path)
    except (EntryError, OSError):
        return False
    fixed = fix_content(content)
    if fixed == content:
        return False
    write_entry(path, fixed)
    return True


def fix_content(content: str) -> str:
    """Dates of the front matter as 2026-11-22; typography of the title and of the body."""
    try:
        parts = frontmatter.split(content)
    except FrontMatterFault:
        return content
    block = _DATE_LINE.sub(_iso, parts.yaml)
    between = content[parts.yaml_start + len(parts.yaml) : parts.body_start]
    body = mend(content[parts.body_start :])
    return _fix_title(content[: parts.yaml_start] + block + between + body)


def _fix_title(content: str) -> str:
    try:
        found = frontmatter.fields(frontmatter.split(content).yaml).get("titre")
        title = getattr(found.node, "value", None) if found else None
        if not isinstance(title, str) or mend(title) == title:
            return content
        return frontmatter_edit.update(content, {"titre": mend(title)})
    except FrontMatterFault:
        return content


def _iso(match: re.Match[str]) -> str:
    written = _NUMERIC.fullmatch(match["value"])
    if written is None:
        return match.group()
    day, month, year = written[1], written[2], written[3]
    if written[4]:
        year, month, day = written[4], written[5], written[6]
    try:
        return match["key"] + date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return match.group()
