"""One line of a form: a dim label, right-aligned in its column, and the field."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static


class FormRow(Horizontal):
    """The label and one or more fields beside it."""

    DEFAULT_CSS = """
    FormRow { height: auto; }
    FormRow > .etiquette {
        width: 10; height: 1; margin-right: 1; text-align: right; color: $texte-discret;
    }
    """

    def __init__(self, label: str, *fields: Widget, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._label = label
        self._fields = fields

    def compose(self) -> ComposeResult:
        yield Static(self._label, classes="etiquette", markup=False)
        yield from self._fields
