"""A table of counts as a file: csv, xlsx, json, md, html.

JSON and CSV hold the stable values (slugs) that programs and pivot tables rely on; spreadsheets,
Markdown and HTML hold the labels that people read. Each prints the definition and the time zone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from teleconseil.errors import UsageProblem
from teleconseil.reports.counts import CountTable
from teleconseil.reports.files import whole_file

_MODULES: Mapping[str, str] = {
    "csv": "csv_file",
    "xlsx": "xlsx_file",
    "json": "json_file",
    "md": "markdown_file",
    "html": "html_file",
}
FORMATS = tuple(_MODULES)
ROW_FORMATS = ("csv", "xlsx", "json")
_EXTENSIONS = {".htm": "html", ".markdown": "md"}


def write(table: CountTable, fmt: str, target: BinaryIO | Path) -> None:
    """Write the table into a binary stream, or whole into a file.

    Raises:
        ReportError: the file cannot be written; whatever was there is intact.
    """
    module = import_module(f"{__name__}.{_MODULES[fmt]}")
    write_table: Callable[[CountTable, BinaryIO], None] = module.write_table
    if isinstance(target, Path):
        with whole_file(target) as stream:
            write_table(table, stream)
    else:
        write_table(table, target)


def choose_format(fmt: str | None, path: Path | None, known: tuple[str, ...] = FORMATS) -> str:
    """The format asked for, else the one that the file's extension means, else csv.

    Raises:
        UsageProblem: the extension is none of the known formats.
    """
    if fmt is not None:
        return fmt
    if path is None:
        return "csv"
    suffix = path.suffix.lower()
    deduced = _EXTENSIONS.get(suffix, suffix.lstrip("."))
    if deduced in known:
        return deduced
    raise UsageProblem(
        f"Le format de « {path} » ne se déduit pas de son nom.",
        f"Ajoutez --format, parmi : {', '.join(known)}.",
    )
