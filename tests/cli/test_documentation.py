"""Every command and option is in ``docs/commandes.md``, and nothing there is invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click
import pytest

from teleconseil.intake.people import ESTABLISHMENT_COLUMNS, MEMBER_COLUMNS
from teleconseil.intake.questions import QUESTION_COLUMNS
from teleconseil.intake.table import Column
from tests.cli.test_usage import ALL

DOCUMENT = (Path(__file__).parents[2] / "docs" / "commandes.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^#+ `teleconseil ([a-z -]+)`$", DOCUMENT, re.MULTILINE)


def options(command: click.Command) -> set[str]:
    ctx = click.Context(command)
    params = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    return {name for param in params for name in param.opts}


def test_every_command_has_its_heading_and_every_heading_is_a_command() -> None:
    assert sorted(HEADINGS) == sorted(" ".join(path) for path, _ in ALL if path)


def test_every_option_is_documented_under_its_group_and_every_documented_one_is_real() -> None:
    sections = re.split(r"^## `teleconseil ", DOCUMENT, flags=re.MULTILINE)[1:]
    for section in sections:
        group = section.split("`", 1)[0].split()[0]
        real = set().union(*(options(command) for path, command in ALL if path[:1] == (group,)))
        real -= {"--help", "--aide"}
        found = set(re.findall(r"(?<![\w-])(--[a-z]+(?:-[a-z]+)*|-[a-z])(?![\w-])", section))
        assert real - found == set(), f"{group} : {real - found} n’est pas documenté"
        assert found - real == set(), f"{group} : {found - real} n’existe pas"


@pytest.mark.parametrize(
    ("what", "columns"),
    [
        ("adherents", MEMBER_COLUMNS),
        ("etablissements", ESTABLISHMENT_COLUMNS),
        ("questions", QUESTION_COLUMNS),
    ],
)
def test_every_column_of_an_import_is_documented(what: str, columns: Sequence[Column]) -> None:
    section = re.split("^##+ ", DOCUMENT.split(f"importer {what}`\n", 1)[1], flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (`.+?) \| (.*?) ?\|$", section, re.MULTILINE)
    documented = {n: "obligatoire" in said for names, said in rows for n in names.split("`")[1::2]}
    assert documented == {column.name: column.required for column in columns}


def test_the_options_of_the_program_itself_are_documented() -> None:
    head = DOCUMENT.split("\n## ", 1)[0]
    assert {"--version", "--aide", "--help"} <= set(re.findall(r"--[a-z]+", head))
