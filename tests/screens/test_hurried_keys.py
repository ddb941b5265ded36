"""Keys struck faster than the screens: a desk that is still drawing stops on none of them."""

from __future__ import annotations

import pytest

from teleconseil.domain import EventKind
from teleconseil.store import Store
from tests.screens.conftest import MakeDesk
from tests.screens.driving import hammer, opened, screen_text, settle, until, write


@pytest.mark.parametrize("key", ["f2", "escape", "ctrl+s", "ctrl+n", "f5"])
async def test_a_call_that_is_being_drawn_takes_any_key(desk: MakeDesk, key: str) -> None:
    async with desk().run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await hammer(pilot, "f2", key)
        await pilot.press("f2")
        await settle(pilot)
        await write(pilot, "til")
        await until(pilot, lambda: "Association Les Tilleuls" in screen_text(pilot))


@pytest.mark.parametrize("opening", ["f1", "ctrl+p", "enter", "l"])
async def test_what_is_closed_twice_leaves_the_screen_below(desk: MakeDesk, opening: str) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        below = app.screen
        await pilot.press(opening)
        await settle(pilot)
        assert app.screen is not below
        await hammer(pilot, "escape", "escape")
        assert app.screen is below


async def test_what_is_answered_twice_is_written_once(desk: MakeDesk, store: Store) -> None:
    async with desk().run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("l")
        await settle(pilot)
        await write(pilot, "mail")
        await hammer(pilot, "enter", "enter")
        assert "relancée" in screen_text(pilot)
    followed = [
        event
        for rank in range(41, 46)
        for event in store.events(f"TC-2026-{rank:06d}")
        if event.kind is EventKind.FOLLOWED_UP
    ]
    assert len(followed) == 1
