"""A letter is filled with what is known of its question, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.config import Settings
from teleconseil.desk.capture import CallForm
from teleconseil.desk.letters import fill_letter, not_logged_yet
from teleconseil.desk.reference import ReferenceData
from teleconseil.domain import Channel, Establishment, Member, Pole, Question, Status, Topic
from teleconseil.kb.entry import parse_entry
from teleconseil.kb.model import Entry
from teleconseil.kb.templates import KNOWN_FIELDS, Filled
from tests.kb.entry_samples import entry_text

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
SETTINGS = Settings("sqlite://", Path(), Path(), "Anne Bernard")
REFERENCE = ReferenceData(
    (Pole("affaires-sociales", "Affaires sociales", "AS"),),
    (Topic("cp", "Congés payés", "affaires-sociales"), Topic("cp/maladie", "Maladie", "x")),
    {},
)
MEMBER = Member("0412", "Les Tilleuls", "Lille", phone="03 20", email="a@tilleuls.example")
PLACE = Establishment("0412-01", "0412", "IME Les Iris", town="Roubaix")
QUESTION = Question(
    reference="TC-2026-000041",
    channel=Channel.WRITTEN,
    pole="affaires-sociales",
    status=Status.IN_PROGRESS,
    text="Première ligne\nSeconde ligne",
    received_at=datetime(2026, 11, 29, 23, 30, tzinfo=UTC),
    version=1,
    topic="cp/maladie",
    member_number="0412",
    member_name="Les Tilleuls",
    establishment_name="IME Les Iris",
    contact="Mme Roux",
    advisor="Boris Caron",
    due_at=datetime(2026, 12, 2, 10, 0, tzinfo=UTC),
)


def letter_of(*lines: str) -> Entry:
    """A template whose letter has these lines."""
    text = "\n".join(lines)
    return parse_entry(
        Path("m.md"), entry_text(f"\n**En bref** — X.\n\n## Modèle\n\n{text}\n", type="modele")
    )


EVERYTHING = letter_of(*(f"{name} = {{{{{name}}}}}" for name in KNOWN_FIELDS))


def filled(entry: Entry = EVERYTHING, question: Question = QUESTION, **changes: Any) -> Filled:
    keywords: dict[str, Any] = {
        "member": MEMBER,
        "establishment": PLACE,
        "reference": REFERENCE,
        "settings": SETTINGS,
        "now": NOW,
    }
    return fill_letter(entry, question, **{**keywords, **changes})


def test_every_known_field_gets_its_value() -> None:
    letter = filled()
    assert letter.missing == ()
    said = dict(line.split(" = ", 1) for line in letter.text.splitlines() if " = " in line)
    assert said == {
        "association": "Les Tilleuls",
        "numero_adherent": "0412",
        "ville": "Lille",
        "telephone_association": "03 20",
        "courriel_association": "a@tilleuls.example",
        "etablissement": "IME Les Iris",
        "contact": "Mme Roux",
        "reference": "TC-2026-000041",
        "question": "Première ligne",
        "theme": "Congés payés › Maladie",
        "pole": "Affaires sociales",
        "conseiller": "Boris Caron",
        "date": "1er décembre 2026",
        "date_reception": "30 novembre 2026",
        "echeance": "2 décembre 2026",
    }
    assert "question = Première ligne\nSeconde ligne\n" in letter.text


def test_what_is_not_known_stays_in_sight() -> None:
    bare = replace(
        QUESTION,
        reference="",
        member_number=None,
        member_name="",
        establishment_name="",
        contact="",
        topic=None,
        advisor=None,
        due_at=None,
    )
    letter = filled(letter_of("{{contact}} {{ville}}", "{{salarie}} {{conseiller}}"), bare,
                    member=None, establishment=None)  # fmt: skip
    assert letter.text == "{{contact}} {{ville}}\n{{salarie}} Anne Bernard"
    assert letter.missing == ("contact", "ville", "salarie")


def test_the_town_of_the_establishment_serves_when_the_member_has_none() -> None:
    entry = letter_of("À {{ville}}")
    assert filled(entry, member=replace(MEMBER, town="")).text == "À Roubaix"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("{{date}} [bold]x[/]", "((date)) [bold]x[/]"),
        ("Les\nTilleuls\r\n{{salarie}}", "Les Tilleuls ((salarie))"),
        ("\x1b[31mrouge\u202e", "rouge"),
        (r"\g<0> \1", r"\g<0> \1"),
        ("**gras** [[lien]]", "**gras** [[lien]]"),
    ],
)
def test_a_hostile_name_is_a_name(name: str, said: str) -> None:
    entry = letter_of("{{association}}, {{salarie}}")
    letter = filled(entry, member=replace(MEMBER, name=name))
    assert letter.text == f"{said}, {{{{salarie}}}}"
    assert letter.missing == ("salarie",)


@given(st.text(), st.text(), st.text())
def test_no_value_adds_a_field_or_a_line_to_an_address(name: str, contact: str, text: str) -> None:
    entry = letter_of("{{association}} / {{contact}}", "{{question}}", "{{salarie}}")
    letter = filled(
        entry,
        replace(QUESTION, member_name=name, contact=contact, text=text),
        member=replace(MEMBER, name=name),
    )
    assert set(letter.missing) <= {"association", "contact", "question", "salarie"}
    assert "salarie" in letter.missing
    assert letter.text.endswith("{{salarie}}")
    assert " / " in letter.text.split("\n", 1)[0]


def test_a_question_not_logged_yet_has_its_deadline_and_no_reference() -> None:
    form = CallForm(
        channel=Channel.WRITTEN,
        pole="affaires-sociales",
        text="Combien de jours ?",
        started_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        member_number="0412",
        contact="Mme Roux",
    )
    letter = filled(question=not_logged_yet(form, SETTINGS), establishment=None)
    assert letter.missing == ("etablissement", "reference", "theme")
    assert "echeance = 25 novembre 2026" in letter.text
    assert "conseiller = Anne Bernard" in letter.text
