"""The files that hold published texts: ``.json``, ``.json.gz``, an npm ``.tgz``, or a folder."""

from __future__ import annotations

import gzip
import json
import re
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from teleconseil.errors import os_reason
from teleconseil.kb.texts.errors import UnreadableSource

_TEXT_FILE = re.compile(r"(?:KALICONT|LEGITEXT)\d{12}\.json(?:\.gz)?")
_RELEASE = re.compile(r"(?:kali|legi)-data-(\d+\.\d+\.\d+)")
_HINT = "Donnez un fichier KALICONT….json ou LEGITEXT….json, sa forme .gz, ou le paquet .tgz."


@dataclass(frozen=True, slots=True)
class Source:
    """One published text, where it came from, and its release (« 2.513.0 », empty if unknown)."""

    name: str
    release: str
    tree: Mapping[str, Any]


def open_sources(paths: Iterable[Path]) -> Iterator[Source]:
    """The texts under these paths, one at a time so that only one is in memory.

    Raises:
        UnreadableSource: a path does not exist, is damaged, or holds no published text.
    """
    for path in paths:
        try:
            yield from _open(path)
        except OSError as error:
            if isinstance(error, gzip.BadGzipFile):
                raise _damaged(path) from error
            raise UnreadableSource(
                f"{path} ne peut pas être lu : {os_reason(error)}.", "Vérifiez le chemin."
            ) from error
        except (EOFError, zlib.error, tarfile.TarError) as error:
            raise _damaged(path) from error


def _open(path: Path) -> Iterator[Source]:
    if path.is_dir():
        files = sorted(f for f in path.rglob("*.json*") if _TEXT_FILE.fullmatch(f.name))
        if not files:
            raise UnreadableSource(f"Le dossier {path} ne contient aucun texte publié.", _HINT)
        for file in files:
            yield from _open(file)
    elif path.name.endswith((".tgz", ".tar.gz")):
        yield from _open_package(path)
    elif path.name.endswith(".gz"):
        with gzip.open(path) as stream:
            yield Source(str(path), _release_of(path), _parse(stream, str(path)))
    else:
        with path.open("rb") as stream:
            yield Source(str(path), _release_of(path), _parse(stream, str(path)))


def _open_package(path: Path) -> Iterator[Source]:
    found = False
    release = _release_of(path)
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            name = member.name.rsplit("/", 1)[-1]
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is None:
                continue
            if member.name.count("/") == 1 and name == "package.json":
                release = str(_parse(stream, member.name).get("version", release))
            elif _TEXT_FILE.fullmatch(name):
                found = True
                yield Source(f"{path}:{member.name}", release, _parse(stream, member.name))
    if not found:
        raise UnreadableSource(f"Le paquet {path} ne contient aucun texte publié.", _HINT)


def _parse(stream: IO[bytes] | gzip.GzipFile, name: str) -> Mapping[str, Any]:
    try:
        tree = json.load(stream)
    except json.JSONDecodeError as error:
        raise UnreadableSource(
            f"{name} n’est pas du JSON lisible : il est tronqué ou abîmé à la ligne "
            f"{error.lineno}, colonne {error.colno}.",
            "Téléchargez-le à nouveau ; rien n’a été importé de ce fichier.",
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise UnreadableSource(
            f"{name} n’est pas du JSON lisible.", "Téléchargez-le à nouveau."
        ) from error
    if not isinstance(tree, dict):
        raise UnreadableSource(f"{name} n’est pas un texte publié.", _HINT)
    return tree


def _release_of(path: Path) -> str:
    """From the folder that holds the file: the package's own, or one named after its release."""
    for folder in (path.parent, *path.parents[1:3]):
        package = folder / "package.json"
        if package.is_file() and _TEXT_FILE.fullmatch(path.name):
            try:
                version = json.loads(package.read_text(encoding="utf-8")).get("version")
            except (ValueError, OSError, AttributeError):
                version = None
            if isinstance(version, str):
                return version
    match = _RELEASE.search(str(path))
    return match[1] if match else ""


def _damaged(path: Path) -> UnreadableSource:
    return UnreadableSource(
        f"{path} est abîmé ou incomplet : sa décompression s’arrête avant la fin.",
        "Téléchargez-le à nouveau ; rien n’a été importé de ce fichier.",
    )
