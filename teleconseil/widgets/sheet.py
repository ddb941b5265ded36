"""A page of text with figures in it that can be opened: the arrows go from one to the next.

The screen lays the page out (``Line``, ``Block``) and says what each figure opens; the widget draws
it, moves the cursor among the figures and tells which one was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spot(Generic[T]):
    """A figure on a line: the cells that it covers, and what it opens."""

    start: int
    end: int
    opens: T

    def moved(self, cells: int) -> Spot[T]:
        return replace(self, start=self.start + cells, end=self.end + cells)


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """One line of the page; every method gives a longer one."""

    content: Content = field(default_factory=lambda: Content(""))
    spots: tuple[Spot[T], ...] = ()

    @property
    def width(self) -> int:
        return self.content.cell_length

    def text(self, text: str, style: str = "") -> Line[T]:
        return replace(self, content=self.content.append(Content.styled(text, style)))

    def figure(self, text: str, opens: T, style: str = "bold") -> Line[T]:
        """Text that opens something."""
        spot = Spot(self.width, self.width + Content(text).cell_length, opens)
        return replace(self.text(text, style), spots=(*self.spots, spot))

    def number(self, text: str, opens: T, width: int, style: str = "bold") -> Line[T]:
        """A figure set at the right of that many cells."""
        return self.text(" " * (width - Content(text).cell_length)).figure(text, opens, style)

    def to(self, column: int) -> Line[T]:
        """Blank as far as that column."""
        return self.text(" " * max(0, column - self.width))

    def join(self, other: Line[T]) -> Line[T]:
        moved = tuple(spot.moved(self.width) for spot in other.spots)
        return Line(self.content.append(other.content), self.spots + moved)


Block = Sequence[Line[T]]
"""Some lines, one under the other."""


def beside(left: Block[T], right: Block[T], column: int) -> list[Line[T]]:
    """Two blocks side by side, the right one from that column on."""
    blank: Line[T] = Line()
    pairs = zip_longest(left, right, fillvalue=blank)
    return [one.to(column).join(other) if other.width else one for one, other in pairs]


def flow(items: Iterable[Line[T]], width: int, gap: int = 5) -> list[Line[T]]:
    """The items one after the other, on as many lines as they take."""
    lines: list[Line[T]] = []
    for item in items:
        if lines and lines[-1].width + gap + item.width <= width:
            lines[-1] = lines[-1].text(" " * gap).join(item)
        else:
            lines.append(item)
    return lines


def indent(block: Block[T], cells: int = 1) -> list[Line[T]]:
    """The block, that many cells to the right."""
    margin: Line[T] = Line(Content(" " * cells))
    return [margin.join(line) for line in block]


class Sheet(ScrollView, Generic[T], can_focus=True, inherit_bindings=False):
    """The page and its cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"sheet--cursor", "sheet--hover"}
    DEFAULT_CSS = """
    Sheet {
        height: 1fr; overflow-x: hidden;
        & > .sheet--hover { background: $panel; }
        & > .sheet--cursor { background: $panel; }
        &:focus > .sheet--cursor { background: $choisi; color: $block-cursor-foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "line(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("left", "figure(-1)", show=False),
        Binding("right", "figure(1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(-1)", show=False),
        Binding("space", "page(1)", show=False),
    ]

    cursor: reactive[int] = reactive(0, init=False)
    """Rank of the figure under the cursor, in reading order."""
    hover: reactive[int] = reactive(-1, init=False)

    class Moved(Message):
        """Another figure is under the cursor."""

    class Opened(Message):
        """A figure was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Block[T] = ()
        self._places: list[tuple[int, Spot[T]]] = []

    def show(self, lines: Block[T]) -> None:
        """Show this page; the cursor stays on the figure of the same rank."""
        self._lines = lines
        self._places = [(y, spot) for y, line in enumerate(lines) for spot in line.spots]
        self.virtual_size = Size(self.size.width, len(lines))
        self.set_reactive(Sheet.cursor, max(0, min(self.cursor, len(self._places) - 1)))
        self.refresh()
        self.post_message(self.Moved())

    @property
    def current(self) -> T | None:
        """What the figure under the cursor opens."""
        return self._places[self.cursor][1].opens if self._places else None

    # --- moving

    def watch_cursor(self) -> None:
        y, top = self._places[self.cursor][0], self.scroll_offset.y
        if y < top + 1:
            self.scroll_to(y=y - 1 if self.cursor else 0, animate=False)
        elif y >= top + self.size.height - 1:
            self.scroll_to(y=y - self.size.height + 2, animate=False)
        self.refresh()
        self.post_message(self.Moved())

    def action_figure(self, step: int) -> None:
        """The next figure, on the next line at the end of one."""
        if self._places:
            self.cursor = max(0, min(self.cursor + step, len(self._places) - 1))

    def action_line(self, step: int) -> None:
        """The nearest figure of the next line that has one; else scroll."""
        if not self._places:
            return
        y, spot = self._places[self.cursor]
        lines = sorted({line for line, _ in self._places if (line - y) * step > 0})
        if not lines:
            self.scroll_relative(y=step * 2, animate=False)
            return
        wanted = lines[0] if step > 0 else lines[-1]
        ranks = [rank for rank, (line, _) in enumerate(self._places) if line == wanted]
        self.cursor = min(ranks, key=lambda r: abs(self._places[r][1].end - spot.end))

    def action_edge(self, rank: int) -> None:
        if self._places:
            self.cursor = rank % len(self._places)

    def action_page(self, step: int) -> None:
        self.scroll_relative(y=step * max(1, self.size.height - 2), animate=False)

    # --- the mouse

    def on_click(self, event: events.Click) -> None:
        rank = self._rank_at(event.x, event.y)
        if rank is not None:
            self.cursor = rank
            self.post_message(self.Opened())

    def on_mouse_move(self, event: events.MouseMove) -> None:
        rank = self._rank_at(event.x, event.y)
        self.hover = -1 if rank is None else rank

    def on_leave(self) -> None:
        self.hover = -1

    def _rank_at(self, x: int, y: int) -> int | None:
        line = y + self.scroll_offset.y
        for rank, (place, spot) in enumerate(self._places):
            if place == line and spot.start <= x < spot.end:
                return rank
        return None

    # --- drawing

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = y + self.scroll_offset.y
        if index >= len(self._lines):
            return Strip.blank(width, self.visual_style.rich_style)
        content = self._lines[index].content
        for rank, name in ((self.hover, "sheet--hover"), (self.cursor, "sheet--cursor")):
            if 0 <= rank < len(self._places) and self._places[rank][0] == index:
                spot = self._places[rank][1]
                content = _lit(content, spot, self.get_visual_style(name))
        strips = Visual.to_strips(
            self, content, width, 1, self.visual_style, pad=True, apply_selection=False
        )
        return strips[0].adjust_cell_length(width, self.visual_style.rich_style)


def _lit(content: Content, spot: Spot[T], style: Style) -> Content:
    """The line with one figure lit; spots are in cells, styles in characters."""
    start, end = (len(content.truncate(cells)) for cells in (spot.start, spot.end))
    return content.stylize(style, start, end)
