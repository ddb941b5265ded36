"""How long after a key the results it brings are painted, in the call form.

Queries are typed letter by letter into the question of a call, on a database filled for the
occasion and on the entries and texts given. After each key the clock runs from the key event until
the screen has painted the results for the words as they then stand. The same keys are then typed
with the search unplugged: what is left is what Textual itself takes to paint a key.

    python benchmarks/typing_speed.py --textes DOSSIER [--requetes FICHIER] [--nombre 300]

``DOSSIER`` is the folder of imported texts (``teleconseil emplacements`` names yours);
``FICHIER`` has one query a line, or JSON lines with a ``requete`` or a ``q``; by default, the trial
questions of the knowledge base.
Target: p95 ≤ 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TARGET_MS = 50.0


def queries(file: Path, most: int) -> list[str]:
    """The queries of the file, again from its beginning when it has too few."""
    found = [_query(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [found[rank % len(found)] for rank in range(most)]


def _query(line: str) -> str:
    if not line.startswith("{"):
        return line
    record = json.loads(line)
    said: Any = record.get("requete") or record.get("q")
    return str(said.get("hurry") or said.get("clean") if isinstance(said, dict) else said)


class Stopwatch:
    """From a key to the paint that follows its results."""

    def __init__(self, app: Any, screen: Any) -> None:
        self._app = app
        self._screen = screen
        self._done = asyncio.Event()
        self.words = ""

    def searched(self) -> None:
        """The results of the words as they stand were shown: once painted, the clock stops."""
        if self._screen._words == self.words:
            self._screen.call_after_refresh(self._done.set)

    async def time(self, key: str, character: str, words: str) -> float:
        """Milliseconds from this key to its results on screen."""
        from textual import events

        self._done.clear()
        self.words = words
        started = time.perf_counter()
        self._app._driver.send_message(events.Key(key, character))
        await asyncio.wait_for(self._done.wait(), 30)
        return (time.perf_counter() - started) * 1000


@dataclass(frozen=True)
class Run:
    """What typing everything took."""

    times: list[float]
    """Milliseconds from each key to its results on screen."""
    processor: float
    """Milliseconds of processor for a key, all threads: what a busy machine does not change."""
    size: int
    """How many documents were searched."""


async def type_all(texts: Sequence[str], *, search: bool) -> Run:
    """Type each text, letter by letter."""
    from teleconseil.app import DeskApp
    from teleconseil.screens.searching import SearchingScreen
    from teleconseil.widgets.fields import TextField

    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.knowledge_version or app.opening:
            await pilot.pause(0.05)
        await pilot.press("f2")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SearchingScreen)
        field = screen.query_one("#question", TextField)
        field.focus()
        watch = Stopwatch(app, screen)
        (_listen if search else _unplug)(screen, watch)
        times: list[float] = []
        before = time.process_time()
        for text in texts:
            field.text = ""
            await pilot.pause()
            for rank, character in enumerate(text, 1):
                times.append(await watch.time(character, character, text[:rank]))
        processor = (time.process_time() - before) * 1000 / len(times)
        knowledge = app.services.knowledge if app.services else None
        size = knowledge.search.size if knowledge and knowledge.search else 0
    return Run(times, processor, size)


def _listen(screen: Any, watch: Stopwatch) -> None:
    shown = screen.found

    def found(what: Any) -> None:
        shown(what)
        watch.searched()

    screen.found = found


def _unplug(screen: Any, watch: Stopwatch) -> None:
    def look_up_words(words: str) -> None:
        screen._words = words
        watch.searched()

    screen.look_up_words = look_up_words


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(name: str, run: Run) -> None:
    middle, p95, p99 = (percentile(run.times, share) for share in (0.5, 0.95, 0.99))
    print(
        f"{name:<20} médiane {middle:6.1f}   p95 {p95:6.1f}   p99 {p99:6.1f} ms"
        f"   ({run.processor:.0f} ms de processeur par touche)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--textes", type=Path, required=True, help="folder of imported texts")
    parser.add_argument("--requetes", type=Path, help="queries, one a line")
    parser.add_argument("--nombre", type=int, default=300, help="queries typed")
    parser.add_argument("--questions", type=int, default=23551, help="questions in the history")
    given = parser.parse_args()
    entries = Path(__file__).parents[1] / "knowledge_base"
    typed = queries(given.requetes or entries / "essais.jsonl", given.nombre)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TELECONSEIL_DATA_DIR"] = folder
        os.environ["TELECONSEIL_CONFIG"] = str(Path(folder) / "config.toml")
        os.environ["TELECONSEIL_TEXTES_DIR"] = str(given.textes)
        os.environ["TELECONSEIL_KB_DIR"] = str(entries)
        _fill(given.questions)
        bare = asyncio.run(type_all(typed[: max(1, len(typed) // 10)], search=False))
        typing = asyncio.run(type_all(typed, search=True))
    print(
        f"{len(typed)} questions tapées lettre à lettre ({len(typing.times)} touches) ; "
        f"{typing.size} fiches et articles, {given.questions} questions passées"
    )
    report("sans recherche", bare)
    report("résultats à l’écran", typing)
    p95 = percentile(typing.times, 0.95)
    ratio = p95 / percentile(bare.times, 0.95)
    print(f"p95 {p95:.1f} ms (cible ≤ {TARGET_MS:.0f}), {ratio:.1f} fois celui de la frappe seule")


def _fill(number: int) -> None:
    """A demonstration year of so many questions."""
    from teleconseil.config import load_settings
    from teleconseil.demo.year import build_year
    from teleconseil.desk.reference import load_reference_data
    from teleconseil.services import open_services

    settings = load_settings()
    services = open_services(settings)
    shares = load_reference_data(settings.kb_dir).shares
    history = build_year(2024, 66, questions=number, shares=shares, settings=settings)
    services.store.bulk_load(history)
    services.close()


if __name__ == "__main__":
    main()
