from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.reports.figures import change, delay, signed


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "—"),
        (0, "0 s"),
        (59, "59 s"),
        (134, "2 min 14"),
        (18_600, "5 h 10"),
        (86_400, "1 j"),
        (100_000, "1 j 3 h"),
    ],
)
def test_durations_are_said_as_people_do(seconds: int | None, said: str) -> None:
    assert delay(seconds) == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (104, 100, "▲ +4\N{NARROW NO-BREAK SPACE}%"),
        (98, 100, "▼ −2\N{NARROW NO-BREAK SPACE}%"),
        (100, 100, "="),
        (0, 0, "="),
        (3, 0, "nouveau"),
    ],
)
def test_changes_have_an_arrow_and_a_sign(now: int, before: int, said: str) -> None:
    assert change(now, before) == said


@given(st.integers(-(10**9), 10**9))
def test_a_sign_says_which_way(value: int) -> None:
    assert ("+" in signed(value)) == (value > 0)
    assert ("−" in signed(value)) == (value < 0)
