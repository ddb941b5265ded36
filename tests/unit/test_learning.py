"""What earlier searches ended with decides between close entries, when the settings ask for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teleconseil.config import load_settings
from teleconseil.domain import SearchLogEntry
from teleconseil.errors import ConfigError
from teleconseil.services import Services, load_knowledge, open_services
from tests.cli.conftest import ENTRY, THEMES

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two entries that say the same, and the file of settings."""
    folder = tmp_path / "fiches"
    (folder / "affaires-sociales").mkdir(parents=True)
    (folder / "themes.toml").write_text(THEMES, encoding="utf-8")
    for name in ("un", "deux"):
        (folder / "affaires-sociales" / f"{name}.md").write_text(ENTRY, encoding="utf-8")
    for name, place in (("DATA_DIR", "donnees"), ("KB_DIR", "fiches"), ("CONFIG", "config.toml")):
        monkeypatch.setenv(f"TELECONSEIL_{name}", str(tmp_path / place))
    monkeypatch.delenv("TELECONSEIL_DATABASE_URL", raising=False)
    monkeypatch.delenv("TELECONSEIL_TEXTES_DIR", raising=False)
    return tmp_path / "config.toml"


def order(services: Services) -> list[str]:
    load_knowledge(services)
    assert services.knowledge is not None
    assert services.knowledge.search is not None
    return [hit.document.ident for hit in services.knowledge.search.search("congés maladie").hits]


@pytest.mark.parametrize("asked", [False, True])
def test_use_is_followed_only_when_asked(config: Path, asked: bool) -> None:
    config.write_text(f"apprendre_des_recherches = {str(asked).lower()}\n", encoding="utf-8")
    services = open_services(load_settings(), clock=lambda: NOW)
    try:
        first, second = order(services)
        for _ in range(5):
            used = SearchLogEntry("maladie, congés", used=second, at=NOW - timedelta(days=3))
            services.store.log_search(used)
        assert order(services) == ([second, first] if asked else [first, second])
    finally:
        services.close()


def test_a_setting_that_is_neither_true_nor_false_is_named(config: Path) -> None:
    config.write_text('apprendre_des_recherches = "oui"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="apprendre_des_recherches"):
        load_settings()
