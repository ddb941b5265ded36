"""What is found while one types: painted at once, never older than the words, never jumping."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from teleconseil.domain import SearchLogEntry
from teleconseil.kb.model import Freshness, Snippet
from teleconseil.screens import searching
from teleconseil.services import Services
from teleconseil.widgets import lookup
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES, Found, Line
from tests.screens.conftest import MakeDesk
from tests.screens.driving import one, opened, screen_text, settle, until, write
from tests.screens.small_desk import (
    CHANGED_ENTRY,
    OVERDUE_ENTRY,
    SICK_ENTRY,
    UNVALIDATED_ENTRY,
)


async def test_results_come_while_one_types_with_their_counts(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "congés malad")
        await settle(pilot)
        shown = screen_text(pilot)
    assert "Arrêt maladie : combien de congés payés" in shown
    assert "Fiches 3" in shown
    assert "Textes " in shown
    assert "Déjà posée 10" in shown


async def test_the_state_of_an_entry_is_seen_at_a_glance(desk: MakeDesk) -> None:
    app = desk()
    said = {
        SICK_ENTRY: (Freshness.VERIFIED, "vérifiée 12/10/2026"),
        OVERDUE_ENTRY: (Freshness.OVERDUE, "à revoir 01/11/2026"),
        CHANGED_ENTRY: (Freshness.CHANGED, "L3141-5 modifié le 24/04/2024"),
        UNVALIDATED_ENTRY: (Freshness.UNVALIDATED, "à valider"),
    }
    async with app.run_test() as pilot:
        await opened(pilot)
        services = app.services
        assert services is not None
        for slug, (state, words) in said.items():
            entry = services.entry(slug)
            assert entry is not None
            line = lookup.entry_line(services, entry)
            assert (line.freshness, line.warning) == (state, words)


async def test_an_answer_to_older_words_never_replaces_a_newer_one(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search for « a » is held back until the one for « ab » has been shown."""
    released = Event()

    def slow_for_a(_: Services, query: str, **__: object) -> Found:
        if query == "a":
            released.wait(20)
        line = Line(query, f"résultat pour {query}", Snippet(""), "")
        return Found(query, {ENTRIES: (line,), lookup.TEXTS: ()})

    app = desk()
    monkeypatch.setattr(searching, "look_up", slow_for_a)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab", "a", "b")
        await until(pilot, lambda: "résultat pour ab" in screen_text(pilot), "the newer answer")
        released.set()
        await settle(pilot)
        assert "résultat pour ab" in screen_text(pilot)


async def test_a_chosen_result_keeps_its_row_when_more_is_typed(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "congés")
        await settle(pilot)
        await pilot.press("ctrl+down")
        panel = one(pilot, "#volets", LivePanel)
        chosen = panel.line
        assert chosen is not None
        for letter in " maladie":
            await write(pilot, letter)
            await settle(pilot)
            assert panel.line is not None
            assert panel.line.ident == chosen.ident
            lines = panel._lines[ENTRIES]
            assert [line.ident for line in lines].index(chosen.ident) == 1


async def test_a_repaired_word_is_shown_and_a_key_takes_it_as_typed(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "arrêt maldie ")
        await settle(pilot)
        assert "« maldie » lu « maladie »" in screen_text(pilot)
        assert "F12 tel quel" in screen_text(pilot)
        await pilot.press("f12")
        await settle(pilot)
        assert "« maldie » lu" not in screen_text(pilot)
        assert "mots pris tels quels (F12 les corrige)" in screen_text(pilot)


async def test_an_empty_panel_says_what_to_do_next(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await settle(pilot)
        assert "pendant que vous décrivez" in " ".join(screen_text(pilot).split())
        await pilot.press("f12")
        await write(pilot, "xqzw")
        await settle(pilot)
        assert "Aucune fiche pour ces mots." in screen_text(pilot)
        await pilot.press("alt+left")
        await settle(pilot)
        assert "Choisissez l’adhérent" in screen_text(pilot)


async def test_a_desk_that_still_opens_says_so_and_takes_the_words(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, knowledge=False)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "maladie")
        await settle(pilot)
        assert "La recherche s’ouvre" in screen_text(pilot)


async def test_a_slow_search_is_said_to_be_under_way(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = Event()

    def held(*args: Any, **keywords: Any) -> Found | None:
        released.wait(20)
        return lookup.look_up(*args, **keywords)

    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        monkeypatch.setattr(searching, "look_up", held)
        await pilot.press("a")
        await until(pilot, lambda: "Recherche…" in screen_text(pilot), "the search is said to run")
        released.set()
        await settle(pilot)
        assert "Recherche…" not in screen_text(pilot)


async def test_what_was_looked_up_in_a_call_is_logged_for_the_editors(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[SearchLogEntry] = []
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert app.services is not None
        monkeypatch.setattr(type(app.services.store), "log_search", lambda _, e: kept.append(e))
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "arrêt maladie")
        await settle(pilot)
        await pilot.press("ctrl+l", "ctrl+s")
        await settle(pilot)
    (record,) = kept
    assert (record.query, record.used) == ("arrêt maladie", SICK_ENTRY)
    assert SICK_ENTRY in record.shown
