"""Entries for the tests of the knowledge base, and texts to check them against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from teleconseil.domain import Topic
from teleconseil.kb.library import Library
from teleconseil.kb.lint import verify
from teleconseil.kb.model import ArticlePlace, ArticleReference, LegalArticle, Problem

TODAY = date(2026, 11, 23)
POLE = "affaires-sociales"
TOPICS = (
    Topic("conges-payes", "Congés payés", POLE),
    Topic("conges-payes/maladie", "Maladie", POLE),
    Topic("budget", "Budget", "offre-sociale"),
)

FRONT_MATTER: Mapping[str, str] = {
    "titre": '"Un arrêt maladie ouvre-t-il des congés\u202f?"',
    "type": "reponse",
    "pole": POLE,
    "themes": "[conges-payes/maladie]",
    "convention": "[droit-commun]",
    "mots_cles": "[cp, ddadue]",
    "sources": "\n  - {texte: code-travail, article: L3141-5-1, version: 2024-04-24}",
    "etat": "publiee",
    "redigee_par": "Rédaction",
    "validee_par": "Relecture",
    "verifiee_le": "2026-11-20",
    "a_revoir_le": "2027-05-20",
}

BODY = """
**En bref** — Un arrêt ouvre 2 jours par mois. La limite est de 24 jours.

## Détail

Chaque mois d’arrêt compte.

## À vérifier avec l’adhérent

- Quelle est la cause de l’arrêt\u202f?

## Sources

- Code du travail, article L3141-5-1
"""


def entry_text(body: str = BODY, /, **changes: str | None) -> str:
    """A correct entry; ``None`` takes a key away."""
    keys = {**FRONT_MATTER, **changes}
    lines = [f"{key}: {value}".rstrip() for key, value in keys.items() if value is not None]
    return "---\n" + "\n".join(lines) + "\n---\n" + body


def put(folder: Path, slug: str, content: str, pole: str = POLE) -> Path:
    """Write an entry into a knowledge base."""
    path = folder / pole / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="")
    return path


def article(
    number: str,
    body: str,
    *,
    ident: str = "",
    cid: str = "",
    since: date | None = None,
    text: str = "code-travail",
    state: str = "VIGUEUR",
) -> LegalArticle:
    """A version of an article."""
    ident = ident or f"LEGIARTI-{number}-{since}"
    return LegalArticle(
        text=text,
        ident=ident,
        cid=cid or f"cid-{text}-{number}",
        number=number,
        title=number,
        path=(),
        body=body,
        valid_from=since,
        state=state,
    )


@dataclass(frozen=True)
class KnownText:
    """An imported text."""

    slug: str


@dataclass
class FakeTexts:
    """Articles held in memory, oldest version of each first."""

    held: list[LegalArticle] = field(default_factory=list)

    def article(
        self, reference: str | ArticleReference, at: date | None = None
    ) -> Sequence[LegalArticle]:
        assert isinstance(reference, ArticleReference)
        found = {
            a.cid: a
            for a in self.held
            if a.number == reference.number
            and reference.text in (None, a.text)
            and (a.state == "VIGUEUR" or at is not None)
        }
        return list(found.values())

    def by_ident(self, ident: str) -> LegalArticle | None:
        named = [a for a in self.held if a.ident == ident] or self.versions(ident)
        return named[-1] if named else None

    def versions(self, cid: str) -> list[LegalArticle]:
        return [a for a in self.held if a.cid == cid]

    def outline(self, text: str) -> list[ArticlePlace]:
        latest = {a.cid: a for a in self.held if a.text == text}.values()
        current = [a for a in latest if a.state == "VIGUEUR"]
        return [ArticlePlace(a.number, a.ident, a.cid, a.path) for a in current]

    def texts(self) -> Sequence[KnownText]:
        return [KnownText(slug) for slug in sorted({a.text for a in self.held})]

    def stamp(self) -> str:
        return str(len(self.held))


def two_days(since: date = date(2024, 4, 24), **changes: str) -> LegalArticle:
    """The article that the sample entry cites."""
    body = "Deux jours ouvrables par mois, dans la limite de vingt-quatre."
    return article("L3141-5-1", body, since=since, **changes)


def problems_of(folder: Path, texts: FakeTexts | None = None, today: date = TODAY) -> list[Problem]:
    """What the checker says of a folder."""
    library = Library(folder)
    library.load()
    return verify(library, texts, TOPICS, today)


def rules_of(folder: Path, texts: FakeTexts | None = None, today: date = TODAY) -> list[str]:
    """Names of the rules that the checker found broken."""
    return [problem.rule for problem in problems_of(folder, texts, today)]
