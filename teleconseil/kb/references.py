"""Article references as people type them: « l. 3141 5 », « art 22 ccn66 », « 26 de la 66 ».

Parsed, not searched: a number is either a reference, whole, or it is not. A bare number is one only
when nothing else is typed (« 18 »); within a sentence it needs « art. », a letter or the text.
"""

from __future__ import annotations

import re

from teleconseil.kb.model import ArticleReference
from teleconseil.text import fold

_TEXTS = (
    (
        "ccn66",
        r"(?:ccn?t?\s?(?:19)?66|idcc\s?0?413|(?:la|convention(?:\scollective)?(?:\sde)?)\s(?:19)?66)",
    ),
    ("code-securite-sociale", r"(?:code\sde\sla\ssecurite\ssociale|c\.?\s?s\.?\s?s\b\.?)"),
    ("code-travail", r"(?:code\sdu\stravail|c\.?\s?trav\b\.?)"),
)
_ARTICLE = r"(?:articles?|art)\b\.?\s*"
_CODE_NUMBER = r"([lrda])\s?\.?\s?\*?\s?(\d{1,4})((?:(?:\s?-\s?|\s)\d{1,3}(?!\d))*)"
_PLAIN_NUMBER = (
    r"(\d{1,2}(?:\.\d{1,2}){0,2}(?:\s?(?:er|bis|ter|quater|quinquies)\b)?(?:\s?\(\d\))?)"
)
_ANNEX = r"annexe\s?(?:n\s?°?\s?)?(\d{1,2}(?:\sbis)?)\s?,?\s?"
_LINK = r"(?:\s|,|\bdes?\b|\bdu\b|\bdans\b|\bl[ae]\b|\bl')*"

_WHOLE_CODE = re.compile(rf"(?:{_ARTICLE})?{_CODE_NUMBER}")
_WHOLE_PLAIN = re.compile(rf"(?:{_ANNEX})?(?:{_ARTICLE})?{_PLAIN_NUMBER}")
_WHOLE_ANNEX_LAST = re.compile(rf"(?:{_ARTICLE})?{_PLAIN_NUMBER}{_LINK}{_ANNEX.rstrip()}")
# Within a sentence « L3141-5 15 mois » must not become L3141-5-15: only dashes, or one space
# before a short number that no unit follows.
_INNER_CODE = re.compile(
    r"\b([lrd])\s?\.?\s?\*?\s?(\d{3,4})((?:-\d{1,3})*(?:\s\d{1,2}(?![\d,.]|\s*(?:mois|jours?|h\b|heures?"
    r"|ans?\b|semaines?|%|€|euros?)))?)(?!\d)"
)
_INNER_PLAIN = re.compile(
    rf"\b(?:{_ANNEX})?{_ARTICLE}{_PLAIN_NUMBER}(?!\d|\s?(?:mois|jours?|ans?)\b)"
)
_IN_CODE = re.compile(r"[LRD]\d")
_IDENT = re.compile(r"(?:KALI|LEGI)ARTI\d{12}", re.IGNORECASE)


def parse_reference(text: str) -> ArticleReference | None:
    """The reference that ``text`` is, from end to end; None when it is anything else."""
    folded = " ".join(fold(text[:120]).replace("’", "'").split())
    if match := _IDENT.fullmatch(folded):
        return ArticleReference(match[0].upper())
    slug, rest = _take_text(folded)
    if match := _WHOLE_CODE.fullmatch(rest):
        return _code_reference(match, slug)
    if match := _WHOLE_ANNEX_LAST.fullmatch(rest):
        return ArticleReference(_plain(match[1]), slug or "ccn66", annex=match[2])
    if match := _WHOLE_PLAIN.fullmatch(rest):
        return ArticleReference(
            _plain(match[2]), slug or ("ccn66" if match[1] else None), annex=match[1] or ""
        )
    return None


def find_references(text: str) -> list[ArticleReference]:
    """Every reference within a sentence, in order, without repeats."""
    if whole := parse_reference(text):
        return [whole]
    folded = " ".join(fold(text[:4000]).split())
    slug, _ = _take_text(folded)
    found: list[tuple[int, ArticleReference]] = [
        (match.start(), ArticleReference(match[0].upper())) for match in _IDENT.finditer(folded)
    ]
    found += [(m.start(), _code_reference(m, None)) for m in _INNER_CODE.finditer(folded)]
    for match in _INNER_PLAIN.finditer(folded):
        text_slug = slug or ("ccn66" if match[1] else None)
        found.append(
            (match.start(), ArticleReference(_plain(match[2]), text_slug, annex=match[1] or ""))
        )
    if slug == "ccn66":
        named = dict(_TEXTS)["ccn66"]
        before = rf"\b{_PLAIN_NUMBER}\s(?:de\s)?{named}\b"
        after = rf"\b{named}\s(?:art(?:icle)?\.?\s)?{_PLAIN_NUMBER}"
        near = f"{before}|{after}"
        for match in re.finditer(near, folded):
            number = match[1] or match[2]
            found.append((match.start(), ArticleReference(_plain(number), "ccn66")))
    return list(dict.fromkeys(reference for _, reference in sorted(found, key=lambda f: f[0])))


def chapter_of(number: str) -> str:
    """The first digits of an article of a code: 3141 for L3141-5; empty for any other."""
    return number[1:].partition("-")[0] if _IN_CODE.match(number) else ""


def _take_text(folded: str) -> tuple[str | None, str]:
    """The text that is named, and what is left without its name."""
    for slug, pattern in _TEXTS:
        match = re.search(rf"(?:\bde\s|\bdu\s)?(?<![\w]){pattern}(?![\w])", folded)
        if match:
            rest = f"{folded[: match.start()]} {folded[match.end() :]}"
            rest = re.sub(rf"^{_LINK}|{_LINK}$", "", " ".join(rest.split()))
            return slug, rest.strip()
    return None, folded


def _code_reference(match: re.Match[str], slug: str | None) -> ArticleReference:
    parts = re.findall(r"\d+", match[3])
    number = "-".join([match[1].upper() + match[2], *parts])
    if slug is None and len(match[2]) == 4:
        slug = "code-travail"
    return ArticleReference(number, slug)


def _plain(number: str) -> str:
    """« 23bis » is « 23 bis », « 1 er » is « 1er », « 18(1) » is « 18 (1) »."""
    number = re.sub(r"\s?(bis|ter|quater|quinquies)", r" \1", number)
    number = re.sub(r"\s?er\b", "er", number)
    return re.sub(r"\s?\(", " (", number).strip()
