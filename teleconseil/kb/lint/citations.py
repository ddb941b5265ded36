"""Rules on the articles that an entry cites."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teleconseil.kb.freshness import is_stale
from teleconseil.kb.lint.context import ERROR, WARNING, Context, Page
from teleconseil.kb.model import Citation, EntryState, EntryType, LegalArticle, Problem
from teleconseil.text import fold


def cited_articles(page: Page, context: Context) -> Iterator[Problem]:
    """Each cited article exists, is in force, and was read in its current version."""
    unknown: set[str] = set()
    for citation in page.entry.citations:
        if citation.text in context.known_texts:
            yield from _check(page, citation, context)
        elif citation.text not in unknown:
            unknown.add(citation.text)
            message = f"Le texte « {citation.text} » n’est pas importé : rien n’a pu être comparé."
            remedy = "Importez-le par « teleconseil textes importer CHEMIN »."
            yield _problem(page, citation, "texte-non-importe", message, remedy, WARNING)


def no_source(page: Page, _context: Context) -> Iterator[Problem]:
    """A published answer rests on something."""
    entry = page.entry
    if (
        entry.type is EntryType.ANSWER
        and entry.state is EntryState.PUBLISHED
        and not entry.citations
        and not entry.by_hand
    ):
        message = "La réponse est publiée sans article ni chiffre vérifié à la main."
        remedy = "Ajoutez « sources », ou passez « etat » à a-valider."
        yield page.at_key("source-absente", "sources", message, remedy)


def _check(page: Page, citation: Citation, context: Context) -> Iterator[Problem]:
    resolved = context.resolve(citation)
    name = f"{citation.text} {citation.article}".strip()
    current, read = resolved.current, resolved.read
    if not resolved.found:
        message = f"L’article {name} n’existe pas dans le texte importé."
        remedy = "Vérifiez le numéro et l’identifiant par « teleconseil textes article »."
        yield _problem(page, citation, "citation-inexistante", message, remedy)
    elif current is None:
        message = f"L’article {name} est abrogé."
        remedy = "Reprenez la fiche d’après le texte qui le remplace."
        yield _problem(page, citation, "citation-abrogee", message, remedy)
    elif is_stale(citation, resolved):
        since = f" du {current.valid_from:%d/%m/%Y}" if current.valid_from else ""
        message = f"L’article {name} a une version plus récente{since} ({current.ident})."
        remedy = "Relisez la fiche d’après cette version, puis corrigez « sources »."
        yield _problem(page, citation, "citation-perimee", message, remedy)
    elif citation.ident and read is not None and not _same_number(citation, read):
        message = f"L’identifiant {citation.ident} est celui de l’article « {read.number} »."
        remedy = f"Corrigez l’article ou l’identifiant de {name}."
        yield _problem(page, citation, "citation-discordante", message, remedy)
    elif citation.version is None and citation.ident is None:
        message = f"La version lue de l’article {name} n’est pas dite."
        since = f"version: {current.valid_from}" if current.valid_from else f"id: {current.ident}"
        remedy = f"Ajoutez « {since} » si c’est la version lue."
        yield _problem(page, citation, "version-absente", message, remedy)


def _same_number(citation: Citation, article: LegalArticle) -> bool:
    """« annexe 3 art. 6 » names the article « 6 »; an article may have no number."""
    if not article.number or not citation.article:
        return True
    wanted = fold(citation.article).replace(".", " ").split()
    number = "".join(fold(article.number).replace(".", "").split())
    tails = {"".join(wanted[start:]) for start in range(len(wanted))}
    base = re.sub(r"\(\d+\)$", "", number)
    return bool(tails & {number, base})


def _problem(
    page: Page, citation: Citation, rule: str, message: str, remedy: str, severity: str = ERROR
) -> Problem:
    return Problem(page.entry.path, citation.line or 1, 1, message, remedy, severity, rule)
