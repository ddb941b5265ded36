"""Laying out a page of figures: lines, blocks side by side, and where each figure is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from teleconseil.widgets.sheet import Line, beside, flow, indent

# A character without a width of its own changes the one before it: no word or figure begins so.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")).filter(
    lambda character: Content(character).cell_length > 0
)
WORDS = st.text(CHARACTERS, max_size=12)
FIGURES = WORDS.filter(bool)


def line(text: str, figure: str) -> Line[str]:
    start: Line[str] = Line()
    return start.text(text).figure(figure, figure)


def shown(found: Line[str]) -> list[tuple[str, str]]:
    """What each figure opens, and what is written at its place."""
    content = found.content
    return [
        (
            spot.opens,
            content.plain[len(content.truncate(spot.start)) : len(content.truncate(spot.end))],
        )
        for spot in found.spots
    ]


def is_true(found: Line[str]) -> bool:
    return all(opens == written for opens, written in shown(found))


@given(st.lists(st.tuples(WORDS, FIGURES), max_size=6), st.integers(10, 60))
def test_a_figure_is_where_its_spot_says_however_the_items_flow(
    items: list[tuple[str, str]], width: int
) -> None:
    lines = flow([line(text, figure) for text, figure in items], width)
    assert all(map(is_true, lines))
    assert sum(len(found.spots) for found in lines) == len(items)


@given(
    st.lists(st.tuples(WORDS, FIGURES), max_size=5),
    st.lists(st.tuples(WORDS, FIGURES), max_size=5),
    st.integers(0, 60),
)
def test_blocks_side_by_side_keep_all_their_lines_and_figures(
    left: list[tuple[str, str]], right: list[tuple[str, str]], column: int
) -> None:
    one, other = ([line(*item) for item in block] for block in (left, right))
    both = indent(beside(one, other, column), 2)
    assert len(both) == max(len(one), len(other))
    assert all(map(is_true, both))
    assert sum(len(found.spots) for found in both) == len(one) + len(other)


def test_a_number_ends_where_its_column_does() -> None:
    row: Line[str] = Line()
    row = row.text("Congés").to(10).number("81", "x", 6)
    assert row.content.plain == "Congés        81"
    assert (row.spots[0].start, row.spots[0].end) == (14, 16)
