"""What every screen shares: the top line, the foot, the palette, the looks."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.screens.conftest import MakeDesk
from tests.screens.driving import opened, screen_text, settle, write


async def test_the_top_line_tells_what_waits_and_what_time_it_is(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, knowledge=False)
        top = screen_text(pilot).splitlines()[0]
    assert "Triage 5 !1" in top
    assert top.endswith("mar. 24 nov.  14 h 32")


async def test_a_letter_changes_screens_where_nothing_is_typed(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test() as pilot:
        await opened(pilot, knowledge=False)
        await pilot.press("b")
        await settle(pilot)
        assert app.current_mode == "base"
        await write(pilot, "b’est-ce ?")
        assert app.current_mode == "base"


async def test_function_keys_change_screens_from_within_a_field(
    desk: MakeDesk,
) -> None:
    app = desk(knowledge=False)
    async with app.run_test() as pilot:
        await opened(pilot, knowledge=False)
        for key, mode in (("f2", "appel"), ("f3", "ecrit"), ("f5", "base"), ("f4", "triage")):
            await _press(pilot, key)
            assert app.current_mode == mode


async def _press(pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    await settle(pilot)
