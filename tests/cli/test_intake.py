from __future__ import annotations

from pathlib import Path

import pytest

from teleconseil.store import Store
from tests.cli.conftest import Run

MEMBERS = """numero;nom;ville;region
0412;Association Les Tilleuls;Lille;Hauts-de-France
0413;Fondation [du] Gué;Brest;Bretagne
"""


@pytest.fixture
def members(tmp_path: Path) -> Path:
    file = tmp_path / "adherents.csv"
    file.write_text(MEMBERS, encoding="utf-8")
    return file


def test_a_simulation_writes_nothing_and_says_what_would_happen(
    run: Run, members: Path, store: Store
) -> None:
    outcome = run("importer", "adherents", str(members), "--simuler")
    assert outcome.status == 0
    assert "2 à ajouter" in outcome.out
    assert store.members() == []


def test_an_import_twice_changes_nothing(run: Run, members: Path, store: Store) -> None:
    assert "2 ajoutées" in run("importer", "adherents", str(members)).out
    assert "2 inchangées" in run("importer", "adherents", str(members)).out
    assert [member.number for member in store.members()] == ["0412", "0413"]


def test_a_broken_line_is_named_and_the_rest_is_imported(run: Run, members: Path) -> None:
    members.write_text(MEMBERS + ";sans numéro;Lille;\n", encoding="utf-8")
    outcome = run("importer", "adherents", str(members))
    assert outcome.status == 1
    assert f"{members}:4" in outcome.err
    assert "1 refusées" in outcome.out


def test_a_missing_file_is_a_sentence(run: Run) -> None:
    for what in ("adherents", "etablissements", "questions"):
        outcome = run("importer", what, "absent.csv")
        assert outcome.status == 1
        assert "absent.csv" in outcome.err
        assert outcome.err.count("\n") == 1
