"""Triage driven as an advisor does: tabs, filter, gestures, undo, colleagues at the same time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from teleconseil.app import DeskApp
from teleconseil.desk import triage
from teleconseil.domain import (
    Channel,
    EventKind,
    NewQuestion,
    QuestionChange,
    QuestionFilter,
    Status,
)
from teleconseil.screens.question import QuestionScreen
from teleconseil.store import Store
from teleconseil.widgets.question_list import QuestionList
from teleconseil.widgets.tab_line import TabLine
from tests.screens.conftest import MakeDesk, Snap
from tests.screens.driving import one, opened, screen_text, settle, until, write
from tests.screens.small_desk import AS, COLLEAGUE, ME, NOW, OSMS

SIZE = (120, 40)
MINE, HELD, FREE, OTHER_POLE, COLLEAGUE_S = (f"TC-2026-{n:06d}" for n in (41, 42, 43, 44, 45))


def references(pilot: Pilot[None]) -> list[str]:
    return [question.reference for question in one(pilot, "#questions", QuestionList).rows]


def current(pilot: Pilot[None]) -> str:
    question = one(pilot, "#questions", QuestionList).current
    assert question is not None
    return question.reference


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def go_to(pilot: Pilot[None], reference: str) -> None:
    rows = one(pilot, "#questions", QuestionList)
    rows.cursor = references(pilot).index(reference)
    await settle(pilot)


async def tab(pilot: Pilot[None], name: str) -> None:
    one(pilot, "#file-onglets", TabLine).current = name
    await settle(pilot)


# --- the tabs


async def test_each_tab_shows_as_many_questions_as_its_count(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await until_counted(pilot)
        counts = one(pilot, "#file-onglets", TabLine).counts
        for name, number in counts.items():
            await tab(pilot, name)
            assert len(references(pilot)) == number, name
        assert counts["pole"] == 4
        assert counts["retard"] == 1
        await tab(pilot, "tout")
        assert len(references(pilot)) == 45


async def test_the_most_pressing_question_comes_first_and_is_read_below(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        assert references(pilot) == [MINE, HELD, FREE, COLLEAGUE_S]
        shown = screen_text(pilot)
    assert "Association Les Tilleuls · directrice des ressources humaines · IME Les Iris" in shown
    assert "« Congés trimestriels et arrêt de travail" in shown


async def test_arrows_turn_the_tabs_and_the_mouse_too(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "right")
        assert references(pilot) == [FREE, OTHER_POLE]
        await press(pilot, "left", "left")
        assert references(pilot) == [MINE, HELD]
        await pilot.click(
            "#file-onglets", offset=(screen_text(pilot).splitlines()[2].index("Tout"), 0)
        )
        await settle(pilot)
        assert len(references(pilot)) == 45


async def test_without_a_pole_of_ones_own_all_open_questions_are_there(desk: MakeDesk) -> None:
    app = desk(knowledge=False, pole=None)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await until_counted(pilot)
        assert len(references(pilot)) == 5
        assert "Ouvertes 5" in screen_text(pilot)


async def test_an_empty_tab_says_what_to_do(desk: MakeDesk, store: Store) -> None:
    take_all(store)
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await tab(pilot, "personne")
        assert "Toutes les questions ont quelqu’un." in screen_text(pilot)


# --- the filter


async def test_the_filter_narrows_as_one_types_and_stays_written(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f")
        await write(pilot, "canal:ecrit")
        await settle(pilot)
        assert references(pilot) == [MINE, FREE, COLLEAGUE_S]
        await write(pilot, " cdd")
        await settle(pilot)
        assert references(pilot) == [COLLEAGUE_S]
        await press(pilot, "enter")
        assert "filtre ‹ canal:ecrit cdd ›" in screen_text(pilot)
        await press(pilot, "escape")
        assert len(references(pilot)) == 4


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("adherent:0087", [FREE]),
        ("statut:attente", [HELD]),
        ("qui:boris", [COLLEAGUE_S]),
        ("qui:personne", [FREE]),
        ("theme:contrat", [FREE, COLLEAGUE_S]),
    ],
)
async def test_the_filter_knows_the_words_of_the_desk(
    desk: MakeDesk, typed: str, found: list[str]
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f")
        one(pilot, "FilterField", Input).value = typed
        await settle(pilot)
        assert references(pilot) == found


async def test_a_filter_that_means_nothing_is_explained_and_hides_nothing(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f")
        one(pilot, "FilterField", Input).value = "pole:mars"
        await settle(pilot)
        assert "« pole:mars » : rien ne porte ce nom. Essayez pole:as" in screen_text(pilot)
        assert len(references(pilot)) == 4


# --- pages


async def test_a_long_list_comes_page_after_page(desk: MakeDesk, store: Store) -> None:
    store.add_questions(
        [
            NewQuestion(
                Channel.WRITTEN, AS, f"Question {n}", status=Status.ANSWERED, answer="Oui.",
                received_at=NOW - timedelta(days=90, minutes=n),
            )
            for n in range(450)
        ],
        by="Import",
    )  # fmt: skip
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await tab(pilot, "tout")
        assert len(references(pilot)) == 200
        seen = 0
        while seen != len(references(pilot)):
            seen = len(references(pilot))
            await press(pilot, "end")
        assert seen == 495
        assert len(set(references(pilot))) == 495
        assert current(pilot) == references(pilot)[-1]


# --- gestures


async def test_a_question_is_taken_held_followed_up_and_given_back(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        await press(pilot, "p")
        assert store.question(FREE).advisor == ME
        assert store.question(FREE).status is Status.IN_PROGRESS
        assert f"{FREE} prise — u pour défaire" in screen_text(pilot)
        await press(pilot, "o")
        await write(pilot, "la copie du contrat")
        await press(pilot, "enter")
        assert store.question(FREE).status is Status.ON_HOLD
        await press(pilot, "l")
        await write(pilot, "par téléphone")
        await press(pilot, "enter")
        kinds = [event.kind for event in store.events(FREE)]
        assert kinds[-3:] == [EventKind.TAKEN, EventKind.HELD, EventKind.FOLLOWED_UP]
        assert store.events(FREE)[-1].detail == "par téléphone"
        await press(pilot, "u", "u", "u")
        assert store.question(FREE).status is Status.NEW
        assert store.question(FREE).advisor is None


async def test_undoing_at_once_undoes_the_gesture_that_is_being_written(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        await press(pilot, "p", "u")
        await until(pilot, lambda: not app.gestures, "the gesture is undone")
        await settle(pilot)
    assert [event.kind for event in store.events(FREE)][-2:] == [EventKind.TAKEN, EventKind.UNDONE]
    assert store.question(FREE).advisor is None


async def test_what_is_held_until_a_day_is_due_when_the_service_closes(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        await press(pilot, "o")
        await write(pilot, "le contrat")
        await press(pilot, "tab")
        await write(pilot, "bientot")
        await press(pilot, "enter")
        assert "« bientot » n’est pas un jour." in screen_text(pilot)
        one(pilot, "#attente-jour", Input).value = "vendredi"
        await press(pilot, "enter")
        held = store.question(FREE)
        assert held.status is Status.ON_HOLD
        assert held.due_at == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
        await press(pilot, "u")
        assert store.question(FREE).due_at == NOW + timedelta(hours=19)


async def test_transferring_tells_the_other_pole_why(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        await press(pilot, "x")
        await write(pilot, "relève des autorisations")
        await press(pilot, "enter")
        moved = store.question(FREE)
        assert (moved.pole, moved.advisor, moved.status) == (OSMS, None, Status.NEW)
        assert store.events(FREE)[-1].detail == (
            "de Affaires sociales à Offre sociale et médico-sociale : relève des autorisations"
        )
        assert FREE not in references(pilot)
        await press(pilot, "u")
        assert store.question(FREE).pole == AS
        assert FREE in references(pilot)


async def test_cancelling_leaves_it_visible_with_its_reason(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        await press(pilot, "delete")
        await write(pilot, "doublon")
        await press(pilot, "enter")
        assert store.question(FREE).status is Status.CANCELLED
        assert store.events(FREE)[-1].detail == "doublon"
        await tab(pilot, "tout")
        assert FREE in references(pilot)


async def test_a_dialogue_closed_changes_nothing(desk: MakeDesk, store: Store) -> None:
    before = store.question(FREE)
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        for key in ("o", "x", "l", "delete"):
            await press(pilot, key)
            await press(pilot, "escape")
    assert store.question(FREE) == before


async def test_several_are_taken_at_once_and_given_back_at_once(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False, pole=None)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        for reference in (FREE, OTHER_POLE):
            await go_to(pilot, reference)
            await press(pilot, "space")
        await press(pilot, "p")
        assert [store.question(ref).advisor for ref in (FREE, OTHER_POLE)] == [ME, ME]
        assert "2 questions : prise" in screen_text(pilot)
        await press(pilot, "u")
        assert [store.question(ref).advisor for ref in (FREE, OTHER_POLE)] == [None, None]


async def test_escape_unticks(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "space", "space")
        assert screen_text(pilot).count("✓") == 2
        await press(pilot, "escape")
        assert "✓" not in screen_text(pilot)


async def test_nothing_to_undo_is_said(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        app.screen.action_defaire()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "Rien à défaire." in screen_text(pilot)


# --- with colleagues


async def test_the_second_to_take_is_told_by_whom(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        triage.take(store, store.question(FREE), by=COLLEAGUE)
        await press(pilot, "p")
        assert f"La question {FREE} est déjà prise par {COLLEAGUE}." in screen_text(pilot)
        assert store.question(FREE).advisor == COLLEAGUE


async def test_a_colleagues_question_is_taken_over_only_when_asked_twice(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, COLLEAGUE_S)
        await press(pilot, "p")
        assert "p encore pour la reprendre" in " ".join(screen_text(pilot).split())
        assert store.question(COLLEAGUE_S).advisor == COLLEAGUE
        await press(pilot, "p")
        assert store.question(COLLEAGUE_S).advisor == ME
        await press(pilot, "u")
        assert store.question(COLLEAGUE_S).advisor == COLLEAGUE


async def test_a_gesture_on_what_has_changed_is_refused_and_says_what(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, MINE)
        question = store.question(MINE)
        store.change(
            MINE,
            QuestionChange(contact="le directeur"),
            by=COLLEAGUE,
            version=question.version,
            kind=EventKind.EDITED,
        )
        await press(pilot, "o")
        await press(pilot, "enter")
        assert "a changé entre-temps (contact)" in screen_text(pilot)
        assert store.question(MINE).status is Status.IN_PROGRESS
        await press(pilot, "o")
        await press(pilot, "enter")
        assert store.question(MINE).status is Status.ON_HOLD


async def test_what_another_process_logs_appears_and_the_cursor_stays(
    desk: MakeDesk, store: Store
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, FREE)
        logged = store.add_question(
            NewQuestion(Channel.WRITTEN, AS, "Arrivée par la messagerie", due_at=NOW), by="accueil"
        )
        app.screen._refresh_if_seen()  # type: ignore[attr-defined]
        await settle(pilot)
        assert logged.reference in references(pilot)
        assert current(pilot) == FREE


async def test_the_preview_proposes_an_entry_and_counts_the_similar_questions(
    desk: MakeDesk,
) -> None:
    app = desk()
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await until(pilot, lambda: "Proposé : " in screen_text(pilot), "the proposal")
        await settle(pilot)
        proposed = next(line for line in screen_text(pilot).splitlines() if "Proposé : " in line)
    assert "●" in proposed or "▲" in proposed or "■" in proposed
    assert "déjà posées" in proposed


async def test_a_double_click_opens_a_question(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await pilot.click("#questions", offset=(60, 3), times=2)
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen)
        assert app.screen.targets()[0].reference == FREE


# --- bad days


async def test_an_empty_database_says_how_to_begin(
    desk: MakeDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("vide") / "base.sqlite"
    app = desk(knowledge=False, database_url=f"sqlite:///{file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, knowledge=False)
        assert "F2 pour un appel, F3 pour une question écrite" in screen_text(pilot)
        for key in ("p", "o", "x", "enter", "space", "u"):
            await press(pilot, key)
        assert app.is_running


async def test_a_database_that_disappears_is_said_once_and_the_list_stays(
    desk: MakeDesk, broken_store: object
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        broken_store()  # type: ignore[operator]
        app.screen._refresh_if_seen()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "La base ne répond plus." in screen_text(pilot)
        assert len(references(pilot)) == 4
        await press(pilot, "p")
        assert "La base ne répond plus." in screen_text(pilot)


async def test_hostile_text_is_shown_as_it_is(desk: MakeDesk, store: Store) -> None:
    logged = store.add_question(
        NewQuestion(
            Channel.WRITTEN,
            AS,
            "[bold red]Prime[/] \x1b[31mrouge\x1b[0m \u202eenvers [/] {{x}} $accent",
            contact="[link=x]Mme[/link]",
            member_number="1033",
            due_at=NOW - timedelta(days=2),
        ),
        by="accueil",
    )
    app = desk(knowledge=False)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot, knowledge=False)
        await go_to(pilot, logged.reference)
        shown = screen_text(pilot)
    assert "[bold red]Prime[/] rouge envers [/] {{x}} $accent" in shown
    assert "Les Horizons [APEI] · [link=x]Mme[/link]" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_triage_looks_right(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await until_counted(pilot)
        await press(pilot, "down", "space")

    assert snap(desk(), act)


async def until_counted(pilot: Pilot[None]) -> None:
    """The counts were read."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    app.refresh_counts()
    await settle(pilot)


def take_all(store: Store) -> None:
    free = store.questions(replace(QuestionFilter(), unassigned=True)).rows
    for question in free:
        triage.take(store, question, by=COLLEAGUE)
