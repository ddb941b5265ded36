"""One question driven to its answer: the panel, the draft, the sources, colleagues meanwhile."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from teleconseil.desk import triage
from teleconseil.domain import (
    Channel,
    EventKind,
    NewQuestion,
    Question,
    QuestionChange,
    QuestionSource,
    SourceKind,
    Status,
)
from teleconseil.screens.question import QuestionScreen
from teleconseil.screens.triage import TriageScreen
from teleconseil.store import Store
from teleconseil.widgets.live_panel import LivePanel
from tests.screens.conftest import MakeDesk, Snap
from tests.screens.driving import (
    desk_app,
    one,
    opened,
    read_beside,
    screen_text,
    settle,
    until,
    write,
)
from tests.screens.small_desk import AS, COLLEAGUE, ME, NOW, SICK_ENTRY

SIZE = (120, 40)
MINE, FREE = "TC-2026-000041", "TC-2026-000043"


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def open_question(
    pilot: Pilot[None], store: Store, reference: str, *, answering: bool = False
) -> None:
    pilot.app.push_screen(QuestionScreen(store.question(reference), answering=answering))
    await settle(pilot)


def dossier(pilot: Pilot[None]) -> str:
    """What the left side says, however it is wrapped."""
    parts = ("#dossier-tete", "#dossier-texte", "#reponse-donnee", "#utilisees", "#journal")
    return "\n".join(str(one(pilot, part, Static).render()) for part in parts)


def said(pilot: Pilot[None]) -> str:
    """The line at the bottom."""
    message = desk_app(pilot).said
    return message.text if message else ""


async def test_a_written_question_is_answered_with_an_entry_in_four_keys(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, "right")  # « Sans personne »: the first one is about replacing
        screen = app.screen
        assert isinstance(screen, TriageScreen)
        await press(pilot, "w")
        assert store.question(FREE).advisor == ME
        assert isinstance(app.focused, TextArea)
        await write(pilot, "Oui : reprise totale.")
        await press(pilot, "ctrl+s")
        answered = store.question(FREE)
        assert (answered.status, answered.answer) == (Status.ANSWERED, "Oui : reprise totale.")
        assert app.screen is screen
        assert f"{FREE} répondue — u pour défaire" in screen_text(pilot)
        await press(pilot, "u")
        assert store.question(FREE).status is Status.IN_PROGRESS
        assert store.question(FREE).answer == ""


async def test_using_an_entry_records_its_exact_version(desk: MakeDesk, store: Store) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await open_question(pilot, store, MINE, answering=True)
        assert app.services is not None
        entry = app.services.entry(SICK_ENTRY)
        assert entry is not None
        screen = app.screen
        assert isinstance(screen, QuestionScreen)
        source = QuestionSource(SourceKind.ENTRY, entry.slug, entry.version, entry.title)
        screen.source_used(source, entry.short_answer)
        await settle(pilot)
        assert f"↳ {entry.title} · version {entry.version[:7]}" in dossier(pilot)
        await press(pilot, "ctrl+s")
    assert store.sources(MINE) == [source]
    assert store.question(MINE).answer == entry.short_answer


async def test_the_whole_question_is_there_with_its_journal(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        triage.follow_up(store, store.question(MINE), by=COLLEAGUE, note="a rappelé deux fois")
        await open_question(pilot, store, MINE)
        shown = dossier(pilot)
    assert "Congés trimestriels et arrêt de travail : les jours sont-ils perdus ?" in shown
    assert "directrice des ressources humaines · IME Les Iris" in shown
    assert "Affaires sociales" in shown
    assert "Congés payés › Maladie et DDADUE" in shown
    assert f"relancée, {COLLEAGUE} — a rappelé deux fois" in shown
    assert f"en cours, {ME}" in shown


async def test_a_past_answer_shows_its_sources_and_what_changed_since(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await open_question(pilot, store, "TC-2026-000040")
        shown = dossier(pilot)
        assert "Deux jours par mois d’arrêt." in shown
        assert "↳ Arrêt maladie · version 0000000 · fiche modifiée depuis" in shown
        assert not one(pilot, "#reponse", TextArea).display


# --- nothing typed is lost


async def test_an_answer_begun_is_found_again(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await open_question(pilot, store, MINE, answering=True)
        await write(pilot, "Les jours [ne] sont pas")
        await press(pilot, "escape")
        await until(pilot, lambda: store.drafts(ME), "the draft is kept")
        await open_question(pilot, store, MINE)
        assert one(pilot, "#reponse", TextArea).text == "Les jours [ne] sont pas"
        assert "La réponse commencée a été retrouvée." in screen_text(pilot)


async def test_a_stale_save_says_what_changed_and_keeps_the_text(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await open_question(pilot, store, MINE, answering=True)
        await write(pilot, "Non.")
        store.change(
            MINE,
            QuestionChange(note="Voir aussi la paie"),
            by=COLLEAGUE,
            version=store.question(MINE).version,
            kind=EventKind.EDITED,
        )
        await press(pilot, "ctrl+s")
        shown = dossier(pilot)
        assert "a changé entre-temps (note), rien n’a été enregistré" in said(pilot)
        assert "Voir aussi la paie" in shown
        assert one(pilot, "#reponse", TextArea).text == "Non."
        assert store.question(MINE).status is Status.IN_PROGRESS
        await press(pilot, "ctrl+s")
        assert store.question(MINE).answer == "Non."


async def test_what_a_colleague_answers_meanwhile_is_told_and_ones_text_stays(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await open_question(pilot, store, MINE, answering=True)
        await write(pilot, "Ma réponse à moi")
        triage.answer(store, store.question(MINE), by=COLLEAGUE, answer="La sienne")
        app.screen._refresh_if_seen()  # type: ignore[attr-defined]
        await settle(pilot)
        shown = dossier(pilot)
        assert f"{MINE} vient d’être répondue par {COLLEAGUE}." in said(pilot)
        assert "La sienne" in shown
        assert one(pilot, "#reponse", TextArea).text == "Ma réponse à moi"
        assert one(pilot, "#reponse", TextArea).display
        await press(pilot, "ctrl+s")
        assert store.question(MINE).answer == "La sienne"


async def test_what_a_colleague_took_cannot_be_answered_by_mistake(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await open_question(pilot, store, FREE)
        triage.take(store, store.question(FREE), by=COLLEAGUE)
        await press(pilot, "w")
        assert f"déjà prise par {COLLEAGUE}" in said(pilot)
        one(pilot, "#reponse", TextArea).text = "Oui."
        await settle(pilot)
        await press(pilot, "ctrl+s")
        assert store.question(FREE).status is Status.IN_PROGRESS
        assert store.question(FREE).advisor == COLLEAGUE


async def test_a_database_that_disappears_keeps_what_is_typed(
    desk: MakeDesk, store: Store, broken_store: object
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await open_question(pilot, store, MINE, answering=True)
        await write(pilot, "Non.")
        broken_store()  # type: ignore[operator]
        await press(pilot, "ctrl+s")
        assert "La base ne répond plus." in screen_text(pilot)
        assert one(pilot, "#reponse", TextArea).text == "Non."


# --- at 80 columns


async def test_at_80_columns_the_panel_takes_the_place_of_the_question_and_gives_it_back(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await open_question(pilot, store, MINE)
        assert not one(pilot, "#volets", LivePanel).display
        await press(pilot, "ctrl+g")
        assert "Arrêt maladie : combien de congés payés ?" in screen_text(pilot)
        await press(pilot, "escape")
        assert "les jours sont-ils perdus ?" in dossier(pilot)


async def test_hostile_text_is_read_as_it_is(desk: MakeDesk, store: Store) -> None:
    logged = store.add_question(
        NewQuestion(
            Channel.WRITTEN,
            AS,
            "[b]Question[/] \x1b]0;titre\x07 \u202egauche [/nothing]",
            status=Status.ANSWERED,
            answer="[red]Réponse[/]",
            note="[/]",
            contact="[@click=app.quit]moi[/]",
            received_at=NOW - timedelta(days=1),
        ),
        by="accueil",
    )
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await open_question(pilot, store, logged.reference)
        shown = dossier(pilot)
    for text in ("[b]Question[/]  gauche [/nothing]", "[red]Réponse[/]", "[@click=app.quit]moi[/]"):
        assert text in shown


def test_a_question_looks_right(desk: MakeDesk, snap: Snap, store: Store) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await open_question(pilot, store, MINE)
        await read_beside(pilot)

    assert snap(desk(), act)


def test_an_answered_question_looks_right(desk: MakeDesk, snap: Snap, store: Store) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await open_question(pilot, store, "TC-2026-000040")
        await read_beside(pilot)

    assert snap(desk(), act)


@pytest.fixture
def slow_write(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Answers are written only once this is set."""
    released, written = Event(), triage.answer

    def answer(*args: Any, **keywords: Any) -> Question:
        released.wait(20)
        return written(*args, **keywords)

    monkeypatch.setattr(triage, "answer", answer)
    return released


