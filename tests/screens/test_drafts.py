"""What is being typed survives: a killed process, Échap, another screen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from textual.widgets import OptionList

from teleconseil.domain import Channel, Draft
from teleconseil.screens.capture_form import from_draft
from teleconseil.store import Store
from teleconseil.widgets.choice import ChoiceDialog
from teleconseil.widgets.fields import LineField, TextField
from tests.screens.conftest import Clock, MakeDesk
from tests.screens.driving import one, opened, screen_text, settle, until, write
from tests.screens.small_desk import ME, NOW

TYPED = "2 ou 2,5 [cp] ?"

# A desk of its own that types, tells when the last key is on screen, and waits to be killed.
_TYPIST = """
import asyncio, json, sys
from teleconseil.app import DeskApp
from tests.screens.driving import opened, until, write, one
from teleconseil.widgets.fields import TextField

async def main():
    app = DeskApp()
    async with app.run_test(size=(80, 24)) as pilot:
        if sys.argv[2] == "opened":
            await opened(pilot)
        await pilot.press("f2")
        await write(pilot, "Til")
        await pilot.press("tab", "tab")
        await write(pilot, json.loads(sys.argv[1]))
        await until(pilot, lambda: one(pilot, "#question", TextField).text)
        app.drafts.flush()
        print("typed", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def type_and_be_killed(*, when: str) -> None:
    """``when``: « opened », or « opening » to type before the database is there."""
    process = subprocess.Popen(
        [sys.executable, "-c", _TYPIST, json.dumps(TYPED), when],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    with process.stdout:
        while (line := process.stdout.readline()) and line.strip() != "typed":
            pass
        assert line, "the typist stopped before it had typed"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()


async def resumed_after_a_kill(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog), "the draft is offered")
        await settle(pilot)
        assert f"téléphone · Til · {TYPED}" in screen_text(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert app.current_mode == "appel"
        assert one(pilot, "#question", TextField).text == TYPED
        assert one(pilot, "#adherent-saisie", LineField).value == "Til"


async def test_a_killed_desk_offers_what_was_typed_word_for_word(desk: MakeDesk) -> None:
    type_and_be_killed(when="opened")
    await resumed_after_a_kill(desk)


async def test_what_was_typed_before_the_database_was_open_is_offered_too(desk: MakeDesk) -> None:
    type_and_be_killed(when="opening")
    await resumed_after_a_kill(desk)


async def test_every_key_is_kept_as_it_is_typed(desk: MakeDesk, store: Store) -> None:
    app = desk()
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        for rank, _ in enumerate(TYPED, 1):
            await write(pilot, TYPED[rank - 1])
            app.drafts.flush()
            (draft,) = store.drafts(ME)
            assert from_draft(draft).text == TYPED[:rank]


async def test_escape_half_way_keeps_a_draft_that_any_screen_takes_up_again(
    desk: MakeDesk,
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, TYPED)
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "triage"
        assert "Gardée en brouillon" in screen_text(pilot)
        assert app.call_started is None
        await pilot.press("ctrl+b")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("enter")
        await settle(pilot)
        assert one(pilot, "#question", TextField).text == TYPED


async def test_the_time_spent_before_a_break_is_counted_again(desk: MakeDesk, clock: Clock) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "a")
        clock.advance(60)
        await write(pilot, "b")
        await pilot.press("escape")
        clock.advance(600)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("enter")
        await settle(pilot)
        assert "☎ 01:00" in screen_text(pilot).splitlines()[0]


async def test_a_call_that_runs_when_the_desk_opens_is_not_disturbed(
    desk: MakeDesk, store: Store
) -> None:
    store.save_draft(Draft("d", ME, Channel.PHONE, NOW, NOW, {"text": "d’hier"}))
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f2")
        await opened(pilot)
        assert app.current_mode == "appel"
        assert "1 brouillon attend" in screen_text(pilot)
        assert not app.screen.query(OptionList).filter("#choix")


async def test_a_desk_without_drafts_opens_on_the_queue(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert app.current_mode == "triage"
        assert not isinstance(app.screen, ChoiceDialog)
        await pilot.press("ctrl+b")
        await settle(pilot)
        assert "Aucun brouillon" in screen_text(pilot)
