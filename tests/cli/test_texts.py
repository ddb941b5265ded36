"""The official texts on the command line, and what happens the day the law moves."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from teleconseil.domain import Member
from teleconseil.store import Store
from tests.cli.conftest import ENTRY, Run
from tests.kb.text_samples import code, code_article, write


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, Path]:
    """In the second: L3141-5 changed, L3141-6 the same, L3141-8 reworded, L3141-5-1 new."""
    old = [
        code_article(1, "L3141-5", "<p>Un mois d’arrêt ouvre trois jours de congés.</p>"),
        code_article(2, "L3141-6", "<p>Une règle stable.</p>"),
        code_article(4, "L3141-8", "<p>Une régle mal orthographiée.</p>"),
    ]
    versions = [(0, "2020-01-01", "2024-04-24"), (1, "2024-04-24", None)]
    words = "<p>Un mois d’arrêt ouvre deux jours de congés.</p>"
    new = [
        code_article(1, "L3141-5", words, version=1, start="2024-04-24", versions=versions),
        code_article(2, "L3141-6", "<p>Une règle stable.</p>"),
        code_article(4, "L3141-8", "<p>Une règle mal orthographiée.</p>"),
        code_article(5, "L3141-5-1", "<p>Une règle de plus.</p>", start="2024-04-24"),
    ]
    first = write(tmp_path, code("2023-02-17", old), release="2.229.0")
    return first, write(tmp_path, code("2026-03-27", new), release="2.513.0")


@pytest.fixture
def entries(home: Path) -> Path:
    """Two entries: one cites the article that changes, the other the one that is only reworded."""
    folder = home.parent / "fiches" / "affaires-sociales"
    for slug, number in (("touchee", "L3141-5"), ("indemne", "L3141-8")):
        source = f"sources: [{{texte: code-travail, article: {number}, version: 2020-01-01}}]"
        content = ENTRY.replace("sources: []", source).replace("2020-01-10", "2999-01-10")
        content = content.replace("Deux jours par mois", f"Deux jours, selon l’article {number}")
        (folder / f"{slug}.md").write_text(content, encoding="utf-8")
    return folder


def test_importing_says_what_is_new_changed_and_editorial(
    run: Run, releases: tuple[Path, Path]
) -> None:
    first = run("textes", "importer", str(releases[0]), "--json").document
    assert first["textes"] == [
        {
            "texte": "code-travail",
            "articles": 3,
            "nouveaux": 3,
            "modifies": 0,
            "abroges": 0,
            "editoriaux": 0,
        }
    ]
    second = run("textes", "importer", str(releases[1]), "--json").document["textes"][0]
    assert (second["nouveaux"], second["modifies"], second["editoriaux"]) == (1, 1, 1)


def test_an_article_is_shown_as_it_is_and_as_it_was(run: Run, releases: tuple[Path, Path]) -> None:
    run("textes", "importer", *map(str, releases))
    assert "deux jours" in run("textes", "article", "l 3141 5").out
    then = run("textes", "article", "L3141-5", "--le", "2024-01-01", "--json").document
    assert [a["contenu"] for a in then["articles"]] == [
        "Un mois d’arrêt ouvre trois jours de congés."
    ]
    missing = run("textes", "article", "L9999-9")
    assert (missing.status, "L9999-9" in missing.err) == (1, True)


def test_without_texts_one_is_told_to_import_them(run: Run) -> None:
    outcome = run("textes", "article", "L3141-5")
    assert (outcome.status, "textes importer" in outcome.err) == (1, True)


_WHOLE = gzip.compress(b'{"type": "code", "children": []}' * 99, mtime=0)


@pytest.mark.parametrize("content", [b"", b"{", _WHOLE[:-9], _WHOLE[:30], b"[1, 2]"])
def test_a_damaged_release_is_named(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "LEGITEXT000006072050.json.gz"
    file.write_bytes(content)
    outcome = run("textes", "importer", str(file))
    assert outcome.status == 1
    assert file.name in outcome.err
    assert outcome.err.count("\n") == 1


def test_the_law_moves_and_everyone_concerned_is_named(
    run: Run, releases: tuple[Path, Path], entries: Path, store: Store, tmp_path: Path
) -> None:
    assert entries.is_dir()
    run("textes", "importer", str(releases[0]))
    store.upsert_members([Member("0412", "Association Les Tilleuls", "Lille")])
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--json")
    references = {}
    for slug in ("touchee", "indemne"):
        asked = run(*add, "--adherent", "0412", "--texte", "Combien ?").document
        references[slug] = asked["reference"]
        run("question", "repondre", asked["reference"], "--fiche", slug)
    assert run("textes", "changements", "--json").document["a_rappeler"] == []

    run("textes", "importer", str(releases[1]))
    calls = tmp_path / "rappels.csv"
    document = run("textes", "changements", "--rappels", str(calls), "--json").document
    touched = {c["article"]: [f["fiche"] for f in c["fiches"]] for c in document["changements"]}
    assert touched["L3141-5"] == ["touchee"]
    assert touched["L3141-8"] == []
    assert [call["reference"] for call in document["a_rappeler"]] == [references["touchee"]]
    rows = list(csv.DictReader(io.StringIO(calls.read_text("utf-8-sig")), delimiter=";"))
    assert [row["nom_adherent"] for row in rows] == ["Association Les Tilleuls"]
    shown = run("textes", "changements").out
    assert "[-trois-] {+deux+}" in shown
    assert "selon l’article L3141-5" in shown
    assert "0412 Association Les Tilleuls" in shown


def test_a_revised_entry_no_longer_alarms_but_those_told_before_are_still_called(
    run: Run, releases: tuple[Path, Path], entries: Path
) -> None:
    run("textes", "importer", *map(str, releases))
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--json")
    before = run(*add, "--texte", "Combien ?").document["reference"]
    run("question", "repondre", before, "--fiche", "touchee")
    file = entries / "touchee.md"
    file.write_text(file.read_text("utf-8").replace("2020-01-01", "2024-04-24"), "utf-8")
    after = run(*add, "--texte", "Combien ?").document["reference"]
    run("question", "repondre", after, "--fiche", "touchee")
    document = run("textes", "changements", "--json").document
    assert not any(change["fiches"] for change in document["changements"])
    assert [call["reference"] for call in document["a_rappeler"]] == [before]


def test_entries_to_revise_are_those_that_cite_what_changed_or_are_overdue(
    run: Run, releases: tuple[Path, Path], entries: Path
) -> None:
    assert entries.is_dir()
    overdue = run("kb", "a-reviser", "--json").document["fiches"]
    assert [(f["fiche"], f["raison"]) for f in overdue] == [("cp-arret-maladie", "a-revoir")]
    run("textes", "importer", *map(str, releases))
    found = run("kb", "a-reviser", "--json").document["fiches"]
    assert [(f["fiche"], f["raison"]) for f in found] == [
        ("touchee", "texte-modifie"),
        ("cp-arret-maladie", "a-revoir"),
    ]
    article = found[0]["articles"][0]
    assert article["en_vigueur"]["depuis"] == "2024-04-24"
    assert "touchee" in run("kb", "a-reviser").out


def test_changes_may_be_asked_from_a_day(run: Run, releases: tuple[Path, Path]) -> None:
    run("textes", "importer", *map(str, releases))
    document = run("textes", "changements", "--depuis", "2024-04-25", "--json").document
    assert document["depuis"] == "2024-04-25"
    assert "L3141-5" not in [change["article"] for change in document["changements"]]


def test_an_entry_to_revise_comes_with_its_words_its_sentences_and_whom_to_call(
    run: Run, releases: tuple[Path, Path], entries: Path, store: Store, tmp_path: Path
) -> None:
    assert entries.is_dir()
    run("textes", "importer", *map(str, releases))
    store.upsert_members([Member("0412", "Association Les Tilleuls", phone="03 20 00 00 00")])
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--json")
    for slug in ("touchee", "indemne"):
        asked = run(*add, "--adherent", "0412", "--texte", "Combien ?").document["reference"]
        run("question", "repondre", asked, "--fiche", slug)
    calls = tmp_path / "rappels.csv"
    shown = run("kb", "a-reviser", "--rappels", str(calls)).out
    assert "[-trois-] {+deux+}" in shown
    assert "« Deux jours, selon l’article L3141-5, dans la limite de 24 par an. »" in shown
    assert "1 réponse à corriger" in shown
    rows = list(csv.DictReader(io.StringIO(calls.read_text("utf-8-sig")), delimiter=";"))
    assert [(row["fiche"], row["telephone"]) for row in rows] == [("touchee", "03 20 00 00 00")]
    (touched, *_) = run("kb", "a-reviser", "--json").document["fiches"]
    assert touched["reponses_a_corriger"] == 1
    assert touched["articles"][0]["passages"] == [
        "Deux jours, selon l’article L3141-5, dans la limite de 24 par an."
    ]
