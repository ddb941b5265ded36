"""``teleconseil kb nouvelle``: the beginning of an entry."""

from __future__ import annotations

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lookups import check_pole
from teleconseil.cli.output import say
from teleconseil.config import load_settings


@click.command(cls=FrenchCommand)
@click.argument("title", metavar="TITRE")
@option("--pole", required=True, metavar="SLUG", help="Pôle de la fiche.")
def nouvelle(title: str, pole: str) -> None:
    """Commence une fiche à l’état de brouillon et donne son chemin."""
    from teleconseil.desk.reference import load_reference_data
    from teleconseil.kb.creation import new_entry
    from teleconseil.kb.library import Library

    settings = load_settings()
    check_pole(load_reference_data(settings.kb_dir).poles, pole)
    library = Library(settings.kb_dir)
    library.load()
    say(str(new_entry(library, title, pole, settings.advisor)))
