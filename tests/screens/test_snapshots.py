"""What the main screens look like at 80×24, 120×40 and 200×60 (tests/screens/__snapshots__).

Look at them again with ``pytest tests/screens/test_snapshots.py --snapshot-update`` after a change
that is meant.
"""

from __future__ import annotations

from textual.pilot import Pilot

from teleconseil.widgets.reader import Reader
from tests.screens.conftest import Clock, MakeDesk, Snap
from tests.screens.driving import read_beside, screen_text, settle, until, write


async def call(pilot: Pilot[None]) -> None:
    await pilot.press("f2")
    await write(pilot, "til")
    await settle(pilot)
    await pilot.press("enter")
    await write(pilot, "congés maldie ")
    await settle(pilot)
    await read_beside(pilot)


def test_a_call(desk: MakeDesk, snap: Snap, clock: Clock) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await call(pilot)
        clock.advance(134)
        await until(pilot, lambda: "☎ 02:14" in screen_text(pilot), "the top line ticks")

    assert snap(desk(), act)


def test_an_answer_taken_from_an_entry(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await call(pilot)
        await pilot.press("ctrl+l", "ctrl+l")

    assert snap(desk(), act)


def test_suggestions_of_members(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("f2")
        await write(pilot, "la")

    assert snap(desk(), act)


def test_a_written_question(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("f3", "tab", "tab")
        await write(pilot, "hier 16:02")

    assert snap(desk(), act)


def test_the_base(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("f5")
        await write(pilot, "congés maladie")
        await settle(pilot)
        await read_beside(pilot)

    assert snap(desk(), act)


def test_an_entry_and_its_articles(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await pilot.press("f5")
        await write(pilot, "acquisition")
        await settle(pilot)
        await read_beside(pilot)
        await pilot.press("ctrl+o")
        await settle(pilot)
        await until(pilot, lambda: all(r.found for r in pilot.app.screen.query(Reader)))

    assert snap(desk(), act)


def test_the_light_look(desk: MakeDesk, snap: Snap) -> None:
    assert snap(desk(theme="clair"), call)
