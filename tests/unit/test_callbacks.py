"""Who was told the old rule, however often the law and the entries have moved since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from teleconseil.domain import Channel, Member, NewQuestion, QuestionSource, SourceKind, Status
from teleconseil.kb.entry import parse_entry
from teleconseil.kb.model import Entry
from teleconseil.kb.texts import ArticleChange, ChangeKind
from teleconseil.reports.callbacks import Callback, callbacks, csv_rows, touched_entries
from teleconseil.store import Store
from tests.kb.entry_samples import FakeTexts, article, entry_text

PARIS = ZoneInfo("Europe/Paris")
FIRST = article("L3141-5", "Un", ident="LEGI1", since=date(2020, 1, 1))
SECOND = article("L3141-5", "Deux", ident="LEGI2", since=date(2024, 4, 24))
THIRD = article("L3141-5", "Trois", ident="LEGI3", since=date(2025, 12, 24))
TEXTS = FakeTexts([FIRST, SECOND, THIRD])
TO_SECOND = ArticleChange(
    ChangeKind.CHANGED, "code-travail", FIRST.cid, "L3141-5", FIRST, SECOND, date(2024, 4, 24)
)
TO_THIRD = ArticleChange(
    ChangeKind.CHANGED, "code-travail", FIRST.cid, "L3141-5", SECOND, THIRD, date(2025, 12, 24)
)
BOTH = (TO_THIRD, TO_SECOND)


def entry(slug: str, version: str, body: str = "\n**En bref** — Oui.\n") -> Entry:
    source = f"\n  - {{texte: code-travail, article: L3141-5, version: {version}}}"
    return parse_entry(Path(f"{slug}.md"), entry_text(body, sources=source))


def told(store: Store, day: date, *sources: QuestionSource, member: str | None = None) -> str:
    """A question answered that day at noon; its reference."""
    moment = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
    question = NewQuestion(
        Channel.PHONE,
        "affaires-sociales",
        "Combien ?",
        received_at=moment,
        answered_at=moment,
        status=Status.ANSWERED,
        member_number=member,
        contact="la directrice",
        sources=sources,
    )
    return store.add_question(question, by="Ana").reference


def used(found: Entry) -> QuestionSource:
    return QuestionSource(SourceKind.ENTRY, found.slug, found.version, found.title)


def calls_for(
    store: Store, *entries: Entry, changes: Sequence[ArticleChange] = BOTH
) -> list[Callback]:
    return callbacks(store, changes, {e.slug: e for e in entries}, TEXTS, PARIS)


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    sqlite_store.upsert_members(
        [Member("0412", "Les Tilleuls", phone="03 20 00 00 00", email="a@tilleuls.example")]
    )
    return sqlite_store


def test_only_answers_given_since_the_new_version_are_to_correct(store: Store) -> None:
    old = entry("fiche", "2020-01-01")
    told(store, date(2024, 4, 23), used(old))
    late = told(store, date(2024, 4, 24), used(old), member="0412")
    (call,) = calls_for(store, old)
    assert (call.question.reference, call.entry, call.number) == (late, "fiche", "L3141-5")
    assert call.member is not None
    assert call.member.phone == "03 20 00 00 00"


def test_an_answer_right_when_it_was_given_is_left_alone(store: Store) -> None:
    """Read in the second version, used while it was in force; the third came afterwards."""
    right = entry("fiche", "2024-04-24")
    told(store, date(2025, 3, 1), used(right))
    wrong = told(store, date(2026, 1, 5), used(right))
    assert [call.question.reference for call in calls_for(store, right)] == [wrong]


def test_what_the_entry_says_now_does_not_hide_what_it_said_then(store: Store) -> None:
    old, now = entry("fiche", "2020-01-01"), entry("fiche", "2025-12-24")
    store.keep_entry_version("fiche", old.version, old.content)
    wrong = told(store, date(2026, 1, 5), used(old))
    told(store, date(2026, 1, 6), used(now))
    assert [call.question.reference for call in calls_for(store, now)] == [wrong]
    cites_nothing = parse_entry(Path("fiche.md"), entry_text(sources="[]"))
    assert [call.question.reference for call in calls_for(store, cites_nothing)] == [wrong]
    assert [call.question.reference for call in calls_for(store)] == [wrong]


def test_a_version_whose_text_is_lost_is_taken_to_be_the_old_one(store: Store) -> None:
    lost = QuestionSource(SourceKind.ENTRY, "fiche", "0123456789abcdef")
    reference = told(store, date(2026, 1, 5), lost)
    calls = calls_for(store, entry("fiche", "2025-12-24"))
    assert [call.question.reference for call in calls] == [reference]


def test_an_article_that_was_quoted_itself_counts_too(store: Store) -> None:
    quoted = QuestionSource(SourceKind.ARTICLE, "LEGI1", "LEGI1", "L3141-5")
    current = QuestionSource(SourceKind.ARTICLE, "LEGI3", "LEGI3", "L3141-5")
    wrong = told(store, date(2026, 1, 5), quoted)
    told(store, date(2026, 1, 5), current)
    (call,) = calls_for(store)
    assert (call.question.reference, call.entry) == (wrong, None)


def test_a_cancelled_question_calls_nobody_back(store: Store) -> None:
    from teleconseil.desk.triage import cancel

    old = entry("fiche", "2020-01-01")
    reference = told(store, date(2026, 1, 5), used(old))
    cancel(store, store.question(reference), by="Ana", reason="doublon")
    assert calls_for(store, old) == []


def test_the_list_for_a_spreadsheet_has_the_telephone_and_the_contact(store: Store) -> None:
    old = entry("fiche", "2020-01-01")
    told(store, date(2026, 1, 5), used(old), member="0412")
    headings, row = csv_rows(calls_for(store, old), PARIS)
    line = dict(zip(headings, row, strict=True))
    assert line["telephone"] == "03 20 00 00 00"
    assert line["courriel"] == "a@tilleuls.example"
    assert line["contact"] == "la directrice"
    assert line["repondue_le"] == "2026-01-05 12:00"
    assert line["article"] == "L3141-5"


def test_an_entry_is_touched_by_the_changes_after_its_reading_only() -> None:
    body = "\n**En bref** — Selon L. 3141-5, oui. Sinon non.\n\n| Cas | Article L3141-5 |\n"
    first, second = entry("a", "2020-01-01", body), entry("b", "2024-04-24", body)
    third = entry("c", "2025-12-24", body)
    touched = touched_entries(BOTH, (first, second, third), TEXTS)
    slugs = {change: [t.entry.slug for t in found] for change, found in touched.items()}
    assert slugs == {TO_SECOND: ["a"], TO_THIRD: ["a", "b"]}
    sentences = touched[TO_SECOND][0].passages
    assert sentences == ("En bref — Selon L. 3141-5, oui.", "Cas · Article L3141-5")


def test_a_repealed_article_concerns_every_answer_given_since(store: Store) -> None:
    gone = ArticleChange(
        ChangeKind.REPEALED, "code-travail", FIRST.cid, "L3141-5", THIRD, None, date(2026, 2, 1)
    )
    last = entry("fiche", "2025-12-24")
    told(store, date(2026, 1, 31), used(last))
    wrong = told(store, date(2026, 2, 1), used(last))
    calls = calls_for(store, last, changes=[gone])
    assert [call.question.reference for call in calls] == [wrong]
