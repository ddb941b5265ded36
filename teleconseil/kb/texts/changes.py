"""What a release changed, and the reports of an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from teleconseil.kb.model import LegalArticle


class ChangeKind(StrEnum):
    """How an article differs from the release before, by its ``cid``."""

    NEW = "nouveau"
    CHANGED = "modifie"
    REPEALED = "abroge"
    EDITORIAL = "editorial"

    @property
    def label(self) -> str:
        return {
            "nouveau": "nouveau",
            "modifie": "modifié",
            "abroge": "abrogé",
            "editorial": "correction de forme",
        }[self.value]


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article that a release changed."""

    kind: ChangeKind
    text: str
    cid: str
    number: str
    before: LegalArticle | None
    after: LegalArticle | None
    at: date
    """From when: the start of the new version, the end of the repealed one, else the import."""
    release: str = ""


@dataclass(frozen=True, slots=True)
class TextInfo:
    """A text that is imported, in its current release."""

    slug: str
    title: str
    release: str
    articles: int
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class TextReport:
    """What importing one text did."""

    text: str
    title: str
    release: str
    articles: int
    new: int
    changed: int
    repealed: int
    editorial: tuple[ArticleChange, ...]
