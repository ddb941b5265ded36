"""``teleconseil diagnostic``: what is wrong on this machine, each finding with its remedy."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from teleconseil import __version__, paths
from teleconseil.cli.french import FrenchCommand
from teleconseil.cli.opening import database_exists, opened_store, sqlite_file
from teleconseil.cli.output import say
from teleconseil.cli.places import shown_url
from teleconseil.config import Settings, load_settings
from teleconseil.errors import TeleconseilError
from teleconseil.french import number, plural

_LIBRARIES = ("textual", "rich", "click", "sqlmodel", "sqlalchemy", "alembic", "rapidfuzz", "numpy")
_LEAST_WIDTH, _LEAST_HEIGHT = 80, 24
_LEAST_FREE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``remedy`` is for what is wrong or could be better."""

    name: str
    state: str
    wrong: bool = False
    remedy: str = ""

    @property
    def glyph(self) -> str:
        if self.wrong:
            return "✗"
        return "!" if self.remedy else "✓"


@click.command(cls=FrenchCommand)
def diagnostic() -> None:
    """Ce qui ne va pas ici et comment y remédier ; sort avec 1 si quelque chose ne va pas."""
    findings = list(examine())
    for finding in findings:
        say(f"{finding.glyph} {finding.name:<24}{finding.state}")
        if finding.remedy:
            say(f"  → {finding.remedy}")
    wrong = sum(finding.wrong for finding in findings)
    say()
    if wrong:
        say(f"{plural(wrong, 'point')} à régler.")
        sys.exit(1)
    say("Tout est en ordre.")


def examine() -> Iterator[Finding]:
    """Every finding, one after the other; a failure in one never hides the next."""
    yield Finding("teleconseil", f"{__version__}, Python {platform.python_version()}")
    yield _libraries()
    yield from _terminal()
    try:
        settings = load_settings()
    except TeleconseilError as error:
        yield Finding("Configuration", error.message, wrong=True, remedy=error.remedy)
        return
    file = paths.config_file()
    yield Finding("Configuration", f"{file}{'' if file.exists() else ' (absente : par défaut)'}")
    for name, folder in (
        ("Dossier de données", paths.data_dir()),
        ("Cache", paths.cache_dir()),
        ("Journal des erreurs", paths.log_dir()),
    ):
        yield _folder(name, folder)
    yield _space()
    yield _database(settings)
    yield _knowledge_base(settings)
    yield _texts(settings)


def _libraries() -> Finding:
    found, missing = [], []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(
            "Bibliothèques",
            f"il manque {', '.join(missing)}",
            wrong=True,
            remedy="Réinstallez : pipx reinstall teleconseil, ou pip install -e . dans la copie.",
        )
    return Finding("Bibliothèques", ", ".join(found))


def _terminal() -> Iterator[Finding]:
    if not sys.stdout.isatty():
        yield Finding("Terminal", "sortie redirigée : le terminal n’est pas examiné")
        return
    width, height = shutil.get_terminal_size()
    small = width < _LEAST_WIDTH or height < _LEAST_HEIGHT
    yield Finding(
        "Terminal",
        f"{os.environ.get('TERM', 'inconnu')}, {width} × {height}, {_colours()}",
        remedy=f"Agrandissez-le à {_LEAST_WIDTH} × {_LEAST_HEIGHT} au moins." if small else "",
    )
    encoding = locale.getpreferredencoding(False)
    utf8 = encoding.replace("-", "").lower() == "utf8"
    yield Finding(
        "Encodage",
        encoding,
        remedy=""
        if utf8
        else "Choisissez UTF-8 (LANG=fr_FR.UTF-8, ou « chcp 65001 ») "
        "pour que les accents s’affichent.",
    )


def _colours() -> str:
    if os.environ.get("NO_COLOR"):
        return "sans couleur (NO_COLOR)"
    if os.environ.get("COLORTERM") in {"truecolor", "24bit"}:
        return "16 millions de couleurs"
    return "256 couleurs" if "256" in os.environ.get("TERM", "") else "couleurs de base"


def _folder(name: str, folder: Path) -> Finding:
    """A folder, or the nearest one above it that exists, must take a new file."""
    present = folder
    while not present.exists() and present != present.parent:
        present = present.parent
    if present.is_dir() and _takes_a_file(present):
        return Finding(name, str(folder))
    return Finding(
        name,
        f"{folder} : écriture impossible",
        wrong=True,
        remedy="Changez ses droits, ou choisissez un autre dossier avec TELECONSEIL_DATA_DIR.",
    )


def _takes_a_file(folder: Path) -> bool:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _space() -> Finding:
    folder = paths.data_dir()
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    short = free < _LEAST_FREE
    return Finding(
        "Place libre",
        f"{number(free // 1024**2)} Mo",
        wrong=short,
        remedy="Libérez de la place : la base et ses sauvegardes en demandent." if short else "",
    )


def _database(settings: Settings) -> Finding:
    shown = shown_url(settings.database_url)
    if not database_exists(settings):
        return Finding("Base de données", f"{shown} : elle sera créée à la première ouverture")
    try:
        with opened_store(settings) as store:
            problems = store.check()
    except TeleconseilError as error:
        return Finding("Base de données", error.message, wrong=True, remedy=error.remedy)
    if problems:
        remedy = "Restaurez une sauvegarde : teleconseil db restaurer FICHIER."
        return Finding("Base de données", " ; ".join(problems), wrong=True, remedy=remedy)
    from teleconseil.store.revisions import HEAD

    kind = "SQLite" if sqlite_file(settings.database_url) else "serveur"
    return Finding("Base de données", f"{shown} ({kind}, schéma {HEAD})")


def _knowledge_base(settings: Settings) -> Finding:
    from teleconseil.kb.library import Library

    folder = settings.kb_dir
    if not folder.is_dir():
        return Finding(
            "Base de connaissances",
            f"{folder} n’existe pas",
            wrong=True,
            remedy="Corrigez TELECONSEIL_KB_DIR, ou réinstallez le programme.",
        )
    snapshot = Library(folder).load()
    unread = sum(problem.severity == "erreur" for problem in snapshot.problems)
    state = f"{plural(len(snapshot.entries), 'fiche')} dans {folder}"
    if unread:
        return Finding(
            "Base de connaissances",
            f"{state}, {plural(unread, 'erreur')}",
            wrong=True,
            remedy="Voyez lesquelles : teleconseil kb verifier.",
        )
    return Finding("Base de connaissances", state)


def _texts(settings: Settings) -> Finding:
    from teleconseil.kb.texts import TextLibrary

    try:
        texts = TextLibrary(settings.texts_dir).texts()
    except TeleconseilError as error:
        return Finding("Textes officiels", error.message, wrong=True, remedy=error.remedy)
    if not texts:
        return Finding(
            "Textes officiels",
            f"aucun dans {settings.texts_dir}",
            remedy="Importez-les : teleconseil textes importer CHEMIN.",
        )
    return Finding(
        "Textes officiels", ", ".join(f"{text.slug} ({number(text.articles)})" for text in texts)
    )
