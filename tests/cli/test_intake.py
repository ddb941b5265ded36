from __future__ import annotations

from pathlib import Path
from typing import Any

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
    assert "1 refusée" in outcome.out


def test_a_missing_file_is_a_sentence(run: Run) -> None:
    for what in ("adherents", "etablissements", "questions"):
        outcome = run("importer", what, "absent.csv")
        assert outcome.status == 1
        assert "absent.csv" in outcome.err
        assert outcome.err.count("\n") == 1


def test_a_folder_or_an_unreadable_file_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in (tmp_path, tmp_path / "absent" / "a.csv", tmp_path / "adherents.csv" / "a.csv"):
        outcome = run("importer", "adherents", str(file))
        assert (outcome.status, outcome.err.count("\n")) == (1, 1)
        assert str(file) in outcome.err
    locked = tmp_path / "verrouille.csv"
    locked.write_text(MEMBERS, encoding="utf-8")
    original = Path.open

    def refused(self: Path, *args: Any, **options: Any) -> Any:
        if self == locked:
            raise PermissionError(13, "Permission denied", str(self))
        return original(self, *args, **options)

    monkeypatch.setattr(Path, "open", refused)
    outcome = run("importer", "adherents", str(locked))
    assert (outcome.status, "droits" in outcome.err) == (1, True)


def test_latin_1_and_a_broken_quote_far_down(run: Run, tmp_path: Path, store: Store) -> None:
    lines = [f"{number:05d};Foyer [de] l'Été {number};Île-de-France" for number in range(2, 6_001)]
    lines[4_312 - 2] = '04312;"Foyer "cassé";Bretagne'
    file = tmp_path / "vieux.csv"
    file.write_bytes(
        "\r\n".join(["numero;nom;region;couleur", *(f"{li};bleu" for li in lines)]).encode(
            "latin-1"
        )
    )
    outcome = run("importer", "adherents", str(file))
    assert outcome.status == 1
    assert f"{file}:4312 : un guillemet" in outcome.err
    assert "\nColonne ignorée : couleur.\n" in outcome.err
    assert "5\u202f998 ajoutées" in outcome.out
    assert store.members()[0].name == "Foyer [de] l'Été 2"


def test_questions_exported_are_recognised(run: Run, tmp_path: Path) -> None:
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--texte")
    run(*add, '=HYPERLINK("x") [b]')
    file = tmp_path / "questions.csv"
    assert run("exporter", "questions", "-o", str(file)).status == 0
    outcome = run("importer", "questions", str(file))
    assert (outcome.status, "1 inchangée" in outcome.out) == (0, True)
    again = run("exporter", "questions", "--format", "json").document
    assert [row["question"] for row in again["questions"]] == ['=HYPERLINK("x") [b]']


def test_refused_lines_beyond_the_first_are_counted(run: Run, members: Path) -> None:
    members.write_text("numero;nom\n" + ";x\n" * 1_500, encoding="utf-8")
    outcome = run("importer", "adherents", str(members))
    assert outcome.err.count("\n") == 201
    assert "et 1\u202f300 autres lignes refusées" in outcome.err
