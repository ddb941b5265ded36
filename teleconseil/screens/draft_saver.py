"""Saving a draft at every change without ever making the keyboard wait."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from textual.screen import Screen

from teleconseil.desk.drafts import DraftKeeper, DraftNotKept
from teleconseil.domain import Draft
from teleconseil.errors import TeleconseilError


class DraftSaver:
    """One write at a time, in a thread, always of the latest state.

    A burst of keys makes one write of the first and one of the last: whatever the pace of the
    database, what is on disk is never older than the write that is under way.
    """

    def __init__(self, screen: Screen[None], complain: Callable[[TeleconseilError], None]) -> None:
        self._screen = screen
        self._complain = complain
        self._lock = Lock()
        self._next: Draft | None = None
        self._forgotten: set[str] = set()
        self._busy = False
        self.keeper: DraftKeeper | None = None

    def save(self, draft: Draft) -> None:
        """Keep this state; an earlier one that was not written yet is superseded."""
        with self._lock:
            self._next = draft
            if self._busy or self.keeper is None:
                return
            self._busy = True
        self._screen.run_worker(self._write, thread=True, group="draft", exit_on_error=False)

    def forget(self, ident: str) -> None:
        """The draft became a question: never write it again, and remove it."""
        with self._lock:
            self._forgotten.add(ident)
            if self._next is not None and self._next.ident == ident:
                self._next = None
        keeper = self.keeper
        if keeper is not None:
            self._screen.run_worker(
                lambda: keeper.forget(ident), thread=True, group="draft", exit_on_error=False
            )

    def _write(self) -> None:
        while True:
            with self._lock:
                draft, self._next = self._next, None
                if draft is None or self.keeper is None:
                    self._busy = False
                    return
            try:
                self.keeper.save(draft)
                if draft.ident in self._forgotten:
                    self.keeper.forget(draft.ident)
            except DraftNotKept as error:
                self._screen.app.call_from_thread(self._complain, error)
