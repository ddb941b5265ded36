"""The YAML block at the top of an entry: found, and read with its line numbers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import yaml

MAX_FRONT_MATTER = 64 * 1024
"""Characters. An entry's block has a few hundred."""

_MAX_BRACKETS = 500
_OPENING = re.compile(r"\ufeff?---[ \t]*(\r\n|\n|\r)")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_DEEP_BLOCK = re.compile(r"(?:[-?:][ \t]+){20}")
_REMEDIES = (
    (
        "mapping values are not allowed",
        "Un texte qui contient deux-points suivi d’une espace se met entre guillemets droits : "
        'titre: "Congés : combien ?".',
    ),
    ("cannot start any token", "Remplacez les tabulations par des espaces."),
    ("tab character", "Remplacez les tabulations par des espaces."),
    ("did not find expected ',' or ']'", "Fermez la liste par un crochet : [a, b]."),
    ("did not find expected ',' or '}'", "Fermez le bloc par une accolade : {texte: ccn66}."),
    ("found unexpected end of stream", "Fermez le guillemet ouvert sur cette ligne."),
    ("could not find expected ':'", "Écrivez chaque ligne sous la forme « clé: valeur »."),
    ("undefined alias", "Mettez entre guillemets droits le texte qui commence par « * »."),
)
DEFAULT_REMEDY = "Comparez avec une autre fiche : une clé par ligne, « clé: valeur »."


Loader = type[yaml.SafeLoader] | type[yaml.CBaseLoader]


class FrontMatterFault(ValueError):
    """What is wrong with the block, with its place in the file (1-based line and column)."""

    def __init__(self, message: str, remedy: str, line: int, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Parts:
    """An entry's file in two: the YAML block (without its ``---`` lines) and the body."""

    yaml: str
    yaml_start: int
    """Offset of the block in the file."""
    body_start: int
    """Offset of the body in the file."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the block, with the line of the file that it stands on."""

    node: yaml.Node
    line: int
    column: int


def split(content: str) -> Parts:
    """Find the block between the two ``---`` lines.

    Raises FrontMatterFault when one of them is missing or the block is beyond all measure.
    """
    opening = _OPENING.match(content)
    if opening is None:
        raise FrontMatterFault(
            "La fiche ne commence pas par une ligne « --- ».",
            "Placez l’en-tête (titre, pole, themes…) entre deux lignes « --- » en tête de fichier.",
            1,
        )
    start = opening.end()
    limit = start + MAX_FRONT_MATTER
    closing = _CLOSING.search(content.replace("\r", "\n"), start, limit + 4)
    if closing is None:
        message = "L’en-tête n’est pas fermé par une ligne « --- »."
        raise FrontMatterFault(message, "Ajoutez « --- » seul sur sa ligne après l’en-tête.", 1)
    end = closing.end()
    end += 2 if content.startswith("\r\n", end) else 1 if end < len(content) else 0
    return Parts(content[start : closing.start()], start, end)


def compose(block: str, loader: Loader) -> yaml.Node | None:
    """The node tree of a block; None when it is empty. Raises FrontMatterFault."""
    if block.count("[") + block.count("{") > _MAX_BRACKETS or _DEEP_BLOCK.search(block):
        message = "L’en-tête est imbriqué au-delà de toute mesure."
        raise FrontMatterFault(message, "Gardez des listes simples : [a, b].", 2)
    try:
        root = yaml.compose(block, Loader=loader)
        _refuse_aliases(block, root)
        return root
    except yaml.MarkedYAMLError as error:
        raise _fault_of(error, block) from error
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        message = "L’en-tête contient un caractère interdit (caractère de contrôle)."
        raise FrontMatterFault(message, "Effacez-le et tapez la ligne à nouveau.", line) from error


def _refuse_aliases(block: str, root: yaml.Node | None) -> None:
    """A value that stands for another is of no use here, and can unfold without end."""
    if "*" not in block or root is None:
        return
    seen: set[int] = set()
    pending = [root]
    while pending:
        node = pending.pop()
        if id(node) in seen:
            line, column = node.start_mark.line + 2, node.start_mark.column + 1
            message = "L’en-tête renvoie d’une valeur à une autre (« &nom », « *nom »)."
            raise FrontMatterFault(
                message, "Écrivez chaque valeur en toutes lettres.", line, column
            )
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            pending += node.value
        elif isinstance(node, yaml.MappingNode):
            pending += [part for pair in node.value for part in pair]


def fields(block: str) -> dict[str, Field]:
    """The block's top-level keys in order. Lines count from the top of the file."""
    root = compose(block, yaml.CBaseLoader)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterFault("L’en-tête n’est pas une suite de clés.", DEFAULT_REMEDY, 2)
    return mapping_fields(root)


def mapping_fields(node: yaml.MappingNode) -> dict[str, Field]:
    """Keys of a mapping node; a key written twice is a fault."""
    found: dict[str, Field] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 2, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            message = "Une clé de l’en-tête n’est pas un mot."
            raise FrontMatterFault(message, DEFAULT_REMEDY, line, column)
        name = key.value
        if name in found:
            message = f"La clé « {name} » est écrite deux fois."
            raise FrontMatterFault(message, "Gardez une seule des deux lignes.", line, column)
        found[name] = Field(value, line, column)
    return found


class _Tolerant(yaml.SafeLoader):
    """Reads a date that does not exist, or a tag that it does not know, as text."""

    def timestamp(self, node: yaml.ScalarNode) -> object:
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return node.value

    def unknown(self, node: yaml.Node) -> object:
        return node.value if isinstance(node, yaml.ScalarNode) else None


_Tolerant.add_constructor("tag:yaml.org,2002:timestamp", _Tolerant.timestamp)
_Tolerant.add_constructor(None, _Tolerant.unknown)


def plain_values(block: str, keys: Collection[str]) -> dict[str, object]:
    """The values of these keys as YAML reads them; None for one that it cannot read."""
    root = compose(block, yaml.SafeLoader) if keys else None
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {key.value: _plain(node) for key, node in root.value if key.value in keys}


def _plain(node: yaml.Node) -> object:
    try:
        return _Tolerant("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        return None


def _fault_of(error: yaml.MarkedYAMLError, block: str) -> FrontMatterFault:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + 2
    column = (mark.column if mark else 0) + 1
    if error.context_mark and "unexpected end of stream" in (error.problem or ""):
        line, column = error.context_mark.line + 2, error.context_mark.column + 1
    line = min(line, block.count("\n") + 2)
    known = [remedy for words, remedy in _REMEDIES if words in (error.problem or "")]
    message = "L’en-tête n’est pas du YAML lisible."
    return FrontMatterFault(message, known[0] if known else DEFAULT_REMEDY, line, column)
