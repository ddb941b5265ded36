"""Reading the values of an entry's front matter, each mistake noted with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from teleconseil.kb.frontmatter import Field, FrontMatterFault, mapping_fields
from teleconseil.kb.model import Citation, Problem
from teleconseil.text import clean_line

Choice = TypeVar("Choice", bound=StrEnum)

_NOTHING = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "oui", "vrai", "yes"}
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Reader:
    """Takes the keys of one front matter one by one; ``rest`` is what nobody asked for."""

    def __init__(self, path: Path, fields: Mapping[str, Field]) -> None:
        self._path = path
        self._fields = dict(fields)
        self.problems: list[Problem] = []

    def text(self, key: str, *, required: bool = False) -> str:
        """A text on one line, spaces at its ends taken off."""
        field = self._fields.pop(key, None)
        value = "" if field is None else self._scalar(field, key)
        if required and value == "" and (field is None or isinstance(field.node, yaml.ScalarNode)):
            line, column = (field.line, field.column) if field else (1, 1)
            remedy = f"Ajoutez une ligne « {key}: … » dans l’en-tête."
            self._note(line, column, f"La clé « {key} » manque ou est vide.", remedy, "cle-absente")
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a number in it is taken as it is written."""
        remedy = f"Écrivez-la entre crochets : {key}: [a, b]."
        items = [self._scalar(_item(node), key) for node in self._list(key, "liste", remedy)]
        return tuple(item for item in items if item)

    def sentences(self, key: str) -> tuple[str, ...]:
        """A list of sentences, each made one line; empty ones are left out."""
        remedy = "Une phrase par ligne, après un tiret : « - Ma phrase »."
        nodes = self._list(key, "liste de phrases", remedy)
        found = (self._sentence(_item(node), key) for node in nodes)
        return tuple(sentence for sentence in found if sentence)

    def choice(
        self, key: str, kind: type[Choice], default: Choice, *, required: bool = False
    ) -> Choice:
        """One of the words of an enumeration."""
        field = self._fields.get(key)
        value = self.text(key, required=required)
        if not value:
            return default
        if value in {str(member) for member in kind}:
            return kind(value)
        known = ", ".join(kind)
        line, column = (field.line, field.column) if field else (1, 1)
        message = f"« {value} » n’est pas une valeur de « {key} »."
        self._note(line, column, message, f"Choisissez parmi : {known}.", "valeur-inconnue")
        return default

    def day(self, key: str) -> date | None:
        """A day written 2026-11-22, or nothing."""
        field = self._fields.pop(key, None)
        return None if field is None else self._day(field, key)

    def citations(self, key: str) -> tuple[Citation, ...]:
        """The list of sources, in order; one that cannot be read is noted and left out."""
        remedy = "Une source par ligne : « - {texte: ccn66, article: 22, id: KALIARTI…} »."
        found = (self._citation(node) for node in self._list(key, "liste de sources", remedy))
        return tuple(citation for citation in found if citation is not None)

    def _list(self, key: str, kind: str, remedy: str) -> list[yaml.Node]:
        """The items of a key; none when it is empty, or is no list, which is noted."""
        field = self._fields.pop(key, None)
        if field is None or _is_nothing(field.node):
            return []
        if not isinstance(field.node, yaml.SequenceNode):
            message = f"« {key} » doit être une {kind}."
            self._note(field.line, field.column, message, remedy, "type-de-valeur")
            return []
        return list(field.node.value)

    def rest(self) -> frozenset[str]:
        """Keys that nobody asked for."""
        return frozenset(self._fields)

    def _sentence(self, field: Field, key: str) -> str:
        if isinstance(field.node, yaml.ScalarNode):
            return clean_line(self._scalar(field, key))
        message = f"Un élément de « {key} » n’est pas une phrase."
        remedy = (
            "Mettez entre guillemets droits une phrase qui contient deux-points suivi d’une "
            "espace, ou qui commence par un signe."
        )
        self._note(field.line, field.column, message, remedy, "type-de-valeur")
        return ""

    def _citation(self, node: yaml.Node) -> Citation | None:
        place = _item(node)
        if not isinstance(node, yaml.MappingNode):
            message = "Une source n’est pas de la forme {texte: …, article: …}."
            remedy = "Écrivez « - {texte: code-travail, article: L3141-5, version: 2025-12-24} »."
            self._note(place.line, place.column, message, remedy, "source")
            return None
        try:
            inner = Reader(self._path, mapping_fields(node))
        except FrontMatterFault as fault:
            self._note(fault.line, fault.column, fault.message, fault.remedy, "source")
            return None
        citation = Citation(
            text=inner.text("texte"),
            article=inner.text("article"),
            version=inner.day("version"),
            ident=inner.text("id") or None,
            by_hand=inner.text("verifie_a_la_main").casefold() in _TRUE,
            line=place.line,
        )
        self.problems += inner.problems
        if citation.text and (citation.article or citation.ident):
            return citation
        if not inner.problems:
            message = "Une source doit nommer son texte et son article."
            remedy = "Écrivez « - {texte: code-travail, article: L3141-5, version: 2025-12-24} »."
            self._note(place.line, place.column, message, remedy, "source")
        return None

    def _day(self, field: Field, key: str) -> date | None:
        value = self._scalar(field, key)
        if not value:
            return None
        try:
            if _ISO.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            message = f"« {key} » : le {value} n’existe pas au calendrier."
            self._note(field.line, field.column, message, "Corrigez le jour ou le mois.", "date")
            return None
        message = f"« {key} » : « {value[:40]} » n’est pas une date."
        remedy = "Écrivez l’année, le mois et le jour : 2026-11-22."
        self._note(field.line, field.column, message, remedy, "date")
        return None

    def _scalar(self, field: Field, key: str) -> str:
        node = field.node
        if isinstance(node, yaml.ScalarNode):
            quoted = node.style in ("'", '"')
            value = unicodedata.normalize("NFC", str(node.value).strip())
            return "" if value in _NOTHING and not quoted else value
        kind = "une liste" if isinstance(node, yaml.SequenceNode) else "un bloc de clés"
        message = f"« {key} » attend un texte et contient {kind}."
        remedy = f"Écrivez une seule valeur : « {key}: … »."
        self._note(field.line, field.column, message, remedy, "type-de-valeur")
        return ""

    def _note(self, line: int, column: int, message: str, remedy: str, rule: str) -> None:
        self.problems.append(Problem(self._path, line, column, message, remedy, rule=rule))


def _item(node: yaml.Node) -> Field:
    return Field(node, node.start_mark.line + 2, node.start_mark.column + 1)


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in _NOTHING
