"""``kb modele``: a letter on standard output, what is left to fill on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest

from teleconseil.desk.reference import load_reference_data, sync
from teleconseil.domain import Channel, Establishment, Member, NewQuestion
from teleconseil.store import Store
from tests.cli.conftest import Run
from tests.kb.entry_samples import entry_text, put

LETTER = """
**En bref** — Quand s’en servir.

## Modèle

{{association}}, {{ville}}
{{etablissement}} — {{reference}} — {{theme}} — {{pole}}

Bonjour {{contact}},
{{question}}

{{salarie}}, {{adresse_salarie}}
{{conseiller}}

## À vérifier avec l’adhérent

- Rien.
"""


@pytest.fixture
def letter(home: Path) -> str:
    content = entry_text(
        LETTER,
        type="modele",
        titre='"Lettre : essai"',
        themes="[conges-payes/maladie-ddadue]",
        sources="[]",
        a_revoir_le="2999-01-01",
    )
    put(home.parent / "fiches", "modele-essai", content)
    return "modele-essai"


@pytest.fixture
def reference(store: Store, home: Path) -> str:
    """A question that is known well."""
    sync(store, load_reference_data(home.parent / "fiches"))
    store.upsert_members([Member("0412", "Les Tilleuls {{salarie}}", "Lille")])
    store.upsert_establishments([Establishment("0412-01", "0412", "IME Les Iris")])
    asked = NewQuestion(
        Channel.WRITTEN,
        "affaires-sociales",
        "Combien de jours ?\nEt quand ?",
        topic="conges-payes/maladie-ddadue",
        member_number="0412",
        establishment_code="0412-01",
        contact="Mme Roux\nDRH",
    )
    return store.add_question(asked, by="Anne").reference


def test_the_letter_comes_out_alone_and_what_is_left_beside_it(
    run: Run, letter: str, reference: str
) -> None:
    outcome = run("kb", "modele", letter, "--question", reference)
    assert outcome.status == 0
    assert outcome.out == (
        "Les Tilleuls ((salarie)), Lille\n"
        f"IME Les Iris — {reference} — Congés payés › Maladie et DDADUE — Affaires sociales\n\n"
        "Bonjour Mme Roux DRH,\nCombien de jours ?\nEt quand ?\n\n"
        "{{salarie}}, {{adresse_salarie}}\nAnne\n"
    )
    assert outcome.err == "2 champs restent à remplir : salarie, adresse_salarie.\n"


def test_in_json_with_a_short_reference(run: Run, letter: str, reference: str) -> None:
    short = reference.removeprefix("TC-").replace("-00000", "-")
    document = run("kb", "modele", letter, "--question", short, "--json").document
    assert document["restent"] == ["salarie", "adresse_salarie"]
    assert document["question"] == reference
    assert document["texte"].startswith("Les Tilleuls")
    assert set(document) == {*("fiche", "titre", "version", "etat", "question", "texte", "restent")}


def test_without_a_question_the_letter_is_as_it_was_written(run: Run, letter: str) -> None:
    outcome = run("kb", "modele", letter)
    assert outcome.out.startswith("{{association}}, {{ville}}\n")
    assert outcome.err.startswith("11 champs restent à remplir : association, ville,")


def test_without_a_name_the_letters_are_listed(run: Run, letter: str) -> None:
    assert run("kb", "modele").out == f"{letter}  Lettre : essai\n"
    assert run("kb", "modele", "--json").document == {
        "modeles": [{"fiche": letter, "titre": "Lettre : essai"}]
    }


def test_an_entry_past_its_review_is_said(run: Run, home: Path, letter: str) -> None:
    file = home.parent / "fiches" / "affaires-sociales" / f"{letter}.md"
    file.write_text(file.read_text("utf-8").replace("2999-01-01", "2020-01-01"), encoding="utf-8")
    assert "« à revoir »" in run("kb", "modele", letter).err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["modele-esai"], 1, "Vouliez-vous : modele-essai ?"),
        (["cp-arret-maladie"], 1, "n’est pas un modèle"),
        (["\x1b[31mzzz\nzzz"], 1, "Aucun modèle ne s’appelle « zzz zzz »"),
        (["modele-essai", "--question", "hier"], 2, "n’est pas une référence de question"),
        (["modele-essai", "--question", "2026-999999"], 1, "TC-2026-999999"),
    ],
)
def test_what_does_not_exist_is_a_sentence(
    run: Run, letter: str, arguments: list[str], status: int, said: str
) -> None:
    del letter
    outcome = run("kb", "modele", *arguments)
    assert (outcome.status, outcome.out) == (status, "")
    assert outcome.err.count("\n") == 1
    assert said in outcome.err


def test_a_letter_without_its_section_is_a_sentence(run: Run, home: Path) -> None:
    put(home.parent / "fiches", "vide", entry_text(type="modele", titre="Vide"))
    outcome = run("kb", "modele", "vide")
    assert (outcome.status, "n’a pas de section « Modèle »" in outcome.err) == (1, True)