async def test_leaving_while_the_answer_is_written_loses_neither_the_word_nor_the_undoing(
    desk: MakeDesk, store: Store, slow_write: Event
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await open_question(pilot, store, MINE, answering=True)
        await write(pilot, "Oui.")
        await settle(pilot)
        await pilot.press("ctrl+s", "escape", "escape")
        slow_write.set()
        await settle(pilot)
        assert isinstance(app.screen, TriageScreen)
        assert said(pilot) == f"{MINE} répondue — u pour défaire"
        assert not any(MINE in draft.ident for draft in store.drafts(ME))
        await press(pilot, "u")
        assert store.question(MINE).status is Status.IN_PROGRESS


async def test_undoing_asked_for_while_one_leaves_is_done(
    desk: MakeDesk, store: Store, slow_write: Event
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await open_question(pilot, store, MINE)
        await press(pilot, "w")
        await write(pilot, "Oui.")
        await settle(pilot)
        app.screen.set_focus(None)
        await pilot.press("ctrl+s", "escape", "u")
        slow_write.set()
        await settle(pilot)
        assert isinstance(app.screen, TriageScreen)
        assert store.question(MINE).status is Status.IN_PROGRESS
        assert said(pilot) == f"{MINE} comme avant"


async def test_another_screen_is_free_while_a_write_does_not_come_back(
    desk: MakeDesk, store: Store, slow_write: Event
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await open_question(pilot, store, MINE, answering=True)
        await write(pilot, "Oui.")
        await settle(pilot)
        await pilot.press("ctrl+s", "escape")
        assert "Enregistrement en cours" in said(pilot)
        await pilot.press("f5")
        slow_write.set()
        await settle(pilot)
        assert app.current_mode == "base"
        assert said(pilot) == f"{MINE} répondue — u pour défaire"
        await press(pilot, "f4")
        assert isinstance(app.screen, TriageScreen)
