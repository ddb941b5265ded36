"""The help of each screen: everything that it can do, with the keys in force."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from teleconseil import commands
from teleconseil.screens.aide import HelpScreen
from teleconseil.screens.behind_figure import FigureScreen
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.screens.lecture import ReadingScreen
from teleconseil.screens.question import QuestionScreen
from teleconseil.screens.versions import VersionsScreen
from tests.screens.conftest import MakeDesk, Snap
from tests.screens.driving import opened, screen_text, settle, write

KEYS = {"appel": "f2", "triage": "f4", "base": "f5", "adherents": "f6", "statistiques": "f7"}


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def help_text(pilot: Pilot[None]) -> str:
    assert isinstance(pilot.app.screen, HelpScreen)
    return str(pilot.app.screen.query_one(Static).render())


@pytest.mark.parametrize("mode", [*KEYS, "atelier"])
async def test_the_help_says_all_that_can_be_done_here_and_everywhere(
    desk: MakeDesk, mode: str
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, KEYS.get(mode, "f8"))
        about = app.screen
        assert isinstance(about, DeskScreen)
        assert about.HELP
        await press(pilot, "f1")
        shown = help_text(pilot)
        assert about.HELP in shown
        for command in (*about.COMMANDS_HERE, *commands.EVERYWHERE):
            keys = ", ".join(command.shown_keys({})) or "Ctrl+P"
            assert any(
                line.startswith(keys) and line.endswith(command.title)
                for line in shown.splitlines()
            ), command
        await press(pilot, "escape")
        assert app.screen is about


@pytest.mark.parametrize("screen", [QuestionScreen, FigureScreen])
def test_every_command_of_a_screen_is_one_that_it_answers_to(screen: type[DeskScreen]) -> None:
    assert screen.HELP
    for command in screen.COMMANDS_HERE:
        assert hasattr(screen, f"action_{command.name}"), command


@pytest.mark.parametrize("screen", [ReadingScreen, VersionsScreen])
async def test_what_is_read_over_a_screen_has_its_own_help(
    desk: MakeDesk, screen: type[ReadingScreen | VersionsScreen]
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await press(pilot, "f5")
        await write(pilot, "acquisition")
        await settle(pilot)
        await press(pilot, "enter")
        assert "F1 Aide" in screen_text(pilot)
        if screen is VersionsScreen:
            await press(pilot, "d")
        read = app.screen
        assert isinstance(read, screen)
        await press(pilot, "f1")
        shown = help_text(pilot)
        assert f"Aide · {read.HELP_ON}" in shown
        assert read.HELP in shown
        for command in read.COMMANDS_HERE:
            assert command.title in shown
        assert commands.Open.title not in shown, "what is beneath cannot be done meanwhile"
        await press(pilot, "escape")
        assert app.screen is read


async def test_the_keys_are_those_that_the_configuration_gives(desk: MakeDesk) -> None:
    app = desk(knowledge=False, keymap={"prendre": "k"})
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f1")
        assert any(
            line.split() == ["k", *commands.Take.title.split()]
            for line in help_text(pilot).splitlines()
        )


async def test_under_a_dialogue_the_help_is_that_of_the_screen(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "o")
        await press(pilot, "f1")
        assert "Aide · Triage" in help_text(pilot)
        await press(pilot, "escape")
        assert "Mettre en attente" in screen_text(pilot)


async def test_the_help_scrolls_where_there_is_little_room(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f1")
        assert "Échap ferme cette aide." not in screen_text(pilot)
        await press(pilot, "end")
        assert "Échap ferme cette aide." in screen_text(pilot)


def test_the_help_looks_right(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f1")

    assert snap(desk(knowledge=False), act, knowledge=False)
