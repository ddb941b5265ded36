"""What is meant, in the desk: after the words, at a pause, and never under someone's eyes."""

from __future__ import annotations

from threading import Event

import pytest
from textual.pilot import Pilot

from teleconseil.app import DeskApp
from teleconseil.kb.search.meaning import encoders
from teleconseil.screens import searching
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES, TEXTS, look_up_meaning
from tests.kb.meaning_samples import WordEncoder
from tests.screens.conftest import MakeDesk
from tests.screens.driving import one, opened, settle, until, write
from tests.screens.small_desk import CHANGED_ENTRY, OVERDUE_ENTRY, SICK_ENTRY, UNVALIDATED_ENTRY

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


NUMBERED = {SICK_ENTRY: "L3141-5-1", OVERDUE_ENTRY: "L3141-19-1"}
"""What two of the entries cite."""


def articles(pilot: Pilot[None]) -> list[str]:
    """Numbers of the articles, in the order in which the panel shows them."""
    lines = one(pilot, "#volets", LivePanel).lines(TEXTS)
    return [line.title.split()[-1] for line in lines]


def mean(monkeypatch: pytest.MonkeyPatch, slug: str) -> None:
    """From now on, any question means this entry and no other."""
    others = dict.fromkeys((SICK_ENTRY, OVERDUE_ENTRY, CHANGED_ENTRY), -4.0)
    meant = others | {slug: 4.0}
    monkeypatch.setattr("teleconseil.services.Knowledge.closeness", lambda _self, _query: meant)


async def pauses(pilot: Pilot[None]) -> None:
    """The sentence stands, and everything that this brings is shown."""
    screen = pilot.app.screen
    assert isinstance(screen, searching.SearchingScreen)
    screen.pause_is_over()
    await settle(pilot)


async def asked(pilot: Pilot[None], app: DeskApp) -> None:
    """A question whose words alone were looked up."""
    await learned(pilot, app)
    await pilot.press("f5")
    await write(pilot, "mois report")
    await settle(pilot)


async def test_the_articles_follow_the_entries_that_cite_them(
    meaning_desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PAUSE_S", 3600.0)
    async with meaning_desk.run_test(size=(120, 40)) as pilot:
        await asked(pilot, meaning_desk)
        for slug in (SICK_ENTRY, OVERDUE_ENTRY, SICK_ENTRY):
            mean(monkeypatch, slug)
            await pauses(pilot)
            assert shown(pilot)[0] == slug
            assert articles(pilot)[0] == NUMBERED[slug]


async def test_a_chosen_article_stays_where_it_is_when_the_order_follows(
    meaning_desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PAUSE_S", 3600.0)
    async with meaning_desk.run_test(size=(120, 40)) as pilot:
        await asked(pilot, meaning_desk)
        assert len(articles(pilot)) > 1
        await pilot.press("alt+right", "down")
        await settle(pilot)
        panel = one(pilot, "#volets", LivePanel)
        assert panel.current == TEXTS
        assert panel.line is not None
        chosen, before = panel.line, articles(pilot)
        for slug in (SICK_ENTRY, OVERDUE_ENTRY):
            mean(monkeypatch, slug)
            await pauses(pilot)
            assert panel.line == chosen
            assert articles(pilot) == before
            assert shown(pilot)[0] == slug


async def test_entries_are_not_kept_waiting_for_articles_that_a_key_may_make_needless(
    meaning_desk: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_PAUSE_S", 3600.0)
    async with meaning_desk.run_test(size=(120, 40)) as pilot:
        await asked(pilot, meaning_desk)
        screen, services = meaning_desk.screen, meaning_desk.services
        assert isinstance(screen, searching.SearchingScreen)
        assert services is not None
        before = screen._found
        assert before is not None
        mean(monkeypatch, SICK_ENTRY)
        first, second = look_up_meaning(services, before, cancelled=lambda: False)
        assert first.panels[ENTRIES] != before.panels[ENTRIES]
        assert first.panels[TEXTS] == before.panels[TEXTS]
        assert second.panels[ENTRIES] == first.panels[ENTRIES]
        assert second.panels[TEXTS] != before.panels[TEXTS]
        assert list(look_up_meaning(services, second, cancelled=lambda: False)) == []
        key = Event()
        steps = look_up_meaning(services, before, cancelled=key.is_set)
        assert next(steps) == first
        key.set()
        assert list(steps) == []
