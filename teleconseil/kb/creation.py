"""Beginning an entry: its name from its title, and what an editor fills in."""

from __future__ import annotations

import json
import re
from pathlib import Path

from teleconseil.errors import TeleconseilError, UsageProblem
from teleconseil.kb.entry import write_entry
from teleconseil.kb.library import Library
from teleconseil.text import clean_line, fold

_MAX_SLUG = 80


class EntryExists(TeleconseilError):
    """An entry of that name is already there."""


def new_entry(library: Library, title: str, pole: str, author: str) -> Path:
    """Write a draft of that title into the pôle's folder; its path.

    Raises:
        UsageProblem: no name can be made of the title.
        EntryExists: the name is taken, in whatever folder.
        EntryWriteError: the folder refuses.
    """
    heading = clean_line(title)
    slug = slug_of(heading)
    existing = library.entry(slug)
    path = existing.path if existing else library.folder / pole / f"{slug}.md"
    if path.exists():
        raise EntryExists(f"La fiche {path} existe déjà.", "Ouvrez-la, ou changez le titre.")
    write_entry(path, _draft(heading, pole, author))
    return path


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


def _draft(title: str, pole: str, author: str) -> str:
    return f"""---
titre: {json.dumps(title, ensure_ascii=False)}
type: reponse
pole: {pole}
themes: []
convention: []
mots_cles: []
formulations: []
sources: []
etat: brouillon
redigee_par: {json.dumps(author, ensure_ascii=False)}
---

**En bref** — …

## Détail

## À vérifier avec l’adhérent

## Sources
"""
