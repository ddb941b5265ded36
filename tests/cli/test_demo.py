from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

POLES = ("affaires-sociales", "offre-sociale-medico-sociale")


@pytest.fixture(autouse=True)
def real_themes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """The demonstration speaks of the themes that come with the program."""
    monkeypatch.delenv("TELECONSEIL_KB_DIR")


def test_a_small_year_keeps_the_proportions_and_counts_exactly(run: Run) -> None:
    assert run("demo", "--annee", "2024", "--questions", "500").status == 0
    year = ("exporter", "comptages", "--de", "2024-01", "--a", "2024-12", "--format", "json")
    document = run(*year, "--par", "pole,canal").document
    assert document["total"] == 500
    counts = {(row["pole"], row["canal"]): row["nombre"] for row in document["lignes"]}
    assert counts[POLES[0], "telephone"] >= counts[POLES[0], "ecrit"] > counts[POLES[1], "ecrit"]
    assert run(*year, "--par", "region").document["total"] == 500
    again = run("demo")
    assert again.status == 1
    assert again.err.count("\n") == 1


def test_the_report_of_the_year_to_the_unit(run: Run) -> None:
    assert run("demo", "--annee", "2024").status == 0
    year = ("exporter", "comptages", "--de", "2024-01", "--a", "2024-12", "--format", "json")
    document = run(*year, "--par", "pole,canal").document
    counts = {(row["pole"], row["canal"]): row["nombre"] for row in document["lignes"]}
    assert counts == {
        (POLES[0], "ecrit"): 11_014,
        (POLES[0], "telephone"): 11_212,
        (POLES[1], "ecrit"): 922,
        (POLES[1], "telephone"): 403,
    }
    assert document["total"] == 23_551
