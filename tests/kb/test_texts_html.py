"""The HTML of official texts, made Markdown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.texts.diff import Op, word_diff
from teleconseil.kb.texts.html import to_markdown


def test_paragraphs_breaks_and_entities() -> None:
    html = "<p>Un&nbsp;employeur&#160;: l&#8217;association</p><p>Deux<br/>lignes</p>"
    assert to_markdown(html) == "Un employeur : l’association\n\nDeux\nlignes"


def test_table_cells_are_kept_apart() -> None:
    html = (
        "<table><tr><th>Échelon</th><th>Coefficient</th></tr>"
        "<tr><td>Début</td><td><p>434</p></td></tr><tr><td colspan='2'>Fin</td></tr></table>"
    )
    assert to_markdown(html).splitlines() == [
        "| Échelon | Coefficient |",
        "| --- | --- |",
        "| Début | 434 |",
        "| Fin | |",
    ]


def test_lists_stay_lists() -> None:
    html = "<ul><li>un</li><li>deux<ol><li>a</li><li>b</li></ol></li></ul>après"
    assert to_markdown(html) == "- un\n- deux\n  1. a\n  2. b\n\naprès"


def test_links_keep_their_words_and_scripts_vanish() -> None:
    assert to_markdown('<a href="/x">la loi</a><script>alert(1)</script>') == "la loi"


@given(st.text(alphabet="<>/abtdrpul &;=\"'\n1", max_size=300))
def test_no_fragment_is_an_error(html: str) -> None:
    to_markdown(html)


_CELLS = st.text(alphabet="abcdefgh", min_size=1, max_size=6)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_words_of_two_cells_never_glue(rows: list[list[str]]) -> None:
    html = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    words = to_markdown(f"<table>{html}</table>").replace("|", " ").replace("---", " ").split()
    assert words == [cell for row in rows for cell in row]


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_difference_gives_both_versions_back(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(p.text for p in parts if p.op is not Op.ADDED) == before
    assert "".join(p.text for p in parts if p.op is not Op.REMOVED) == after
