"""Entries and articles in one list."""

from __future__ import annotations

from teleconseil.kb.model import Document, Hit, Kind, Snippet
from teleconseil.kb.search.fusion import entries_first


def _hit(kind: Kind, ident: str, score: float, *, coverage: float = 0.0) -> Hit:
    return Hit(Document(kind, ident, ident), score, Snippet(""), coverage=coverage)


def _order(entries: list[Hit], articles: list[Hit]) -> list[str]:
    return [hit.document.ident for hit in entries_first(entries, articles)]


def test_an_entry_that_answers_comes_before_a_better_article() -> None:
    entries = [_hit(Kind.ENTRY, "fiche", 5.0, coverage=0.6)]
    assert _order(entries, [_hit(Kind.ARTICLE, "L1", 9.0, coverage=1.0)]) == ["fiche", "L1"]


def test_an_entry_that_does_not_takes_its_place_among_the_articles() -> None:
    entries = [_hit(Kind.ENTRY, "fiche", 5.0, coverage=0.1)]
    articles = [_hit(Kind.ARTICLE, "L1", 9.0, coverage=0.5), _hit(Kind.ARTICLE, "L2", 2.0)]
    assert _order(entries, articles) == ["L1", "fiche", "L2"]


def test_entries_keep_the_order_of_their_scores_whichever_answers() -> None:
    entries = [
        _hit(Kind.ENTRY, "a", 9.0, coverage=0.1),
        _hit(Kind.ENTRY, "b", 8.0, coverage=0.9),
        _hit(Kind.ENTRY, "c", 7.0, coverage=0.1),
    ]
    assert _order(entries, [_hit(Kind.ARTICLE, "L1", 8.5, coverage=1.0)]) == ["a", "L1", "b", "c"]


def test_of_a_long_question_that_no_article_holds_an_entry_that_holds_as_much_answers() -> None:
    entries = [_hit(Kind.ENTRY, "fiche", 5.0, coverage=0.2)]
    articles = [_hit(Kind.ARTICLE, "L1", 9.0, coverage=0.3)]
    assert _order(entries, articles) == ["fiche", "L1"]
