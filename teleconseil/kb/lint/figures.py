"""Rule on figures: what an advisor says on the phone stands in an article that is cited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from teleconseil.kb.lint.context import Context, Page
from teleconseil.kb.markdown import short_answer, short_answer_block
from teleconseil.kb.model import LegalArticle, Problem
from teleconseil.kb.numbers import figures, statement


def unsourced_figure(page: Page, context: Context) -> Iterator[Problem]:
    """Each figure of « En bref » is in a cited article, or was verified by hand.

    Not judged when a cited text was not imported: the figure may well stand there.
    """
    entry = page.entry
    block = short_answer_block(entry.body)
    stated = statement(short_answer(entry.body))
    if block is None or not stated or any(citation.by_hand for citation in entry.citations):
        return
    if any(citation.text not in context.known_texts for citation in entry.citations):
        return
    known = {figure.value for text in entry.by_hand for figure in figures(text, ones=True)}
    for citation in entry.citations:
        resolved = context.resolve(citation)
        known |= _dates(citation.version)
        for article in (resolved.read, resolved.current):
            if article is not None:
                known |= _known_figures(article, context)
    for figure in stated:
        if figure.value not in known:
            message = f"« {figure.written} » n’est dans aucun des articles cités."
            remedy = (
                "Citez l’article qui porte ce chiffre, ou ajoutez-le à « verifie_a_la_main: "
                f'["{figure.written}"] » s’il a été contrôlé ailleurs.'
            )
            yield page.at_body_line("chiffre-sans-source", block.line, message, remedy)


def _known_figures(article: LegalArticle, context: Context) -> frozenset[str]:
    found = context.figures.get(article.ident)
    if found is None:
        text = "\n".join((article.title, article.body, article.note))
        values = {figure.value for figure in figures(text, ones=True)}
        years = {value[:4] for value in values if len(value) > 5 and value[4:5] == "-"}
        days = {value[5:] for value in values if len(value) == 10 and value[4:5] == "-"}
        bounds = _dates(article.valid_from) | _dates(article.valid_until)
        found = frozenset(values | years | days | bounds)
        context.figures[article.ident] = found
    return found


def _dates(day: date | None) -> frozenset[str]:
    """A date as the figures that may name it."""
    if day is None:
        return frozenset()
    iso = day.isoformat()
    return frozenset({iso, iso[:7], iso[:4]})
