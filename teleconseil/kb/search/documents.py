"""Entries and articles as documents of the search."""

from __future__ import annotations

import re
from collections.abc import Iterable

from teleconseil.kb.formulations import distinct
from teleconseil.kb.markdown import headings, short_answer
from teleconseil.kb.model import Document, Entry, EntryState, Kind, LegalArticle


def entry_document(entry: Entry, asked: Iterable[str] = ()) -> Document:
    """What of an entry is searched: neither its sources nor the names of the entries it links.

    ``asked``: questions that the entry answered, told after the formulations of its editors.
    """
    return Document(
        kind=Kind.ENTRY,
        ident=entry.slug,
        title=entry.title,
        keywords=", ".join(entry.keywords),
        summary=short_answer(entry.body),
        headings="\n".join(h for h in headings(entry.body) if h not in _COMMON_HEADINGS),
        body=_own_words(entry.body),
        pole=entry.pole,
        topic=entry.topics[0] if entry.topics else "",
        version=entry.version,
        cites=_cites(entry),
        asked="\n".join(distinct((*entry.formulations, *asked))),
    )


def article_document(article: LegalArticle) -> Document:
    """What of an article is searched; the name of the whole text, above all, says nothing."""
    return Document(
        kind=Kind.ARTICLE,
        ident=article.ident,
        title=article.title,
        headings="\n".join(article.path),
        body=article.body,
        note=article.note,
        text=article.text,
        number=article.number,
        cid=article.cid,
        is_base=article.is_base,
        rank=article.rank,
        version=article.ident,
    )


def _cites(entry: Entry) -> str:
    """The articles of a published entry: one that nobody validated vouches for nothing."""
    if entry.state is not EntryState.PUBLISHED:
        return ""
    return "\n".join(f"{c.text}\t{c.article}\t{c.ident or ''}" for c in entry.citations)


def _own_words(body: str) -> str:
    """The body without what speaks of other pages: a link would make it answer in their place."""
    return _SOURCES.sub("", _LINKED.sub("", body))


_SOURCES = re.compile(r"^## Sources\b.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_LINKED = re.compile(r"\[\[[^\]|\n]+\]\]")
_COMMON_HEADINGS = frozenset(
    {"Détail", "Sources", "Pièges", "À vérifier avec l’adhérent", "À vérifier avec l'adhérent"}
)
