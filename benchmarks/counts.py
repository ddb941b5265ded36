"""What counting a year costs on ten years of history, beside the bare SQL.

    python benchmarks/counts.py [--annees 10] [--mesures 25] [--dossier DOSSIER]

Fills a SQLite database with ten synthetic years of 23,551 questions (235,510 rows, kept in
``--dossier`` for the next run), then counts one year by month, pôle and channel in two ways,
interleaved in the same run: through the program's whole path (``Store.count_questions``), and by
the hand-written statement on a plain ``sqlite3`` connection. Prints both medians and their ratio.
Target: 1.3 at most. Other readings that must stay quick at that size are printed after it, with a
whole process (interpreter, imports, opening, counting) last.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from teleconseil.domain import (
    Advisor,
    BulkLoad,
    BulkQuestion,
    Channel,
    Establishment,
    EventKind,
    Member,
    Pole,
    Question,
    QuestionEvent,
    QuestionFilter,
    QuestionSource,
    SourceKind,
    Status,
    Topic,
)
from teleconseil.store import Store, open_store

TARGET = 1.3
A_YEAR = 23_551
LAST_YEAR = 2024

POLES = (
    Pole("affaires-sociales", "Affaires sociales", "AS", 0),
    Pole("offre-sociale-medico-sociale", "Offre sociale et médico-sociale", "OSMS", 1),
)
TOPICS = tuple(
    Topic(slug, slug, POLES[0].slug, order)
    for order, slug in enumerate(
        slug
        for theme in range(12)
        for slug in (f"theme-{theme:02d}", *(f"theme-{theme:02d}/sous-{sub}" for sub in range(5)))
    )
)
_VOCABULARY = """
salarié congés payés maladie arrêt contrat avenant rupture préavis prime ancienneté indemnité
licenciement inaptitude reclassement astreinte surveillance nuit repos dimanche remplacement
internat éducateur moniteur classement coefficient reprise grossesse maternité mutuelle
"""
WORDS = _VOCABULARY.split()

BARE = """
WITH period(n, start, stop) AS (VALUES {values})
SELECT period.n, question.pole, question.channel, count(*)
FROM period JOIN question
  ON question.received_at >= period.start AND question.received_at < period.stop
