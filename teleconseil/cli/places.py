"""``teleconseil emplacements``."""

from __future__ import annotations

import re
from pathlib import Path

import click

from teleconseil import paths
from teleconseil.cli.french import FrenchCommand
from teleconseil.cli.opening import sqlite_file
from teleconseil.cli.output import say
from teleconseil.config import Settings, load_settings


def places(settings: Settings) -> list[tuple[str, str | Path]]:
    """Every path in use, by its French name."""
    return [
        ("Base de données", shown_url(settings.database_url)),
        ("Base de connaissances", settings.kb_dir),
        ("Textes officiels", settings.texts_dir),
        ("Données", paths.data_dir()),
        ("Sauvegardes", paths.backup_dir()),
        ("Brouillons de secours", paths.drafts_dir()),
        ("Cache", paths.cache_dir()),
        ("Journal des erreurs", paths.log_dir()),
        ("Configuration", paths.config_file()),
    ]


def shown_url(url: str) -> str:
    """The database as a person names it: a file's path, or a URL without its password."""
    file = sqlite_file(url)
    return str(file) if file else re.sub(r"(://[^:/@]*):[^@]*@", r"\1:…@", url)


@click.command(cls=FrenchCommand)
def emplacements() -> None:
    """Tous les chemins utilisés, un par ligne."""
    rows = places(load_settings())
    width = max(len(name) for name, _ in rows)
    for name, place in rows:
        state = "" if not isinstance(place, Path) or place.exists() else "  (absent)"
        say(f"{name:<{width}}  {place}{state}")
