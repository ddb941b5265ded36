"""Rules on the fields of a letter: there are some, each is well written and well named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teleconseil.kb.lint.context import WARNING, Context, Page
from teleconseil.kb.model import EntryType, Problem
from teleconseil.kb.templates import KNOWN_FIELDS, Place, places

_STRAY = re.compile(r"\{\{[^{}\n]*(?:\}\})?|\}\}")
"""Braces that open or close a field that is none."""


def letter_fields(page: Page, _context: Context) -> Iterator[Problem]:
    """A letter has fields; each can be filled, and what the question knows has its known name."""
    entry = page.entry
    if entry.type is not EntryType.TEMPLATE:
        return
    found = places(entry.body)
    strays = list(_STRAY.finditer(_without(entry.body, found)))
    if not found and not strays:
        message = "Le modèle n’a aucun champ à remplir."
        remedy = "Écrivez les parties variables sous la forme {{nom_du_salarie}}."
        yield page.at_body_line("champs-absents", 1, message, remedy)
    for stray in strays:
        message = f"« {stray.group()} » n’est pas un champ : il ne sera ni rempli, ni signalé."
        remedy = "Écrivez {{nom_du_champ}} : minuscules sans accent, mots joints par un trait bas."
        yield page.at_body("champ-mal-forme", stray.start(), message, remedy)
    for place in found:
        if place.name not in KNOWN_FIELDS and (near := _nearest(place.name)):
            message = f"La question ne remplit pas « {place.name} »."
            remedy = f"Est-ce {{{{{near}}}}} ? Sinon, choisissez un nom qui s’en distingue."
            yield page.at_body("champ-inconnu", place.start, message, remedy, WARNING)


def _without(body: str, found: list[Place]) -> str:
    """The body with its fields blanked, every other character at its offset."""
    for place in found:
        body = body[: place.start] + " " * (place.end - place.start) + body[place.end :]
    return body


def _nearest(name: str) -> str:
    """The known field that this one is probably meant to be: a letter or two apart."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = 1 if len(name) < 8 else 2
    found = process.extractOne(name, KNOWN_FIELDS.keys(), scorer=OSA.distance, score_cutoff=allowed)
    return found[0] if found else ""
