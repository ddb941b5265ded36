"""Screens that are closed once, however often it is asked."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

T = TypeVar("T")


class ClosedOnce(Screen[T]):
    """Closing it again does nothing: Textual would close the screen below, or stop for want of one.

    A second Enter or Échap may already be waiting when the first one closes the screen. Beside
    another class of Textual it comes second: styles and keys are inherited from the first.
    """

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialogue(ModalScreen[T], ClosedOnce[T]):
    """What is asked, or read, over a screen."""
