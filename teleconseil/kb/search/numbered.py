"""Articles found by their number, as someone says it: « L3141-5 », « 26 de la 66 », « 23 bis »."""

from __future__ import annotations

import re

from teleconseil.kb.model import ArticleReference, Document
from teleconseil.kb.search.segment import Segment

_NOTE_NUMBER = re.compile(r"\s*\(\d+\)$")
_TEXT_ORDER = {"ccn66": 0, "code-travail": 1}
_MOST = 5


class NumberedArticles:
    """The numbers and ids of a segment's articles; made at the first reference asked for."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._by_number: dict[str, list[int]] | None = None

    def find(self, reference: ArticleReference, texts: frozenset[str] | None) -> list[int]:
        """Places of the articles that the reference names, likeliest first."""
        wanted = reference.number.casefold()
        found = [
            (place, self._segment.documents[place]) for place in self._numbers().get(wanted, ())
        ]
        kept = [
            (place, document)
            for place, document in found
            if (texts is None or document.text in texts)
            and (reference.text is None or document.text == reference.text)
            and (not reference.annex or _in_annex(document, reference.annex))
        ]
        kept.sort(key=lambda item: _likely(item[1], wanted))
        return [place for place, _ in kept[:_MOST]]

    def cited(self, text: str, number: str, ident: str) -> int | None:
        """The place of an article by the id that was read, else by its number in that text.

        None when the text does not hold it, or holds several of that number.
        """
        part = self._segment.text_range(text)
        for name in (ident, number) if part else ():
            found = self._numbers().get(name.casefold(), ())
            places = [place for place in found if part and part.start <= place < part.stop]
            if len(places) == 1:
                return places[0]
        return None

    def _numbers(self) -> dict[str, list[int]]:
        if self._by_number is None:
            numbers: dict[str, list[int]] = {}
            for place, names in enumerate(self._segment.names):
                number, ident, cid, *_ = names.casefold().split("\t")
                for name in {number, _NOTE_NUMBER.sub("", number), ident, cid} - {""}:
                    numbers.setdefault(name, []).append(place)
            self._by_number = numbers
        return self._by_number


def _likely(document: Document, wanted: str) -> tuple[object, ...]:
    return (
        document.ident.casefold() != wanted,
        not document.headings.casefold().startswith("texte de base"),
        not document.is_base,
        _TEXT_ORDER.get(document.text, 2),
        document.text,
        document.number.casefold() != wanted,
        document.rank,
        document.ident,
    )


def _in_annex(document: Document, annex: str) -> bool:
    """« Annexe n°1 bis … » is not annex 1."""
    wanted = annex.replace(" ", "").casefold()
    for title in document.headings.split("\n"):
        words = title.casefold().replace("n°", " ").replace(":", " ").split()
        if words[:1] == ["annexe"] and len(words) > 1:
            return words[1] + ("bis" if words[2:3] == ["bis"] else "") == wanted
    return False
