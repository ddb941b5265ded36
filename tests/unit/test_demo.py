"""The demonstration year: exact margins, real-life dates, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleconseil import paths
from teleconseil.demo import load
from teleconseil.demo.figures import reported, shared_out
from teleconseil.demo.phrases import Phrasebook, read_sentences
from teleconseil.demo.year import build_year
from teleconseil.desk.deadlines import is_business_day
from teleconseil.desk.reference import load_reference_data
from teleconseil.domain import BulkQuestion, Channel, QuestionFilter, Status
from teleconseil.kb.library import Library
from teleconseil.store import Store, StoreNotEmpty

PARIS = ZoneInfo("Europe/Paris")
SOCIAL, OFFER = "affaires-sociales", "offre-sociale-medico-sociale"


@pytest.fixture(scope="module")
def some() -> list[BulkQuestion]:
    return list(build_year(2024, 66, questions=2000).questions)


def test_members_and_establishments_are_those_of_the_report_to_the_unit() -> None:
    figures, year = reported(), build_year(2024, 66, questions=1)
    band = {member.number: member.size_band for member in year.members}
    assert Counter(m.region for m in year.members) == figures.members
    assert Counter(e.sector for e in year.establishments) == figures.sectors
    assert Counter(band[e.member_number] for e in year.establishments) == figures.size_bands
    assert (len(year.members), len(year.establishments)) == (2047, 11358)
    assert len({m.name for m in year.members}) == 2047
    assert len({e.code for e in year.establishments}) == 11358


def test_questions_by_pole_and_channel_are_those_of_the_report() -> None:
    assert reported().total == 23551
    assert shared_out(23551, reported().questions) == {
        (SOCIAL, Channel.WRITTEN): 11014,
        (SOCIAL, Channel.PHONE): 11212,
        (OFFER, Channel.WRITTEN): 922,
        (OFFER, Channel.PHONE): 403,
    }


@given(st.integers(0, 10**7), st.dictionaries(st.text(max_size=3), st.integers(1, 999), min_size=1))
def test_what_is_shared_out_is_never_more_nor_less(total: int, weights: dict[str, int]) -> None:
    shares = shared_out(total, weights)
    assert sum(shares.values()) == total
    whole = sum(weights.values())
    assert all(abs(shares[k] - total * weights[k] / whole) < 1 for k in weights)


@settings(max_examples=10, deadline=None)
@given(st.integers(2015, 2035), st.integers(1, 300))
def test_any_year_at_any_scale_stays_within_its_year(year: int, count: int) -> None:
    questions = list(build_year(year, 7, questions=count).questions)
    assert len(questions) == count
    assert {q.question.received_at.astimezone(PARIS).year for q in questions} == {year}
    assert [q.question.reference for q in questions] == [
        f"TC-{year}-{n:06d}" for n in range(1, count + 1)
    ]


def test_the_phone_rings_when_the_desk_is_open(some: list[BulkQuestion]) -> None:
    for row in some:
        received = row.question.received_at.astimezone(PARIS)
        if row.question.channel is Channel.PHONE:
            assert is_business_day(received.date())
            assert 9 <= received.hour < 18


def test_written_questions_are_handled_when_the_desk_is_open(some: list[BulkQuestion]) -> None:
    for row in some:
        if row.question.status is not Status.ANSWERED or row.question.channel is Channel.PHONE:
            continue
        for event in row.events[1:]:
            moment = event.at.astimezone(PARIS)
            assert is_business_day(moment.date())
            assert 9 <= moment.hour <= 17


def test_summer_is_quiet_and_autumn_is_not(some: list[BulkQuestion]) -> None:
    months = Counter(row.question.received_at.astimezone(PARIS).month for row in some)
    assert months[8] < months[7] < months[10]


def test_a_queue_is_left_open_and_nothing_is_cancelled() -> None:
    statuses = Counter(r.question.status for r in build_year(2024, 66, questions=6000).questions)
    still_open = sum(count for status, count in statuses.items() if status.is_open)
    assert 24 <= still_open <= 60
    assert Status.CANCELLED not in statuses


def test_journals_are_in_order_and_end_as_the_question_stands(some: list[BulkQuestion]) -> None:
    for row in some:
        times = [event.at for event in row.events]
        assert times == sorted(times)
        assert times[0] == row.question.received_at
        if row.question.status is Status.ANSWERED:
            assert row.question.answered_at == times[-1]


def test_the_same_seed_gives_the_same_year_and_another_one_another() -> None:
    def year(seed: int) -> Iterable[BulkQuestion]:
        return list(build_year(2024, seed, questions=200).questions)

    assert year(66) == year(66)
    assert year(66) != year(67)


def test_questions_are_varied_and_well_formed(some: list[BulkQuestion]) -> None:
    texts = [row.question.text for row in some]
    assert len(set(texts)) > 0.8 * len(texts)
    assert not any("{" in text or "}" in text or "  " in text for text in texts)
    assert all(text.strip() == text and text for text in texts)


def test_every_sub_theme_of_the_desk_has_its_questions() -> None:
    topics = load_reference_data(paths.packaged_knowledge_base()).topics
    assert set(read_sentences()) == {t.slug for t in topics if t.parent}
    by_pole = {t.slug: t.pole for t in topics}
    assert all(by_pole[topic] == row.pole for topic, row in read_sentences().items())


def test_a_job_is_never_left_without_its_elision() -> None:
    from random import Random

    book = Phrasebook(Random(1))
    texts = [book.question(topic, Channel.WRITTEN) for topic in book.topics for _ in range(20)]
    assert not any(" de un" in text for text in texts)
    assert not any("demand’un" in text for text in texts)


def test_answers_cite_entries_as_they_are_and_their_text_is_kept(sqlite_store: Store) -> None:
    folder = paths.packaged_knowledge_base()
    data, entries = load_reference_data(folder), Library(folder).load().entries
    sqlite_store.sync_reference_data(data.poles, data.topics)
    versions = {slug: entry.version for slug, entry in entries.items()}
    year = build_year(2024, 66, questions=300, versions=versions)
    load(sqlite_store, year, entries=entries.values())
    newest = sqlite_store.questions(QuestionFilter(statuses=frozenset()), limit=300).rows
    cited = [source for q in newest for source in sqlite_store.sources(q.reference)]
    assert len(cited) > 100
    for source in cited:
        assert sqlite_store.entry_version(source.version) == entries[source.ident].content


def test_a_database_that_holds_something_is_left_alone(sqlite_store: Store) -> None:
    data = load_reference_data(paths.packaged_knowledge_base())
    sqlite_store.sync_reference_data(data.poles, data.topics)
    year = build_year(2024, 66, questions=120)
    year = replace(year, members=year.members, establishments=year.establishments)
    assert load(sqlite_store, year) == 120
    with pytest.raises(StoreNotEmpty):
        load(sqlite_store, build_year(2024, 66, questions=10))
