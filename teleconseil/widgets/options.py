"""A short list of options to choose from."""

from __future__ import annotations

from textual.widgets import OptionList

PAGES = frozenset({"page_up", "page_down"})
"""Actions of the page keys."""


class Options(OptionList):
    """Textual's list, whose page keys do nothing until it has room on the screen.

    Without any it looks for the line of an option that it has not laid out, and stops everything.
    """

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in PAGES or bool(self.scrollable_content_region)
