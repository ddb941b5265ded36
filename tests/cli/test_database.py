from __future__ import annotations

from pathlib import Path

import pytest

from teleconseil.store import Store
from tests.cli.conftest import Run


def test_a_database_is_made_checked_copied_and_put_back(run: Run, tmp_path: Path) -> None:
    assert run("db", "migrer").status == 0
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--texte", "x")
    reference = run(*add, "--json").document["reference"]
    assert run("db", "verifier").out == "La base est saine.\n"
    copy = tmp_path / "copie.sqlite"
    assert run("db", "sauvegarder", str(copy)).status == 0
    run("question", "annuler", reference)
    assert run("db", "restaurer", str(copy)).status == 0
    assert run("question", "montrer", reference, "--json").document["statut"] == "nouvelle"


def test_without_a_database_there_is_nothing_to_check(run: Run, home: Path) -> None:
    outcome = run("db", "verifier")
    assert (outcome.status, "db migrer" in outcome.err) == (1, True)
    assert not (home / "teleconseil.sqlite").exists()


def test_a_copy_that_is_no_database_changes_nothing(run: Run, tmp_path: Path) -> None:
    run("db", "migrer")
    wrong = tmp_path / "faux.sqlite"
    wrong.write_bytes(b"pas une base" * 100)
    outcome = run("db", "restaurer", str(wrong))
    assert outcome.status == 1
    assert "Traceback" not in outcome.err
    assert run("db", "verifier").status == 0


def test_a_damaged_database_is_a_sentence(run: Run, home: Path) -> None:
    home.mkdir(parents=True)
    (home / "teleconseil.sqlite").write_bytes(b"pas une base" * 100)
    for command in (["db", "verifier"], ["stats"], ["question", "montrer", "2026-1"]):
        outcome = run(*command)
        assert outcome.status == 1
        assert outcome.err.count("\n") == 1


def test_a_data_folder_without_permission_is_a_sentence(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fichier"
    file.write_text("")
    monkeypatch.setenv("TELECONSEIL_DATA_DIR", str(file / "dessous"))
    outcome = run("db", "migrer")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1


def test_an_unreachable_server_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELECONSEIL_DATABASE_URL", "postgresql://anne:secret@127.0.0.1:1/base")
    outcome = run("stats")
    assert outcome.status == 1
    assert "secret" not in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_url_that_is_none_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELECONSEIL_DATABASE_URL", "n’importe quoi")
    outcome = run("stats")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "inattendue" not in outcome.err


def test_the_diagnosis_names_what_is_wrong(run: Run, home: Path, store: Store) -> None:
    assert store.is_empty()
    assert run("diagnostic").status == 0
    entry = home.parent / "fiches" / "affaires-sociales" / "cassee.md"
    entry.write_text("---\ntitre: [\n---\n", encoding="utf-8")
    outcome = run("diagnostic")
    assert outcome.status == 1
    assert "kb verifier" in outcome.out
