"""Drafts: what is being typed is kept as it is typed, whatever happens to the database.

A draft goes to a file of its own in a folder of this machine, written atomically, then to the
store; the file goes once the store has it. A store that is not open yet, or refuses (locked, lost,
full), or makes one wait, costs nothing. ``restore`` reads both places and keeps the newest of each.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from teleconseil.domain import Channel, Draft
from teleconseil.errors import TeleconseilError, os_reason
from teleconseil.store.errors import StoreError

if TYPE_CHECKING:
    from teleconseil.store import Store


class DraftNotKept(TeleconseilError):
    """Neither the database nor this machine's folder took the draft."""


class DraftKeeper:
    """Keeps the drafts of one advisor. Thread-safe as long as one thread saves at a time."""

    def __init__(self, folder: Path, advisor: str, store: Store | None = None) -> None:
        self._folder = folder
        self._advisor = advisor
        self._store = store

    def save(self, draft: Draft) -> None:
        """Keep the draft: in a file at once, then in the store, which may keep one waiting.

        Raises:
            DraftNotKept: there is no room for it anywhere; what was typed is still on screen.
        """
        trouble = self._try_file(draft)
        if self._store is not None:
            with suppress(StoreError):
                self._store.save_draft(draft)
                self._file(draft.ident).unlink(missing_ok=True)
                return
        if trouble is not None:
            raise trouble

    def _try_file(self, draft: Draft) -> DraftNotKept | None:
        try:
            self._write_file(draft)
        except DraftNotKept as trouble:
            return trouble
        return None

    def restore(self) -> list[Draft]:
        """The advisor's drafts, last touched first; of one kept in both places, the newest."""
        found = {draft.ident: draft for draft in self._from_files()}
        if self._store is not None:
            for draft in self._store.drafts(self._advisor):
                other = found.get(draft.ident)
                if other is None or other.updated_at <= draft.updated_at:
                    found[draft.ident] = draft
        return sorted(found.values(), key=lambda draft: draft.updated_at, reverse=True)

    def forget(self, ident: str) -> None:
        """The draft became a question, or was given up."""
        self._file(ident).unlink(missing_ok=True)
        if self._store is not None:
            self._store.delete_draft(ident)

    def _file(self, ident: str) -> Path:
        safe = "".join(c for c in ident if c.isalnum() or c in "-_")
        return self._folder / f"{safe}.json"

    def _write_file(self, draft: Draft) -> None:
        record = {
            "ident": draft.ident,
            "advisor": draft.advisor,
            "channel": draft.channel.value,
            "started_at": draft.started_at.isoformat(),
            "updated_at": draft.updated_at.isoformat(),
            "fields": dict(draft.fields),
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # json escapes what UTF-8 cannot hold (lone surrogates), so that nothing is refused.
            with tempfile.NamedTemporaryFile(
                "w", encoding="ascii", dir=self._folder, suffix=".tmp", delete=False
            ) as file:
                json.dump(record, file)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self._file(draft.ident))
        except OSError as error:
            raise DraftNotKept(
                f"Le brouillon n’a pu être gardé ni dans la base ni dans {self._folder} : "
                f"{os_reason(error)}.",
                "Ne quittez pas l’écran avant d’avoir libéré de la place ou enregistré.",
            ) from error

    def _from_files(self) -> list[Draft]:
        drafts = (_parse(path) for path in sorted(self._folder.glob("*.json")))
        return [d for d in drafts if d is not None and d.advisor == self._advisor]


def _parse(path: Path) -> Draft | None:
    """The draft in that file; None when it is not one (it is left where it is)."""
    try:
        record = json.loads(path.read_text(encoding="ascii"))
        fields: Mapping[str, str] = {str(k): str(v) for k, v in record["fields"].items()}
        return Draft(
            ident=record["ident"],
            advisor=record["advisor"],
            channel=Channel(record["channel"]),
            started_at=datetime.fromisoformat(record["started_at"]),
            updated_at=datetime.fromisoformat(record["updated_at"]),
            fields=fields,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
