"""A model for tests, that knows words only, and a handful of entries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.meaning.encoders import Vectors
from teleconseil.text import fold

_DIMENSION = 1024
_SAME = {"vacances": "conges", "bebe": "maternite", "dormir": "nuit"}


class WordEncoder:
    """Texts that share words are close; so are a few that mean the same."""

    name = "mots 1"

    def __init__(self) -> None:
        self.read: list[str] = []
        """Every text that was turned into a vector, in order."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._vector(text) for text in texts], dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self.queries(texts)

    def _vector(self, text: str) -> Vectors:
        self.read.append(text)
        vector = np.full(_DIMENSION, 0.01, dtype=np.float32)
        for word in fold(text).replace(",", " ").replace(".", " ").split():
            known = hashlib.sha256(_SAME.get(word, word).encode()).digest()
            vector[int.from_bytes(known[:4], "big") % _DIMENSION] += 1.0
        return vector / np.linalg.norm(vector)


def entry(slug: str, title: str, keywords: str = "", summary: str = "") -> Document:
    return Document(Kind.ENTRY, slug, title, keywords=keywords, summary=summary)


ENTRIES = (
    entry("conges", "Congés payés", "cp, conges annuels, semaines, repos", "Trente jours par an."),
    entry("maternite", "Maternité", "enceinte, maternite", "Seize semaines au moins."),
    entry("licenciement", "Licenciement", "renvoi, faute, lettre", "Un entretien, une lettre."),
    entry("sans-mots", "Astreintes"),
)
