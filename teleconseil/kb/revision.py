"""When the law has moved: where an entry leans on an article, and marking it as read again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from teleconseil.kb.entry import update_front_matter
from teleconseil.kb.freshness import ArticleSource, StaleCitation, stale_citations
from teleconseil.kb.frontmatter_edit import update_item
from teleconseil.kb.markdown import plain
from teleconseil.kb.model import Citation, Entry
from teleconseil.kb.prose import sentences

REVIEW_AFTER = timedelta(days=182)
"""How long a verified entry may be used before it is looked at again."""

TRACE_KEY = "relectures"
"""Front matter key of the trace: who read the entry again, and when."""

_SOURCES = re.compile(r"^## +Sources[ \t]*$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|[ \t]*(.+?)[ \t]*\|?[ \t]*$", re.MULTILINE)
_CODE_NUMBER = re.compile(r"([LRDA])\.?\s?(\*?\d[\d-]*)", re.IGNORECASE)


def citing_sentences(entry: Entry, citation: Citation) -> list[str]:
    """Sentences and lines of tables that name the cited article, as plain text.

    The list of sources is left out: it names every article.
    """
    pattern = _naming(citation)
    sources = _SOURCES.search(entry.body)
    body = entry.body[: sources.start()] if sources else entry.body
    found = [
        (sentence.offset, body[sentence.offset : sentence.offset + len(sentence.text)])
        for sentence in sentences(body)
        if pattern.search(sentence.text)
    ]
    found += [
        (row.start(), re.sub(r"\s*\|\s*", " · ", row[1]))
        for row in _TABLE_ROW.finditer(body)
        if pattern.search(row[1])
    ]
    return [plain(text) for _, text in sorted(found)]


def mark_verified(content: str, entry: Entry, texts: ArticleSource, *, by: str, today: date) -> str:
    """The entry's file, verified today by that person against the versions in force.

    Every stale source takes the date and the id of the version in force; a repealed article stays
    as it is cited, and stale, for no version of it can have been read. The person and the day are
    added to the trace.
    """
    stale = {item.citation: item for item in stale_citations(entry, texts)}
    for index, citation in enumerate(entry.citations):
        if citation in stale:
            content = update_item(content, "sources", index, _read_now(stale[citation]))
    trace = {"le": today, "par": by}
    changes: dict[str, object] = {
        "verifiee_le": today,
        "a_revoir_le": today + REVIEW_AFTER,
        TRACE_KEY: [*_trace(entry), trace],
    }
    return update_front_matter(content, changes)


def _read_now(stale: StaleCitation) -> dict[str, object]:
    current = stale.current
    if current is None:
        return {}
    changes: dict[str, object] = {}
    if current.valid_from is not None:
        changes["version"] = current.valid_from
    if stale.citation.ident:
        changes["id"] = current.ident
    return changes


def _trace(entry: Entry) -> Sequence[object]:
    known = entry.extra.get(TRACE_KEY, [])
    return known if isinstance(known, list) else [known]


def _naming(citation: Citation) -> re.Pattern[str]:
    """What names the article in a sentence: « L3141-5 », « L. 3141-5 », « article 22 »."""
    code = _CODE_NUMBER.fullmatch(citation.article)
    if code:
        letter, number = code.groups()
        return re.compile(rf"\b{letter}\.?\s?{re.escape(number)}(?![\d-]*\d)", re.IGNORECASE)
    *annex, number = re.split(r"\s*\bart(?:icle)?\.?\s*", citation.article)
    article = rf"\barticle\s{re.escape(number)}(?![\w-])"
    if annex and annex[0]:
        name = re.escape(annex[0].strip(" ,"))
        return re.compile(rf"{name}\b[^.]*{article}|{article}[^.]*{name}\b", re.IGNORECASE)
    return re.compile(article, re.IGNORECASE)
