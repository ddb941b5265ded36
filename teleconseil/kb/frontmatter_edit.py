"""Changing the YAML block of an entry in place: every byte that need not change stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from teleconseil.kb.frontmatter import DEFAULT_REMEDY, FrontMatterFault, compose, split

_SENTENCE = 40
"""Characters from which an item of a list stands on a line of its own."""
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


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
            text = _quoted(value) if span.quoted else None
            text = text or _written(value, newline)
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


def update_item(content: str, key: str, index: int, changes: Mapping[str, object]) -> str:
    """``content`` with these keys of one mapping of a list changed or added; the rest stays."""
    parts = split(content)
    block = parts.yaml
    item = _item(block, key, index)
    pairs = {name.value: value for name, value in item.value}
    edits: list[tuple[int, int, str]] = []
    added = ""
    for name, value in changes.items():
        written = _written(value, _newline(content))
        if name in pairs:
            edits.append((pairs[name].start_mark.index, _last(pairs[name]), written))
        elif item.flow_style:
            added += f", {name}: {written}"
        else:
            added += f"{_newline(content)}{' ' * item.start_mark.column}{name}: {written}"
    end = _last(item.value[-1][1])
    for start, stop, text in sorted([*edits, (end, end, added)], reverse=True):
        block = block[:start] + text + block[stop:]
    head, tail = content[: parts.yaml_start], content[parts.yaml_start + len(parts.yaml) :]
    return head + block + tail


def _item(block: str, key: str, index: int) -> yaml.MappingNode:
    root = compose(block, yaml.SafeLoader)
    for name, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if name.value == key and isinstance(value, yaml.SequenceNode):
            item = value.value[index]
            if isinstance(item, yaml.MappingNode) and item.value:
                return item
    raise FrontMatterFault(f"« {key} » n’a pas d’élément n° {index + 1}.", DEFAULT_REMEDY, 1)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    line_start: int
    line_end: int
    quoted: bool
    """Written between straight double quotes."""


def _spans(block: str) -> dict[str, _Span]:
    """Where each top-level value stands in the block, comments after it left out."""
    root = compose(block, yaml.SafeLoader)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise FrontMatterFault("L’en-tête n’est pas une suite de clés.", DEFAULT_REMEDY, 2)
    spans = {}
    for key, value in root.value:
        colon = block.index(":", key.end_mark.index) + 1
        empty = value.start_mark.index >= value.end_mark.index
        start = colon if empty else _after_key(block, colon, value.start_mark.index)
        end = colon if empty else max(_last(value), start)
        line_start = _line_start(block, key.start_mark.index)
        spans[key.value] = _Span(
            start, end, line_start, _line_end(block, end), getattr(value, "style", None) == '"'
        )
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


def _quoted(value: object) -> str | None:
    """A text between double quotes; None for another value or a text that needs escapes."""
    if not isinstance(value, str) or _UNSAFE.search(value):
        return None
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _line(key: str, value: object, newline: str) -> str:
    written = _written(value, newline)
    gap = "" if written.startswith(newline) else " "
    return f"{key}:{gap}{written}{newline}"


def _is_long(item: object) -> bool:
    return isinstance(item, str) and len(item) > _SENTENCE


def _written(value: object, newline: str) -> str:
    """A value as YAML on the key's line; mappings and sentences of a list on the next ones."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {_written(v, newline)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        if any(isinstance(item, Mapping) or _is_long(item) for item in value):
            return "".join(f"{newline}  - {_written(item, newline)}" for item in value)
        return "[" + ", ".join(_written(item, newline) for item in value) + "]"
    text = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=float("inf"))
    return text.strip()[1:-1]
