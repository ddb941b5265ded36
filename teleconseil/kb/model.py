"""What the knowledge base is made of: entries, official articles, references, search results.

Frozen values, no behaviour beyond reading them; the modules beside this one make and use them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class EntryType(StrEnum):
    """What an entry is for."""

    ANSWER = "reponse"
    TEMPLATE = "modele"
    RESOURCE = "ressource"


class EntryState(StrEnum):
    """Where an entry stands with its editors."""

    DRAFT = "brouillon"
    TO_VALIDATE = "a-valider"
    PUBLISHED = "publiee"
    ARCHIVED = "archivee"

    @property
    def label(self) -> str:
        return {
            "brouillon": "brouillon",
            "a-valider": "à valider",
            "publiee": "publiée",
            "archivee": "archivée",
        }[self.value]


class Freshness(StrEnum):
    """What an advisor sees at a glance, the gravest reason first."""

    CHANGED = "texte-modifie"
    """An article it cites has a newer version than the one that was read."""
    OVERDUE = "a-revoir"
    """Its review date is past."""
    UNVALIDATED = "a-valider"
    """A draft, or not validated yet."""
    VERIFIED = "verifiee"

    @property
    def label(self) -> str:
        return {
            "texte-modifie": "texte modifié",
            "a-revoir": "à revoir",
            "a-valider": "à valider",
            "verifiee": "vérifiée",
        }[self.value]

    @property
    def glyph(self) -> str:
        return {"texte-modifie": "■", "a-revoir": "▲", "a-valider": "◌", "verifiee": "●"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Citation:
    """One line of an entry's ``sources``: the article it rests on and the version that was read."""

    text: str
    """Slug of the text: « code-travail », « ccn66 »…"""
    article: str
    """Number as written: « L3141-5 », « 22 », « annexe 1 art. 7 »."""
    version: date | None = None
    ident: str | None = None
    """KALIARTI… or LEGIARTI… id (or cid) of the version read, when the number is not enough."""
    by_hand: bool = False
    """``verifie_a_la_main: true``: figures checked by a person against another source."""
    line: int = field(default=0, compare=False)
    """Line of the file that it stands on, 0 when unknown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One markdown answer of the knowledge base."""

    slug: str
    path: Path
    title: str
    type: EntryType
    pole: str
    topics: tuple[str, ...]
    """Topic slugs, « theme/sub-theme », the main one first."""
    agreements: tuple[str, ...]
    keywords: tuple[str, ...]
    citations: tuple[Citation, ...]
    state: EntryState
    written_by: str
    validated_by: str
    verified_on: date | None
    review_on: date | None
    body: str
    """CommonMark, without the front matter."""
    version: str
    """SHA-256 of the file's content, first 16 hexadecimal digits."""
    by_hand: tuple[str, ...] = ()
    """``verifie_a_la_main``: figures of « En bref » that a person checked elsewhere, as written."""
    formulations: tuple[str, ...] = ()
    """How members put the question, a sentence each, on one line; never shown."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """Front matter keys this program does not know."""
    content: str = field(default="", repr=False, compare=False)
    """The whole file, front matter included, as it was when its hash was taken."""

    @property
    def short_answer(self) -> str:
        """The « En bref » paragraph, as plain text; empty when there is none."""
        from teleconseil.kb.entry import short_answer

        return short_answer(self.body)


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a file of the knowledge base, for a person who will mend it."""

    path: Path
    line: int
    column: int
    message: str
    remedy: str = ""
    severity: str = "erreur"
    """« erreur » or « avertissement »."""
    rule: str = ""
    """Stable name of the rule, « theme-inconnu »."""


@dataclass(frozen=True, slots=True)
class LegalArticle:
    """One version of one article of an official text."""

    text: str
    """Slug of the text."""
    ident: str
    """KALIARTI… or LEGIARTI…: this version."""
    cid: str
    """Stable across versions."""
    number: str
    """« L3141-5 », « 22 », « 18 (1) »; empty when the article has none."""
    title: str
    """For a person: « Article 22 — Congés payés annuels » or « L3141-5 »."""
    path: tuple[str, ...]
    """Titles of the sections above, outermost first."""
    body: str
    """Clean Markdown."""
    note: str = ""
    """The « nota », clean Markdown."""
    state: str = "VIGUEUR"
    valid_from: date | None = None
    valid_until: date | None = None
    """First day it is no longer in force; None while it is."""
    url: str = ""
    rank: int = 0
    """Reading order within its text."""
    is_base: bool = True
    """Part of the base text or its annexes; False for amendments and attached agreements."""


class ArticlePlace(NamedTuple):
    """Where an article stands in its text, without its words."""

    number: str
    ident: str
    cid: str
    path: tuple[str, ...]
    """Titles of the sections above, outermost first."""


@dataclass(frozen=True, slots=True)
class ArticleReference:
    """A citation typed by a person: « L. 3141-5 », « art 22 ccn66 », « 26 de la 66 »."""

    number: str
    """Normalised: « L3141-5 », « 22 », « 23 bis »."""
    text: str | None = None
    """Slug of the text when it was said or follows from the number's form."""
    annex: str = ""
    """Number of the annex, « 1 », « 1 bis », when it was said."""


class Kind(StrEnum):
    """What a search result is."""

    ENTRY = "fiche"
    ARTICLE = "article"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Document:
    """What the search indexes. Fields are plain text or Markdown, most telling first."""

    kind: Kind
    ident: str
    """Slug, KALIARTI…/LEGIARTI… id, or question reference."""
    title: str
    keywords: str = ""
    summary: str = ""
    """The short answer of an entry; empty for an article."""
    headings: str = ""
    """Headings of an entry, path of section titles of an article."""
    body: str = ""
    note: str = ""
    """The « nota » of an article."""
    text: str = ""
    """Slug of the official text; empty for an entry."""
    number: str = ""
    cid: str = ""
    is_base: bool = True
    rank: int = 0
    pole: str = ""
    topic: str = ""
    version: str = ""
    """Changes when the document changes (content hash, article id)."""
    cites: str = ""
    """Of an entry, the articles that it rests on, one a line: text, number and id, tabs between."""
    asked: str = ""
    """Of an entry, sentences by which its question is put, one a line; empty for an article."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """The passage that matters, with the matched words as (start, end) character offsets."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result."""

    document: Document
    score: float
    snippet: Snippet
    contributions: Mapping[str, float] = field(default_factory=dict)
    """Name of a signal to what it added, for ``--expliquer``: their sum is the score."""
    coverage: float = 0.0
    """Share of the typed words, by rarity, that the document holds: 0 to 1."""
    closeness: float = 0.0
    """Of an entry, how close in meaning: 0 on average, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A typed word that is not in the index, read as another."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """What a query found, best first."""

    query: str
    corrected: str | None
    """The query with its repaired words, None when nothing was repaired."""
    repairs: tuple[Repair, ...]
    hits: tuple[Hit, ...]
    duration_ms: float


Cancelled = Callable[[], bool]
"""True once the answer is no longer wanted (the next key came)."""
