"""Which of its problems a row of the workshop tells."""

from __future__ import annotations

from pathlib import Path

from teleconseil.desk.workshop import Dossier
from teleconseil.kb.model import Freshness, Problem

FILE = Path("appellations.toml")
WARNING = Problem(FILE, 2, 1, "Un chapitre sans article.", "", "avertissement")
ERROR = Problem(FILE, 9, 1, "Une liste mal formée.", "")


def test_an_error_is_told_before_a_warning_above_it() -> None:
    dossier = Dossier(FILE, None, Freshness.UNVALIDATED, problems=(WARNING, ERROR))
    assert dossier.first_problem == ERROR


def test_a_warning_alone_is_told() -> None:
    dossier = Dossier(FILE, None, Freshness.UNVALIDATED, problems=(WARNING,))
    assert dossier.first_problem == WARNING


def test_an_entry_without_fault_tells_none() -> None:
    assert Dossier(FILE, None, Freshness.UNVALIDATED).first_problem is None
