"""The root of the command line: ``teleconseil``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from teleconseil import __version__
from teleconseil.cli import edge
from teleconseil.cli.french import option, usage_sentence
from teleconseil.cli.lazy import LazyGroup
from teleconseil.errors import TeleconseilError, UsageProblem

_ROOM = "teleconseil.cli"
_COMMANDS = {
    "demo": (f"{_ROOM}.demo:demo", "Remplit une base vide d’une année de démonstration."),
    "question": (f"{_ROOM}.question:question", "Consigne et fait avancer une question."),
    "importer": (f"{_ROOM}.intake:importer", "Importe adhérents, établissements, questions (CSV)."),
    "exporter": (f"{_ROOM}.export:exporter", "Exporte les comptages ou les questions."),
    "stats": (f"{_ROOM}.stats:stats", "Les chiffres d’une semaine."),
    "kb": (f"{_ROOM}.kb:kb", "La base de connaissances : chercher, vérifier, réviser."),
    "textes": (f"{_ROOM}.texts:textes", "Les textes officiels : importer, lire, comparer."),
    "db": (f"{_ROOM}.database:db", "La base de données : migrer, vérifier, sauvegarder."),
    "emplacements": (f"{_ROOM}.places:emplacements", "Tous les chemins utilisés."),
    "diagnostic": (f"{_ROOM}.diagnosis:diagnostic", "Ce qui ne va pas ici, et comment y remédier."),
}


class Root(LazyGroup):
    """The group whose errors end at the edge."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run and exit; the status is 0 done, 1 failed, 2 bad usage, 130 interrupted."""
        edge.utf8_output()
        kwargs |= {"standalone_mode": False, "windows_expand_args": False}
        sys.exit(edge.guarded(lambda: _in_french(lambda: super(Root, self).main(*args, **kwargs))))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return edge.nobody_reads()


def _in_french(call: Callable[[], Any]) -> Any:
    """Run, and say what click has to say as this program says it."""
    try:
        return call()
    except click.UsageError as error:
        raise UsageProblem(usage_sentence(error)) from error
    except click.ClickException as error:
        raise TeleconseilError(error.format_message()) from error
    except click.Abort as error:
        raise KeyboardInterrupt from error


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"teleconseil {__version__}")
        ctx.exit()


@click.group(
    cls=Root,
    name="teleconseil",
    lazy=_COMMANDS,
    invoke_without_command=True,
    context_settings={"max_content_width": 100},
)
@option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Affiche la version.",
)
@click.pass_context
def root(ctx: click.Context) -> None:
    """Le poste de travail du téléconseil.

    Sans commande, ouvre le bureau : appels, questions écrites, base de connaissances, comptages.
    """
    if ctx.invoked_subcommand is None:
        from teleconseil.cli.opening import open_desk

        open_desk()
