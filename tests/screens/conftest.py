"""A desk of one's own for each test, always the same, whose clock only moves when told to.

``desk`` makes the application (see ``small_desk`` for what it holds); ``driving`` has what drives
it. Snapshots are taken at the three sizes of ``SIZES``, with ``snap``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from textual.pilot import Pilot

from teleconseil.app import DeskApp
from teleconseil.config import load_settings
from teleconseil.store import Store, StoreUnavailable, open_store
from teleconseil.widgets import lookup
from tests.screens import driving, small_desk

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x60": (200, 60)}


MakeDesk = Callable[..., DeskApp]
Act = Callable[[Pilot[None]], Awaitable[None]]
Snap = Callable[..., bool]


class Clock:
    """The time of the desk and of its database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.set(small_desk.NOW)

    def __call__(self) -> datetime:
        return self.now

    def set(self, now: datetime) -> None:
        self.now = now
        told = text(f"SELECT '{now:%Y-%m-%dT%H:%M:%S.000}'")
        self._monkeypatch.setattr("teleconseil.store.database._SQLITE_CLOCK", told)

    def advance(self, seconds: float) -> None:
        self.set(self.now + timedelta(seconds=seconds))


@pytest.fixture(scope="session")
def desk_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small desk's folder, made once; each test has its own copy."""
    folder = tmp_path_factory.mktemp("bureau") / "bureau"
    folder.mkdir()
    small_desk.write_desk(folder)
    return folder


@pytest.fixture
def home(desk_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The desk's folder, which the environment names and nothing else."""
    for name in list(os.environ):
        if name.startswith("TELECONSEIL_") and name != "TELECONSEIL_SHARED":
            monkeypatch.delenv(name)
    monkeypatch.delenv("NO_COLOR", raising=False)
    folder = tmp_path / "bureau"
    shutil.copytree(desk_template, folder)
    monkeypatch.setenv("TELECONSEIL_DATA_DIR", str(folder / "donnees"))
    monkeypatch.setenv("TELECONSEIL_KB_DIR", str(folder / "fiches"))
    monkeypatch.setenv("TELECONSEIL_CONFIG", str(folder / "config.toml"))
    monkeypatch.setenv("TELECONSEIL_SENS", "non")
    return folder


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands still until ``advance``."""
    return Clock(monkeypatch)


@pytest.fixture
def desk(
    home: Path,  # noqa: ARG001 - sets the environment
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> MakeDesk:
    """Makes the application on the small desk; keywords replace settings.

    ``knowledge=False``: a desk whose entries, texts and search are never there.
    """
    measured = lookup.look_up_rest

    def untimed(*args: Any, **keywords: Any) -> lookup.Found | None:
        found = measured(*args, **keywords)
        return found and replace(found, duration_ms=4.0)  # the only thing shown that varies

    monkeypatch.setattr("teleconseil.screens.searching.look_up_rest", untimed)

    def make(*, knowledge: bool = True, **settings: Any) -> DeskApp:
        if not knowledge:
            monkeypatch.setattr("teleconseil.services.load_knowledge", lambda *_: None)
        # What entries mean is learned in the background: only who tests that waits for it.
        return DeskApp(replace(load_settings(), **({"meaning": False} | settings)), clock)

    return make


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The database of the desk, to look into while the desk is open or after."""
    opened = open_store(f"sqlite:///{home / 'donnees' / 'teleconseil.sqlite'}")
    yield opened
    opened.close()


@pytest.fixture(params=list(SIZES.values()), ids=list(SIZES))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Each of the sizes that a screen must look right at."""
    width, height = request.param
    return width, height


@pytest.fixture
def snap(snap_compare: Callable[..., bool], size: tuple[int, int]) -> Snap:
    """Compare what the screen shows, once opened, driven by ``act`` and settled, at each size."""

    def compare(app: DeskApp, act: Act, *, knowledge: bool = True) -> bool:
        async def drive(pilot: Pilot[None]) -> None:
            await driving.opened(pilot, knowledge=knowledge)
            await act(pilot)
            await driving.settle(pilot)

        return snap_compare(app, terminal_size=size, run_before=drive)

    return compare


@pytest.fixture
def broken_store(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the moment it is called, the database no longer answers."""

    def gone(*_: Any, **__: Any) -> Any:
        raise StoreUnavailable("La base ne répond plus.", "Vérifiez le disque ou le réseau.")

    def breaks() -> None:
        for how in ("read", "write"):
            monkeypatch.setattr(f"teleconseil.store.database.Database.{how}", gone)

    return breaks
