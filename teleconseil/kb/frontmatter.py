"""The YAML block at the top of an entry: found, read with its line numbers, changed in place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

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
_DEFAULT_REMEDY = "Comparez avec une autre fiche : une clé par ligne, « clé: valeur »."


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
        return yaml.compose(block, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise _fault_of(error, block) from error
    except yaml.reader.ReaderError as error:
        line = block.count("\n", 0, error.position) + 2
        message = "L’en-tête contient un caractère interdit (caractère de contrôle)."
        raise FrontMatterFault(message, "Effacez-le et tapez la ligne à nouveau.", line) from error


def fields(block: str) -> dict[str, Field]:
    """The block's top-level keys in order. Lines count from the top of the file."""
    root = compose(block, yaml.CBaseLoader)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterFault("L’en-tête n’est pas une suite de clés.", _DEFAULT_REMEDY, 2)
    return mapping_fields(root)


def mapping_fields(node: yaml.MappingNode) -> dict[str, Field]:
    """Keys of a mapping node; a key written twice is a fault."""
    found: dict[str, Field] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 2, key.start_mark.column + 1
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
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


def update(content: str, changes: Mapping[str, object]) -> str:
    """``content`` with these keys changed; every other byte stays.

    A value is text, a date, a number, a boolean, a list of them or a list of mappings; ``None``
    takes the key away. A key that was not there is added at the end of the block.
    """
    parts = split(content)
    newline = _newline(content)
    block = parts.yaml
    spans = _spans(block)
    added = ""
    edits: list[tuple[int, int, str]] = []
    for key, value in changes.items():
        if key not in spans:
            added += "" if value is None else _line(key, value, newline)
            continue
        span = spans[key]
        if value is None:
            edits.append((span.line_start, span.line_end, ""))
        else:
            text = _written(value, newline)
            if text.startswith(newline):
                start = len(block[: span.start].rstrip(" \t"))
            else:
                start, text = span.start, text if block[span.start - 1] in " \t" else f" {text}"
            edits.append((start, span.end, text))
    for start, end, text in sorted(edits, reverse=True):
        block = block[:start] + text + block[end:]
    if added and block and not block.endswith(("\n", "\r")):
        block += newline
    head, tail = content[: parts.yaml_start], content[parts.yaml_start + len(parts.yaml) :]
    return head + block + added + tail


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    line_start: int
    line_end: int


def _spans(block: str) -> dict[str, _Span]:
    """Where each top-level value stands in the block, comments after it left out."""
    root = compose(block, yaml.SafeLoader)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterFault("L’en-tête n’est pas une suite de clés.", _DEFAULT_REMEDY, 2)
    spans = {}
    for key, value in root.value:
        colon = block.index(":", key.end_mark.index) + 1
        empty = value.start_mark.index >= value.end_mark.index
        start = colon if empty else _after_key(block, colon, value.start_mark.index)
        end = colon if empty else max(_last(value), start)
        line_start = _line_start(block, key.start_mark.index)
        spans[key.value] = _Span(start, end, line_start, _line_end(block, end))
    return spans


def _after_key(block: str, colon: int, value_start: int) -> int:
    """Start of what a new value replaces: a value on the next lines begins on the key's line."""
    between = block[colon:value_start]
    return colon if "\n" in between or "\r" in between else value_start


def _last(node: yaml.Node) -> int:
    """Offset after the last character of a value; a block list ends with its last item."""
    if isinstance(node, yaml.ScalarNode) or getattr(node, "flow_style", True):
        end = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            text = node.end_mark.buffer[:end] if node.end_mark.buffer else ""
            return len(text.rstrip("\r\n\0")) if text else end
        return int(end)
    last = node.value[-1]
    return _last(last[1] if isinstance(last, tuple) else last)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    match = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)?").match(text, offset)
    return match.end() if match else offset


def _newline(content: str) -> str:
    match = re.search(r"\r\n|\n|\r", content)
    return match.group() if match else "\n"


def _line(key: str, value: object, newline: str) -> str:
    written = _written(value, newline)
    gap = "" if written.startswith(newline) else " "
    return f"{key}:{gap}{written}{newline}"


def _written(value: object, newline: str) -> str:
    """A value as YAML on the key's line, or a block list of flow mappings on the next ones."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_written(v, newline)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        if any(isinstance(item, Mapping) for item in value):
            return "".join(f"{newline}  - {_written(item, newline)}" for item in value)
        return "[" + ", ".join(_written(item, newline) for item in value) + "]"
    text = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=float("inf"))
    return text.strip()[1:-1]


def _fault_of(error: yaml.MarkedYAMLError, block: str) -> FrontMatterFault:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + 2
    column = (mark.column if mark else 0) + 1
    if error.context_mark and "unexpected end of stream" in (error.problem or ""):
        line, column = error.context_mark.line + 2, error.context_mark.column + 1
    line = min(line, block.count("\n") + 2)
    known = [remedy for words, remedy in _REMEDIES if words in (error.problem or "")]
    message = "L’en-tête n’est pas du YAML lisible."
    return FrontMatterFault(message, known[0] if known else _DEFAULT_REMEDY, line, column)
