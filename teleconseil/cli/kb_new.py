"""``teleconseil kb nouvelle``: the beginning of an entry."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lookups import check_pole
from teleconseil.cli.output import say
from teleconseil.config import load_settings
from teleconseil.errors import TeleconseilError, UsageProblem, os_reason
from teleconseil.text import clean_line, fold

_MAX_SLUG = 80


class EntryExists(TeleconseilError):
    """An entry of that name is already there."""


@click.command(cls=FrenchCommand)
@click.argument("title", metavar="TITRE")
@option("--pole", required=True, metavar="SLUG", help="Pôle de la fiche.")
def nouvelle(title: str, pole: str) -> None:
    """Commence une fiche à l’état de brouillon et donne son chemin."""
    from teleconseil.desk.reference import load_reference_data
    from teleconseil.kb.library import Library

    settings = load_settings()
    heading = clean_line(title)
    slug = slug_of(heading)
    check_pole(load_reference_data(settings.kb_dir).poles, pole)
    existing = Library(settings.kb_dir).load().entries.get(slug)
    path = existing.path if existing else settings.kb_dir / pole / f"{slug}.md"
    if path.exists():
        raise EntryExists(f"La fiche {path} existe déjà.", "Ouvrez-la, ou changez le titre.")
    _write(path, draft(heading, pole, settings.advisor))
    say(str(path))


def slug_of(title: str) -> str:
    """« Congés et maladie : le report » as « conges-et-maladie-le-report ».

    Raises:
        UsageProblem: no letter nor digit is in it.
    """
    words = re.findall(r"[a-z0-9]+", fold(title))
    slug = "-".join(words)[:_MAX_SLUG].strip("-")
    if not slug:
        raise UsageProblem(f"« {title} » ne donne aucun nom de fiche.", "Écrivez un titre en mots.")
    return slug


def draft(title: str, pole: str, author: str) -> str:
    """The content of a new entry."""
    quoted = json.dumps(title, ensure_ascii=False)
    return f"""---
titre: {quoted}
type: reponse
pole: {pole}
themes: []
convention: []
mots_cles: []
sources: []
etat: brouillon
redigee_par: {json.dumps(author, ensure_ascii=False)}
---

**En bref** — …

## Détail

## À vérifier avec l’adhérent

## Sources
"""


def _write(path: Path, content: str) -> None:
    from teleconseil.kb.entry import write_entry

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_entry(path, content)
    except OSError as error:
        raise TeleconseilError(
            f"La fiche {path} n’a pas été écrite : {os_reason(error)}.",
            "Changez les droits, ou donnez un autre dossier avec TELECONSEIL_KB_DIR.",
        ) from error
