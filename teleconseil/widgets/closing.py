"""Screens that are closed once, however often it is asked."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

T = TypeVar("T")


class ClosedOnce(Screen[T]):
    """Closing it again does nothing: Textual would close the screen below, or stop for want of one.

    A second Enter or Échap may already be waiting when the first one closes the screen. One that
    stands under another, or in another mode, is closed when it comes back. Beside another class
    of Textual this one comes second: styles and keys are inherited from the first.
    """

    _closed_with: tuple[T | None] | None = None
    """What it is to be closed with, once it is on top."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        if self.is_active:
            return super().dismiss(result)
        self._closed_with = (result,)
        return AwaitComplete()

    def on_screen_resume(self) -> None:
        if self._closed_with is not None:
            self.dismiss(*self._closed_with)


class Dialogue(ModalScreen[T], ClosedOnce[T]):
    """What is asked, or read, over a screen."""
