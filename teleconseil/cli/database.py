"""``teleconseil db``: migrate, check, back up, restore."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from teleconseil import paths
from teleconseil.cli.french import FrenchCommand, FrenchGroup
from teleconseil.cli.opening import database_exists, opened_store
from teleconseil.cli.output import say
from teleconseil.cli.places import shown_url
from teleconseil.config import Settings, load_settings
from teleconseil.errors import TeleconseilError

FILE = click.Path(path_type=Path)


class NoDatabase(TeleconseilError):
    """There is no database to check or to copy."""


@click.group(cls=FrenchGroup)
def db() -> None:
    """La base de données : migrer, vérifier, sauvegarder, restaurer."""


@db.command(cls=FrenchCommand)
def migrer() -> None:
    """Crée la base, ou l’amène à la version du programme après en avoir gardé une copie."""
    settings = load_settings()
    with opened_store(settings, reference_data=True):
        say(f"La base est à jour : {shown_url(settings.database_url)}")


@db.command(cls=FrenchCommand)
def verifier() -> None:
    """Vérifie la base ; sort avec 1 si quelque chose ne va pas."""
    settings = load_settings()
    _require(settings)
    with opened_store(settings) as store:
        problems = store.check()
    for problem in problems:
        say(problem)
    if problems:
        sys.exit(1)
    say("La base est saine.")


@db.command(cls=FrenchCommand)
@click.argument("file", metavar="FICHIER", type=FILE)
def sauvegarder(file: Path) -> None:
    """Copie la base SQLite dans un fichier neuf, même pendant que le bureau est ouvert."""
    settings = load_settings()
    _require(settings)
    with opened_store(settings) as store:
        store.backup(file)
    say(f"Sauvegardée : {file}")


@db.command(cls=FrenchCommand)
@click.argument("file", metavar="FICHIER", type=FILE)
def restaurer(file: Path) -> None:
    """Remplace la base SQLite par une sauvegarde ; celle qui était là est gardée à côté."""
    from teleconseil.store import restore

    settings = load_settings()
    kept = restore(settings.database_url, file, backup_dir=paths.backup_dir())
    say(f"Restaurée depuis {file}.")
    if kept is not None:
        say(f"La base précédente est gardée : {kept}")


def _require(settings: Settings) -> None:
    if not database_exists(settings):
        raise NoDatabase(
            f"Il n’y a pas encore de base : {shown_url(settings.database_url)}.",
            "Ouvrez le bureau une fois, ou lancez teleconseil db migrer.",
        )
