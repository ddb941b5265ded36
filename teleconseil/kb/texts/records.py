"""The published trees (KALI for collective agreements, LEGI for codes), flattened to articles.

Both are ``{"type", "data", "children"}`` trees. What differs: KALI articles carry ``content`` and
no dates, and their real title is often in ``surtitre``; LEGI articles carry ``texteHtml``, their
dates in milliseconds since 1970, and the dates of all their versions.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from teleconseil.kb.texts.html import to_markdown

_SLUGS = {
    "KALICONT000005635407": "ccn66",
    "LEGITEXT000006072050": "code-travail",
    "LEGITEXT000006073189": "code-securite-sociale",
}
_CODE_URL = "https://www.legifrance.gouv.fr/codes/article_lc/"
_AGREEMENT_URL = "https://www.legifrance.gouv.fr/conv_coll/id/"
_FOREVER = date(2900, 1, 1)
_MAIN_ANNEX = re.compile(r"annexe\s*(?:n\s*°\s*)?\d|annexe\s+[ivx]+\b", re.IGNORECASE)


class UnknownShape(Exception):
    """The tree is neither a KALI nor a LEGI text; the reader turns this into a sentence."""


@dataclass(frozen=True, slots=True)
class TextHeader:
    """What a tree says of itself."""

    slug: str
    title: str
    as_of: date | None
    """The day its content was current; None when it does not say."""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """One article of one release, ready to be stored."""

    ident: str
    cid: str
    number: str
    title: str
    path: tuple[str, ...]
    body: str
    note: str
    state: str
    valid_from: date | None
    valid_until: date | None
    url: str
    rank: int
    is_base: bool
    version_dates: Mapping[str, tuple[date | None, date | None]]
    """Ident of each version, past ones too, to the days it was in force."""

    @property
    def digest(self) -> str:
        """Of the words: two records of one ident that differ here differ in form only."""
        words = " ".join(f"{self.body}\x00{self.note}".split())
        return hashlib.sha256(words.encode()).hexdigest()[:16]


def header(tree: Mapping[str, Any]) -> TextHeader:
    """Which text a tree holds.

    Raises:
        UnknownShape: it is not one of the two published shapes.
    """
    try:
        kind, data, children = tree["type"], tree["data"], tree["children"]
        ident, title = str(data["id"]), " ".join(str(data["title"]).split())
    except (KeyError, TypeError) as error:
        raise UnknownShape("type, data, children") from error
    if not isinstance(children, list):
        raise UnknownShape("children")
    if kind == "code":
        return TextHeader(_SLUGS.get(ident, ident.lower()), title, _iso(data.get("dateModif")))
    if kind == "convention collective":
        slug = _SLUGS.get(ident) or f"idcc-{int(data['num'])}"
        return TextHeader(slug, str(data.get("shortTitle") or title), _newest_change(tree))
    raise UnknownShape(f"type {kind!r}")


def articles(tree: Mapping[str, Any]) -> Iterator[ArticleRecord]:
    """Every article of the tree, in reading order.

    Raises:
        UnknownShape, KeyError: an article lacks what every published one has.
    """
    is_code = tree["type"] == "code"
    for rank, (data, path) in enumerate(_walk(tree["children"], ())):
        yield _code_article(data, path, rank) if is_code else _agreement_article(data, path, rank)


def _walk(
    nodes: list[Mapping[str, Any]], path: tuple[str, ...]
) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    for node in nodes:
        try:
            kind, data = node["type"], node["data"]
        except (KeyError, TypeError) as error:
            raise UnknownShape("type, data") from error
        if kind == "article":
            yield data, path
        else:
            title = " ".join(str(data.get("title") or "").split())
            yield from _walk(node.get("children") or [], (*path, title) if title else path)


def _code_article(data: Mapping[str, Any], path: tuple[str, ...], rank: int) -> ArticleRecord:
    ident = str(data["id"])
    if "texteHtml" not in data and "texte" not in data:
        raise UnknownShape("texteHtml")
    number = str(data.get("num") or "").replace("*", "").strip()
    return ArticleRecord(
        ident=ident,
        cid=str(data.get("cid") or ident),
        number=number,
        title=number or (path[-1] if path else ident),
        path=path,
        body=to_markdown(str(data.get("texteHtml") or data.get("texte") or "")),
        note=to_markdown(str(data.get("notaHtml") or data.get("nota") or "")),
        state=str(data.get("etat") or ""),
        valid_from=_from_ms(data.get("dateDebut")),
        valid_until=_from_ms(data.get("dateFin")),
        url=_CODE_URL + ident,
        rank=rank,
        is_base=True,
        version_dates={
            str(v["id"]): (_from_ms(v.get("dateDebut")), _from_ms(v.get("dateFin")))
            for v in data.get("articleVersions") or []
        },
    )


def _agreement_article(data: Mapping[str, Any], path: tuple[str, ...], rank: int) -> ArticleRecord:
    ident = str(data["id"])
    number = str(data.get("num") or "").strip()
    heading = to_markdown(str(data.get("surtitre") or "")).replace("\n", " ")
    subject = heading or (path[-1] if len(path) > 1 else "")
    said = f"Article {number}" if number[:1].isdigit() else number
    return ArticleRecord(
        ident=ident,
        cid=str(data.get("cid") or ident),
        number=number,
        title=" — ".join(part for part in (said, subject) if part) or ident,
        path=path,
        body=to_markdown(str(data["content"] or "")),
        note=to_markdown(str(data.get("nota") or "")),
        state=str(data.get("etat") or ""),
        valid_from=None,
        valid_until=None,
        url=_AGREEMENT_URL + ident,
        rank=rank,
        is_base=_in_base(path),
        version_dates={},
    )


def _in_base(path: tuple[str, ...]) -> bool:
    """The base text and its numbered annexes; amendments and attached agreements are not."""
    if not path or path[0].casefold().startswith("texte de base"):
        return True
    return len(path) > 1 and _MAIN_ANNEX.match(path[1]) is not None


def _newest_change(tree: Mapping[str, Any]) -> date | None:
    days: list[date] = []

    def visit(node: Mapping[str, Any]) -> None:
        day = _iso(node.get("data", {}).get("modifDate"))
        if day is not None and day < _FOREVER:
            days.append(day)
        for child in node.get("children") or []:
            visit(child)

    visit(tree)
    return max(days, default=None)


def _iso(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _from_ms(value: object) -> date | None:
    """None for « no end » too, which the data write as the year 2999."""
    if not isinstance(value, int | float):
        return None
    try:
        day = datetime.fromtimestamp(value / 1000, UTC).date()
    except (OverflowError, OSError, ValueError):
        return None
    return day if day < _FOREVER else None
