"""The base: search, read, copy, and the articles beside the entry."""

from __future__ import annotations

import pytest

from teleconseil.screens.lecture import ReadingScreen
from teleconseil.widgets import reader
from teleconseil.widgets.articles import ArticlesPane
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.reader import Reader
from tests.screens.conftest import MakeDesk
from tests.screens.driving import one, opened, screen_text, settle, until, write
from tests.screens.small_desk import CHANGED_ENTRY


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the terminal (OSC 52) and the system were given."""
    given: dict[str, str] = {}
    monkeypatch.setattr(
        "textual.app.App.copy_to_clipboard", lambda _, text: given.update(terminal=text)
    )
    monkeypatch.setattr("pyperclip.copy", lambda text: given.update(system=text))
    return given


async def test_the_short_answer_is_copied_to_both_clipboards_and_said(
    desk: MakeDesk, clipboard: dict[str, str]
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "arrêt maladie")
        await settle(pilot)
        await pilot.press("ctrl+b")
        await settle(pilot)
        assert "Copié : « Arrêt maladie" in screen_text(pilot)
    assert clipboard["terminal"] == clipboard["system"]
    assert clipboard["system"].startswith("Un mois d’arrêt maladie ouvre deux jours")
    assert "**" not in clipboard["system"]


async def test_an_article_is_found_by_its_number_and_read_in_full(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "art 22 ccn66")
        await settle(pilot)
        await pilot.press("alt+right")
        await settle(pilot)
        panel = one(pilot, "#volets", LivePanel)
        assert panel.current == "textes"
        await pilot.press("enter")
        await until(pilot, lambda: "Congés payés annuels de la conv" in screen_text(pilot))
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(app.screen, ReadingScreen)


async def test_the_cited_article_opens_beside_its_entry_in_force_then_as_it_was_read(
    desk: MakeDesk,
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "acquisition mois par mois")
        await settle(pilot)
        line = one(pilot, "#volets", LivePanel).line
        assert line is not None
        assert line.ident == CHANGED_ENTRY
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "règle nouvelle" in screen_text(pilot), "the article")
        shown = screen_text(pilot)
        assert "Un mois de travail ouvre deux jours et demi" in " ".join(shown.split())
        assert "■ modifié depuis · version en vigueur" in shown
        await pilot.press("v")
        await until(pilot, lambda: "règle ancienne" in screen_text(pilot), "as it was read")
        assert "version lue pour la fiche" in screen_text(pilot)


async def test_at_80_columns_the_articles_take_the_place_of_the_entry(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "acquisition mois par mois")
        await settle(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "règle nouvelle" in screen_text(pilot), "the article")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: "deux jours et demi" in screen_text(pilot), "the entry")
        assert not one(pilot, "ArticlesPane", ArticlesPane).display


async def test_at_200_columns_the_chosen_result_is_read_beside_the_list(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "arrêt maladie")
        await until(pilot, lambda: "continue d’acquérir des congés" in screen_text(pilot))


async def test_escape_empties_the_field_then_leaves(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "arrêt")
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "base"
        await pilot.press("escape")
        await settle(pilot)
        assert app.current_mode == "triage"


async def test_the_chosen_result_is_read_at_the_right_where_two_halves_fit(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "conges maladie")
        await until(pilot, lambda: "Le salarié en longue maladie" in screen_text(pilot))
        await pilot.press("down")
        await until(pilot, lambda: "Le délai part de l’information" in screen_text(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "Ce que vous cherchez se lira ici." in screen_text(pilot))
        assert "Le délai part de l’information" not in screen_text(pilot)


async def test_nothing_is_laid_out_between_two_keys_but_what_one_moves_to_is_read_soon(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_TYPING_S", 3600.0)
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "conges maladie")
        await settle(pilot)
        assert one(pilot, "#lecture", Reader).found is None
        await pilot.press("down")
        await until(pilot, lambda: one(pilot, "#lecture", Reader).found)


async def test_at_80_columns_nothing_is_read_out_of_sight(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await write(pilot, "conges maladie")
        await settle(pilot)
        assert not one(pilot, "#lecture", Reader).is_on_screen
