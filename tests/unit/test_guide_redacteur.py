"""The editors' guide says the keys that are really there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from teleconseil import commands
from teleconseil.desk.workshop import GAPS_OVER
from teleconseil.kb.lint.typography import mend
from teleconseil.screens.atelier import TABS

GUIDE = (Path(__file__).parents[2] / "docs" / "guide-redacteur.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return GUIDE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize(
    ("heading", "here"),
    [
        ("Touches de l’Atelier", commands.WORKSHOP),
        ("Touches d’une fiche dans l’Atelier", commands.WORKSHOP_ENTRY),
    ],
)
def test_every_key_is_told_and_every_key_told_is_real(
    heading: str, here: tuple[type[commands.Command], ...]
) -> None:
    rows = re.findall(r"^\| (.+) \| (.+) \|$", section(heading), re.MULTILINE)[1:]
    assert rows == [(", ".join(c.shown_keys({})), mend(c.title)) for c in here]


def test_the_keys_told_in_passing_are_those_of_their_commands() -> None:
    for command, said in (
        (commands.GoWorkshop, "l’Atelier (F8)"),
        (commands.Open, "(Entrée)"),
        (commands.CompareVersions, "`c` montre la version lue"),
        (commands.EditEntry, "`o` l’ouvre dans votre éditeur"),
        (commands.Verify, "`v` la marque comme vérifiée"),
        (commands.UndoGesture, "`u` le défait"),
        (commands.ExportCalls, "`x` en fait un fichier CSV"),
        (commands.ReadTold, "`v` sur l’écran d’une question"),
        (commands.EntryVersions, "par `d` en lisant une fiche"),
        (commands.LeaveRemark, "laisse un retour par `s`"),
        (commands.CloseRemark, "`k` les marque comme traités"),
        (commands.NewEntry, "`n` commence la fiche"),
    ):
        assert said in GUIDE
        assert any(key in said for key in command.shown_keys({})), command


def test_the_tabs_and_the_span_told_are_real() -> None:
    labels = {label for _, label in TABS}
    assert {"Texte modifié", "Retours", "Manques"} <= labels
    assert GAPS_OVER.days == 30
    assert "depuis trente jours" in GUIDE
