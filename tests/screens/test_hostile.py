"""Bad input in every field, and a database that refuses: a plain sentence, and nothing lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from teleconseil.domain import Question, QuestionFilter
from teleconseil.store import Store
from teleconseil.widgets.fields import MOST_CHARACTERS, MOST_IN_A_LINE, LineField, TextField
from tests.screens.conftest import MakeDesk
from tests.screens.driving import one, opened, screen_text, settle, write
from tests.screens.small_desk import ME, NOW

SINCE = QuestionFilter(statuses=frozenset(), received_from=NOW)
HOSTILE = {
    "brackets": ("[b]gras[/b] [/] [red", "[b]gras[/b] [/] [red"),
    "ansi": ("\x1b[31mrouge\x1b[0m \x1b]0;titre\x07fin", "rouge fin"),
    "control": ("a\x00b\x08c\x7fd", "abcd"),
    "rtl": ("abc\u202edcba\u2066", "abcdcba"),
    "surrogate": ("seul \udce9 ici", "seul \ufffd ici"),
    "formula": ('=HYPERLINK("http://exemple")', '=HYPERLINK("http://exemple")'),
}


def logged(store: Store) -> list[Question]:
    return list(store.stream_questions(SINCE))


async def paste(pilot: Pilot[None], selector: str, text: str) -> None:
    field = pilot.app.screen.query_one(selector)
    field.focus()
    await pilot.pause()
    field.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
async def test_whatever_is_pasted_in_every_field_is_shown_and_logged_harmless(
    desk: MakeDesk, store: Store, typed: tuple[str, str]
) -> None:
    given, kept = typed
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f3")
        for field in ("#adherent-saisie", "#contact", "#recue", "#question", "#reponse", "#note"):
            await paste(pilot, field, given)
        await settle(pilot)
        assert "\x1b" not in screen_text(pilot)
        one(pilot, "#recue", LineField).value = ""
        await pilot.press("ctrl+s")
        await settle(pilot)
    (question,) = logged(store)
    assert (question.text, question.answer, question.contact) == (kept, kept, kept)
    assert kept in question.note


async def test_ten_megabytes_are_cut_and_the_cut_is_said(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2")
        await paste(pilot, "#question", "congés payés\n" * 800_000)
        await settle(pilot)
        assert len(one(pilot, "#question", TextField).text) == MOST_CHARACTERS
        assert "trop long" in screen_text(pilot)
        await paste(pilot, "#contact", "x" * 10_000_000)
        assert len(one(pilot, "#contact", LineField).value) == MOST_IN_A_LINE


async def test_several_lines_pasted_into_one_line_are_joined(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await paste(pilot, "#recherche", "congés\r\n\tpayés\n")
        await settle(pilot)
        assert one(pilot, "#recherche", LineField).value == "congés payés"


async def test_a_locked_database_loses_nothing_and_says_it(
    desk: MakeDesk, home: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teleconseil.store.engine.BUSY_TIMEOUT_S", 0.05)
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        holder = sqlite3.connect(home / "donnees" / "teleconseil.sqlite", isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        try:
            await write(pilot, "pendant le verrou")
            await pilot.press("ctrl+s")
            await settle(pilot)
            app.drafts.flush()
            assert "est occupée par une autre écriture" in screen_text(pilot)
            assert one(pilot, "#question", TextField).text == "pendant le verrou"
            kept = list((home / "donnees" / "brouillons").glob("*.json"))
            assert any("pendant le verrou" in file.read_text("ascii") for file in kept)
        finally:
            holder.execute("ROLLBACK")
            holder.close()
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [question.text for question in logged(store)] == ["pendant le verrou"]
    assert not list((home / "donnees" / "brouillons").glob("*.json"))


async def test_a_database_that_cannot_be_opened_is_said_and_typing_goes_on(
    desk: MakeDesk, home: Path
) -> None:
    (home / "donnees" / "teleconseil.sqlite").write_bytes(b"ceci n'est pas une base" * 99)
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f2", "tab", "tab")
        await settle(pilot)
        await write(pilot, "gardé quand même")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert one(pilot, "#question", TextField).text == "gardé quand même"
        app.drafts.flush()
        kept = list((home / "donnees" / "brouillons").glob("*.json"))
        assert [ME in file.read_text("ascii") for file in kept] == [True]
