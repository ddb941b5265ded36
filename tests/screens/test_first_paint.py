"""The first frame comes before anything heavy: proven in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "alembic",
    "psycopg",
    "numpy",
    "rapidfuzz",
    "yaml",
    "ruamel",
    "holidays",
    "xlsxwriter",
    "teleconseil.store",
    "teleconseil.services",
    "teleconseil.kb.search",
    "teleconseil.screens.appel",
    "teleconseil.screens.base",
    "teleconseil.screens.stats",
)

# Stops where the desk begins to open the database: after its first paint.
_FIRST_FRAME = """
import json, sys
from teleconseil.app import DeskApp

def stop_instead(app):
    strips = app.screen._compositor.render_strips()
    painted = "\\n".join(strip.text for strip in strips)
    print(json.dumps({"painted": painted, "modules": sorted(sys.modules)}), file=sys.__stdout__)
    app.exit()

DeskApp._open = stop_instead
DeskApp().run(headless=True, size=(80, 24))
"""

_NEVER_OPENED = """
import asyncio
from teleconseil.app import DeskApp

DeskApp._open = lambda app: None

async def main():
    app = DeskApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f2", "tab", "tab", "a", "b", "c")
        print("typed:", app.screen.query_one("#question").text)

asyncio.run(main())
"""


def in_a_fresh_process(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        timeout=120,
    )
    return done.stdout


@pytest.mark.usefixtures("home")
def test_the_first_frame_imports_neither_database_nor_search() -> None:
    printed = in_a_fresh_process(_FIRST_FRAME)
    seen = json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    assert "Triage" in seen["painted"]
    loaded = set(seen["modules"])
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.usefixtures("home")
def test_words_can_be_typed_before_the_database_is_open() -> None:
    assert "typed: abc" in in_a_fresh_process(_NEVER_OPENED)
