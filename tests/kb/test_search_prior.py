"""What use teaches moves close results only, says so, and never more than it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.model import Document, Hit, Kind, Snippet
from teleconseil.kb.search.prior import BOUND, no_liking, reordered


def hit(ident: str, score: float, kind: Kind = Kind.ENTRY) -> Hit:
    return Hit(Document(kind, ident, ident), score, Snippet(""), {"mots": score})


def order(hits: list[Hit]) -> list[str]:
    return [found.document.ident for found in hits]


def test_nothing_learnt_changes_nothing() -> None:
    hits = [hit("a", 3), hit("b", 2)]
    assert reordered(hits, no_liking("a")) == hits


def test_a_close_result_passes_and_says_why_a_far_one_does_not() -> None:
    hits = [hit("a", 10.0), hit("b", 9.5), hit("c", 5.0)]
    found = reordered(hits, {"b": 1.0, "c": 1.0})
    assert order(found) == ["b", "a", "c"]
    assert found[0].contributions["usage"] == 9.5 * BOUND
    assert sum(found[0].contributions.values()) == found[0].score
    assert "usage" not in found[1].contributions


def test_the_order_of_kinds_is_kept() -> None:
    hits = [hit("fiche", 4.0), hit("article", 9.0, Kind.ARTICLE), hit("autre", 8.9)]
    assert order(reordered(hits, {"article": 1.0, "autre": 1.0})) == ["fiche", "article", "autre"]


scores = st.lists(st.floats(0.1, 100), max_size=8).map(lambda found: sorted(found, reverse=True))


@given(scores, st.lists(st.floats(-5, 5), min_size=8, max_size=8))
def test_no_result_passes_one_that_was_better_by_more_than_the_bound(
    found: list[float], likings: list[float]
) -> None:
    hits = [hit(str(place), score) for place, score in enumerate(found)]
    liked = {str(place): liking for place, liking in enumerate(likings)}
    after = [int(ident) for ident in order(reordered(hits, liked))]
    assert sorted(after) == list(range(len(hits)))
    for place, ident in enumerate(after):
        for passed in after[place + 1 :]:
            assert found[ident] * (1 + BOUND) >= found[passed]
