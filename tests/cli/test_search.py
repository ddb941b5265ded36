from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from teleconseil.kb.search.meaning import encoders
from tests.cli.conftest import ENTRY, Run
from tests.kb.meaning_samples import WordEncoder
from tests.kb.text_samples import agreement, agreement_article, code, code_article, write


@pytest.fixture
def texts(run: Run, tmp_path: Path) -> None:
    """Two texts imported, of two articles each."""
    articles = [
        code_article(1, "L3141-5", "<p>Périodes assimilées à du travail pour les congés.</p>"),
        code_article(2, "L1234-1", "<p>La durée du préavis de licenciement.</p>"),
    ]
    sections = {
        "Texte de base": [
            agreement_article(11, "22", "<p>Congés payés annuels du personnel.</p>"),
            agreement_article(12, "16", "<p>Préavis en cas de démission.</p>"),
        ]
    }
    files = [
        write(tmp_path, code("2026-03-27", articles)),
        write(tmp_path, agreement(sections)),
    ]
    assert run("textes", "importer", *map(str, files)).status == 0


def test_a_search_gives_the_documented_object(run: Run, texts: None) -> None:  # noqa: ARG001
    document = run("kb", "chercher", "congés arrêt maladie", "--json").document
    assert set(document) == {"requete", "corrigee", "duree_ms", "resultats"}
    assert document["requete"] == "congés arrêt maladie"
    assert document["resultats"][0]["id"] == "cp-arret-maladie"
    assert document["resultats"][0]["genre"] == "fiche"
    for result in document["resultats"]:
        assert set(result) == {"genre", "id", "titre", "extrait", "score"}


def test_scope_and_texts_are_respected(run: Run, texts: None) -> None:  # noqa: ARG001
    def kinds(*options: str) -> list[tuple[str, str]]:
        found = run("kb", "chercher", "congés", "--json", *options).document["resultats"]
        return sorted({(r["genre"], r["id"][:8]) for r in found})

    assert kinds("--portee", "fiches") == [("fiche", "cp-arret")]
    assert kinds("--portee", "textes") == [("article", "KALIARTI"), ("article", "LEGIARTI")]
    assert kinds("--texte", "ccn66") == [("article", "KALIARTI")]
    assert len(run("kb", "chercher", "congés", "-n", "1", "--json").document["resultats"]) == 1


def test_an_article_asked_by_its_number_comes_first(run: Run, texts: None) -> None:  # noqa: ARG001
    found = run("kb", "chercher", "l 1234 1", "--json").document["resultats"]
    assert found[0]["titre"].startswith("L1234-1")


def test_past_questions_come_when_there_is_a_database(run: Run) -> None:
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--json")
    logged = run(*add, "--texte", "Le trajet compte-t-il pendant une astreinte ?").document
    document = run("kb", "chercher", "trajet astreinte", "--json").document
    found = [(r["genre"], r["id"]) for r in document["resultats"]]
    assert ("question", logged["reference"]) in found
    only = run("kb", "chercher", "trajet", "--portee", "questions", "--json").document
    assert [r["id"] for r in only["resultats"]] == [logged["reference"]]


def test_past_questions_are_found_through_a_typo_and_say_why(run: Run) -> None:
    add = ("question", "ajouter", "--canal", "ecrit", "--pole", "affaires-sociales", "--json")
    logged = run(*add, "--texte", "La maladie d’un salarié en cure").document
    alone = ("kb", "chercher", "maldie cure ", "--portee", "fiches,questions", "--expliquer")
    found = [r for r in run(*alone, "--json").document["resultats"] if r["genre"] == "question"]
    assert [r["id"] for r in found] == [logged["reference"]]
    assert {"mots", "récence"} <= set(found[0]["contributions"])


def test_searching_makes_no_database(run: Run, home: Path) -> None:
    assert run("kb", "chercher", "congés").status == 0
    assert not (home / "teleconseil.sqlite").exists()


def test_a_batch_answers_line_by_line_in_order(run: Run, tmp_path: Path) -> None:
    lines = ["congés maladie", "", "[a] \"'();*", "MALADIE", "préavis"]
    file = tmp_path / "lot.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = run("kb", "chercher", "--lot", str(file), "--json").out.splitlines()
    assert [json.loads(line)["requete"] for line in out] == lines
    piped = run("kb", "chercher", "--lot", "-", stdin=file.read_bytes()).out.splitlines()
    ids = [[r["id"] for r in json.loads(line)["resultats"]] for line in out]
    assert ids == [[r["id"] for r in json.loads(line)["resultats"]] for line in piped]


