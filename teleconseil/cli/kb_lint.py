"""``teleconseil kb verifier``: what is wrong in the entries, in the form that editors jump to."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.lookups import NotKnown
from teleconseil.cli.output import console, print_json, say
from teleconseil.config import load_settings
from teleconseil.french import plural
from teleconseil.kb.model import Problem
from teleconseil.text import clean, clean_line

ERROR = "erreur"


@click.command(cls=FrenchCommand)
@click.argument("paths", metavar="[CHEMIN…]", nargs=-1, type=click.Path(path_type=Path))
@option("--corriger", "fix", is_flag=True, help="Corrige ce qui ne demande aucun jugement.")
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def verifier(paths: tuple[Path, ...], fix: bool, as_json: bool) -> None:
    """Vérifie les fiches ; sort avec 1 si l’une d’elles a une erreur.

    Une ligne par problème : fichier:ligne:colonne: message. CHEMIN limite à ces fiches ou dossiers.
    """
    from teleconseil.desk.reference import load_reference_data
    from teleconseil.kb.library import Library
    from teleconseil.kb.lint import fix_entries, verify
    from teleconseil.kb.texts import TextLibrary

    settings = load_settings()
    _check_paths(paths)
    library = Library(settings.kb_dir)
    library.load()
    mended = fix_entries(library, lambda path: _selected(path, paths)) if fix else []
    topics = load_reference_data(settings.kb_dir).topics
    today = datetime.now(settings.zone).date()
    problems = [
        problem
        for problem in verify(library, TextLibrary(settings.texts_dir), topics, today)
        if _selected(problem.path, paths)
    ]
    errors = sum(problem.severity == ERROR for problem in problems)
    if as_json:
        print_json(_payload(problems, mended, len(library.snapshot.entries)))
    else:
        _print(problems, mended, len(library.snapshot.entries))
    if errors:
        sys.exit(1)


def _check_paths(chosen: Sequence[Path]) -> None:
    for path in chosen:
        if not path.exists():
            raise NotKnown(f"{path} n’existe pas.", "Donnez une fiche ou un dossier de fiches.")


def _selected(path: Path, chosen: Iterable[Path]) -> bool:
    """The file is one of those chosen, or in a folder chosen; everything when none is."""
    wanted = [folder.resolve() for folder in chosen]
    if not wanted:
        return True
    whole = path.resolve()
    return any(whole == folder or folder in whole.parents for folder in wanted)


def _print(problems: Sequence[Problem], mended: Sequence[Path], entries: int) -> None:
    from rich.text import Text

    out = console()
    for path in mended:
        say(f"{path} : corrigée")
    for problem in problems:
        said = " ".join(filter(None, (problem.message, problem.remedy)))
        line = Text.assemble(
            f"{clean(str(problem.path))}:{problem.line}:{problem.column}: ",
            (problem.severity, "bold red" if problem.severity == ERROR else "yellow"),
            f" : {clean_line(said)}",
            (f" [{problem.rule}]", "dim"),
        )
        out.print(line, soft_wrap=True)
    errors = sum(problem.severity == ERROR for problem in problems)
    counts = [(entries, "fiche"), (errors, "erreur"), (len(problems) - errors, "avertissement")]
    say(", ".join(plural(count, word) for count, word in counts) + ".")


def _payload(problems: Sequence[Problem], mended: Sequence[Path], entries: int) -> dict[str, Any]:
    errors = sum(problem.severity == ERROR for problem in problems)
    return {
        "fiches": entries,
        "erreurs": errors,
        "avertissements": len(problems) - errors,
        "corrigees": [str(path) for path in mended],
        "problemes": [
            {
                "fichier": str(problem.path),
                "ligne": problem.line,
                "colonne": problem.column,
                "gravite": problem.severity,
                "regle": problem.rule,
                "message": problem.message,
                "remede": problem.remedy,
            }
            for problem in problems
        ],
    }
