"""Click in French: headings, help and the sentences for what was typed wrong."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

HELP_NAMES = ["--aide", "--help"]


class FrenchOption(click.Option):
    """An option whose help record says « obligatoire »."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None:
            return None
        names, text = record
        return names, text.replace("[required]", "[obligatoire]")


option: Callable[..., Callable[[Callable[..., Any]], Callable[..., Any]]] = partial(
    click.option, cls=FrenchOption
)


class FrenchCommand(click.Command):
    """A command with French headings, that refuses arguments it does not know."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="Utilisation : ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)

    def get_help_option_names(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return HELP_NAMES

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _french_help(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        with _in_context(ctx):
            rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            extra = ", ".join(f"« {arg} »" for arg in rest)
            raise click.UsageError(f"Argument en trop : {extra}.", ctx)
        return rest


class FrenchGroup(click.Group):
    """A group with French headings, that names its commands when none is typed."""

    command_class = FrenchCommand

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(
            ctx.command_path, "[OPTIONS] COMMANDE [ARGUMENTS]…", prefix="Utilisation : "
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        rows = [(name, self.summary(ctx, name)) for name in names]
        if rows:
            with formatter.section("Commandes\N{NO-BREAK SPACE}"):
                formatter.write_dl(rows)

    def summary(self, ctx: click.Context, name: str) -> str:
        """One line of help for a command."""
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=100) if command else ""

    def get_help_option_names(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return HELP_NAMES

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return _french_help(super().get_help_option(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            names = ", ".join(self.list_commands(ctx))
            raise click.UsageError(
                f"Il manque la commande après « {ctx.command_path} » : {names}.", ctx
            )
        with _in_context(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            if name.startswith("-"):
                raise click.NoSuchOption(name, ctx=ctx)
            near = difflib.get_close_matches(name, self.list_commands(ctx))
            raise click.UsageError(f"Commande inconnue : {name}.{_perhaps(near)}", ctx)
        return super().resolve_command(ctx, args)


@contextmanager
def _in_context(ctx: click.Context) -> Iterator[None]:
    """Give an error of the parser the command that it was about."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


def usage_sentence(error: click.UsageError) -> str:
    """What was typed wrong, in French, and where to read the help."""
    sentence = _what(error)
    ctx = error.ctx
    if ctx is None:
        return sentence
    return f"{sentence} Voir {ctx.command_path} --aide."


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"Option inconnue : {error.option_name}.{_perhaps(error.possibilities or [])}"
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadOptionUsage):
        return _bad_option(error)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{_name(error.param)} : {error.message}"
    return error.message


def _missing(error: click.MissingParameter) -> str:
    if error.param is None:
        return "Il manque un argument."
    kind = "l’option" if isinstance(error.param, click.Option) else "l’argument"
    return f"Il manque {kind} {_name(error.param)}."


def _bad_option(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    for param in params:
        if isinstance(param, click.Option) and error.option_name in param.opts and param.is_flag:
            return f"L’option {error.option_name} ne prend pas de valeur."
    return f"L’option {error.option_name} attend une valeur."


def _name(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.metavar or (param.name or "").upper()


def _perhaps(names: list[str]) -> str:
    return f" Vouliez-vous {' ou '.join(names)} ?" if names else ""


def _write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    records = [param.get_help_record(ctx) for param in command.get_params(ctx)]
    rows = [
        record
        for param, record in zip(command.get_params(ctx), records, strict=True)
        if record is not None and isinstance(param, click.Option)
    ]
    if rows:
        with formatter.section("Options\N{NO-BREAK SPACE}"):
            formatter.write_dl(rows)


def _french_help(help_option: click.Option | None) -> click.Option | None:
    if help_option is not None:
        help_option.help = "Affiche cette aide."
    return help_option
