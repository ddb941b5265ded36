"""How long importing the official texts takes, and how much memory, each release in a process.

    python benchmarks/import_texts.py FICHIER.json.gz… [--limite-s 60] [--limite-mio 1024]

Every file is imported in one run, in the order given, into a folder of its own. Seconds are also
given as a ratio to reading the same files (unpacking and parsing the JSON) in this very run, so
that they compare between machines; memory is the peak of the process that imports.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from teleconseil.kb.texts import TextLibrary

_MIB = 1024 * 1024


def main() -> None:
    options = _options()
    if options.vers is not None:
        _import(options.fichiers, options.vers)
        return
    start = time.perf_counter()
    for file in options.fichiers:
        _parse(file)
    reading = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, *map(str, options.fichiers), "--vers", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines()[:-1]:
        print(line)
    seconds, peak = map(float, done.stdout.splitlines()[-1].split())
    print(f"{'lire les mêmes fichiers':<34}{reading:>10.1f} s")
    print(f"{'importer':<34}{seconds:>10.1f} s{seconds / reading:>9.1f} fois la lecture")
    print(f"{'mémoire au plus':<34}{peak:>10.0f} Mio")
    if seconds > options.limite_s or peak > options.limite_mio:
        print(f"au-delà de {options.limite_s} s ou de {options.limite_mio} Mio")
        raise SystemExit(1)


def _import(files: list[Path], folder: Path) -> None:
    """In the process that is measured: import, then say how long and how much."""
    start = time.perf_counter()
    reports = TextLibrary(folder).import_paths(files)
    seconds = time.perf_counter() - start
    for report in reports:
        print(
            f"{report.text:<24}{report.release:<10}{report.articles:>7} articles, "
            f"{report.new} nouveaux, {report.changed} modifiés, {report.repealed} abrogés, "
            f"{len(report.editorial)} éditoriaux"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(seconds, peak / (_MIB if sys.platform == "darwin" else 1024))


def _parse(file: Path) -> None:
    opened: Any = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rb") as stream:
        json.load(stream)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("fichiers", nargs="+", type=Path, help="textes publiés, .json ou .json.gz")
    parser.add_argument("--limite-s", type=float, default=60, help="secondes au plus")
    parser.add_argument("--limite-mio", type=float, default=1024, help="mémoire au plus")
    parser.add_argument("--vers", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
