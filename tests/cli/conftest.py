"""A command line of one's own: folders under ``tmp_path``, a small knowledge base, no terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from teleconseil.store import Store, open_store

THEMES = """
[[pole]]
slug = "affaires-sociales"
libelle = "Affaires sociales"
sigle = "AS"

[[pole.theme]]
slug = "conges-payes"
libelle = "Congés payés"
part = 60
sous_themes = [{ slug = "maladie-ddadue", libelle = "Maladie et DDADUE" }]

[[pole.theme]]
slug = "contrat"
libelle = "Embauche et contrats"
part = 40
sous_themes = [{ slug = "cdd-remplacement", libelle = "CDD, remplacement" }]

[[pole]]
slug = "offre-sociale-medico-sociale"
libelle = "Offre sociale et médico-sociale"
sigle = "OSMS"

[[pole.theme]]
slug = "autorisations"
libelle = "Autorisations"
part = 100
sous_themes = [{ slug = "appels-a-projets", libelle = "Appels à projets" }]
"""

ENTRY = """---
titre: "Un arrêt maladie ouvre-t-il 2 ou 2,5 jours de congés par mois ?"
type: reponse
pole: affaires-sociales
themes: [conges-payes/maladie-ddadue]
convention: [droit-commun]
mots_cles: [cp maladie, ddadue, arrêt de travail]
sources: []
etat: publiee
redigee_par: Pôle affaires sociales
validee_par: Juriste
verifiee_le: 2026-01-10
a_revoir_le: 2020-01-10
---

**En bref** — Un arrêt maladie ouvre 2 jours ouvrables de congés par mois.

## Détail

Deux jours par mois, dans la limite de 24 par an.

## À vérifier avec l’adhérent

- L’arrêt est-il professionnel ?

## Sources

Aucune.
"""


@dataclass(frozen=True)
class Outcome:
    """What a command gave."""

    status: int
    out: str
    err: str
    raw: bytes = b""

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program's files are; the environment names it and nothing else."""
    for name in [
        n for n in os.environ if n.startswith("TELECONSEIL_") and n != "TELECONSEIL_SHARED"
    ]:
        monkeypatch.delenv(name)
    folder = tmp_path / "donnees"
    base = tmp_path / "fiches"
    (base / "affaires-sociales").mkdir(parents=True)
    (base / "themes.toml").write_text(THEMES, encoding="utf-8")
    (base / "affaires-sociales" / "cp-arret-maladie.md").write_text(ENTRY, encoding="utf-8")
    monkeypatch.setenv("TELECONSEIL_DATA_DIR", str(folder))
    monkeypatch.setenv("TELECONSEIL_SENS", "non")
    monkeypatch.setenv("TELECONSEIL_KB_DIR", str(base))
    monkeypatch.setenv("TELECONSEIL_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("TELECONSEIL_CONSEILLER", "Anne")
    return folder


@pytest.fixture
def run(home: Path) -> Run:  # noqa: ARG001 - sets the environment
    """Run a command in this process, as the program would."""

    def call(*args: str, stdin: bytes | None = None) -> Outcome:
        from teleconseil.cli.root import root

        result = CliRunner().invoke(root, list(args), input=stdin)
        return Outcome(result.exit_code, result.stdout, result.stderr, result.stdout_bytes)

    return call


@pytest.fixture
def spawn(home: Path) -> Run:  # noqa: ARG001 - sets the environment
    """Run a command in a process of its own."""

    def call(*args: str, stdin: bytes | None = None, **environment: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "teleconseil", *args],
            input=stdin if stdin is not None else b"",
            capture_output=True,
            env={**os.environ, **environment},
            timeout=120,
            check=False,
        )
        out = done.stdout.decode("utf-8", "replace")
        return Outcome(done.returncode, out, done.stderr.decode("utf-8"), done.stdout)

    return call


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The database that the commands use."""
    opened = open_store(f"sqlite:///{home / 'teleconseil.sqlite'}")
    yield opened
    opened.close()