WHERE question.status <> 'annulee' GROUP BY 1, 2, 3
"""
BARE_BY_MONTH_NAME = """
SELECT substr(received_at, 1, 7), pole, channel, count(*) FROM question
WHERE received_at >= ? AND received_at < ? AND status <> 'annulee' GROUP BY 1, 2, 3
"""

Period = tuple[str, datetime, datetime]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--annees", type=int, default=10)
    parser.add_argument("--mesures", type=int, default=25)
    default = Path(tempfile.gettempdir()) / "teleconseil-benchmarks"
    parser.add_argument("--dossier", type=Path, default=default)
    options = parser.parse_args()
    file = options.dossier / f"comptages-{options.annees}.sqlite"
    store = open_store(f"sqlite:///{file}")
    try:
        if store.is_empty():
            _build(store, options.annees)
        _report_counts(store, file, options.mesures)
        _report_others(store, options.mesures)
    finally:
        store.close()
    _report_process(file)


def _report_counts(store: Store, file: Path, runs: int) -> None:
    periods = _months(LAST_YEAR)
    by = ("periode", "pole", "canal")
    with closing(sqlite3.connect(file)) as bare:
        statement = BARE.format(values=", ".join(["(?, ?, ?)"] * len(periods)))
        values = [
            value
            for n, (_, start, stop) in enumerate(periods)
            for value in (n, _stored(start), _stored(stop))
        ]
        year = (_stored(periods[0][1]), _stored(periods[-1][2]))
        whole, by_hand, by_name = _interleaved(
            runs,
            lambda: sum(number for _, number in store.count_questions(by, periods)),
            lambda: sum(row[-1] for row in bare.execute(statement, values)),
            lambda: sum(row[-1] for row in bare.execute(BARE_BY_MONTH_NAME, year)),
        )
    print(f"un an de comptages (mois, pôle, canal) : {whole:.1f} ms par le programme")
    print(f"  SQL nu, mêmes périodes : {by_hand:.1f} ms, rapport {whole / by_hand:.2f}")
    print(f"  SQL nu, par nom de mois : {by_name:.1f} ms, rapport {whole / by_name:.2f}")
    verdict = "tenu" if whole / by_hand <= TARGET else "dépassé"
    print(f"  objectif {TARGET} : {verdict}")


def _report_others(store: Store, runs: int) -> None:
    year = _months(LAST_YEAR)
    start, stop = year[0][1], year[-1][2]
    newest = QuestionFilter(statuses=frozenset(), newest_first=True)
    readings: dict[str, Callable[[], object]] = {
        "file d’attente, 200 lignes": lambda: store.questions(QuestionFilter()),
        "historique, 200 lignes": lambda: store.questions(newest),
        "compteurs de la file": lambda: store.queue_counts(
            advisor="Advisor 3", pole=POLES[0].slug, now=stop, day_start_utc=stop
        ),
        "historique d’un adhérent": lambda: store.member_history("0042"),
        "recherche, un mot fréquent": lambda: store.search_questions("salarié"),
        "recherche, deux mots": lambda: store.search_questions("congés mala"),
        "recherche, une phrase": lambda: store.search_questions(" ".join(WORDS[:9])),
        "délais d’un an": lambda: store.delay_figures(start, stop),
        "un an par thème et région": lambda: store.count_questions(("theme", "region"), year),
        "dix ans par mois": lambda: store.count_questions(
            ("periode",), [p for y in range(LAST_YEAR - 9, LAST_YEAR + 1) for p in _months(y)]
        ),
    }
    for label, reading in readings.items():
        (median,) = _interleaved(max(5, runs // 3), reading)
        print(f"{label} : {median:.1f} ms")


def _report_process(file: Path) -> None:
    program = (
        "import sys; from datetime import UTC, datetime\n"
        "from teleconseil.store import open_store\n"
        "store = open_store(sys.argv[1])\n"
        f"year = ('', datetime({LAST_YEAR}, 1, 1, tzinfo=UTC),"
        f" datetime({LAST_YEAR + 1}, 1, 1, tzinfo=UTC))\n"
        "store.count_questions(('pole', 'canal'), [year])\n"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{file}"]
    empty = [sys.executable, "-c", "import sqlmodel"]
    whole, floor = _interleaved(
        5,
        lambda: subprocess.run(command, check=True),
        lambda: subprocess.run(empty, check=True),
    )
    print(f"processus entier : {whole:.0f} ms, dont {floor:.0f} ms d’interpréteur et d’imports")


def _interleaved(runs: int, *actions: Callable[[], object]) -> list[float]:
    """Median milliseconds of each action, run in turn; the first round does not count."""
    times: list[list[float]] = [[] for _ in actions]
    for run in range(runs + 1):
        for place, action in enumerate(actions):
            start = time.perf_counter()
            action()
            if run:
                times[place].append((time.perf_counter() - start) * 1000)
    return [statistics.median(series) for series in times]


def _stored(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _months(year: int) -> list[Period]:
    starts = [datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13)]
    starts.append(datetime(year + 1, 1, 1, tzinfo=UTC))
    return [(f"{a:%Y-%m}", a, b) for a, b in pairwise(starts)]


def _build(store: Store, years: int) -> None:
    store.sync_reference_data(POLES, TOPICS)
    total = years * A_YEAR
    load = BulkLoad(
        advisors=tuple(Advisor(f"Advisor {n}") for n in range(20)),
        members=tuple(
            Member(f"{n:04d}", f"Association {n}", region=f"Région {n % 18}", sector="handicap")
            for n in range(2_047)
        ),
        establishments=tuple(
            Establishment(f"{n % 2_047:04d}-{n}", f"{n % 2_047:04d}", f"Établissement {n}")
            for n in range(11_358)
        ),
        questions=_questions(years),
        question_count=total,
    )
    start = time.perf_counter()
    store.bulk_load(load, lambda done, of: print(f"\r{done}/{of}", end="", file=sys.stderr))
    print(file=sys.stderr)
    print(f"base construite : {total} questions en {time.perf_counter() - start:.1f} s")


def _questions(years: int) -> Iterator[BulkQuestion]:
    source = random.Random(66)
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        first = datetime(year, 1, 1, 8, tzinfo=UTC)
        for number in range(1, A_YEAR + 1):
            received = first + timedelta(seconds=int(number * 365 * 86_400 / A_YEAR))
            yield _question(source, f"TC-{year}-{number:06d}", received, number)


def _question(
    source: random.Random, reference: str, received: datetime, number: int
) -> BulkQuestion:
    written = source.random() < 0.5
    is_open = reference.startswith(f"TC-{LAST_YEAR}") and number > A_YEAR - 40
    member = source.randrange(2_047)
    advisor = f"Advisor {source.randrange(20)}"
    answered = received + timedelta(hours=source.randrange(1, 60) if written else 0, minutes=7)
    question = Question(
        reference=reference,
        channel=Channel.WRITTEN if written else Channel.PHONE,
        pole=POLES[source.random() < 0.06].slug,
        status=Status.NEW if is_open else Status.ANSWERED,
        text=" ".join(source.choices(WORDS, k=18)) + f" {number}",
        received_at=received,
        version=1,
        topic=source.choice(TOPICS).slug,
        member_number=f"{member:04d}",
        establishment_code=f"{member:04d}-{member}",
        answer=" ".join(source.choices(WORDS, k=25)),
        advisor=None if is_open else advisor,
        duration_s=None if written else 420,
        due_at=received + timedelta(hours=48) if written else None,
        answered_at=None if is_open else answered,
    )
    events = (
        QuestionEvent(reference, received, advisor, EventKind.CREATED),
        QuestionEvent(reference, answered, advisor, EventKind.ANSWERED),
    )
    sources = (QuestionSource(SourceKind.ENTRY, f"fiche-{number % 100}", "0" * 16),)
    return BulkQuestion(question, events, sources if number % 3 == 0 else ())


if __name__ == "__main__":
    main()
