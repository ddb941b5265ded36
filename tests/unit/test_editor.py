"""The program that opens an entry: the editor's own, at the right line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from teleconseil.desk.editor import EditorProblem, editor_command

FILE = Path("dossier avec espace") / "fiche.md"


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"EDITOR": "vim"}, ["vim", "+12", str(FILE)]),
        ({"EDITOR": "nano", "VISUAL": "/usr/bin/emacs -nw"}, ["/usr/bin/emacs", "-nw", "+12"]),
        ({"VISUAL": "hx"}, ["hx", f"{FILE}:12"]),
        ({"VISUAL": "code"}, ["code", "--wait", "--goto", f"{FILE}:12"]),
        ({"VISUAL": "code -w -n"}, ["code", "-w", "-n", "--goto", f"{FILE}:12"]),
        ({"VISUAL": "'mon éditeur' --simple"}, ["mon éditeur", "--simple", str(FILE)]),
        ({"EDITOR": "ed", "VISUAL": ""}, ["ed", str(FILE)]),
    ],
)
def test_the_editor_that_is_set_opens_at_the_line(
    environment: dict[str, str], command: list[str]
) -> None:
    assert editor_command(FILE, 12, environment)[: len(command)] == command


def test_without_a_setting_the_first_that_is_found_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "vi" else None)
    assert editor_command(FILE, 3, {}) == ["vi", "+3", str(FILE)]


def test_no_editor_at_all_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(EditorProblem, match="Aucun éditeur"):
        editor_command(FILE, 1, {})


@pytest.mark.parametrize("setting", ["vim 'non fermé", "   "])
def test_a_setting_that_is_no_command_is_a_sentence(setting: str) -> None:
    with pytest.raises(EditorProblem, match="VISUAL ou EDITOR"):
        editor_command(FILE, 1, {"VISUAL": setting})
