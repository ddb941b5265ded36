"""A list of one-line rows in columns, drawn line by line: ten thousand rows cost what is seen.

Columns have a width of their own or a share of what is left; some only show where there is room.
Rows are any values; the screen says how each column shows one, and which key tells rows apart, so
that a refresh leaves the cursor on the row it was on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

T = TypeVar("T")
_NEAR_END = 30


@dataclass(frozen=True)
class Column(Generic[T]):
    """How one column shows a row."""

    title: str
    cell: Callable[[T], Content | str]
    width: int = 0
    """In cells; 0: a share of what the others leave."""
    share: int = 1
    right: bool = False
    from_width: int = 0
    """Shown only in lists at least that wide."""


class RowList(ScrollView, Generic[T], can_focus=True):
    """The rows, a line of titles above them, and a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--title", "rows--cursor", "rows--hover"}
    DEFAULT_CSS = """
    RowList {
        height: 1fr; overflow-x: hidden;
        & > .rows--title { color: $texte-discret; }
        & > .rows--hover { background: $champ; }
        & > .rows--cursor { background: $panel; }
        &:focus > .rows--cursor { background: $choisi; color: $block-cursor-foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    cursor: reactive[int] = reactive(0)
    hover: reactive[int] = reactive(-1)
    empty: reactive[str] = reactive("")
    """What to say, and what to do next, where there are no rows."""

    class _OfRows(Message):
        """Something that happens in one list; ``control`` tells which."""

        def __init__(self, rows: RowList[Any]) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList[Any]:
            return self.rows

    class Moved(_OfRows):
        """The cursor is on another row, or the row it is on has changed."""

    class Opened(_OfRows):
        """A row was clicked twice."""

    class NearEnd(_OfRows):
        """The last rows are close: more can be fetched."""

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], str], *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[T] = []
        self._strips: dict[tuple[int, str, int], Strip] = {}

    # --- the rows

    @property
    def rows(self) -> Sequence[T]:
        return self._rows

    @property
    def current(self) -> T | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else None

    def show(self, rows: Sequence[T], *, from_top: bool = False) -> None:
        """Show these rows; the cursor stays on the row that has the same key, where it stands."""
        row = self.current
        before = self.cursor
        key = None if row is None or from_top else self._key(row)
        self._rows = list(rows)
        self._redraw()
        keys = [self._key(row) for row in self._rows]
        after = keys.index(key) if key in keys else (0 if from_top else before)
        self.set_reactive(RowList.cursor, max(0, min(after, len(rows) - 1)))
        if from_top:
            self.scroll_to(y=0, animate=False)
        elif after != before:
            self.scroll_relative(y=after - before, animate=False)
        self.post_message(self.Moved(self))

    def extend(self, rows: Sequence[T]) -> None:
        """More rows at the end."""
        self._rows.extend(rows)
        self._redraw()

    def redraw(self) -> None:
        """What the columns show has changed."""
        self._redraw()

    def _redraw(self) -> None:
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self._rows) + 1)
        self.refresh()

    # --- moving

    def watch_cursor(self) -> None:
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self))
        if self.cursor >= len(self._rows) - _NEAR_END:
            self.post_message(self.NearEnd(self))

    def _show_cursor(self) -> None:
        height = max(1, self.size.height - 1)
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def action_move(self, step: int) -> None:
        if self._rows:
            self.cursor = max(0, min(self.cursor + step, len(self._rows) - 1))

    def action_page(self, step: int) -> None:
        self.action_move(step * max(1, self.size.height - 2))

    def action_first(self) -> None:
        self.action_move(-len(self._rows))

    def action_last(self) -> None:
        self.action_move(len(self._rows))

    def on_click(self, event: events.Click) -> None:
        row = self._row_at(event.y)
        if row is not None:
            self.cursor = row
            if event.chain == 2:
                self.post_message(self.Opened(self))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        row = self._row_at(event.y)
        self.hover = -1 if row is None else row

    def on_leave(self) -> None:
        self.hover = -1

    def _row_at(self, y: int) -> int | None:
        row = y - 1 + self.scroll_offset.y
        return row if y >= 1 and 0 <= row < len(self._rows) else None

    # --- drawing

    def on_resize(self) -> None:
        self._redraw()
        self._show_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0 and not self._rows:
            return Strip.blank(width, self.visual_style.rich_style)
        if y == 0:
            titles = [Content(column.title) for column in self._columns]
            return self._strip(titles, "rows--title", width)
        index = y - 1 + self.scroll_offset.y
        if not self._rows:
            return self._empty_line(y - 2, width)
        if index >= len(self._rows):
            return Strip.blank(width, self.visual_style.rich_style)
        name = "rows--cursor" if index == self.cursor else ""
        if not name and index == self.hover:
            name = "rows--hover"
        focused = f"{name}{self.has_focus}"
        known = self._strips.get((index, focused, width))
        if known is None:
            known = self._strip(
                [self._cell(c, self._rows[index]) for c in self._columns], name, width
            )
            self._strips[index, focused, width] = known
        return known

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = Content.styled(self.empty, "$texte-discret").wrap(max(1, width - 4))
        line = lines[y].pad_left(2) if 0 <= y < len(lines) else Content("")
        strips = Visual.to_strips(self, line, width, 1, self.visual_style, pad=True)
        return strips[0].adjust_cell_length(width, self.visual_style.rich_style)

    def _cell(self, column: Column[T], row: T) -> Content:
        shown = column.cell(row)
        return shown if isinstance(shown, Content) else Content(" ".join(shown.split()))

    def _strip(self, cells: Sequence[Content], name: str, width: int) -> Strip:
        line = Content(" ")
        for column, cell, room in zip(self._columns, cells, self._widths(width), strict=True):
            if room <= 0:
                continue
            fitted = cell.truncate(room, ellipsis=True)
            pad = room - fitted.cell_length
            fitted = fitted.pad_left(pad) if column.right else fitted.pad_right(pad)
            line = line.append(fitted).append("  ")
        style = self.get_visual_style(name) if name else self.visual_style
        strips = Visual.to_strips(self, line, width, 1, style, pad=True, apply_selection=False)
        return strips[0].adjust_cell_length(width, style.rich_style)

    def _widths(self, width: int) -> list[int]:
        shown = [column.from_width <= width for column in self._columns]
        fixed = sum(c.width for c, on in zip(self._columns, shown, strict=True) if on)
        left = width - 1 - fixed - 2 * sum(shown)
        shares = sum(
            c.share for c, on in zip(self._columns, shown, strict=True) if on and not c.width
        )
        return [
            0 if not on else column.width or max(4, left * column.share // max(1, shares))
            for column, on in zip(self._columns, shown, strict=True)
        ]
