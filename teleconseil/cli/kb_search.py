"""``teleconseil kb chercher``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.opening import database_exists, opened_store
from teleconseil.cli.output import note, print_json, say
from teleconseil.cli.params import NumberParam, comma_list
from teleconseil.cli.searching import Scope, Searcher, open_searcher, payload, read_scope
from teleconseil.config import Settings, load_settings
from teleconseil.errors import TeleconseilError, UsageProblem, os_reason
from teleconseil.french import plural
from teleconseil.kb.model import Hit, Kind, SearchResults
from teleconseil.text import clean, clean_line

if TYPE_CHECKING:
    from rich.text import Text

    from teleconseil.store import Store


@click.command(cls=FrenchCommand)
@click.argument("query", metavar="TEXTE", required=False)
@option(
    "-n", "limit", type=NumberParam(1, 1000), default=10, metavar="N", help="Au plus N résultats."
)
@option(
    "--portee",
    "scope",
    metavar="LISTE",
    help="fiches, textes, questions, séparés par des virgules ; par défaut tout ce qu’il y a.",
)
@option("--texte", "texts", metavar="LISTE", help="Seulement ces textes : ccn66,code-travail.")
@option("--lot", "batch", metavar="FICHIER", help="Une requête par ligne ; - lit l’entrée.")
@option("--sans-sens", "words_alone", is_flag=True, help="Par les mots seuls, sans le sens.")
@option(
    "--tel-quel",
    "literal",
    is_flag=True,
    help="Les mots comme ils sont écrits, sans les lire autrement.",
)
@option("--expliquer", "explain", is_flag=True, help="Ce qui compose chaque score.")
@option("--json", "as_json", is_flag=True, help="Un document JSON ; avec --lot, un par ligne.")
def chercher(
    query: str | None,
    limit: int,
    scope: str | None,
    texts: str | None,
    batch: str | None,
    words_alone: bool,
    literal: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """Cherche TEXTE dans les fiches, les textes officiels et les questions passées.

    Les fautes de frappe, les accents et les abréviations ne gênent pas ; un article cité par son
    numéro vient en premier.
    """
    if (query is None) == (batch is None):
        raise UsageProblem(
            "Il faut une requête, ou --lot et un fichier.",
            'Écrivez teleconseil kb chercher "TEXTE", ou teleconseil kb chercher --lot FICHIER.',
        )
    settings = load_settings()
    wanted = replace(_scope(settings, scope, comma_list(texts), limit), literal=literal)
    with ExitStack() as stack:
        store = _history(stack, settings, wanted, asked_for=bool(scope))
        if wanted.kinds == {Kind.QUESTION}:
            searcher = Searcher(None, store)
        else:
            meaning = Kind.ENTRY in wanted.kinds and not words_alone
            searcher = open_searcher(settings, store, meaning=meaning)
        if batch is not None:
            for line in _lines(batch):
                print_json(payload(searcher.search(line, wanted), explain=explain), line=True)
            return
        results = searcher.search(clean_line(query or ""), wanted)
    if as_json:
        print_json(payload(results, explain=explain))
    else:
        _show(results, explain=explain)


def _scope(settings: Settings, names: str | None, texts: tuple[str, ...], limit: int) -> Scope:
    """What was asked for; by default all there is, or the texts when some are named."""
    chosen = comma_list(names)
    if not chosen:
        chosen = ("textes",) if texts else ("fiches", "textes")
        if not texts and database_exists(settings):
            chosen = (*chosen, "questions")
    return read_scope(chosen, texts, limit)


def _history(
    stack: ExitStack, settings: Settings, wanted: Scope, *, asked_for: bool
) -> Store | None:
    """The database, when past questions are searched; done without unless they were asked for."""
    if Kind.QUESTION not in wanted.kinds:
        return None
    try:
        return stack.enter_context(opened_store(settings))
    except TeleconseilError as error:
        if asked_for:
            raise
        note(f"Sans les questions passées : {error}")
        return None


def _lines(batch: str) -> Iterator[str]:
    """The queries of a file, one a line, an empty line included: the answers stay in step."""
    if batch == "-":
        content = sys.stdin.buffer.read()
    else:
        try:
            content = Path(batch).read_bytes()
        except OSError as error:
            raise UsageProblem(
                f"{batch} ne peut pas être lu : {os_reason(error)}.", "Vérifiez son nom."
            ) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    for line in text.removesuffix("\n").split("\n") if text else ():
        yield clean_line(line)


def _show(results: SearchResults, *, explain: bool) -> None:
    from teleconseil.cli.output import console

    out = console()
    for repair in results.repairs:
        read = f"« {clean(repair.typed)} » lu « {clean(repair.read)} »"
        out.print(f"{read} — tel quel : --tel-quel", style="yellow", markup=False)
    if not results.hits:
        out.print("Rien ne répond à ces mots. Essayez-en moins, ou d’autres.")
    for number, hit in enumerate(results.hits, start=1):
        out.print(_title(number, hit), soft_wrap=True)
        if hit.snippet.text:
            out.print(_excerpt(hit), soft_wrap=True)
        if explain:
            parts = [f"{name} {value:+.3f}" for name, value in hit.contributions.items()]
            out.print(
                f"     score {hit.score:.3f} = {' '.join(parts)}{_beside(hit)}",
                style="dim",
                soft_wrap=True,
            )
    say(f"{plural(len(results.hits), 'résultat')}, {results.duration_ms:.0f} ms")


def _beside(hit: Hit) -> str:
    """What decides of the order without being added to the score."""
    said = [f"{hit.coverage:.0%} des mots".replace("%", "\u00a0%")] if hit.coverage else []
    if hit.closeness:
        said.append(f"proximité {hit.closeness:+.1f}")
    return f" ({', '.join(said)})" if said else ""


def _title(number: int, hit: Hit) -> Text:
    from rich.text import Text

    title = Text(f"{number:>3}. ", style="dim")
    title.append(clean_line(hit.document.title), style="bold")
    title.append(f"   {hit.document.kind.value} {hit.document.ident}", style="dim")
    return title


def _excerpt(hit: Hit) -> Text:
    """The snippet on one line, its matched words lifted."""
    from rich.text import Text

    body = Text(hit.snippet.text.replace("\n", " "))
    for start, end in hit.snippet.marks:
        body.stylize("bold underline", start, end)
    return Text("     ").append_text(body)
