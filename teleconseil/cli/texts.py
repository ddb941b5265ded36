"""``teleconseil textes``: import the official texts, read an article, say what changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lazy import LazyGroup
from teleconseil.cli.lookups import NotKnown
from teleconseil.cli.output import print_json, progress_bar, say
from teleconseil.cli.params import DAY
from teleconseil.config import load_settings
from teleconseil.french import number, short_date
from teleconseil.kb.model import LegalArticle
from teleconseil.reports.cells import one_line


@click.group(
    cls=LazyGroup,
    lazy={
        "importer": (
            "teleconseil.cli.texts:importer",
            "Importe les textes publiés (.json, .json.gz, .tgz ou dossier).",
        ),
        "article": (
            "teleconseil.cli.texts:article",
            "Montre un article, du jour ou à une date.",
        ),
        "changements": (
            "teleconseil.cli.text_changes:changements",
            "Ce qui a changé, les fiches touchées, les adhérents à rappeler.",
        ),
    },
)
def textes() -> None:
    """Les textes officiels : importer, lire un article, voir ce qui a changé."""


@click.command(cls=FrenchCommand)
@click.argument(
    "sources", metavar="CHEMIN…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def importer(sources: tuple[Path, ...], as_json: bool) -> None:
    """Importe les textes publiés et dit ce qui est nouveau, modifié, abrogé.

    CHEMIN est un fichier .json ou .json.gz, l’archive .tgz du paquet, ou un dossier. Les versions
    précédentes sont gardées.
    """
    from teleconseil.kb.texts import TextLibrary

    library = TextLibrary(load_settings().texts_dir)
    with progress_bar("Lecture des textes") as step:
        reports = library.import_paths(list(sources), progress=step)
    if as_json:
        rows = [
            {
                "texte": report.text,
                "articles": report.articles,
                "nouveaux": report.new,
                "modifies": report.changed,
                "abroges": report.repealed,
                "editoriaux": len(report.editorial),
            }
            for report in reports
        ]
        print_json({"textes": rows})
        return
    for report in reports:
        say(
            f"{report.text} ({report.title}) : {number(report.articles)} articles, "
            f"{number(report.new)} nouveaux, {number(report.changed)} modifiés, "
            f"{number(report.repealed)} abrogés, {number(len(report.editorial))} éditoriaux."
        )


@click.command(cls=FrenchCommand)
@click.argument("reference", metavar="ARTICLE")
@option("--le", "on", type=DAY, metavar="DATE", help="Version en vigueur ce jour-là, 2024-01-01.")
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def article(reference: str, on: date | None, as_json: bool) -> None:
    """Montre un article : « L3141-5 », « ccn66 22 », « 18 »…"""
    from teleconseil.kb.texts import TextLibrary

    library = TextLibrary(load_settings().texts_dir)
    found = library.article(reference, at=on)
    if not found:
        raise _not_found(reference, on, bool(library.texts()))
    if as_json:
        print_json({"demande": reference, "le": _iso(on), "articles": [_payload(a) for a in found]})
        return
    for index, legal in enumerate(found):
        if index:
            say("\n" + "─" * 40 + "\n")
        _print(legal)


def _not_found(reference: str, on: date | None, any_text: bool) -> NotKnown:
    if not any_text:
        return NotKnown(
            "Aucun texte officiel n’est importé.",
            "Importez-les : teleconseil textes importer CHEMIN.",
        )
    when = f" en vigueur le {short_date(on)}" if on else ""
    return NotKnown(
        f"Aucun article « {one_line(reference, 60)} »{when} dans les textes importés.",
        "Écrivez-le comme « L3141-5 » ou « ccn66 22 ».",
    )


def _payload(legal: LegalArticle) -> dict[str, Any]:
    return {
        "texte": legal.text,
        "id": legal.ident,
        "cid": legal.cid,
        "numero": legal.number,
        "titre": legal.title,
        "chemin": list(legal.path),
        "contenu": legal.body,
        "nota": legal.note,
        "etat": legal.state,
        "en_vigueur_du": _iso(legal.valid_from),
        "jusqu_au": _iso(legal.valid_until),
        "lien": legal.url,
    }


def _print(legal: LegalArticle) -> None:
    say(f"{legal.title} — {legal.text}")
    if legal.path:
        say(" › ".join(one_line(part) for part in legal.path))
    since = f"depuis le {short_date(legal.valid_from)}" if legal.valid_from else ""
    until = f"jusqu’au {short_date(legal.valid_until)}" if legal.valid_until else ""
    period = " ".join(filter(None, ("En vigueur" if since or until else "", since, until)))
    say(" · ".join(filter(None, (period, legal.ident, legal.url))))
    say()
    say(legal.body or "(sans texte)")
    if legal.note:
        say(f"\nNota\n{legal.note}")


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None
