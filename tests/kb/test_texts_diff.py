"""The word-by-word difference of two versions of an article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.texts.diff import DiffPart, Op, word_diff

WORDS = st.lists(st.sampled_from(["un", "deux", "jours", ",", " ", "\n", "2,5", "L3141-5."]))


def test_only_the_words_that_changed_are_told_apart() -> None:
    parts = word_diff("Un mois ouvre trois jours, pas plus.", "Un mois ouvre deux jours, pas plus.")
    assert parts == [
        DiffPart(Op.KEPT, "Un mois ouvre "),
        DiffPart(Op.REMOVED, "trois "),
        DiffPart(Op.ADDED, "deux "),
        DiffPart(Op.KEPT, "jours, pas plus."),
    ]


def test_the_same_words_are_one_part_and_nothing_is_no_part() -> None:
    assert word_diff("le même", "le même") == [DiffPart(Op.KEPT, "le même")]
    assert word_diff("", "") == []


@given(WORDS.map("".join), WORDS.map("".join))
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(p.text for p in parts if p.op is not Op.ADDED) == before
    assert "".join(p.text for p in parts if p.op is not Op.REMOVED) == after
    assert all(part.text for part in parts)
