"""A list of things, and below it what there is to say of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


@dataclass(frozen=True)
class Item:
    """One thing of the list."""

    key: str
    title: Content
    detail: Callable[[], Content]
    """Made when the item is chosen."""


class _Titles(OptionList):
    """The page keys are for what is read below."""

    class Paged(Message):
        """Another page of it is wanted."""

        def __init__(self, pages: int) -> None:
            super().__init__()
            self.pages = pages

    def action_page_up(self) -> None:
        self.post_message(self.Paged(-1))

    def action_page_down(self) -> None:
        self.post_message(self.Paged(1))


class TitledList(Vertical):
    """The list keeps its place when it is shown again; the page keys scroll what is below."""

    class Chosen(Message):
        """Another item is under the cursor, or what it says has changed."""

    class Opened(Message):
        """Enter, or a click, on an item."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: Sequence[Item] = ()

    def compose(self) -> ComposeResult:
        yield _Titles(markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(classes="detail", markup=False)

    @property
    def current(self) -> str | None:
        """Key of the chosen item."""
        index = self.query_one(OptionList).highlighted
        return self._items[index].key if index is not None and index < len(self._items) else None

    def show(self, items: Sequence[Item], empty: str) -> None:
        """Show these; ``empty`` says what it means that there are none."""
        before = self.current
        self._items = items
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(item.title) for item in items)
        options.display = bool(items)
        keys = [item.key for item in items]
        if items:
            options.highlighted = keys.index(before) if before in keys else 0
        self._tell(empty)

    def show_detail_again(self) -> None:
        """What is said of the chosen item has changed."""
        self._tell("")

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self._tell("")
        self.post_message(self.Chosen())

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.post_message(self.Opened())

    @on(_Titles.Paged)
    def _scroll(self, message: _Titles.Paged) -> None:
        message.stop()
        below = self.query_one(VerticalScroll)
        below.scroll_relative(y=message.pages * max(1, below.size.height - 2), animate=False)

    def _tell(self, empty: str) -> None:
        index = self.query_one(OptionList).highlighted
        chosen = self._items[index] if index is not None and index < len(self._items) else None
        said = chosen.detail() if chosen else Content.styled(empty, "$texte-discret")
        self.query_one(".detail", Static).update(said)
        self.query_one(VerticalScroll).scroll_home(animate=False)
