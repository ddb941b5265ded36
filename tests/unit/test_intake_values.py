"""What is in a cell is read into a value, or refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.domain import REGIONS, SECTORS, SIZE_BANDS
from teleconseil.intake.people import (
    ESTABLISHMENT_COLUMNS,
    MEMBER_COLUMNS,
    MemberNumbers,
    size_band,
)
from teleconseil.intake.questions import QUESTION_COLUMNS
from teleconseil.intake.table import Column
from teleconseil.intake.values import CellProblem, Choices, key, moment, whole_number, yes_no

PARIS = ZoneInfo("Europe/Paris")


@given(st.integers(0, 3_000_000_000))
def test_a_moment_comes_back_from_every_way_of_writing_it(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    local = at.astimezone(PARIS)
    whole = local.replace(second=0)
    assert moment("recue", local.isoformat(), PARIS) == at
    if local.utcoffset() == local.replace(fold=1).utcoffset():  # said once a year, twice heard
        assert moment("recue", f"{local:%Y-%m-%d %H:%M:%S}", PARIS) == at
        assert moment("recue", f" {local:%d/%m/%Y  %H:%M} ", PARIS) == whole.astimezone(UTC)


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_a_sentence(text: str) -> None:
    with suppress(CellProblem):
        found = moment("recue", text, PARIS)
        assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    "cell",
    [
        "2024-13-01",
        "2024-02-30",
        "31/04/2024",
        "2024-01-01 25:00",
        "0024-01-01",
        "hier",
        "45000",
        "2026-03-29 02:30",
        "01/02/24",
    ],
)
def test_a_date_that_does_not_exist_is_named(cell: str) -> None:
    with pytest.raises(CellProblem, match=r"n’est pas une date|n’existe pas") as told:
        moment("recue", cell, PARIS)
    assert cell in told.value.message


def test_a_day_without_its_hour_is_at_noon() -> None:
    assert moment("recue", "20/11/2026", PARIS) == datetime(2026, 11, 20, 11, tzinfo=UTC)
    assert moment("recue", "20/11/2026 9h05", PARIS) == datetime(2026, 11, 20, 8, 5, tzinfo=UTC)


def test_names_are_known_whatever_their_accents_and_case() -> None:
    regions = Choices.of(REGIONS)
    for region in REGIONS:
        assert regions.read("region", region.upper().replace("-", " ")) == region
    assert Choices.of(SECTORS, SECTORS).read("secteur", "Protection de l'enfance") == (
        "protection-de-l-enfance"
    )
    with pytest.raises(CellProblem, match="« Hauts-de-Frnce »") as told:
        regions.read("region", "Hauts-de-Frnce")
    assert "Hauts-de-France" in told.value.remedy
    with pytest.raises(CellProblem):
        regions.read("region", "???")


def test_numbers_and_words() -> None:
    assert whole_number("effectif", "1 240") == 1240
    assert whole_number("effectif", " ") is None
    for wrong in ("-1", "12,5", "douze", "99999999999"):
        with pytest.raises(CellProblem, match="ne convient pas"):
            whole_number("effectif", wrong)
    assert yes_no("actif", "Oui", default=False)
    assert not yes_no("actif", "non", default=True)
    assert yes_no("actif", "", default=True)
    with pytest.raises(CellProblem):
        yes_no("actif", "peut-être", default=True)


def test_zeros_that_a_spreadsheet_ate_are_found_again() -> None:
    numbers = MemberNumbers(["0412", "0413", "7", "07"])
    assert numbers.read("adherent", "412") == "0412"
    assert numbers.read("adherent", "0413") == "0413"
    assert numbers.read("adherent", "7") == "7"
    for unknown in ("9", "007"):
        with pytest.raises(CellProblem, match=f"« {unknown} »"):
            numbers.read("adherent", unknown)


@given(st.integers(0, 10_000))
def test_every_headcount_has_its_band(headcount: int) -> None:
    bounds = {"moins de 50": (0, 49), "plus de 1 000": (1_001, 10**9)}
    for band in SIZE_BANDS[1:-1]:
        low, high = (int("".join(c for c in part if c.isdigit())) for part in band.split(" à "))
        bounds[band] = (low, high)
    low, high = bounds[size_band(headcount)]
    assert low <= headcount <= high


@pytest.mark.parametrize("columns", [MEMBER_COLUMNS, ESTABLISHMENT_COLUMNS, QUESTION_COLUMNS])
def test_no_heading_names_two_columns(columns: Sequence[Column]) -> None:
    pairs = {(key(n), column.name) for column in columns for n in (column.name, *column.aliases)}
    assert len({heading for heading, _ in pairs}) == len(pairs)


def test_offsets_are_obeyed() -> None:
    expected = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    for cell in ("2026-11-20T08:30:00Z", "2026-11-20T09:30+01:00", "2026-11-20 12:30+0400"):
        assert moment("recue", cell, PARIS) == expected
