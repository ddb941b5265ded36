"""What is meant, in the desk: after the words, at a pause, and never under someone's eyes."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from teleconseil.app import DeskApp
from teleconseil.kb.search.meaning import encoders
from teleconseil.screens import searching
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES
from tests.kb.meaning_samples import WordEncoder
from tests.screens.conftest import MakeDesk
from tests.screens.driving import one, opened, settle, until, write
from tests.screens.small_desk import OVERDUE_ENTRY, UNVALIDATED_ENTRY

SLEEP = "dormir"
"""A word that no entry of the small desk holds; the model of the tests knows what it means."""


@pytest.fixture
def meaning_desk(desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> DeskApp:
    """A desk where the extra is installed, with a model that knows a few words."""
    monkeypatch.setattr(encoders, "find_encoder", WordEncoder)
    monkeypatch.setattr(searching, "_PAUSE_S", 0.01)
    return desk(meaning=True)


def shown(pilot: Pilot[None]) -> list[str]:
    return [line.ident for line in one(pilot, "#volets", LivePanel).lines(ENTRIES)]


async def learned(pilot: Pilot[None], app: DeskApp) -> None:
    await opened(pilot)
    await until(pilot, lambda: app.services.knowledge.meaning, "the entries are learned")  # type: ignore[union-attr]
    await settle(pilot)


async def test_what_is_meant_is_found_once_the_sentence_pauses(meaning_desk: DeskApp) -> None:
    async with meaning_desk.run_test(size=(120, 40)) as pilot:
        await learned(pilot, meaning_desk)
        await pilot.press("f5")
        await write(pilot, SLEEP)
        await until(pilot, lambda: UNVALIDATED_ENTRY in shown(pilot), "the entry about nights")


async def test_without_the_extra_the_words_alone_are_searched(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "find_encoder", lambda: None)
    monkeypatch.setattr(searching, "_PAUSE_S", 0.01)
    app = desk(meaning=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "report maladie")
        await settle(pilot)
        assert shown(pilot)[0] == OVERDUE_ENTRY
        assert app.services is not None
        assert app.services.notices == ()


async def test_a_chosen_line_stays_where_it_is_when_the_order_follows(
    meaning_desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PAUSE_S", 3600.0)
    async with meaning_desk.run_test(size=(120, 40)) as pilot:
        await learned(pilot, meaning_desk)
        await pilot.press("f5")
        await write(pilot, "conges maladie report")
        await settle(pilot)
        await pilot.press("down")
        await settle(pilot)
        panel = one(pilot, "#volets", LivePanel)
        before, chosen = shown(pilot), panel.line
        assert chosen is not None
        meant = before[-1]
        far = dict.fromkeys(before, 0.0) | {chosen.ident: -4.0, meant: 4.0}
        monkeypatch.setattr("teleconseil.services.Knowledge.closeness", lambda _self, _query: far)
        screen = meaning_desk.screen
        assert isinstance(screen, searching.SearchingScreen)
        screen.pause_is_over()
        await settle(pilot)
        assert panel.line is not None
        assert panel.line.ident == chosen.ident
        assert shown(pilot).index(chosen.ident) == before.index(chosen.ident)
        assert shown(pilot)[0] == meant


async def test_an_order_that_comes_too_late_is_not_shown(
    meaning_desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PAUSE_S", 3600.0)
    async with meaning_desk.run_test(size=(120, 40)) as pilot:
        await learned(pilot, meaning_desk)
        await pilot.press("f5")
        await write(pilot, SLEEP)
        await settle(pilot)
        screen = meaning_desk.screen
        assert isinstance(screen, searching.SearchingScreen)
        screen.pause_is_over()
        await write(pilot, "xyz")
        await settle(pilot)
        assert shown(pilot) == []
