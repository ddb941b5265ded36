"""What of an entry the search reads."""

from __future__ import annotations

from pathlib import Path

from teleconseil.kb.library import Library
from teleconseil.kb.search.documents import entry_document
from tests.kb.entry_samples import BODY, entry_text, put


def test_what_is_asked_comes_once_however_it_is_written(tmp_path: Path) -> None:
    put(tmp_path, "arret", entry_text(formulations='["Il a des CP ?", Et malade]'))
    shown = Library(tmp_path).load().entries["arret"]
    assert entry_document(shown).asked == "Il a des CP ?\nEt malade"
    asked = ["il a des cp", "ET  MALADE !", "Quels\ncongés", "…", "quels congés ?"]
    assert entry_document(shown, asked).asked == "Il a des CP ?\nEt malade\nQuels congés"


def test_an_entry_does_not_answer_for_those_it_links(tmp_path: Path) -> None:
    body = BODY.replace("Chaque mois", "Voir [[jours-feries]]. Chaque mois")
    put(tmp_path, "arret", entry_text(body))
    document = entry_document(Library(tmp_path).load().entries["arret"])
    assert "Chaque mois d’arrêt compte." in document.body
    assert "jours-feries" not in document.body
    assert "article L3141-5-1" not in document.body
