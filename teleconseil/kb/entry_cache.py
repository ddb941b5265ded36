"""Front matters already read, kept between two starts by the hash of the file they stand in.

A hash never lies about a content, so that nothing here can be out of date: what the folder no
longer holds is dropped when the file is saved. Only a large folder is worth it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from teleconseil.kb.entry import content_version, parse_entry, read_content, slug_of
from teleconseil.kb.model import Citation, Entry, EntryState, EntryType

_FORMAT = 3
_WORTH_SAVING = 200
"""Entries read anew before the file is written: fewer take less time than the file itself."""


class EntryCache:
    """Reads entries, from the kept front matter when the content is a known one."""

    def __init__(self, folder: Path, cache_dir: Callable[[], Path]) -> None:
        self._folder = folder
        self._cache_dir = cache_dir
        self._known: dict[str, Any] | None = None
        self._fresh = 0

    def read(self, path: Path) -> Entry:
        """The entry in that file. Raises as ``parse_entry`` does."""
        content = read_content(path)
        version = content_version(content)
        known = self._load().get(version)
        if known is not None:
            with suppress(KeyError, TypeError, ValueError):
                return _restored(path, content, version, known)
        self._fresh += 1
        return parse_entry(path, content)

    def keep(self, entries: Iterable[Entry]) -> None:
        """Save what these entries hold, when enough of them are new. A failure costs nothing."""
        if self._fresh < _WORTH_SAVING:
            return
        self._fresh = 0
        kept = {entry.version: _kept(entry) for entry in entries if _is_plain(entry.extra)}
        self._known = kept
        path = self._path()
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            document = {"format": _FORMAT, "fiches": kept}
            temporary.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
            temporary.replace(path)

    def _load(self) -> dict[str, Any]:
        if self._known is None:
            self._known = {}
            with suppress(OSError, ValueError, AttributeError, KeyError, TypeError):
                document = json.loads(self._path().read_text(encoding="utf-8"))
                if document.get("format") == _FORMAT:
                    self._known = dict(document["fiches"])
        return self._known

    def _path(self) -> Path:
        name = hashlib.sha256(str(self._folder.absolute()).encode("utf-8", "replace")).hexdigest()
        return self._cache_dir() / f"fiches-{name[:12]}.json"


def _kept(entry: Entry) -> list[Any]:
    citations = [
        (c.text, c.article, _iso(c.version), c.ident, c.by_hand, c.line) for c in entry.citations
    ]
    return [
        (entry.title, entry.type, entry.pole, entry.state, entry.written_by, entry.validated_by),
        (entry.topics, entry.agreements, entry.keywords, entry.by_hand, entry.formulations),
        (_iso(entry.verified_on), _iso(entry.review_on)),
        citations,
        len(entry.body),
        dict(entry.extra),
    ]


def _restored(path: Path, content: str, version: str, known: list[Any]) -> Entry:
    texts, lists, dates, citations, body_length, extra = known
    title, kind, pole, state, written_by, validated_by = texts
    topics, agreements, keywords, by_hand, formulations = map(tuple, lists)
    verified_on, review_on = map(_day, dates)
    return Entry(
        slug=slug_of(path),
        path=path,
        title=title,
        type=EntryType(kind),
        pole=pole,
        topics=topics,
        agreements=agreements,
        keywords=keywords,
        citations=tuple(
            Citation(text, article, _day(read), ident, checked, line)
            for text, article, read, ident, checked, line in citations
        ),
        state=EntryState(state),
        written_by=written_by,
        validated_by=validated_by,
        verified_on=verified_on,
        review_on=review_on,
        body=content[len(content) - body_length :],
        version=version,
        by_hand=by_hand,
        formulations=formulations,
        extra=extra,
        content=content,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_plain(extra: Mapping[str, object]) -> bool:
    """Whether JSON gives these values back as they are."""
    if not extra:
        return True
    try:
        return bool(json.loads(json.dumps(dict(extra))) == dict(extra))
    except (TypeError, ValueError, RecursionError):
        return False
