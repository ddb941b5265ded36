"""When the law moves under an entry, and when it only seems to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from teleconseil.kb.entry import parse_entry
from teleconseil.kb.freshness import Currency, freshness, stale_citations
from teleconseil.kb.model import Entry, Freshness, LegalArticle
from tests.kb.entry_samples import TODAY, FakeTexts, article, entry_text, two_days

OLD, NEW = date(2024, 4, 24), date(2026, 1, 1)


def entry(**changes: str | None) -> Entry:
    return parse_entry(Path("a.md"), entry_text(**changes))


def test_an_entry_read_in_the_current_version_is_verified() -> None:
    assert freshness(entry(), FakeTexts([two_days()]), TODAY) is Freshness.VERIFIED


def test_a_newer_version_makes_it_stale_and_tells_both() -> None:
    texts = FakeTexts([two_days(OLD), two_days(NEW)])
    assert freshness(entry(), texts, TODAY) is Freshness.CHANGED
    (stale,) = stale_citations(entry(), texts)
    assert stale.citation.article == "L3141-5-1"
    assert stale.read is not None
    assert stale.read.valid_from == OLD
    assert stale.current is not None
    assert stale.current.valid_from == NEW


def test_a_correction_of_form_never_counts() -> None:
    corrected = replace(two_days(), body="Deux jours ouvrables (coquille corrigée).")
    assert not stale_citations(entry(), FakeTexts([corrected]))


def test_an_entry_read_in_a_version_not_yet_imported_is_not_stale() -> None:
    assert not stale_citations(entry(), FakeTexts([two_days(date(2020, 1, 1))]))


def test_a_repealed_article_makes_it_stale() -> None:
    texts = FakeTexts([replace(two_days(), state="ABROGE")])
    (stale,) = stale_citations(entry(), texts)
    assert stale.current is None
    assert freshness(entry(), texts, TODAY) is Freshness.CHANGED


def test_an_agreement_is_followed_by_its_ids() -> None:
    held = [
        article("22", "Ancien", ident="KALIARTI1", cid="KALIARTI1", text="ccn66"),
        article("22", "Nouveau", ident="KALIARTI2", cid="KALIARTI1", text="ccn66"),
    ]
    read_old = entry(sources="\n  - {texte: ccn66, article: '22', id: KALIARTI1}")
    read_new = entry(sources="\n  - {texte: ccn66, article: '22', id: KALIARTI2}")
    texts = FakeTexts(held)
    assert not stale_citations(read_new, texts)
    assert not stale_citations(read_old, FakeTexts(held[:1]))
    assert freshness(read_new, texts, TODAY) is Freshness.VERIFIED


def test_an_earlier_id_is_stale() -> None:
    held = [
        article("22", "Un", ident="KALIARTI1", cid="KALIARTI0", text="ccn66"),
        article("22", "Deux", ident="KALIARTI2", cid="KALIARTI0", text="ccn66"),
    ]
    read = entry(sources="\n  - {texte: ccn66, article: '22', id: KALIARTI1}")
    (stale,) = stale_citations(read, FakeTexts(held))
    assert stale.read == held[0]
    assert stale.current == held[1]


def test_a_text_that_was_never_imported_raises_no_alarm() -> None:
    texts = FakeTexts([article("22", "x", text="ccn66")])
    assert not stale_citations(entry(), texts)
    assert freshness(entry(), None, TODAY) is Freshness.VERIFIED


def test_the_gravest_reason_wins() -> None:
    overdue = entry(a_revoir_le="2026-11-22", etat="a-valider")
    assert freshness(overdue, FakeTexts([two_days(NEW)]), TODAY) is Freshness.CHANGED
    assert freshness(overdue, FakeTexts([two_days(OLD)]), TODAY) is Freshness.OVERDUE
    assert freshness(entry(etat="a-valider"), None, TODAY) is Freshness.UNVALIDATED
    assert freshness(entry(etat="brouillon"), None, TODAY) is Freshness.UNVALIDATED
    assert freshness(entry(a_revoir_le="2026-11-23"), None, TODAY) is Freshness.VERIFIED


def test_a_source_is_asked_each_thing_once() -> None:
    class Counted(FakeTexts):
        asked = 0

        def by_ident(self, ident: str) -> LegalArticle | None:
            self.asked += 1
            return super().by_ident(ident)

    texts = Counted([article("L3141-5-1", "x", ident="LEGI1", since=OLD)])
    currency = Currency(texts)
    read = entry(sources="\n  - {texte: code-travail, article: L3141-5-1, id: LEGI1}")
    other = entry(
        titre="Autre", sources="\n  - {texte: code-travail, article: L3141-5-1, id: LEGI1}"
    )
    for _ in range(3):
        assert currency.freshness(read, TODAY) is Freshness.VERIFIED
        assert currency.freshness(other, TODAY) is Freshness.VERIFIED
    assert texts.asked == 1
    overdue = entry(a_revoir_le="2026-11-22")
    assert Currency(FakeTexts([two_days(NEW)])).freshness(overdue, TODAY) is Freshness.CHANGED
    assert Currency(FakeTexts([two_days(OLD)])).freshness(overdue, TODAY) is Freshness.OVERDUE
