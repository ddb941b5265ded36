"""How a word of the index is written: it is kept folded, and shown with its accents."""

from __future__ import annotations

from collections.abc import Iterable

from teleconseil.kb.model import Hit
from teleconseil.kb.search.analysis import term, word_matches


class SpeltIn:
    """The spelling of words as the first results write them; folded when none holds them."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        self._hits = hits
        self._written: dict[str, str] | None = None

    def __call__(self, word: str) -> str:
        if self._written is None:
            self._written = {}
            for hit in self._hits:
                for text in (hit.snippet.text, hit.document.title, hit.document.keywords):
                    for match in word_matches(text):
                        self._written.setdefault(term(match[0]), match[0].lower())
        return self._written.get(word, word)
