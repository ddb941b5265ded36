"""The log of searches: what editors learn from it, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.domain import SearchGap, SearchLogEntry
from teleconseil.store import Store
from teleconseil.store.usage import key_of
from tests.store.builders import utc

AT = utc(2026, 3, 2)


def searched(
    store: Store,
    *queries: str,
    found: int = 0,
    opened: str | None = None,
    used: str | None = None,
    after: timedelta = timedelta(0),
) -> None:
    for query in queries:
        entry = SearchLogEntry(query, "fiches", found, ("a", "b"), opened, used, AT + after)
        store.log_search(entry)


def gaps(store: Store, limit: int = 10) -> list[SearchGap]:
    return store.search_gaps(AT, AT + timedelta(days=1), limit)


def test_the_same_words_are_one_gap_as_last_typed(store: Store) -> None:
    searched(store, "Prime Ségur apprenti", "la prime segur des apprentis")
    searched(store, "apprenti, prime Ségur ?", found=7, after=timedelta(hours=2))
    searched(store, "astreinte")
    first, second = gaps(store)
    assert first == SearchGap("apprenti, prime Ségur ?", 3, 2, AT + timedelta(hours=2))
    assert (second.query, second.times) == ("astreinte", 1)
    assert gaps(store, 1) == [first]


def test_a_misspelling_joins_the_gap_but_another_acronym_does_not(store: Store) -> None:
    searched(store, "indemnité kilométrique vélo", "indemnité kilométrique vélo")
    searched(store, "indemnité kilometrque vélo")
    searched(store, "cdd tutelle renouvellement", "cdi tutelle renouvellement")
    found = {gap.query: gap.times for gap in gaps(store)}
    assert found == {
        "indemnité kilométrique vélo": 3,
        "cdd tutelle renouvellement": 1,
        "cdi tutelle renouvellement": 1,
    }


def test_what_is_mostly_found_is_no_gap(store: Store) -> None:
    searched(store, "congés", "congés", found=3, used="cp")
    searched(store, "congés", found=3)
    searched(store, "trajet", "trajet", found=3)
    searched(store, "trajet", found=3, opened="fiche")
    searched(store, "...", " ", found=0)
    assert [(gap.query, gap.times) for gap in gaps(store)] == [("trajet", 2)]


def test_gaps_are_those_of_the_period(store: Store) -> None:
    searched(store, "avant", after=timedelta(days=-1))
    searched(store, "pendant")
    searched(store, "après", after=timedelta(days=1))
    assert [gap.query for gap in gaps(store)] == ["pendant"]


def test_what_searches_ended_with_is_liked_the_more_the_more_often(store: Store) -> None:
    searched(store, "congés maladie", "maladie : congés", "congés maladie", used="cp-maladie")
    searched(store, "congés maladie", found=2, opened="cp-autre")
    searched(store, "congés maladie", found=2)
    searched(store, "astreinte", used="astreinte")
    searched(store, "vieux", used="vieux", after=timedelta(days=-400))
    likings = store.search_likings(AT)
    assert set(likings) == {key_of("maladie congés"), key_of("astreinte")}
    liked = likings[key_of("congés maladie")]
    assert 0 < liked["cp-autre"] < liked["cp-maladie"] < 1
    assert likings[key_of("astreinte")]["astreinte"] == pytest.approx(0.2)


@given(st.text(max_size=60))
def test_the_key_of_a_search_depends_on_its_words_alone(query: str) -> None:
    key = key_of(query)
    assert key_of(query.upper().lower()) == key_of(query.lower())
    assert key_of(" ".join(reversed(key.split()))).split() == sorted(
        {w[:-1] if len(w) > 3 and w[-1] in "sx" else w for w in key.split()}
    )
