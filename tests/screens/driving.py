"""Driving the desk: wait for what it does, type, read what it shows."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.worker import Worker, WorkerCancelled

from teleconseil.app import DeskApp
from teleconseil.widgets.reader import Reader

PATIENCE_S = 30.0
"""How long a condition is waited for before the test fails."""
W = TypeVar("W", bound=Widget)


def desk_app(pilot: Pilot[None]) -> DeskApp:
    """The application under test."""
    assert isinstance(pilot.app, DeskApp)
    return pilot.app


async def until(pilot: Pilot[None], condition: Callable[[], object], what: str = "") -> None:
    """Let the desk work until the condition holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, f"never came: {what}\n{screen_text(pilot)}"
        await pilot.pause(0.005)


async def opened(pilot: Pilot[None], *, knowledge: bool = True) -> None:
    """The database, the entries, the texts and the search are there, and what they show."""
    app = desk_app(pilot)
    done = (lambda: app.knowledge_version) if knowledge else (lambda: app.services)
    await until(pilot, done, "the desk is open")
    await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Until no thread is at work and everything that was answered is shown; cursors stand still."""
    while True:
        await pilot.pause()
        working = [worker for worker in pilot.app.workers if _in_thread(worker)]
        if not working:
            break
        with suppress(WorkerCancelled):  # a later one of its group took its place
            await pilot.app.workers.wait_for_complete(working)
    for field in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
        field.cursor_blink = False
    await pilot.pause()


def _in_thread(worker: Worker[object]) -> bool:
    """A dialogue that waits for a person is a worker too, and is never over by itself."""
    return worker._thread_worker and not worker.is_finished


async def write(pilot: Pilot[None], words: str) -> None:
    """Type these words, key by key."""
    await pilot.press(*map(_key, words))


async def read_beside(pilot: Pilot[None]) -> None:
    """Where there is room, the chosen result is read beside the list, a moment later."""
    reader = one(pilot, "#lecture", Reader)
    if reader.is_on_screen:
        await until(pilot, lambda: reader.found, "the chosen result is read")


async def hammer(pilot: Pilot[None], first: str, then: str) -> None:
    """Strike a key, then another many times over, without waiting for the screen."""
    pilot.app.simulate_key(first)
    for _ in range(40):
        pilot.app.simulate_key(then)
        await asyncio.sleep(0)
    await settle(pilot)


def _key(character: str) -> str:
    """What the pilot must press for this character to be typed."""
    if character.isalnum():
        return character
    return "enter" if character == "\n" else unicodedata.name(character).lower()


def screen_text(pilot: Pilot[None]) -> str:
    """What is on the screen, line by line, without its colours."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


def one(pilot: Pilot[None], selector: str, kind: type[W]) -> W:
    """The widget of the screen that the selector names."""
    return pilot.app.screen.query_one(selector, kind)
