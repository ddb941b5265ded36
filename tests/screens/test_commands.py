"""Keys, palette, help and foot all come from the commands, and steal nothing from whoever types."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets import Input, TextArea

from teleconseil import commands
from teleconseil.text import fold
from teleconseil.widgets.fields import TextField
from tests.screens.conftest import MakeDesk
from tests.screens.driving import hammer, one, opened, screen_text, settle, until, write

EDITING = {f"ctrl+{letter}" for letter in "aekuwdfxcvzy"}
CONTROL_CHARACTERS = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket"}
ALL = list(commands.BY_NAME.values())
GUIDE = Path(__file__).parents[2] / "docs" / "guide-conseiller.md"


def keys_of(command: type[commands.Command]) -> list[str]:
    return [key.strip() for key in command.keys.split(",") if key.strip()]


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.name)
def test_no_command_takes_a_key_that_edits_or_that_a_terminal_sends_for_another(
    command: type[commands.Command],
) -> None:
    taken = set(keys_of(command))
    assert not taken & CONTROL_CHARACTERS
    assert not taken & EDITING


@pytest.mark.parametrize("command", ALL, ids=lambda c: c.name)
def test_no_command_depends_on_a_digit_a_bracket_or_a_slash(
    command: type[commands.Command],
) -> None:
    hard = {"slash", "backslash", "left_square_bracket", "right_square_bracket", *"0123456789"}
    assert not set(keys_of(command)) & hard


@pytest.mark.parametrize(
    "here",
    [commands.CAPTURE, commands.TRIAGE, commands.QUESTION, commands.BASE, commands.READING],
    ids=["capture", "triage", "question", "base", "lecture"],
)
def test_on_a_screen_a_key_does_one_thing(here: tuple[type[commands.Command], ...]) -> None:
    keys = [key for command in here for key in keys_of(command)]
    assert sorted(keys) == sorted(set(keys))


def test_priority_is_never_given_to_a_key_that_a_field_edits_with() -> None:
    edits = {
        key
        for field in (Input, TextArea)
        for binding in field.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }
    stolen = {k for command in ALL if command.priority for k in keys_of(command)} & edits
    assert stolen <= {"f6", "f7"}, "the function keys go to the screens, as the help says"


async def test_the_palette_finds_a_command_by_any_part_of_its_name_without_accents(
    desk: MakeDesk,
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+p")
        await settle(pilot)
        await write(pilot, "ecri")
        await until(pilot, lambda: "Écrit : nouvelle question écrite" in screen_text(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: app.current_mode == "ecrit")


@pytest.mark.parametrize("page", ["pageup", "pagedown"])
async def test_page_keys_struck_before_the_palette_has_its_list_do_no_harm(
    desk: MakeDesk, page: str
) -> None:
    async with desk().run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await hammer(pilot, "ctrl+p", page)
        assert "Chercher une commande" in screen_text(pilot)


async def test_the_palette_offers_every_command_that_is_possible(desk: MakeDesk) -> None:
    from teleconseil.screens.palette import CommandProvider

    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "maladie")
        await settle(pilot)
        screen = app.screen
        provider = CommandProvider(screen)
        for command in (*commands.CAPTURE, *commands.EVERYWHERE):
            if command is commands.Palette or not screen.check_action(command.name, ()):
                continue
            word = fold(command.title).split()[-1]
            found = [str(hit.prompt) async for hit in provider.search(word)]
            assert any(command.title in prompt for prompt in found), command.name


async def test_the_help_tells_every_command_of_the_screen(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 100)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "f1")
        await settle(pilot)
        shown = " ".join(screen_text(pilot).split())
        for command in commands.CAPTURE:
            start = " ".join(command.title.split()[:4])
            assert start in shown, command.name


async def test_a_remapped_key_acts_and_is_the_one_that_is_shown(desk: MakeDesk) -> None:
    app = desk(keymap={"repondu": "alt+r"})
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "maladie")
        await settle(pilot)
        assert "Alt+R Répondu" in screen_text(pilot)
        await pilot.press("alt+r")
        await settle(pilot)
        assert "répondue" in screen_text(pilot)


async def test_the_editing_keys_edit_in_the_question(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "un deux")
        await pilot.press("ctrl+w")
        assert one(pilot, "#question", TextField).text == "un "
        await pilot.press("ctrl+z")
        assert one(pilot, "#question", TextField).text == "un deux"
        await pilot.press("ctrl+a", "ctrl+k")
        assert one(pilot, "#question", TextField).text == ""


def test_the_guide_of_the_advisors_names_only_keys_that_exist() -> None:
    """« Ctrl+S » in the guide is a key of a command; each command of a call is in the guide."""
    text = GUIDE.read_text(encoding="utf-8")
    named = set(re.findall(r"<kbd>([^<]+)</kbd>", text))
    known = {commands.shown_key(key) for command in ALL for key in keys_of(command)}
    known |= {command.letter for command in ALL if command.letter}
    known |= {"Tab", "Maj+Tab", "↑", "↓", "Entrée", "Ctrl+→"}
    assert named - known == set()
    told = {c for c in commands.CAPTURE if commands.shown_key(keys_of(c)[0]) in named}
    assert [c.name for c in commands.CAPTURE if c not in told] == []
