"""Letters of the knowledge base used for a question: filled, completed field by field, copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from teleconseil.domain import Channel, Member, NewQuestion, QuestionFilter, SourceKind, Status
from teleconseil.screens.lecture import ReadingScreen
from teleconseil.screens.question import QuestionScreen
from teleconseil.store import Store
from teleconseil.widgets.fields import TextField
from tests.kb.entry_samples import entry_text, put
from tests.screens.conftest import MakeDesk
from tests.screens.driving import desk_app, one, opened, screen_text, settle, write
from tests.screens.small_desk import AS, ME, NOW, SICK_LEAVE

SIZE = (120, 40)
MINE = "TC-2026-000041"
WORDS = "attestation zéphyr"
"""Words that only the letter has."""

LETTER = """
**En bref** — À envoyer avec le zéphyr.

## Modèle

{{association}}
À {{ville}}, le {{date}}

Objet : {{reference}}, **{{theme}}**

Bonjour {{contact}}, vous écriviez le {{date_reception}} :
{{question}}

{{precisions_demandees}}, avant le {{date_limite}}.
{{conseiller}}, {{pole}}

## À vérifier avec l’adhérent

- Rien.
"""


@pytest.fixture
def letter(home: Path) -> str:
    """A letter in the knowledge base of the desk; its slug."""
    content = entry_text(
        LETTER,
        titre='"Lettre : attestation zéphyr"',
        type="modele",
        themes=f"[{SICK_LEAVE}]",
        mots_cles="[zéphyr]",
        sources="[]",
    )
    put(home / "fiches", "modele-zephyr", content, pole=AS)
    return "modele-zephyr"


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


def answer(pilot: Pilot[None]) -> TextField:
    return one(pilot, "#reponse", TextField)


async def answer_with_letter(pilot: Pilot[None], store: Store, reference: str) -> None:
    """Open the question, look the letter up, use it."""
    pilot.app.push_screen(QuestionScreen(store.question(reference), answering=True))
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, QuestionScreen)
    screen.look_up_words(WORDS)
    await settle(pilot)
    await press(pilot, "ctrl+l")


async def test_a_question_is_answered_by_a_letter_filled_field_by_field(
    desk: MakeDesk, store: Store, letter: str
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await answer_with_letter(pilot, store, MINE)
        assert answer(pilot).text == (
            "Association Les Tilleuls\nÀ Lille, le 24 novembre 2026\n\n"
            f"Objet : {MINE}, Congés payés › Maladie et DDADUE\n\n"
            "Bonjour directrice des ressources humaines, vous écriviez le 23 novembre 2026 :\n"
            "Congés trimestriels et arrêt de travail : les jours sont-ils perdus ?\n\n"
            "{{precisions_demandees}}, avant le {{date_limite}}.\n"
            f"{ME}, Affaires sociales"
        )
        said = " ".join(screen_text(pilot).split())
        assert (
            "2 champs restent à remplir : precisions_demandees, date_limite. F10 pour y aller."
            in said
        )
        assert "F10 Champ suivant" in screen_text(pilot).splitlines()[-1]
        await press(pilot, "f10")
        assert answer(pilot).selected_text == "{{precisions_demandees}}"
        await write(pilot, "La date d’embauche")
        await press(pilot, "f10")
        assert answer(pilot).selected_text == "{{date_limite}}"
        assert "1 champ reste à remplir : date_limite." in screen_text(pilot)
        await write(pilot, "2 décembre")
        await settle(pilot)
        assert "La date d’embauche, avant le 2 décembre.\n" in answer(pilot).text
        assert "F10" not in screen_text(pilot).splitlines()[-1]
        await press(pilot, "ctrl+s")
    assert store.question(MINE).status is Status.ANSWERED
    assert "avant le 2 décembre." in store.question(MINE).answer
    (source,) = store.sources(MINE)
    assert (source.kind, source.ident) == (SourceKind.ENTRY, letter)


async def test_on_a_call_the_letter_is_filled_with_what_the_form_holds(
    desk: MakeDesk, store: Store, letter: str
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, "f2")
        await write(pilot, "til")
        await press(pilot, "enter")
        await write(pilot, WORDS)
        await settle(pilot)
        one(pilot, "#contact", Input).value = "Mme Roux"
        await press(pilot, "ctrl+l")
        text = answer(pilot).text
        assert text.startswith("Association Les Tilleuls\nÀ Lille, le 24 novembre 2026\n")
        assert f"Bonjour Mme Roux, vous écriviez le 24 novembre 2026 :\n{WORDS}\n" in text
        assert "Objet : {{reference}}, Congés payés › Maladie et DDADUE" in text
        said = " ".join(screen_text(pilot).split())
        assert "3 champs restent à remplir : reference, precisions_demandees, date_limite." in said
        await press(pilot, "f10")
        assert desk_app(pilot).focused is answer(pilot)
        assert answer(pilot).selected_text == "{{reference}}"
        await press(pilot, "ctrl+s")
    (question,) = store.stream_questions(
        QuestionFilter(statuses=frozenset({Status.ANSWERED}), received_from=NOW)
    )
    assert question.answer == text
    assert [source.ident for source in store.sources(question.reference)] == [letter]


async def test_a_written_question_gives_its_day_of_reception_and_its_deadline(
    desk: MakeDesk, home: Path
) -> None:
    body = LETTER.replace("{{date_limite}}", "{{echeance}}")
    put(home / "fiches", "modele-zephyr", entry_text(body, type="modele", mots_cles="[zéphyr]",
        titre='"Lettre : attestation zéphyr"', sources="[]"))  # fmt: skip
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, "f3")
        one(pilot, "#recue", Input).value = "20/11 9 h 30"
        one(pilot, "#question", TextField).text = WORDS
        await settle(pilot)
        await press(pilot, "ctrl+l")
        assert "vous écriviez le 20 novembre 2026" in answer(pilot).text
        assert "avant le 24 novembre 2026." in answer(pilot).text
        assert answer(pilot).text.startswith("{{association}}\nÀ {{ville}}, ")
        answer(pilot).text = ""
        one(pilot, "#recue", Input).value = "le 45 brumaire"
        await settle(pilot)
        await press(pilot, "ctrl+l")
        assert answer(pilot).text == ""
        assert "« le 45 brumaire » n’est pas une date" in " ".join(screen_text(pilot).split())


async def test_fields_are_gone_round_and_none_left_is_said(
    desk: MakeDesk, store: Store, letter: str
) -> None:
    del letter
    app = desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await answer_with_letter(pilot, store, MINE)
        chosen = []
        for _ in range(3):
            await press(pilot, "f10")
            chosen.append(answer(pilot).selected_text)
        assert chosen == ["{{precisions_demandees}}", "{{date_limite}}", "{{precisions_demandees}}"]
        answer(pilot).text = "Tout est rempli."
        await settle(pilot)
        await press(pilot, "f10")
        assert answer(pilot).text == "Tout est rempli."
        assert answer(pilot).selected_text == ""


async def test_a_hostile_question_adds_no_field_to_the_letter(
    desk: MakeDesk, store: Store, letter: str
) -> None:
    del letter
    asked = store.add_question(
        NewQuestion(
            Channel.WRITTEN,
            AS,
            "{{date_limite}} [bold]x[/] \x1b[31m\u202e\nseconde {{ligne}} **y**",
            contact="{{reference}}\n[link=x]Mme[/link]",
            member_number="1033",
            due_at=NOW,
        ),
        by="accueil",
    )
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await answer_with_letter(pilot, store, asked.reference)
        text = answer(pilot).text
        assert text.startswith("Les Horizons [APEI]\nÀ Lyon, ")
        assert "Bonjour ((reference)) [link=x]Mme[/link], vous" in text
        assert "((date_limite)) [bold]x[/] \nseconde ((ligne)) **y**\n" in text
        assert text.count("{{") == 3  # the theme, the precisions, the last day
        await press(pilot, "f10", "f10", "f10", "f10")
        assert answer(pilot).selected_text == "{{theme}}"


async def test_the_letter_is_copied_from_the_answer_for_an_e_mail(
    desk: MakeDesk, store: Store, letter: str
) -> None:
    del letter
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await answer_with_letter(pilot, store, MINE)
        await press(pilot, "alt+c")
        assert app.clipboard == answer(pilot).text
        said = " ".join(screen_text(pilot).split())
        assert "Réponse copiée" in said
        assert "2 champs restent à remplir" in said


async def test_base_copies_the_letter_and_not_when_to_use_it(desk: MakeDesk, letter: str) -> None:
    del letter
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, "f5")
        await write(pilot, "zéphyr")
        await settle(pilot)
        await press(pilot, "ctrl+b")
        assert app.clipboard.startswith("{{association}}\nÀ {{ville}}, le {{date}}\n\nObjet :")
        assert "**" not in app.clipboard
        assert "À vérifier" not in app.clipboard
        assert "12 champs à remplir" in " ".join(screen_text(pilot).split())
        app.copy_to_clipboard("")
        await press(pilot, "enter")
        assert isinstance(app.screen, ReadingScreen)
        await press(pilot, "ctrl+b")
        assert app.clipboard.startswith("{{association}}\nÀ {{ville}}, le {{date}}\n\nObjet :")


def test_a_member_of_the_directory_is_found_by_its_establishment() -> None:
    from teleconseil.desk.members import MemberDirectory
    from tests.screens.small_desk import ESTABLISHMENTS, MEMBERS

    directory = MemberDirectory(MEMBERS, ESTABLISHMENTS)
    found = directory.establishment("0412-01")
    assert found is not None
    assert found.name == "IME Les Iris"
    assert directory.establishment("9999-01") is None
    assert isinstance(directory.get(found.member_number), Member)
