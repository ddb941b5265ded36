"""``teleconseil demo``: a year of invented questions in an empty database."""

from __future__ import annotations

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.opening import open_desk, opened_store
from teleconseil.cli.output import note, progress_bar, say
from teleconseil.cli.params import NumberParam
from teleconseil.config import Settings, load_settings
from teleconseil.french import number

YEAR_QUESTIONS = 23_551


@click.command(cls=FrenchCommand)
@option(
    "--annee",
    "year",
    type=NumberParam(2000, 2099),
    default=2024,
    metavar="ANNEE",
    help="Année remplie ; par défaut 2024.",
)
@option(
    "--graine",
    "seed",
    type=NumberParam(0, 2**31),
    default=66,
    metavar="N",
    help="La même graine donne la même base ; par défaut 66.",
)
@option(
    "--questions",
    "questions",
    type=NumberParam(1, 10_000_000),
    default=YEAR_QUESTIONS,
    metavar="N",
    help=f"Combien de questions, aux mêmes proportions ; par défaut {YEAR_QUESTIONS}.",
)
@option("--ouvrir", "then_open", is_flag=True, help="Ouvre ensuite le bureau, remplie ou déjà là.")
def demo(year: int, seed: int, questions: int, then_open: bool) -> None:
    """Remplit une base VIDE d’une année de questions, d’adhérents et d’établissements inventés."""
    settings = load_settings()
    if not (then_open and _is_filled(settings)):
        _fill(settings, year, seed, questions)
    if then_open:
        open_desk()


def _is_filled(settings: Settings) -> bool:
    with opened_store(settings) as store:
        filled = not store.is_empty()
    if filled:
        note("La base est déjà remplie : le bureau s’ouvre sur elle.")
    return filled


def _fill(settings: Settings, year: int, seed: int, questions: int) -> None:
    from teleconseil.demo import load
    from teleconseil.demo.year import build_year
    from teleconseil.desk.reference import load_reference_data
    from teleconseil.kb.library import Library
    from teleconseil.store import StoreNotEmpty

    with opened_store(settings, reference_data=True) as store, progress_bar("Remplissage") as step:
        if not store.is_empty():
            raise StoreNotEmpty(
                f"La base {store.url} n’est pas vide : la démonstration n’y est pas ajoutée.",
                "Ouvrez-la avec teleconseil demo --ouvrir, ou donnez une base vide par "
                "TELECONSEIL_DATABASE_URL.",
            )
        shares = load_reference_data(settings.kb_dir).shares
        entries = Library(settings.kb_dir).load().entries
        history = build_year(
            year,
            seed,
            questions=questions,
            shares=shares,
            versions={slug: entry.version for slug, entry in entries.items()},
            settings=settings,
        )
        loaded = load(store, history, entries=entries.values(), progress=step)
    say(f"{number(loaded)} questions de démonstration pour {year}.")
