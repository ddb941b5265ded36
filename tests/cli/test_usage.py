"""What is typed wrong gets one French sentence and status 2; help is French everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from teleconseil.cli.root import root
from tests.cli.conftest import Run


def commands(
    command: click.Command = root, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group, by the words that name it."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            child = command.get_command(ctx, name)
            assert child is not None
            yield from commands(child, (*path, name))


ALL = list(commands())
GROUPS = [path for path, command in ALL if path and isinstance(command, click.Group)]
COUNTS = ["exporter", "comptages"]
YEAR = [*COUNTS, "--de", "2024-01", "--a", "2024-12"]
NEW = ["question", "ajouter", "--pole", "x", "--texte", "y"]
ENGLISH = ("Usage:", "Options:", "Commands:", "[required]", "Show this", "INTEGER", "TEXT]", "PATH")


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=" ".join)
@pytest.mark.parametrize("flag", ["--aide", "--help"])
def test_help_is_french_everywhere(run: Run, path: tuple[str, ...], flag: str) -> None:
    outcome = run(*path, flag)
    assert outcome.status == 0
    assert outcome.out.startswith("Utilisation : teleconseil")
    assert not [word for word in ENGLISH if word in outcome.out]


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=" ".join)
def test_an_unknown_option_is_named(run: Run, path: tuple[str, ...]) -> None:
    outcome = run(*path, "--xyz")
    assert outcome.status == 2
    expected = f"Option inconnue : --xyz. Voir {' '.join(('teleconseil', *path))} --aide."
    assert outcome.err.strip() == expected
    assert outcome.out == ""


@pytest.mark.parametrize(
    "path", [p for p, c in ALL if isinstance(c, click.Group) and p], ids=" ".join
)
def test_a_group_alone_names_its_commands(run: Run, path: tuple[str, ...]) -> None:
    outcome = run(*path)
    assert outcome.status == 2
    assert outcome.err.startswith("Il manque la commande après")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["kb", "cherche"], "Commande inconnue : cherche. Vouliez-vous chercher ?"),
        (["foo"], "Commande inconnue : foo."),
        (["emplacements", "ici"], "Argument en trop : « ici »."),
        ([*COUNTS, "--de", "2024-01"], "Il manque l’option --a."),
        ([*COUNTS, "--de"], "L’option --de attend une valeur."),
        (["question", "montrer"], "Il manque l’argument REFERENCE."),
        (["stats", "--json=oui"], "L’option --json ne prend pas de valeur."),
        (["stats", "--semane", "2026-W47"], "Option inconnue : --semane. Vouliez-vous --semaine ?"),
        (["stats", "--semaine", "2025-W53"], "l’année 2025 a 52 semaines"),
        (
            [*COUNTS, "--de", "2024-13", "--a", "2024-12"],
            "« 2024-13 » n’existe pas",
        ),
        ([*COUNTS, "--de", "2024-1", "--a", "2024-12"], "n’est pas un mois"),
        ([*COUNTS, "--de", "2024-12", "--a", "2024-01"], "à l’envers"),
        (
            [*YEAR, "--par", "jour"],
            "« jour »",
        ),
        (
            [*YEAR, "--format", "pdf"],
            "csv, xlsx",
        ),
        ([*YEAR, "-o", "a.pdf"], "--format"),
        (["exporter", "questions", "--de", "2024-02", "--a", "2024-01"], "à l’envers"),
        (["question", "montrer", "abc"], "TC-2026-000123"),
        (
            [*NEW, "--canal", "fax"],
            "telephone, ecrit",
        ),
        (["kb", "chercher"], "Il faut une requête"),
        (["kb", "chercher", "a", "--lot", "b"], "Il faut une requête"),
        (["kb", "chercher", "a", "-n", "0"], "de 1 à 1000"),
        (["kb", "chercher", "a", "--portee", "web"], "fiches, textes, questions"),
        (["textes", "article", "18", "--le", "2024-02-30"], "n’est pas une date"),
        (["demo", "--annee", "deux"], "nombre entier"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_usage_is_one_sentence(run: Run, args: list[str], said: str) -> None:
    outcome = run(*args)
    assert outcome.status == 2
    assert said in outcome.err
    assert outcome.err.count("\n") == 1
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


def test_the_version_is_printed(run: Run) -> None:
    from teleconseil import __version__

    assert run("--version").out == f"teleconseil {__version__}\n"


def test_without_a_terminal_the_desk_says_so(run: Run) -> None:
    outcome = run()
    assert outcome.status == 2
    assert "terminal" in outcome.err


def test_a_wrong_configuration_names_the_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("base_de_donnees = [", encoding="utf-8")
    outcome = run("emplacements")
    assert outcome.status == 1
    assert "config.toml" in outcome.err
