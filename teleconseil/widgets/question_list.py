"""A list of questions that reads itself from the database, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from teleconseil.domain import Page, Question, QuestionFilter
from teleconseil.errors import TeleconseilError
from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.row_list import Column, RowList

if TYPE_CHECKING:
    from teleconseil.services import Services

Criteria = Callable[["Services"], QuestionFilter]
"""What the list shows; worked out in the reading thread, where the database may be asked."""
PAGE = 200
_MOST_READ_AGAIN = 5 * PAGE
"""Whoever reads further down is reading history, which does not change under their eyes."""


class QuestionList(RowList[Question]):
    """``ask`` for a list; its pages follow the cursor, ``again`` reads it again where it stands.

    Nothing is loaded whole. A reading that fails leaves what is shown and says why, once.
    """

    class Shown(Message):
        """The list was read: what is shown is up to date."""

    class Failed(Message):
        """The list cannot be read."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    class _Read(Message):
        def __init__(self, page: Page[Question], *, more: bool, from_top: bool) -> None:
            super().__init__()
            self.page = page
            self.more = more
            self.from_top = from_top

    def __init__(self, columns: Sequence[Column[Question]], *, id: str | None = None) -> None:
        super().__init__(columns, lambda question: question.reference, id=id)
        self._criteria: Criteria | None = None
        self._next_key: str | None = None
        self._failed = ""

    def ask(self, criteria: Criteria) -> None:
        """Show this list, from its top."""
        self._criteria = criteria
        self._read(criteria, None, PAGE, True)

    def again(self) -> None:
        """Read what is shown again; the cursor stays on its question."""
        if self._criteria is not None and len(self.rows) <= _MOST_READ_AGAIN:
            self._read(self._criteria, None, max(PAGE, len(self.rows)), False)

    @work(thread=True, exclusive=True, group="list")
    def _read(self, criteria: Criteria, after: str | None, limit: int, from_top: bool) -> None:
        services = desk_of(self).services
        if services is None:
            return
        try:
            page = services.store.questions(criteria(services), after=after, limit=limit)
        except TeleconseilError as error:
            self.post_message(self.Failed(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self._Read(page, more=after is not None, from_top=from_top))

    def on_question_list_failed(self, message: Failed) -> None:
        said = str(message.error)
        if said != self._failed:
            self._failed = said
            desk_of(self).complain(message.error)

    @on(_Read)
    def _show_page(self, message: _Read) -> None:
        message.stop()
        self._failed = ""
        self._next_key = message.page.next_key
        if message.more:
            self.extend(message.page.rows)
        else:
            self.show(message.page.rows, from_top=message.from_top)
        self.post_message(self.Shown())

    def on_row_list_near_end(self) -> None:
        if self._next_key is not None and self._criteria is not None:
            key, self._next_key = self._next_key, None
            self._read(self._criteria, key, PAGE, False)
