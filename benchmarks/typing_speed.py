"""How long after a key the results it brings are painted, in the call form.

Queries are typed letter by letter into the question of a call, on a database filled for the
occasion and on the entries and texts given. After each key the clock runs from the key event until
the screen has painted the results for the words as they then stand, and until it has painted
everything (the counts of the other panel, the theme proposed, how it was searched). The same keys
are also typed with the search unplugged: what is left is what Textual itself takes to paint a key.
What the entries mean is learned before anything is measured: that is done once, in the background.

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
RESULTS, ALL = "résultats", "tout"
_BETWEEN_S = 0.3
"""After the form is emptied: what its last words still had to bring is then over."""


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

    def __init__(self, screen: Any) -> None:
        self._screen = screen
        self._words: str | None = None
        self._started = 0.0
        self._awaited: dict[str, asyncio.Event] = {}
        self._times: dict[str, float] = {}

    def shown(self, what: str) -> None:
        """This was shown: if it is for the words typed, its clock stops once it is painted."""
        started = self._started
        if self._screen._words != self._words:
            return

        def painted() -> None:
            if started == self._started:  # no other key has come meanwhile
                self._times.setdefault(what, (time.perf_counter() - started) * 1000)
                self._awaited[what].set()

        self._screen.call_after_refresh(painted)

    async def time(self, words: str, awaited: Sequence[str]) -> dict[str, float]:
        """Milliseconds from the last key of these words to each of what is awaited, painted."""
        from textual import events

        self._awaited = {what: asyncio.Event() for what in (RESULTS, ALL)}
        self._times = {}
        self._words = words
        self._started = time.perf_counter()
        self._screen.app._driver.send_message(events.Key(words[-1], words[-1]))
        for what in awaited:
            await asyncio.wait_for(self._awaited[what].wait(), 30)
        return self._times


@dataclass(frozen=True)
class Run:
    """What typing everything took."""

    times: list[dict[str, float]]
    """Milliseconds from each key to its results, then to everything, on screen."""
    processor: float
    """Milliseconds of processor for a key, all threads: what a busy machine does not change."""
    size: int
    """How many documents were searched."""

    def of(self, what: str) -> list[float]:
        return [times[what] for times in self.times]


async def type_all(texts: Sequence[str], *, search: bool, awaited: Sequence[str]) -> Run:
    """Type each text, letter by letter, the next key once what is awaited is on screen."""
    from teleconseil.app import DeskApp
    from teleconseil.screens.searching import SearchingScreen
    from teleconseil.widgets.fields import TextField

    app = DeskApp()
    async with app.run_test(size=(120, 40)) as pilot:
        while not app.knowledge_version or app.opening or _learning(app):
            await pilot.pause(0.05)
        await pilot.press("f2")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, SearchingScreen)
        field = screen.query_one("#question", TextField)
        field.focus()
        watch = Stopwatch(screen)
        (_listen if search else _unplug)(screen, watch)
        times: list[dict[str, float]] = []
        processor = 0.0
        for text in texts:
            field.text = ""
            await pilot.pause(_BETWEEN_S)
            before = time.process_time()
            for typed in range(1, len(text) + 1):
                times.append(await watch.time(text[:typed], awaited))
            processor += time.process_time() - before
        knowledge = app.services.knowledge if app.services else None
        size = knowledge.search.size if knowledge and knowledge.search else 0
    return Run(times, processor * 1000 / len(times), size)


def _learning(app: Any) -> bool:
    """Whether what the entries mean is still being learned."""
    return any(worker.group == "meaning" and not worker.is_finished for worker in app.workers)


def _listen(screen: Any, watch: Stopwatch) -> None:
    from teleconseil.widgets.live_panel import LivePanel
    from teleconseil.widgets.lookup import ENTRIES

    panel = screen.query_one(LivePanel)
    show, found = panel.show, screen.found

    def shown(panels: Any, nothing: Any = None) -> None:
        show(panels, nothing)
        if ENTRIES in panels:
            watch.shown(RESULTS)

    def completed(what: Any) -> None:
        found(what)
        watch.shown(ALL)

    panel.show, screen.found = shown, completed


def _unplug(screen: Any, watch: Stopwatch) -> None:
    def look_up_words(words: str) -> None:
        screen._words = words
        watch.shown(RESULTS)

    screen.look_up_words = look_up_words


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(name: str, times: Sequence[float], processor: float) -> None:
    middle, p95, p99 = (percentile(times, share) for share in (0.5, 0.95, 0.99))
    print(
        f"{name:<34} médiane {middle:6.1f}   p95 {p95:6.1f}   p99 {p99:6.1f} ms"
        f"   ({processor:.0f} ms de processeur par touche)"
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
    few = typed[: max(1, len(typed) // 10)]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TELECONSEIL_DATA_DIR"] = folder
        os.environ["TELECONSEIL_CONFIG"] = str(Path(folder) / "config.toml")
        os.environ["TELECONSEIL_TEXTES_DIR"] = str(given.textes)
        os.environ["TELECONSEIL_KB_DIR"] = str(entries)
        _fill(given.questions)
        bare = asyncio.run(type_all(few, search=False, awaited=(RESULTS,)))
        whole = asyncio.run(type_all(few, search=True, awaited=(RESULTS, ALL)))
        typing = asyncio.run(type_all(typed, search=True, awaited=(RESULTS,)))
    print(
        f"{len(typed)} questions tapées lettre à lettre ({len(typing.times)} touches) ; "
        f"{typing.size} fiches et articles, {given.questions} questions passées"
    )
    report("sans recherche", bare.of(RESULTS), bare.processor)
    report("tout à l’écran avant l’autre touche", whole.of(ALL), whole.processor)
    report("résultats à l’écran", typing.of(RESULTS), typing.processor)
    p95 = percentile(typing.of(RESULTS), 0.95)
    ratio = p95 / percentile(bare.of(RESULTS), 0.95)
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
