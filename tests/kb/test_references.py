"""Article references as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.model import ArticleReference
from teleconseil.kb.references import find_references, parse_reference

CODE, AGREEMENT = "code-travail", "ccn66"


@pytest.mark.parametrize(
    ("typed", "number", "text"),
    [
        ("L3141-5", "L3141-5", CODE),
        ("l. 3141 5", "L3141-5", CODE),
        ("L.3141-5-1 du code du travail", "L3141-5-1", CODE),
        ("article R. 4624-31", "R4624-31", CODE),
        ("R*3231-4", "R3231-4", CODE),
        ("css L162-4-1", "L162-4-1", "code-securite-sociale"),
        ("L. 162-4-1 du code de la sécurité sociale", "L162-4-1", "code-securite-sociale"),
        ("art 22 ccn66", "22", AGREEMENT),
        ("ccn66 22", "22", AGREEMENT),
        ("26 de la 66", "26", AGREEMENT),
        ("article 22 de la CCN 66", "22", AGREEMENT),
        ("article 18", "18", None),
        ("18", "18", None),
        ("18 (1)", "18 (1)", None),
        ("23bis", "23 bis", None),
        ("1 er", "1er", None),
        ("20.8", "20.8", None),
        ("kaliarti000005863134", "KALIARTI000005863134", None),
    ],
)
def test_what_people_type_is_understood(typed: str, number: str, text: str | None) -> None:
    reference = parse_reference(typed)
    assert reference is not None
    assert (reference.number, reference.text) == (number, text)


@pytest.mark.parametrize("typed", ["annexe 1 art 7", "art. 7 de l’annexe 1", "annexe n° 1, art. 7"])
def test_an_annex_is_part_of_a_reference(typed: str) -> None:
    assert parse_reference(typed) == ArticleReference("7", AGREEMENT, annex="1")


@pytest.mark.parametrize(
    "typed", ["15 mois", "congés payés", "", "cdd 18 mois", "24 jours ouvrables", "2,5 j", "66"[:0]]
)
def test_a_number_in_a_sentence_is_not_a_reference(typed: str) -> None:
    assert parse_reference(typed) is None
    assert find_references(typed) == []


def test_a_reference_within_a_sentence_does_not_eat_the_number_that_follows() -> None:
    found = find_references("report l3141-19-1 15 mois et art 22 ccn66")
    assert [reference.number for reference in found] == ["L3141-19-1", "22"]


@given(st.text(max_size=200))
def test_nothing_that_is_typed_is_an_error(typed: str) -> None:
    parse_reference(typed)
    find_references(typed)


@given(
    st.sampled_from("LRD"),
    st.integers(1111, 8331),
    st.lists(st.integers(1, 99), max_size=3),
)
def test_a_normal_form_is_its_own(letter: str, head: int, tail: list[int]) -> None:
    number = "-".join([f"{letter}{head}", *map(str, tail)])
    assert parse_reference(number) == ArticleReference(number, CODE)
