"""An editor reads an entry again after the law has moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from teleconseil.kb.entry import parse_entry
from teleconseil.kb.freshness import freshness, stale_citations
from teleconseil.kb.model import Citation, Freshness
from teleconseil.kb.revision import citing_sentences, mark_verified
from tests.kb.entry_samples import TODAY, FakeTexts, article, entry_text, two_days

PATH = Path("a.md")
SOURCES = """
  # les articles lus
  - {texte: code-travail, article: L3141-5-1, version: 2024-04-24, note: garder}  # loi
  - texte: ccn66
    article: "22"
    id: KALIARTI1
  - {texte: code-travail, article: L1-1, version: 2020-01-01}"""
TEXTS = FakeTexts(
    [
        two_days(),
        two_days(date(2026, 1, 1)),
        article("22", "a", ident="KALIARTI1", cid="KALIARTI0", text="ccn66"),
        article("22", "b", ident="KALIARTI2", cid="KALIARTI0", text="ccn66"),
        article("L1-1", "c", since=date(2020, 1, 1)),
    ]
)


def test_marking_an_entry_as_verified_changes_its_versions_and_leaves_a_trace() -> None:
    content = entry_text(sources=SOURCES)
    after = mark_verified(content, parse_entry(PATH, content), TEXTS, by="Nora B.", today=TODAY)
    entry = parse_entry(PATH, after)
    assert "L3141-5-1, version: 2026-01-01, note: garder}  # loi\n" in after
    assert "    id: KALIARTI2\n" in after
    assert "article: L1-1, version: 2020-01-01}" in after
    assert "# les articles lus" in after
    assert entry.verified_on == TODAY
    assert entry.review_on == date(2027, 5, 24)
    assert entry.extra["relectures"] == [{"le": TODAY, "par": "Nora B."}]
    assert freshness(entry, TEXTS, TODAY) is Freshness.VERIFIED
    again = mark_verified(after, entry, TEXTS, by="Ali C.", today=date(2026, 12, 1))
    readers = parse_entry(PATH, again).extra["relectures"]
    assert readers == [
        {"le": TODAY, "par": "Nora B."},
        {"le": date(2026, 12, 1), "par": "Ali C."},
    ]
    assert parse_entry(PATH, again).body == entry.body


def test_a_repealed_article_cannot_be_marked_as_read() -> None:
    content = entry_text()
    texts = FakeTexts([replace(two_days(), state="ABROGE")])
    after = mark_verified(content, parse_entry(PATH, content), texts, by="Nora B.", today=TODAY)
    assert stale_citations(parse_entry(PATH, after), texts)


def test_the_sentences_that_lean_on_an_article_are_found() -> None:
    body = (
        "\n**En bref** — Selon l’article L. 3141-5, oui. Selon L3141-5-1, non.\n\n"
        "- **Voir** l’[article 22](https://x.fr). Puis l’annexe 3, article 6. L’article 220 non.\n"
    )
    entry = parse_entry(PATH, entry_text(body))

    def found(number: str) -> list[str]:
        return citing_sentences(entry, Citation("x", number))

    assert found("L3141-5") == ["En bref — Selon l’article L. 3141-5, oui."]
    assert found("L3141-5-1") == ["Selon L3141-5-1, non."]
    assert found("22") == ["Voir l’article 22."]
    assert found("annexe 3 art. 6") == ["Puis l’annexe 3, article 6."]
    assert found("L9-9") == []
