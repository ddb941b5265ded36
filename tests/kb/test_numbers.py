"""The same figure is recognised however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.numbers import figures, statement


def values(text: str) -> list[str]:
    return [figure.value for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2,5 jours", ["2,5"]),
        ("deux jours et demi ouvrables", ["2", "2,5"]),
        ("2 jours et demi", ["2", "2,5"]),
        ("quinze mois", ["15"]),
        ("vingt-quatre jours", ["24"]),
        ("vingt et un ans", ["21"]),
        ("dix-huit mois, puis dix-neuf et dix-sept", ["18", "19", "17"]),
        ("A 27 % du salaire", ["27"]),
        ("soixante-dix-sept", ["77"]),
        ("quatre-vingts et quatre-vingt-onze", ["80", "91"]),
        ("mille six cent sept heures", ["1607"]),
        ("1 607, 1\u202f607 et 1607 heures", ["1607", "1607", "1607"]),
        ("80\u00a0% et un dixième", ["80", "10"]),
        ("2,50 euros", ["2,5"]),
        ("le 24 avril 2024, le 24/04/2024", ["2024-04-24", "2024-04-24"]),
        ("du 1er mai au 31 octobre", ["05-01", "10-31"]),
        ("à compter du 1 er juillet 1999", ["1999-07-01"]),
        ("en juin 2024 ou en 2025", ["2024-06", "2025"]),
        ("la cinquième semaine", ["5"]),
        ("entre 3 et 5 jours", ["3", "5"]),
    ],
)
def test_a_figure_has_one_form(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "L. 3141-5 et R3252-2",
        "la CCN66, la CCN 66",
        "article 22",
        "articles 22, 23 et 24",
        "annexe 3, 4 ou 5",
        "n° 2024-364, n° 24-22.015",
        "le 4e alinéa, au 7° de l’article",
        "une demande, un salarié",
    ],
)
def test_numbers_of_articles_are_not_figures(text: str) -> None:
    assert values(text) == []


def test_what_is_stated_leaves_out_one_and_the_half_of_a_half() -> None:
    assert [f.value for f in statement("1 mois et 2 jours et demi")] == ["2,5"]
    assert [f.value for f in figures("un mois", ones=True)] == ["1"]


def test_the_place_and_the_words_are_kept() -> None:
    (found,) = figures("Soit Vingt-quatre jours")
    assert (found.written, found.offset) == ("Vingt-quatre", 5)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for figure in figures(text, ones=True):
        assert text[figure.offset :].startswith(figure.written)


@given(st.integers(min_value=2, max_value=9_999_999))
def test_thousands_may_be_set_apart(number: int) -> None:
    assert values(f"{number:,}".replace(",", "\u202f")) == [str(number)]
