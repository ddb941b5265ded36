"""How one result is written in the live panel: a title, the passage that matters, its source."""

from __future__ import annotations

from textual.content import Content

from teleconseil.kb.model import Freshness, Snippet
from teleconseil.widgets.lookup import Line

CHOSEN = "▸ "
_MARGIN = len(CHOSEN)
_TITLE_LINES, _PASSAGE_LINES = 2, 2
_FLAT = str.maketrans({"\n": " ", "|": "·"})
"""A passage is one paragraph; the cells of a table stay apart. One sign for one: marks hold."""
_STATE_STYLE = {
    Freshness.VERIFIED: "$success",
    Freshness.OVERDUE: "$warning",
    Freshness.CHANGED: "$error",
    Freshness.UNVALIDATED: "$accent",
}


def result_content(line: Line, width: int, *, chosen: bool) -> Content:
    """The whole result, ``width`` cells wide, with a sign before the one that is chosen."""
    room = width - _MARGIN
    state = state_glyph(line.freshness)
    titles = folded(Content(line.title).stylize("bold"), room - 2, _TITLE_LINES)
    first = titles[0].append(" " * (room - titles[0].cell_length - state.cell_length)).append(state)
    lines = [first, *titles[1:], *passage_lines(line.passage, room, _PASSAGE_LINES)]
    if line.source or line.warning:
        lines.append(_source(line, room))
    margins = [Content.styled(CHOSEN, "bold $accent") if chosen else Content(" " * _MARGIN)]
    margins += [Content(" " * _MARGIN)] * (len(lines) - 1)
    return Content("\n").join([m.append(c) for m, c in zip(margins, lines, strict=True)])


def best_content(line: Line, width: int, more: str) -> Content:
    """The result in three lines, where there is no room for a panel: title, passage, state."""
    title = Content(line.title).stylize("bold").truncate(width - 2, ellipsis=True)
    state = state_glyph(line.freshness)
    passage = passage_lines(line.passage, width, 1) or [Content("")]
    said = Content.styled(line.warning, "$texte-discret")
    gap = " " * max(2, width - said.cell_length - len(more))
    return Content("\n").join(
        [
            Content.assemble(state, " ", title),
            *passage,
            Content.assemble(said, gap, (more, "$texte-discret")),
        ]
    )


def state_glyph(state: Freshness | None) -> Content:
    """● ▲ ■ ◌ in its colour; nothing for what has no state."""
    return Content.styled(state.glyph, _STATE_STYLE[state]) if state else Content("")


def passage_lines(passage: Snippet, width: int, most: int) -> list[Content]:
    """A passage in a dim tone with the matched words lifted, on so many lines at most."""
    text = passage.text.translate(_FLAT)
    if not text:
        return []
    content = Content(text).stylize("$texte-discret")
    for start, end in passage.marks:
        content = content.stylize("bold $marque", start, end)
    return folded(content, width, most)


def folded(content: Content, width: int, most: int) -> list[Content]:
    """The content on so many lines at most; an ellipsis where it is cut."""
    lines = content.wrap(width)
    if len(lines) > most:
        last = lines[most - 1].rstrip().truncate(width - 1)
        lines[most - 1] = last.append(Content.styled("…", "$texte-discret"))
    return lines[:most]


def _source(line: Line, room: int) -> Content:
    source = Content(line.source).truncate(max(8, room - len(line.warning) - 2), ellipsis=True)
    gap = " " * max(2, room - source.cell_length - len(line.warning))
    return Content.assemble(source, gap, line.warning).stylize("$texte-discret")
