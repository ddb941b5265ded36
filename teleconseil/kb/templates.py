"""Letters and e-mails with ``{{champs}}``: what they ask for, and what a question can fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from teleconseil.kb.markdown import plain_lines, section
from teleconseil.kb.model import Entry, EntryType
from teleconseil.text import clean

LETTER_SECTION = "Modèle"

KNOWN_FIELDS: Mapping[str, str] = {
    "association": "le nom de l’adhérent",
    "numero_adherent": "son numéro",
    "ville": "sa ville, ou celle de l’établissement si la sienne n’est pas connue",
    "telephone_association": "son téléphone",
    "courriel_association": "son adresse électronique",
    "etablissement": "le nom de l’établissement concerné",
    "contact": "qui a posé la question",
    "reference": "la référence de la question, une fois enregistrée",
    "question": "la question, mot pour mot",
    "theme": "son thème et son sous-thème",
    "pole": "le pôle qui répond",
    "conseiller": "qui tient la question, à défaut qui écrit la lettre",
    "date": "aujourd’hui, mois en toutes lettres",
    "date_reception": "le jour où la question a été reçue",
    "echeance": "le jour où une réponse est due",
}
"""Fields that the program fills, and with what: the vocabulary of whoever writes a letter."""

_FIELD = re.compile(r"\{\{[ \t]*([a-z][a-z0-9]*(?:_[a-z0-9]+)*)[ \t]*\}\}")
_WITHOUT_BRACES = str.maketrans("{}", "()")


@dataclass(frozen=True, slots=True)
class Filled:
    """A template after filling."""

    text: str
    missing: tuple[str, ...]
    """Fields that nothing filled, in order; they are still visible in the text."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands in a text, as character offsets."""

    name: str
    start: int
    end: int


def letter(entry: Entry) -> str:
    """The letter of a template as plain text, fields included; empty for any other entry."""
    if entry.type is not EntryType.TEMPLATE:
        return ""
    return plain_lines(section(entry.body, LETTER_SECTION))


def words(entry: Entry) -> str:
    """What is given of an entry: the letter of a template, else the short answer."""
    return letter(entry) or entry.short_answer


def places(text: str) -> list[Place]:
    """Every field of a text, in order."""
    return [Place(match[1], match.start(), match.end()) for match in _FIELD.finditer(text)]


def fields(text: str) -> list[str]:
    """Names of the fields of a text, in the order in which they first appear."""
    return list(dict.fromkeys(place.name for place in places(text)))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with the values that are known; an empty value leaves the field visible.

    The braces of a value become parentheses, so that no value is ever read as a field, neither
    here nor by whoever looks for the fields that are left.
    """

    def put(match: re.Match[str]) -> str:
        value = clean(values.get(match[1], "")).strip().translate(_WITHOUT_BRACES)
        return value or f"{{{{{match[1]}}}}}"

    filled = _FIELD.sub(put, text)
    return Filled(filled, tuple(fields(filled)))
