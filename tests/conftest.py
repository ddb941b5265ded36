"""What tests share: the shared data when they are there, and a SQLite store of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from teleconseil.domain import Pole, Topic
from teleconseil.store import Store, open_store

# Whether the extra is installed must not change what tests see; those of it ask for it themselves.
os.environ["TELECONSEIL_SENS"] = "non"

# A busy machine is not a failing test.
hypothesis.settings.register_profile("sans-chronometre", deadline=None)
hypothesis.settings.load_profile("sans-chronometre")

POLES = (
    Pole("affaires-sociales", "Affaires sociales", "AS", 0),
    Pole("offre-sociale-medico-sociale", "Offre sociale et médico-sociale", "OSMS", 1),
)
TOPICS = (
    Topic("conges-payes", "Congés payés", "affaires-sociales", 0),
    Topic("conges-payes/maladie-ddadue", "Maladie et DDADUE", "affaires-sociales", 1),
    Topic("contrat", "Embauche et contrats", "affaires-sociales", 2),
    Topic("contrat/cdd-remplacement", "CDD, remplacement", "affaires-sociales", 3),
    Topic("autorisations", "Autorisations", "offre-sociale-medico-sociale", 0),
)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of shared data (report, taxonomy, official texts); skips where it is missing."""
    default = Path(__file__).parents[2] / "shared"
    folder = Path(os.environ.get("TELECONSEIL_SHARED") or default)
    if not folder.is_dir():
        pytest.skip(f"shared data not found in {folder} (TELECONSEIL_SHARED may name the folder)")
    return folder


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database with two pôles and a few themes."""
    store = open_store(f"sqlite:///{tmp_path / 'base' / 'teleconseil.sqlite'}")
    store.sync_reference_data(POLES, TOPICS)
    yield store
    store.close()
