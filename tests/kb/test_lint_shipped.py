"""The entries that ship, without texts and against the real ones."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from teleconseil.desk.reference import load_reference_data
from teleconseil.kb.freshness import stale_citations
from teleconseil.kb.library import Library
from teleconseil.kb.lint import verify
from teleconseil.kb.model import EntryState, EntryType
from teleconseil.kb.texts import TextLibrary
from teleconseil.paths import packaged_knowledge_base
from tests.kb.entry_samples import entry_text, put

TODAY = date(2026, 11, 24)
"""The day the shipped entries were last read against the texts."""

KALI = "kali-data-3.449.0/KALICONT000005635407.json.gz"
CODE_OLD = "legi-data-2.229.0/LEGITEXT000006072050.json.gz"
CODE_NEW = "legi-data-2.513.0/LEGITEXT000006072050.json.gz"
SECURITE_SOCIALE = "legi-data-2.513.0/LEGITEXT000006073189.json.gz"


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library(packaged_knowledge_base())
    library.load()
    return library


@pytest.fixture(scope="module")
def texts(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> TextLibrary:
    """The three texts, the Code du travail in both releases."""
    official = shared_data / "data" / "official_texts"
    texts = TextLibrary(tmp_path_factory.mktemp("textes"))
    for name in (KALI, CODE_OLD, CODE_NEW, SECURITE_SOCIALE):
        texts.import_paths([official / name])
    return texts


def test_no_error_without_texts(library: Library) -> None:
    topics = load_reference_data(library.folder).topics
    found = verify(library, None, topics, TODAY)
    assert [p for p in found if p.rule != "texte-non-importe"] == []


def test_answers_that_wait_for_a_decision_are_not_published(library: Library) -> None:
    waiting = (
        "cp-arret-maladie-2-jours",
        "ct-annexe-10-adultes",
        "ct-et-absences-maladie",
        "fusion-chrs-ccn66",
        "transfert-mise-en-cause",
        "cycle-planning-prevenance",
        "chambre-de-veille",
    )
    for slug in waiting:
        entry = library.snapshot.entries[slug]
        assert entry.state is EntryState.TO_VALIDATE
        assert entry.validated_by == ""
        assert "> **À trancher**" in entry.body


def test_what_the_texts_do_not_hold_is_told(library: Library) -> None:
    """An amount that a caller would pay, and a night that nobody has settled, are not said."""
    point = library.snapshot.entries["valeur-point-sujetion-speciale"]
    assert "> **Hors données**" in point.body
    assert "1er février 2021" in point.short_answer
    assert not any(figure.isdigit() for figure in _spoken("chambre-de-veille", library))
    assert "€" not in _spoken("astreintes-cadres", library)


def test_what_comes_from_outside_the_imported_texts_waits_for_a_jurist(library: Library) -> None:
    """The code de l’action sociale is not imported: no answer leans on it unsaid."""
    answers = [
        entry
        for entry in library.snapshot.entries.values()
        if entry.type is EntryType.ANSWER and entry.pole == "offre-sociale-medico-sociale"
    ]
    assert len(answers) >= 12
    for entry in answers:
        assert entry.state is EntryState.TO_VALIDATE, entry.slug
        assert "> **Hors données**" in entry.body, entry.slug


def test_rules_that_old_documents_still_tell_wrong(library: Library) -> None:
    assert "60 jours de maladie ordinaire" in _spoken("visites-reprise-prereprise", library)
    assert "tous les quatre ans" in _spoken("entretien-parcours-formation", library)
    assert "tribunal administratif" in _spoken("contentieux-tarification-ta", library)
    assert "12, 18 ou 24 heures" in _spoken("credits-heures-absences-syndicales", library)
    assert "15 jours" in _spoken("abandon-de-poste", library)
    assert "%" not in _spoken("complementaire-sante", library)


def _spoken(slug: str, library: Library) -> str:
    return library.snapshot.entries[slug].short_answer


def test_every_answer_can_be_said_and_found(library: Library) -> None:
    answers = [e for e in library.snapshot.entries.values() if e.type is EntryType.ANSWER]
    assert len(answers) >= 15
    for entry in answers:
        assert entry.short_answer, entry.slug
        assert len(entry.keywords) >= 3, entry.slug


@pytest.mark.xdist_group("official-texts")
def test_no_problem_against_the_real_texts(library: Library, texts: TextLibrary) -> None:
    topics = load_reference_data(library.folder).topics
    assert verify(library, texts, topics, TODAY) == []


@pytest.mark.xdist_group("official-texts")
def test_only_entries_that_cite_a_changed_article_are_stale(
    texts: TextLibrary, tmp_path: Path
) -> None:
    def cites(slug: str, article: str, version: str) -> None:
        source = f"\n  - {{texte: code-travail, article: {article}, version: {version}}}"
        put(tmp_path, slug, entry_text(titre=f"Fiche {slug}", sources=source))

    cites("modifie-5", "L3141-5", "2017-01-01")
    cites("modifie-24", "L3141-24", "2016-08-10")
    cites("relu", "L3141-5", "2025-12-24")
    cites("editorial", "L3141-10", "2016-08-10")
    cites("inchange", "L3141-3", "2016-08-10")
    entries = Library(tmp_path).load().entries
    stale = {slug for slug, entry in entries.items() if stale_citations(entry, texts)}
    assert stale == {"modifie-5", "modifie-24"}
    (found,) = stale_citations(entries["modifie-5"], texts)
    assert found.current is not None
    assert found.current.valid_from == date(2025, 12, 24)


@pytest.mark.xdist_group("official-texts")
def test_a_wrong_figure_in_a_shipped_entry_is_found(
    library: Library, texts: TextLibrary, tmp_path: Path
) -> None:
    shutil.copytree(library.folder, tmp_path / "kb")
    path = tmp_path / "kb" / "affaires-sociales" / "cp-report-15-mois-information.md"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace("de 15 mois", "de 18 mois"), encoding="utf-8")
    changed = Library(tmp_path / "kb")
    changed.load()
    (problem,) = verify(changed, texts, load_reference_data(library.folder).topics, TODAY)
    assert (problem.rule, problem.path) == ("chiffre-sans-source", path)
    assert "« 18 »" in problem.message
