"""Takes the screenshot that the README shows, on a demonstration year and the entries as they are.

    python docs/images/appel.py --textes DOSSIER

``DOSSIER`` is a folder of imported texts (``teleconseil emplacements`` names yours). The clock of
the picture stands still.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
NOW = datetime(2024, 11, 26, 13, 32, tzinfo=UTC)
TALKED = timedelta(minutes=2, seconds=14)
MEMBER = "tilleul"
QUESTION = "combien de cp pour une éduc en arrêt maldie depuis mars ?"


def fill() -> None:
    """A part of the demonstration year of 2024."""
    from teleconseil.config import load_settings
    from teleconseil.demo.year import build_year
    from teleconseil.desk.reference import load_reference_data
    from teleconseil.services import open_services

    settings = load_settings()
    services = open_services(settings)
    shares = load_reference_data(settings.kb_dir).shares
    services.store.bulk_load(build_year(2024, 66, questions=6000, shares=shares, settings=settings))
    services.close()


async def take() -> str:
    """The call, as an advisor sees it when the answer is there."""
    from teleconseil.app import DeskApp
    from teleconseil.widgets.fields import TextField
    from teleconseil.widgets.live_panel import LivePanel

    now = NOW
    app = DeskApp(clock=lambda: now)
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.knowledge_version:
            await pilot.pause(0.05)
        await pilot.press("f2", *MEMBER, "enter")
        now += TALKED
        question = app.screen.query_one("#question", TextField)
        question.cursor_blink = False
        question.insert(QUESTION)
        panel = app.screen.query_one(LivePanel)
        while panel.line is None:
            await pilot.pause(0.05)
        while app.opening:  # the meaning of the entries is worked out, once
            await pilot.pause(0.2)
        await pilot.pause(2)
        return app.export_screenshot(title="téléconseil")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--textes", type=Path, required=True, help="folder of imported texts")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TELECONSEIL_DATA_DIR"] = folder
        os.environ["TELECONSEIL_CONFIG"] = str(Path(folder) / "config.toml")
        os.environ["TELECONSEIL_TEXTES_DIR"] = str(given.textes)
        os.environ["TELECONSEIL_CONSEILLER"] = "Anne Bernard"
        fill()
        picture = asyncio.run(take())
    (HERE / "appel.svg").write_text(still(picture), encoding="utf-8")


def still(picture: str) -> str:
    """Without the name that the exporter draws at random, nor the fonts that it fetches."""
    named = re.sub(r"terminal-\d+", "terminal-1", picture)
    return re.sub(r"\s*@font-face \{.*?\}", "", named, flags=re.DOTALL) + "\n"


if __name__ == "__main__":
    main()
