"""Small documents to search, and an engine over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from teleconseil.kb.appellations import Appellations
from teleconseil.kb.model import Document, Kind
from teleconseil.kb.search.engine import Collection, SearchEngine
from teleconseil.kb.synonyms import Reading, SynonymGroup, Synonyms

SYNONYMS = Synonyms(
    groups=(
        SynonymGroup("CP", "congés payés", ("congé annuel",)),
        SynonymGroup(
            "CT",
            "congés trimestriels",
            ("trimestriels",),
            (
                Reading("congés trimestriels", ("trimestre", "annexe", "jours")),
                Reading("code du travail", ("article", "loi")),
            ),
        ),
    ),
    never_fuzzy=frozenset({"cdd", "cdi", "ehpad", "cp", "ct"}),
)


def entry(
    slug: str,
    title: str,
    body: str = "",
    *,
    keywords: str = "",
    summary: str = "",
    cites: str = "",
    asked: str = "",
) -> Document:
    return Document(
        Kind.ENTRY,
        slug,
        title,
        keywords=keywords,
        summary=summary,
        body=body,
        version=f"{title}{body}",
        cites=cites,
        asked=asked,
    )


def article(
    ident: str,
    number: str,
    body: str,
    *,
    text: str = "ccn66",
    headings: str = "",
    is_base: bool = True,
    rank: int = 0,
    note: str = "",
) -> Document:
    return Document(
        Kind.ARTICLE,
        ident,
        f"Article {number}" if number[:1].isdigit() else number,
        headings=headings,
        body=body,
        note=note,
        text=text,
        number=number,
        cid=ident,
        is_base=is_base,
        rank=rank,
        version=ident,
    )


ENTRIES = (
    entry(
        "cp-arret-maladie",
        "Un arrêt maladie ouvre-t-il des congés payés ?",
        "L’arrêt maladie donne deux jours de congés par mois.",
        keywords="cp maladie, arrêt de travail",
        summary="Oui : deux jours ouvrables par mois d’arrêt.",
    ),
    entry("astreinte", "Comment payer une astreinte de nuit ?", "Le trajet compte comme travail."),
    entry("cdd-motif", "Quels motifs pour un CDD ?", "Le remplacement est un motif de CDD."),
    entry("cdi-essai", "Quelle période d’essai pour un CDI ?", "L’essai d’un CDI dure deux mois."),
    entry("ct-qui", "Qui a droit aux congés trimestriels ?", "Six jours ouvrables par trimestre."),
    entry("honoraires", "Rembourser les frais de transport", "Les frais de route sont payés."),
)
ARTICLES = (
    article("KALI22", "22", "Le personnel a droit aux congés payés annuels.", rank=22),
    article("KALI18", "18 (1)", "Le préavis en cas de rupture est de deux mois.", rank=18),
    article("KALI18A", "18", "Le préavis en cas de rupture.", rank=99, is_base=False),
    article("LEGI5", "L3141-5", "Sont du travail effectif les arrêts.", text="code-travail"),
    article("LEGI6", "R3141-6", "Le préavis et la rupture du contrat.", text="code-travail"),
)


def open_engine(
    cache: Path,
    entries: Sequence[Document] = ENTRIES,
    articles: Sequence[Document] = ARTICLES,
    synonyms: Synonyms = SYNONYMS,
    stamp: str = "1",
    notices: list[str] | None = None,
    appellations: Appellations | None = None,
) -> SearchEngine:
    return SearchEngine.open(
        Collection(stamp, lambda: entries),
        Collection(stamp, lambda: articles),
        synonyms,
        cache,
        appellations=appellations or Appellations(),
        notice=(notices if notices is not None else []).append,
    )


def idents(documents: Iterable[Document]) -> list[str]:
    return [document.ident for document in documents]


def found(
    engine: SearchEngine,
    query: str,
    *kinds: Kind,
    limit: int = 10,
    texts: frozenset[str] | None = None,
) -> list[str]:
    chosen = frozenset(kinds) or frozenset({Kind.ENTRY, Kind.ARTICLE})
    hits = engine.search(query, kinds=chosen, limit=limit, texts=texts).hits
    return idents(hit.document for hit in hits)
