"""Fifty who try at once: one takes the question, and no reference is lost or given twice."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import TypeVar

import pytest

from teleconseil.domain import EventKind, Member, QuestionChange
from teleconseil.store import AlreadyTaken, StaleQuestion, Store, UnknownValue, open_store
from tests.conftest import POLES, TOPICS
from tests.store.builders import EVERY, logged, new

T = TypeVar("T")

PEOPLE = [f"Conseiller {n}" for n in range(50)]


def take(store: Store, reference: str, by: str) -> str:
    """Who holds the question once this person has tried."""
    try:
        return store.take(reference, by=by).advisor or ""
    except AlreadyTaken as refused:
        return f"refusé : {refused.by}"


def take_elsewhere(url: str, reference: str, names: list[str]) -> list[str]:
    store = open_store(url)
    try:
        return [take(store, reference, name) for name in names]
    finally:
        store.close()


def log_elsewhere(url: str, times: int) -> list[str]:
    store = open_store(url)
    try:
        return [logged(store).reference for _ in range(times)]
    finally:
        store.close()


def results(futures: list[Future[T]]) -> list[T]:
    return [future.result(timeout=120) for future in futures]


def processes(number: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("spawn"))


def check_one_winner(outcomes: list[str], store: Store, reference: str) -> None:
    winners = [outcome for outcome in outcomes if not outcome.startswith("refusé")]
    assert len(winners) == 1
    assert set(outcomes) == {winners[0], f"refusé : {winners[0]}"}
    assert store.question(reference).advisor == winners[0]
    kinds = [event.kind for event in store.events(reference)]
    assert kinds == [EventKind.CREATED, EventKind.TAKEN]


def test_of_fifty_threads_one_takes_the_question(store: Store) -> None:
    reference = logged(store).reference
    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        outcomes = results([pool.submit(take, store, reference, name) for name in PEOPLE])
    check_one_winner(outcomes, store, reference)


@pytest.mark.parametrize("number", [5])
def test_of_fifty_people_in_processes_one_takes_the_question(
    store: Store, url: str, number: int
) -> None:
    reference = logged(store).reference
    with processes(number) as pool:
        outcomes = results(
            [
                pool.submit(take_elsewhere, url, reference, PEOPLE[start::number])
                for start in range(number)
            ]
        )
    check_one_winner([outcome for some in outcomes for outcome in some], store, reference)


def test_references_from_threads_have_no_gap_and_no_duplicate(store: Store) -> None:
    def log(number: int) -> str | None:
        try:
            return logged(store, pole="inconnu" if number % 5 == 0 else POLES[0].slug).reference
        except UnknownValue:
            return None

    with ThreadPoolExecutor(16) as pool:
        given = sorted(filter(None, pool.map(log, range(60))))
    year = store.now().year
    assert given == [f"TC-{year}-{number:06d}" for number in range(1, 49)]


def test_references_from_processes_have_no_gap_and_no_duplicate(store: Store, url: str) -> None:
    with processes(3) as pool:
        given = results([pool.submit(log_elsewhere, url, 15) for _ in range(3)])
    references = sorted(reference for some in given for reference in some)
    assert [reference[-6:] for reference in references] == [f"{n:06d}" for n in range(1, 46)]
    assert store.check() == []


def test_of_many_saves_of_the_same_version_one_is_kept(store: Store) -> None:
    reference = logged(store).reference

    def save(name: str) -> str | tuple[str, ...]:
        change = QuestionChange(answer=name)
        try:
            saved = store.change(reference, change, by=name, version=1, kind=EventKind.EDITED)
        except StaleQuestion as refused:
            return refused.changed
        return saved.answer

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(pool.map(save, PEOPLE[:12]))
    assert outcomes.count(store.question(reference).answer) == 1
    assert outcomes.count(("réponse",)) == 11
    assert store.question(reference).version == 2


def test_a_new_database_opened_by_several_at_once(url: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(open_store, [url] * 6))
    stores[0].sync_reference_data(POLES, TOPICS)
    stores[1].upsert_members([Member("0001", "Les Tilleuls")])
    stores[2].add_question(new(member_number="0001"), by="Ana")
    assert len(stores[3].questions(EVERY).rows) == 1
    for store in stores:
        store.close()
