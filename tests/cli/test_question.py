from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from teleconseil.domain import Member
from teleconseil.store import Store
from tests.cli.conftest import Outcome, Run

Add = Callable[..., Outcome]


@pytest.fixture
def add(run: Run) -> Add:
    """Log a question; more options may follow."""

    def call(*more: str, text: str = "Combien de congés ?", stdin: bytes | None = None) -> Outcome:
        return run(
            "question",
            "ajouter",
            *("--canal", "ecrit", "--pole", "affaires-sociales", "--texte", text),
            *more,
            stdin=stdin,
        )

    return call


def test_a_logged_question_is_printed_whole(add: Add) -> None:
    document = add("--theme", "conges-payes/maladie-ddadue", "--json").document
    assert document["reference"].startswith("TC-")
    assert document["statut"] == "nouvelle"
    assert document["theme"] == "conges-payes/maladie-ddadue"
    assert document["echeance"] is not None
    assert [event["genre"] for event in document["evenements"]] == ["creee"]
    assert document["evenements"][0]["par"] == "Anne"
    assert document["sources"] == []


def test_a_moment_is_read_at_the_clock_of_the_service(
    add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = ("--recue", "2024-07-01T09:30", "--repondue", "--duree", "130", "--json")
    paris = add(*more).document
    assert paris["recue_le"] == "2024-07-01T09:30:00+02:00"
    assert (paris["statut"], paris["conseiller"], paris["duree_s"]) == ("repondue", "Anne", 130)
    monkeypatch.setenv("TELECONSEIL_FUSEAU", "Indian/Reunion")
    assert add(*more).document["recue_le"] == "2024-07-01T09:30:00+04:00"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-02-30T10:00", "n’est pas une date"),
        ("hier", "2026-11-20T09:30"),
        ("2024-07-01", "2026-11-20T09:30"),
        ("2024-03-31T02:30", "n’existe pas"),
        ("2999-01-01T00:00", "avenir"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(add: Add, moment: str, said: str) -> None:
    outcome = add("--recue", moment)
    assert outcome.status == 2
    assert said in outcome.err


def test_the_text_comes_from_standard_input(add: Add) -> None:
    document = add("--json", text="-", stdin="Été [1]\r\n\x1b[31mrouge".encode()).document
    assert document["texte"] == "Été [1]\nrouge"
    latin = add("--json", text="-", stdin="congés payés".encode("latin-1")).document
    assert latin["texte"] == "congés payés"


@pytest.mark.parametrize(
    "text", ["[bold]x[/]", "=HYPERLINK(1)", "‮renversé", "a" * 1000, "emoji 🦉", "\udc80seul"]
)
def test_hostile_words_are_kept_and_harmless(add: Add, run: Run, text: str) -> None:
    reference = add("--json", text=text).document["reference"]
    shown = run("question", "montrer", reference)
    assert shown.status == 0
    assert "‮" not in shown.out
    assert text.strip("‮")[:20].replace("\udc80", "\ufffd") in shown.out


def test_an_empty_or_endless_text_is_refused(add: Add) -> None:
    assert "vide" in add(text=" \n ").err
    assert "200000" in add(text="-", stdin=b"a" * 10_000_000).err.replace(" ", "")


def test_an_unknown_pole_and_theme_are_named_with_those_there_are(run: Run, add: Add) -> None:
    outcome = run("question", "ajouter", "--canal", "ecrit", "--pole", "rh", "--texte", "x")
    assert (outcome.status, "affaires-sociales" in outcome.err) == (2, True)
    outcome = add("--theme", "conge-paye")
    assert (outcome.status, "conges-payes" in outcome.err) == (2, True)


def test_an_unknown_member_brings_the_nearest_ones(add: Add, store: Store) -> None:
    store.upsert_members([Member("0412", "Association Les Tilleuls", "Lille")])
    assert (
        add("--adherent", "0412", "--json").document["nom_adherent"] == "Association Les Tilleuls"
    )
    outcome = add("--adherent", "Tileuls")
    assert outcome.status == 1
    assert "0412 Association Les Tilleuls" in outcome.err


def test_a_question_goes_from_hand_to_hand(add: Add, run: Run) -> None:
    reference = add("--json").document["reference"]
    short = reference.removeprefix("TC-").replace("-0000", "-")
    assert run("question", "prendre", short, "--conseiller", "Bob").status == 0
    refused = run("question", "prendre", reference)
    assert (refused.status, "Bob" in refused.err) == (1, True)
    assert run("question", "attendre", reference, "--texte", "un document").status == 0
    moved = run(
        *("question", "transferer", reference, "--vers", "offre-sociale-medico-sociale"),
        *("--texte", "pour vous", "--json"),
    ).document
    assert (moved["pole"], moved["conseiller"]) == ("offre-sociale-medico-sociale", None)
    answered = run(
        *("question", "repondre", reference, "--texte", "Deux jours.", "--json"),
        *("--fiche", "cp-arret-maladie", "--conseiller", "Chloé"),
    ).document
    assert (answered["statut"], answered["reponse"]) == ("repondue", "Deux jours.")
    assert answered["conseiller"] == "Chloé"
    assert [source["id"] for source in answered["sources"]] == ["cp-arret-maladie"]
    kinds = [event["genre"] for event in answered["evenements"]]
    assert kinds == ["creee", "prise", "mise-en-attente", "transferee", "repondue"]


def test_the_entry_used_is_kept_word_for_word(add: Add, run: Run, store: Store) -> None:
    reference = add("--json").document["reference"]
    run("question", "repondre", reference, "--fiche", "cp-arret-maladie")
    version = store.sources(reference)[0].version
    kept = store.entry_version(version)
    assert kept is not None
    assert "2 jours ouvrables" in kept


def test_what_was_said_can_be_shown_once_the_entry_has_changed(
    add: Add, run: Run, home: Path
) -> None:
    reference = add("--json").document["reference"]
    run("question", "repondre", reference, "--fiche", "cp-arret-maladie")
    file = home.parent / "fiches" / "affaires-sociales" / "cp-arret-maladie.md"
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("2 jours", "3 jours"), encoding="utf-8")
    (source,) = run("question", "montrer", reference, "--json").document["sources"]
    assert source["contenu"] == said

    versions = run("kb", "historique", "cp-arret-maladie", "--json").document["versions"]
    assert [(v["actuelle"], v["reponses"]) for v in versions] == [(True, 0), (False, 1)]
    assert versions[1]["contenu"] == said
    whole = run("kb", "historique", "cp-arret-maladie", "--version", source["version"][:6])
    assert whole.out.rstrip("\n") == said.rstrip("\n")
    shown = run("kb", "historique", "cp-arret-maladie", "--differences").out
    assert "[-2-]" in shown
    assert "{+3+}" in shown
    file.unlink()
    assert "1 version." in run("kb", "historique", "cp-arret-maladie").out
    missing = run("kb", "historique", "cp-arret-maladie", "--version", "ffff")
    assert (missing.status, source["version"][:7] in missing.err) == (1, True)
    assert run("kb", "historique", "inconnue").status == 1


def test_an_unknown_entry_brings_the_nearest_and_answers_nothing(add: Add, run: Run) -> None:
    reference = add("--json").document["reference"]
    outcome = run("question", "repondre", reference, "--texte", "x", "--fiche", "cp-arret-maladi")
    assert (outcome.status, "cp-arret-maladie" in outcome.err) == (1, True)
    assert run("question", "montrer", reference, "--json").document["statut"] == "nouvelle"


def test_a_cancelled_question_is_no_longer_counted(add: Add, run: Run) -> None:
    reference = add("--recue", "2024-07-01T09:30", "--json").document["reference"]
    year = ("exporter", "comptages", "--de", "2024-01", "--a", "2024-12", "--format", "json")
    assert run(*year).document["total"] == 1
    assert run("question", "annuler", reference, "--texte", "double").status == 0
    assert run(*year).document["total"] == 0
    assert run("question", "annuler", reference).status == 1


def test_an_unknown_reference_is_a_sentence(run: Run) -> None:
    outcome = run("question", "montrer", "2026-999")
    assert (outcome.status, "TC-2026-000999" in outcome.err) == (1, True)
