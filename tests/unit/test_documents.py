"""What the README and the guides promise is there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from teleconseil.config import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ADMINISTRATION = (ROOT / "docs" / "guide-administrateur.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        if target.endswith((".md", ".svg", "LICENSE")) and "nom-de-fiche" not in target:
            assert (document.parent / target).is_file(), f"{document.name} : {target} n’existe pas"


def test_every_setting_is_documented_with_its_variable() -> None:
    source = (ROOT / "teleconseil" / "config.py").read_text(encoding="utf-8")
    documented = re.findall(r'"""``\[?(\w+)\]?``(?: / (TELECONSEIL_\w+))?', source)
    assert len(documented) == len(fields(Settings))
    for key, variable in documented:
        assert key in ADMINISTRATION, f"{key} n’est pas dans le guide"
        assert not variable or variable in ADMINISTRATION, f"{variable} n’est pas dans le guide"
