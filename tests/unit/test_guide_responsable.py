"""The guide of the pôle leads says the keys, groupings and figures that are really there."""

from __future__ import annotations

import re
from pathlib import Path

from teleconseil import commands
from teleconseil.config import Settings
from teleconseil.reports.counts import DIMENSIONS
from teleconseil.reports.writers import FORMATS

GUIDE = (Path(__file__).parents[2] / "docs" / "guide-responsable.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its title row."""
    section = GUIDE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [row.split(" | ") for row in rows[1:]]


def test_every_key_of_the_screen_is_told_and_every_key_told_is_real() -> None:
    told = [tuple(row) for row in table("Touches de l’écran Statistiques")]
    real = [(", ".join(command.shown_keys({})), command.title) for command in commands.STATS]
    assert told == real


def test_the_keys_told_in_passing_are_those_of_their_commands() -> None:
    for command, said in (
        (commands.GoStats, "(F7, ou `s` hors d’un champ)"),
        (commands.PreviousPeriod, "Page↑ et Page↓ vont d’une semaine à l’autre"),
        (commands.GoToPeriod, "`d` mène à n’importe laquelle"),
        (commands.ChangePole, "`p` passe d’un pôle à l’autre"),
        (commands.Export, "`x` ouvre l’export"),
        (commands.Help, "F1 redit tout cela"),
        (commands.Palette, "Ctrl+P trouve"),
    ):
        assert said in GUIDE.replace("\n", " ")
        assert any(key in said for key in command.shown_keys({})), command


def test_every_format_and_grouping_is_told_and_every_one_told_is_real() -> None:
    assert sorted(row[0] for row in table("Exporter le mois")) == sorted(FORMATS)
    told = GUIDE.split("Les **regroupements**", 1)[1].split(". Par exemple", 1)[0]
    assert re.findall(r"`([a-z-]+)`", told) == list(DIMENSIONS)


def test_the_deadline_told_is_the_default_one() -> None:
    hours = Settings.__dataclass_fields__["due_hours"].default
    assert f"{hours} heures ouvrées plus tard" in GUIDE
