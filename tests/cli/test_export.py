from __future__ import annotations

import csv
import io
import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from teleconseil.domain import Channel, NewQuestion, Status
from teleconseil.reports.counts import DIMENSIONS
from teleconseil.store import Store
from tests.cli.conftest import Run
from tests.conftest import POLES, TOPICS

YEAR = ("exporter", "comptages", "--de", "2024-01", "--a", "2024-12")
CUTS = [*DIMENSIONS]


@pytest.fixture
def year(store: Store) -> Store:
    """One question every fifty-three hours, from before 2024 to after it; one cancelled."""
    store.sync_reference_data(POLES, TOPICS)
    start = datetime(2023, 12, 28, 22, 30, tzinfo=UTC)
    for index in range(170):
        store.add_question(
            NewQuestion(
                channel=Channel.PHONE if index % 3 else Channel.WRITTEN,
                pole=POLES[index % 5 == 0].slug,
                text=f"=Question {index} ; « guillemets » [a]\nligne",
                received_at=start + timedelta(hours=53 * index),
                topic="conges-payes/maladie-ddadue" if index % 2 and index % 5 else None,
                status=Status.CANCELLED if index == 100 else Status.NEW,
            ),
            by="Anne",
        )
    return store


def local_2024(store: Store) -> int:
    from zoneinfo import ZoneInfo

    from teleconseil.domain import QuestionFilter

    rows = store.stream_questions(QuestionFilter(statuses=frozenset()))
    paris = ZoneInfo("Europe/Paris")
    return sum(row.received_at.astimezone(paris).year == 2024 for row in rows)


@pytest.mark.parametrize("by", [*CUTS, "mois,pole,canal", "semaine,mois", "annee,theme,statut"])
def test_rows_add_up_to_the_total_and_to_the_database(run: Run, year: Store, by: str) -> None:
    document = run(*YEAR, "--par", by, "--format", "json").document
    assert document["par"] == by.split(",")
    assert document["total"] == sum(row["nombre"] for row in document["lignes"])
    assert document["total"] == local_2024(year) - 1
    assert "annulées ne comptent pas" in document["definition"]
    assert document["fuseau"] == "Europe/Paris"
    assert all(set(row) == {*by.split(","), "nombre"} for row in document["lignes"])


def test_months_side_by_side_make_the_year(run: Run, year: Store) -> None:
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    each = [
        run("exporter", "comptages", "--de", m, "--a", m, "--format", "json").document["total"]
        for m in months
    ]
    assert sum(each) == run(*YEAR, "--format", "json").document["total"] == local_2024(year) - 1


def test_csv_on_standard_output_is_bytes_for_excel(run: Run, year: Store) -> None:  # noqa: ARG001
    outcome = run(*YEAR, "--par", "pole")
    assert outcome.raw.startswith(b"\xef\xbb\xbfpole;nombre\r\n")
    rows = list(csv.reader(io.StringIO(outcome.raw.decode("utf-8-sig")), delimiter=";"))
    numbers = list(itertools.takewhile(lambda row: row[0] != "Total", rows[1:]))
    total = rows[1 + len(numbers)]
    assert int(total[1]) == sum(int(row[1]) for row in numbers)


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json", "md", "html"])
def test_a_file_takes_its_format_from_its_name(
    run: Run,
    year: Store,  # noqa: ARG001
    tmp_path: Path,
    fmt: str,
) -> None:
    target = tmp_path / f"comptages.{fmt}"
    outcome = run(*YEAR, "-o", str(target))
    assert (outcome.status, outcome.out) == (0, "")
    assert str(target) in outcome.err
    assert target.stat().st_size > 200


def test_a_folder_that_is_missing_is_a_sentence(run: Run, tmp_path: Path) -> None:
    outcome = run(*YEAR, "-o", str(tmp_path / "absent" / "a.csv"))
    assert outcome.status == 1
    assert "n’existe pas" in outcome.err


