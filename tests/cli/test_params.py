from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.cli.params import read_local_time, read_reference
from teleconseil.errors import UsageProblem

ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Miquelon", "Pacific/Noumea"])


@given(
    st.datetimes(
        datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(2060, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    ZONES,
)
def test_a_local_moment_is_read_back(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    local = moment.replace(second=0, microsecond=0).astimezone(zone)
    if local.fold:
        return
    typed = local.replace(tzinfo=None).isoformat("T", "minutes")
    assert read_local_time(typed, zone) == local


@given(st.text(max_size=30))
def test_any_text_as_a_moment_is_a_moment_or_a_sentence(text: str) -> None:
    try:
        moment = read_local_time(text, ZoneInfo("Europe/Paris"))
    except UsageProblem:
        return
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("typed", ["TC-2026-000123", "tc-2026-123", "2026-123", " 2026-000123 "])
def test_references_are_completed(typed: str) -> None:
    assert read_reference(typed) == "TC-2026-000123"


@given(st.text(max_size=20))
def test_any_text_as_a_reference_is_one_or_a_sentence(text: str) -> None:
    try:
        reference = read_reference(text)
    except UsageProblem:
        return
    assert reference.startswith("TC-")
