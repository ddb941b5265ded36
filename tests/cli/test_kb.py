from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_the_checker_names_file_line_and_remedy(run: Run, home: Path) -> None:
    broken = home.parent / "fiches" / "affaires-sociales" / "cassee.md"
    broken.write_text("---\ntitre: [\n---\ncorps\n", encoding="utf-8")
    outcome = run("kb", "verifier")
    assert outcome.status == 1
    assert any(line.startswith(f"{broken}:") for line in outcome.out.splitlines())
    document = run("kb", "verifier", str(broken), "--json").document
    assert document["erreurs"] >= 1
    assert {problem["fichier"] for problem in document["problemes"]} == {str(broken)}
    assert set(document["problemes"][0]) == {
        *("fichier", "ligne", "colonne", "gravite", "regle", "message", "remede")
    }


def test_a_path_that_does_not_exist_is_a_sentence(run: Run) -> None:
    outcome = run("kb", "verifier", "/absent.md")
    assert (outcome.status, "/absent.md" in outcome.err) == (1, True)


def test_mending_says_which_files(run: Run, home: Path) -> None:
    file = home.parent / "fiches" / "affaires-sociales" / "cp-arret-maladie.md"
    file.write_text(file.read_text("utf-8").replace("L’arrêt", "L'arrêt"), encoding="utf-8")
    document = run("kb", "verifier", "--corriger", "--json").document
    assert document["corrigees"] == [str(file)]
    assert "L’arrêt" in file.read_text("utf-8")


def test_a_new_entry_is_a_draft_that_loads(run: Run, home: Path) -> None:
    outcome = run("kb", "nouvelle", "Congés : « deux » jours ?", "--pole", "affaires-sociales")
    assert outcome.status == 0
    path = Path(outcome.out.strip())
    assert path == home.parent / "fiches" / "affaires-sociales" / "conges-deux-jours.md"
    from teleconseil.kb.entry import parse_entry

    entry = parse_entry(path)
    assert (entry.title, entry.state, entry.written_by) == (
        "Congés : « deux » jours ?",
        "brouillon",
        "Anne",
    )
    again = run("kb", "nouvelle", "Congés : « deux » jours ?", "--pole", "affaires-sociales")
    assert (again.status, str(path) in again.err) == (1, True)


@pytest.mark.parametrize(("title", "pole"), [("???", "affaires-sociales"), ("Titre", "rh")])
def test_a_new_entry_without_words_or_pole_is_refused(run: Run, title: str, pole: str) -> None:
    assert run("kb", "nouvelle", title, "--pole", pole).status == 2


def test_a_folder_that_cannot_be_written_is_a_sentence(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("teleconseil.kb.entry.tempfile.mkstemp", refused)
    outcome = run("kb", "nouvelle", "Titre", "--pole", "affaires-sociales")
    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert not (home.parent / "fiches" / "affaires-sociales" / "titre.md").exists()
