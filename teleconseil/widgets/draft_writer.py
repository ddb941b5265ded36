"""Writes drafts as fast as they come, in one thread, the last state of each only.

Typing never waits for a disk. Before the database is open the drafts go to a file each; whatever
cannot be written is said once and tried again with the next change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from teleconseil import paths
from teleconseil.domain import Draft
from teleconseil.errors import TeleconseilError

if TYPE_CHECKING:
    from teleconseil.desk.drafts import DraftKeeper

_CLOSING_S = 5.0


class DraftWriter:
    """One thread that keeps the latest state of every draft. Thread-safe."""

    def __init__(self, advisor: str, on_error: Callable[[TeleconseilError], None]) -> None:
        self._advisor = advisor
        self._on_error = on_error
        self._condition = threading.Condition()
        self._pending: dict[str, Draft | None] = {}
        self._keeper: DraftKeeper | None = None
        self._writing = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def use(self, keeper: DraftKeeper) -> None:
        """Write through this keeper from now on."""
        with self._condition:
            self._keeper = keeper

    def save(self, draft: Draft) -> None:
        """Keep this state of the draft, soon; it replaces one that was not written yet."""
        self._submit(draft.ident, draft)

    def forget(self, ident: str) -> None:
        """The draft became a question, or was given up."""
        self._submit(ident, None)

    def flush(self, timeout: float = _CLOSING_S) -> bool:
        """Wait until everything is written; False when that took too long."""
        with self._condition:
            return self._condition.wait_for(
                lambda: not self._pending and not self._writing, timeout
            )

    def close(self) -> None:
        """Write what is left and stop."""
        self.flush()
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _submit(self, ident: str, draft: Draft | None) -> None:
        with self._condition:
            self._pending[ident] = draft
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="drafts", daemon=True)
                self._thread.start()
            self._condition.notify_all()

    def _run(self) -> None:
        while True:
            with self._condition:
                self._writing = False
                self._condition.notify_all()
                self._condition.wait_for(lambda: self._pending or self._closed)
                if not self._pending:
                    return
                ident, draft = next(iter(self._pending.items()))
                del self._pending[ident]
                self._writing = True
            self._write(ident, draft)

    def _write(self, ident: str, draft: Draft | None) -> None:
        keeper = self._keeper or self._files_only()
        try:
            if draft is None:
                keeper.forget(ident)
            else:
                keeper.save(draft)
        except TeleconseilError as error:
            self._on_error(error)

    def _files_only(self) -> DraftKeeper:
        from teleconseil.desk.drafts import DraftKeeper

        return DraftKeeper(paths.drafts_dir(), self._advisor)
