"""What a command prints: JSON documents, plain lines, tables, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from teleconseil.errors import UsageProblem
from teleconseil.text import clean

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 140
Progress = Callable[[int, int], None]


def print_json(document: Any, *, line: bool = False) -> None:
    """One JSON document, on one line or indented."""
    text = json.dumps(document, ensure_ascii=False, indent=None if line else 2)
    click.echo(text.encode("utf-8", "replace").decode("utf-8"))


def say(text: str = "") -> None:
    """A line of text on standard output, without what a terminal would obey."""
    click.echo(clean(text))


def note(text: str) -> None:
    """A line for the person at the terminal, on standard error."""
    click.echo(clean(text), err=True)


def console(*, stderr: bool = False) -> Console:
    """A rich console that takes no text for markup; wide enough in a pipe not to fold lines."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(
        file=stream,
        markup=False,
        highlight=False,
        emoji=False,
        width=None if stream.isatty() else PIPE_WIDTH,
    )


def binary_output(fmt: str) -> BinaryIO:
    """Standard output for a file's bytes.

    Raises:
        UsageProblem: the bytes of a spreadsheet would go to a terminal.
    """
    if fmt == "xlsx" and sys.stdout.isatty():
        raise UsageProblem(
            "Un classeur ne s’affiche pas dans un terminal.", "Ajoutez -o FICHIER.xlsx."
        )
    sys.stdout.flush()
    return sys.stdout.buffer


def _nothing(done: int, total: int) -> None:
    """Progress that nobody watches."""


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A progress bar on standard error when it is a terminal; silence otherwise."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn(label, markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)
