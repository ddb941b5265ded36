"""Whatever is typed is stored, found again, and harmless to a terminal."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleconseil.domain import (
    Channel,
    Draft,
    EntryFeedback,
    EventKind,
    Member,
    QuestionChange,
    QuestionSource,
    SearchLogEntry,
    SourceKind,
)
from teleconseil.store import Store
from teleconseil.text import clean, clean_line, fold
from tests.store.builders import EVERY, logged, new, texts

WILD = (
    "[red]gras[/] \x1b[31mrouge\x1b[0m \x00\x07\u202efin\u2066 \ud83d\ude00 \ud800 =1+1 é\r\nfin\t."
)
TAME = "[red]gras[/] rouge fin 😀 \ufffd =1+1 é\nfin\t."


def test_clean_keeps_words_and_drops_what_harms() -> None:
    assert clean(WILD) == TAME
    assert clean("\x1b]8;;http://x\x07lien\x1b]8;;\x07") == "lien"
    assert clean("a\u2028b\x85c\rd") == "a\nb\nc\nd"
    assert clean_line("  a\n\tb  ") == "a b"
    assert fold("L’Œuvre ÉTÉ") == "l'oeuvre ete"


@given(st.text(st.characters()))
def test_clean_text_is_clean_and_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert not any(ord(c) < 32 and c not in "\n\t" for c in cleaned)


def test_every_field_of_a_question_is_cleaned(store: Store) -> None:
    source = QuestionSource(SourceKind.ENTRY, "fiche", "v1", WILD)
    question = store.add_question(
        new(WILD, contact=WILD, answer=WILD, note=WILD, advisor=WILD, sources=(source,)), by=WILD
    )
    assert (question.text, question.answer, question.note) == (TAME, TAME, TAME)
    assert question.advisor == clean_line(WILD)
    store.change(
        question.reference,
        QuestionChange(text=WILD, note=WILD),
        by=WILD,
        version=1,
        kind=EventKind.TRANSFERRED,
        detail=WILD,
    )
    assert store.question(question.reference).text == TAME
    assert store.events(question.reference)[-1].detail == TAME
    assert store.sources(question.reference)[0].title == TAME


def test_other_tables_are_cleaned_too(store: Store) -> None:
    store.upsert_members([Member("0001", WILD, town=WILD, phone=WILD)])
    assert store.members()[0].name == clean_line(WILD)
    store.log_search(SearchLogEntry(WILD, shown=(WILD,)))
    store.add_feedback(EntryFeedback("fiche", "v1", "Ana", WILD))
    assert store.feedback("fiche")[0].text == TAME
    store.keep_entry_version("fiche", "v1", "titre: é\r\n\x00\ud800")
    assert store.entry_version("v1") == "titre: é\r\n\ufffd"


def test_a_draft_is_kept_to_the_letter(store: Store) -> None:
    now = store.now()
    fields = {"text": "[b] \x1b[31m\x00\ud800 é\r\n", "duration_s": "pas un nombre"}
    draft = Draft("d1", "Ana", Channel.PHONE, now, now, fields)
    store.save_draft(draft)
    assert store.drafts("Ana") == [draft]


def test_ten_megabytes_are_kept_whole(store: Store) -> None:
    pasted = "La question [collée] était longue. " * 300_000
    question = logged(store, pasted)
    assert store.question(question.reference).text == pasted
    assert [found.question.reference for found in store.search_questions("collee")] == [
        question.reference
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(), max_size=40))
def test_any_text_is_stored_as_cleaned(store: Store, text: str) -> None:
    assert logged(store, text, contact=text).text == clean(text)
    store.search_questions(text)


@pytest.mark.parametrize("size", [1, 1_000_000])
def test_a_name_of_any_length(store: Store, size: int) -> None:
    taken = store.take(logged(store).reference, by="é" * size)
    assert taken.advisor == "é" * min(size, 200)
    assert texts(store, EVERY) == ["Une question"]