def test_questions_come_row_by_row_in_every_format(run: Run, year: Store, tmp_path: Path) -> None:
    span = ("--de", "2024-01", "--a", "2024-12")
    expected = local_2024(year)
    document = run("exporter", "questions", *span, "--format", "json").document
    assert document["total"] == len(document["questions"]) == expected
    references = [row["reference"] for row in document["questions"]]
    text = run("exporter", "questions", *span).raw.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["reference"] for row in rows] == references
    assert rows[0]["question"].startswith("'=Question")
    target = tmp_path / "questions.xlsx"
    assert run("exporter", "questions", *span, "-o", str(target)).status == 0
    sheet = openpyxl.load_workbook(target)["Questions"]
    assert sheet.max_row == expected + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_one_bound_alone_is_that_month(run: Run, year: Store) -> None:  # noqa: ARG001
    one = run("exporter", "questions", "--de", "2024-03", "--format", "json").document
    assert (one["de"], one["a"]) == ("2024-03", "2024-03")
    assert {row["recue"][:7] for row in one["questions"]} == {"2024-03"}


def test_everything_when_no_month_is_given(run: Run, year: Store) -> None:  # noqa: ARG001
    assert run("exporter", "questions", "--format", "json").document["total"] == 170


def test_the_zone_of_the_service_moves_the_months(
    run: Run,
    year: Store,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELECONSEIL_FUSEAU", "Pacific/Tahiti")
    document = run(*YEAR, "--par", "annee", "--format", "json").document
    assert document["fuseau"] == "Pacific/Tahiti"
    assert [row["annee"] for row in document["lignes"]] == ["2024"]


def test_stats_compares_weeks(run: Run, store: Store) -> None:
    store.sync_reference_data(POLES, TOPICS)
    days = ["2026-11-16", "2026-11-18", "2026-11-18", "2026-11-11", "2025-11-20", "2026-11-15"]
    for index, day in enumerate(days):
        store.add_question(
            NewQuestion(
                channel=Channel.PHONE if index else Channel.WRITTEN,
                pole=POLES[0].slug,
                text="Question",
                received_at=datetime.fromisoformat(f"{day}T10:00:00+00:00"),
                topic="contrat/cdd-remplacement",
                advisor="Anne",
            ),
            by="Anne",
        )
    document = run("stats", "--semaine", "2026-W47", "--json").document
    figures = {"nombre": 3, "semaine_precedente": 2, "meme_semaine_an_dernier": 1}
    assert document["total"] == figures
    assert (document["du"], document["au"]) == ("2026-11-16", "2026-11-22")
    assert document["par_pole"] == [
        {"valeur": POLES[0].slug, "libelle": "Affaires sociales", **figures}
    ]
    assert document["par_theme"][0]["libelle"] == "Embauche et contrats"
    assert [day["nombre"] for day in document["par_jour"]] == [1, 0, 2, 0, 0, 0, 0]
    assert sum(row["nombre"] for row in document["douze_mois"]) == 5
    assert document["en_attente"]["nombre"] == 6
    other = run("stats", "--semaine", "2026-W47", "--pole", POLES[1].slug, "--json").document
    assert other["total"]["nombre"] == 0
    shown = run("stats", "--semaine", "2026-W47").out
    assert "Semaine 47 · 16 – 22 novembre 2026 (5 jours ouvrés)" in shown
    assert "▲ +50" in shown


def test_stats_of_an_unknown_pole_is_refused(run: Run, store: Store) -> None:
    store.sync_reference_data(POLES, TOPICS)
    outcome = run("stats", "--pole", "rh")
    assert (outcome.status, "affaires-sociales" in outcome.err) == (2, True)


def test_json_ends_with_a_line_end_and_keeps_its_accents(run: Run, store: Store) -> None:  # noqa: ARG001
    out = run(*YEAR, "--format", "json").out
    assert out.endswith("}\n")
    assert "é" in out
    json.loads(out)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full n’existe que sous Linux")
@pytest.mark.parametrize("what", [YEAR, ("exporter", "questions")])
def test_a_full_disk_is_one_sentence(run: Run, year: Store, what: tuple[str, ...]) -> None:  # noqa: ARG001
    outcome = run(*what, "--format", "csv", "-o", "/dev/full")
    assert outcome.status == 1
    assert "le disque est plein" in outcome.err
    assert outcome.err.count("\n") == 1