@pytest.mark.parametrize(
    "query",
    ["", " ", "a", "de la", "?!", '"', "AND OR NOT", "🦉", "العربية", "\x1b[31m", "a" * 9999],
    ids=lambda query: repr(query[:12]),
)
def test_no_query_is_an_error(run: Run, query: str) -> None:
    outcome = run("kb", "chercher", query, "--json")
    assert outcome.status == 0
    assert isinstance(outcome.document["resultats"], list)


def test_explaining_adds_what_makes_the_score(run: Run) -> None:
    found = run("kb", "chercher", "congés maladie", "--expliquer", "--json").document["resultats"]
    added = sum(found[0]["contributions"].values())
    assert added == pytest.approx(found[0]["score"], abs=0.01)
    assert 0 < found[0]["couverture"] <= 1
    assert "% des mots" in run("kb", "chercher", "congés maladie", "--expliquer").out
    assert "score" in run("kb", "chercher", "congés maladie", "--expliquer").out


def test_results_are_readable_and_safe(run: Run) -> None:
    shown = run("kb", "chercher", "conges maladie").out
    assert "cp-arret-maladie" in shown
    assert "\x1b" not in shown
    assert "Rien ne répond" in run("kb", "chercher", "zzzzqqqq").out


def test_a_batch_that_is_missing_is_named(run: Run) -> None:
    outcome = run("kb", "chercher", "--lot", "absent.txt")
    assert (outcome.status, "absent.txt" in outcome.err) == (2, True)


def test_editors_measure_what_a_change_does(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "jeu.jsonl"
    rows = [{"requete": "congés maladie", "attendus": ["cp-arret-maladie"]}]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    document = run("kb", "evaluer", str(file), "--json").document
    assert (document["requetes"], document["hit@1"], document["mrr@10"]) == (1, 1, 1)
    assert "nDCG@10" in run("kb", "evaluer", str(file)).out


def test_a_damaged_database_does_not_keep_answers_away(run: Run, home: Path) -> None:
    home.mkdir(parents=True)
    (home / "teleconseil.sqlite").write_bytes(b"pas une base" * 100)
    outcome = run("kb", "chercher", "congés maladie", "--json")
    assert outcome.status == 0
    assert outcome.document["resultats"][0]["id"] == "cp-arret-maladie"
    assert "Sans les questions passées" in outcome.err
    assert run("kb", "chercher", "congés", "--portee", "questions").status == 1


def test_a_mended_word_is_shown_and_can_be_kept_as_it_is(run: Run) -> None:
    shown = run("kb", "chercher", "conges maldie").out
    assert "« maldie » lu « maladie »" in shown
    assert "--tel-quel" in shown
    document = run("kb", "chercher", "conges maldie", "--tel-quel", "--json").document
    assert document["corrigee"] is None
    assert run("kb", "chercher", "maldie", "--tel-quel", "--json").document["resultats"] == []


@pytest.fixture
def meaning(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The extra is installed, with a model that knows a few words; the folder of the entries."""
    monkeypatch.setenv("TELECONSEIL_SENS", "oui")
    monkeypatch.setattr(encoders, "find_encoder", WordEncoder)
    folder = home.parent / "fiches" / "affaires-sociales"
    for rank in range(11):
        (folder / f"fiche-{rank}.md").write_text(ENTRY, encoding="utf-8")
    return folder


def test_the_first_reading_of_what_entries_mean_is_told_before_it_is_waited_for(
    run: Run,
    meaning: Path,  # noqa: ARG001 - installs the extra
    tmp_path: Path,
) -> None:
    trials = tmp_path / "jeu.jsonl"
    trials.write_text('{"requete": "congés", "attendus": ["cp-arret-maladie"]}\n', "utf-8")
    for command in (["chercher", "congés"], ["evaluer", str(trials)]):
        first = run("kb", *command, "--json")
        assert first.document
        assert first.err.startswith("Le sens de 12 fiches est lu une fois")
        assert first.err.count("\n") == 1
        assert run("kb", *command, "--json").err == ""
        shutil.rmtree(tmp_path / "donnees" / "cache")
    assert run("kb", "chercher", "congés", "--sans-sens").err == ""


def test_an_entry_that_has_changed_is_read_without_a_word(run: Run, meaning: Path) -> None:
    run("kb", "chercher", "congés")
    (meaning / "fiche-1.md").write_text(ENTRY.replace("cp maladie", "longue maladie"), "utf-8")
    assert run("kb", "chercher", "congés").err == ""
