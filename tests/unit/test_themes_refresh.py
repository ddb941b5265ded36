"""``themes.toml`` is read again while the desk is open, and never worse than it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from teleconseil.config import load_settings
from teleconseil.services import Services, load_knowledge, open_services
from teleconseil.store import StoreUnavailable
from tests.cli.conftest import ENTRY, THEMES

NEW = THEMES.replace("CDD, remplacement", "CDD et intérim").replace(
    "cdd-remplacement", "contrat-court"
)


@pytest.fixture
def themes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a knowledge base with one entry."""
    folder = tmp_path / "fiches"
    (folder / "affaires-sociales").mkdir(parents=True)
    (folder / "themes.toml").write_text(THEMES, encoding="utf-8")
    (folder / "affaires-sociales" / "cp.md").write_text(ENTRY, encoding="utf-8")
    for name, place in (("DATA_DIR", "donnees"), ("KB_DIR", "fiches"), ("CONFIG", "config.toml")):
        monkeypatch.setenv(f"TELECONSEIL_{name}", str(tmp_path / place))
    for name in ("DATABASE_URL", "TEXTES_DIR"):
        monkeypatch.delenv(f"TELECONSEIL_{name}", raising=False)
    return folder / "themes.toml"


@pytest.fixture
def services(themes: Path) -> Iterator[Services]:  # noqa: ARG001 - sets the environment
    opened = open_services(load_settings())
    load_knowledge(opened)
    yield opened
    opened.close()


def test_a_theme_added_is_proposed_counted_and_named_without_a_restart(
    services: Services, themes: Path
) -> None:
    assert not services.refresh_reference()
    themes.write_text(NEW, encoding="utf-8")
    assert services.refresh_reference()
    assert not services.refresh_reference()
    assert services.topic_label("contrat/contrat-court").endswith("CDD et intérim")
    assert "contrat/contrat-court" in {topic.slug for topic in services.store.topics()}
    found = services.proposer.propose("un cdd ou de l’intérim ?")
    assert found is not None
    assert found.topic == "contrat/contrat-court"
    known = services.proposer.propose("congés pendant un arrêt maladie")
    assert known is not None, "what the entries taught is still known"
    assert known.topic == "conges-payes/maladie-ddadue"


@pytest.mark.parametrize(
    ("mistaken", "told"),
    [
        (NEW.replace('slug = "contrat"', "slug = contrat"), "ligne 14, n’est pas du TOML lisible"),
        (NEW.replace("contrat-court", "Contrat court"), "ligne 17, a un slug"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_themes_stay(
    services: Services, themes: Path, mistaken: str, told: str
) -> None:
    before, proposer = services.reference, services.proposer
    themes.write_text(mistaken, encoding="utf-8")
    assert services.refresh_reference()
    assert services.reference_problem is not None
    assert f"{themes}, {told}" in str(services.reference_problem)
    assert (services.reference, services.proposer) == (before, proposer)
    themes.write_text(NEW, encoding="utf-8")
    assert services.refresh_reference()
    assert services.reference_problem is None
    assert services.topic_label("contrat/contrat-court").endswith("CDD et intérim")


def test_a_desk_opened_on_a_mistake_takes_up_the_file_once_it_is_mended(themes: Path) -> None:
    themes.write_text("[[pole", encoding="utf-8")
    services = open_services(load_settings())
    try:
        assert services.poles() == ()
        assert [str(themes) in notice for notice in services.notices] == [True]
        themes.write_text(THEMES, encoding="utf-8")
        assert services.refresh_reference()
        assert services.poles()[0].slug == "affaires-sociales"
    finally:
        services.close()


def test_a_database_that_does_not_answer_has_its_themes_later(
    services: Services, themes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes.write_text(NEW, encoding="utf-8")

    def gone(*_: object) -> None:
        raise StoreUnavailable("La base ne répond plus.", "Vérifiez le réseau.")

    with monkeypatch.context() as broken:
        broken.setattr("teleconseil.services.sync", gone)
        assert not services.refresh_reference()
        assert "contrat/contrat-court" not in {topic.slug for topic in services.topics()}
    assert services.refresh_reference()
    assert "contrat/contrat-court" in {topic.slug for topic in services.topics()}
