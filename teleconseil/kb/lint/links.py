"""Rule on the links from one entry to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from teleconseil.kb.lint.context import Context, Page
from teleconseil.kb.model import Problem

_CODE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,}).*?(?:^[ ]{0,3}\1|\Z)|(`+).+?\2", re.M | re.S)
_WIKI = re.compile(r"\[\[([^\]|\n]+)(?:\|[^\]\n]*)?\]\]")
_RELATIVE = re.compile(r"\]\((?![a-z][a-z0-9+.-]*:|/|#)([^)\s#]+\.md)(?:#[^)]*)?\)", re.I)


def broken_link(page: Page, context: Context) -> Iterator[Problem]:
    """``[[slug]]`` and relative ``.md`` links lead to an entry."""
    body = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), page.entry.body)
    targets = [(m.start(), m[1].strip()) for m in _WIKI.finditer(body)]
    targets += [(m.start(), PurePosixPath(m[1]).stem) for m in _RELATIVE.finditer(body)]
    for offset, slug in sorted(targets):
        if slug not in context.entries:
            message = f"Le lien mène à la fiche « {slug} », qui n’existe pas."
            yield page.at_body("lien-casse", offset, message, _nearest(slug, context))


def _nearest(slug: str, context: Context) -> str:
    from rapidfuzz import process

    found = process.extractOne(slug, list(context.entries), score_cutoff=75)
    return f"Vouliez-vous dire « {found[0]} » ?" if found else "Corrigez ou retirez le lien."
