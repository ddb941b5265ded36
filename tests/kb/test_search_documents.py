"""What of an entry the search reads."""

from __future__ import annotations

from pathlib import Path

from teleconseil.kb.library import Library
from teleconseil.kb.search.documents import entry_document
from tests.kb.entry_samples import BODY, entry_text, put


def test_an_entry_does_not_answer_for_those_it_links(tmp_path: Path) -> None:
    body = BODY.replace("Chaque mois", "Voir [[jours-feries]]. Chaque mois")
    put(tmp_path, "arret", entry_text(body))
    document = entry_document(Library(tmp_path).load().entries["arret"])
    assert "Chaque mois d’arrêt compte." in document.body
    assert "jours-feries" not in document.body
    assert "article L3141-5-1" not in document.body
