"""The versions of an entry, in a checkout and elsewhere."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from teleconseil.kb.entry import content_version
from teleconseil.kb.history import HistoryError, revisions
from tests.kb.entry_samples import entry_text, put
from tests.kb.git_samples import git, needs_git


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An entry written by one person, then renamed and changed by another."""
    folder = tmp_path / "base"
    put(folder, "ancien-nom", entry_text())
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Écrire la fiche")
    pole = folder / "affaires-sociales"
    git(folder, "mv", str(pole / "ancien-nom.md"), str(pole / "fiche.md"))
    git(folder, "commit", "-qm", "Renommer", author="Ali Caron", day="2026-04-01")
    put(folder, "fiche", entry_text(titre="Autre titre"))
    git(folder, "commit", "-qam", "Reprendre [le titre]", author="Ali Caron", day="2026-04-02")
    return folder


@needs_git
def test_each_version_has_its_author_its_day_and_its_hash(checkout: Path) -> None:
    found = revisions(checkout / "affaires-sociales" / "fiche.md")
    told = [(r.author, f"{r.at:%d/%m/%Y}", r.summary) for r in found]
    assert told == [
        ("Ali Caron", "02/04/2026", "Reprendre [le titre]"),
        ("Ali Caron", "01/04/2026", "Renommer"),
        ("Nora Blin", "02/03/2026", "Écrire la fiche"),
    ]
    assert found[0].content == entry_text(titre="Autre titre")
    assert [r.version for r in found[1:]] == [content_version(entry_text())] * 2
    assert [r.summary for r in revisions(checkout / "affaires-sociales" / "fiche.md", 1)] == [
        "Reprendre [le titre]"
    ]


@needs_git
def test_the_versions_of_a_file_that_is_gone_are_found_by_its_name(checkout: Path) -> None:
    git(checkout, "rm", "-q", "affaires-sociales/fiche.md")
    git(checkout, "commit", "-qm", "Retirer", day="2026-05-04")
    found = revisions(checkout / "fiche.md")
    assert [r.summary for r in found] == ["Retirer", "Reprendre [le titre]", "Renommer"]
    assert found[0].version == ""
    assert found[1].content == entry_text(titre="Autre titre")


@needs_git
def test_a_file_never_committed_has_no_versions(checkout: Path) -> None:
    assert revisions(put(checkout, "nouvelle", entry_text())) == []
    empty = checkout.parent / "vide"
    path = put(empty, "fiche", entry_text())
    git(empty, "init", "-q")
    assert revisions(path) == []


def test_a_folder_that_is_no_checkout_has_no_versions(tmp_path: Path) -> None:
    assert revisions(put(tmp_path, "fiche", entry_text())) == []


@needs_git
def test_the_environment_of_another_checkout_is_left_aside(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "ailleurs"))
    assert len(revisions(checkout / "affaires-sociales" / "fiche.md")) == 3


def test_a_checkout_without_git_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path, "fiche", entry_text())
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "rien"))
    with pytest.raises(HistoryError, match="n’est pas installé"):
        revisions(path)


@needs_git
def test_a_refusal_of_git_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, "fiche", entry_text())
    git(tmp_path, "init", "-q")
    (tmp_path / ".git" / "config").write_text("[core\n", encoding="utf-8")
    with pytest.raises(HistoryError, match="refuse de lire"):
        revisions(path)


def test_git_is_never_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, "fiche", entry_text())
    (tmp_path / ".git").mkdir()

    def hang(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("git", 30)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(HistoryError, match="pas répondu"):
        revisions(path)
