"""A call, from the ring to the database: what is typed, what is kept, what can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from teleconseil.domain import EventKind, Question, QuestionFilter, SourceKind, Status
from teleconseil.store import Store
from teleconseil.widgets.fields import TextField
from teleconseil.widgets.live_panel import LivePanel
from tests.screens.conftest import Clock, MakeDesk
from tests.screens.driving import desk_app, one, opened, screen_text, settle, until, write
from tests.screens.small_desk import CHANGED_ENTRY, ME, NOW, SICK_ENTRY, SICK_LEAVE, THEMES

ASKED = "arrêt maladie : combien ?"
ANSWERED_BY_ME = QuestionFilter(
    statuses=frozenset({Status.ANSWERED}), advisor=ME, received_from=NOW, newest_first=True
)


def logged(store: Store) -> list[Question]:
    """What was logged since the desk opened."""
    return list(store.stream_questions(ANSWERED_BY_ME))


def said(pilot: Pilot[None]) -> str:
    """The line at the bottom."""
    message = desk_app(pilot).said
    return message.text if message else ""


async def take_call(pilot: Pilot[None], question: str = ASKED) -> int:
    """F2, three letters, Entrée, the question; how many keys were no words."""
    await pilot.press("f2")
    await write(pilot, "til")
    await settle(pilot)
    await pilot.press("enter")
    await write(pilot, question)
    await settle(pilot)
    return 2


async def test_a_call_takes_six_keys_beside_its_words_and_all_of_it_is_kept(
    desk: MakeDesk, clock: Clock, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        keys = await take_call(pilot)
        clock.advance(134)
        for key in ("ctrl+l", "ctrl+s"):
            await pilot.press(key)
            keys += 1
        await settle(pilot)
        entry = app.services.entry(SICK_ENTRY) if app.services else None
    assert keys <= 6
    (question,) = logged(store)
    assert question.text == ASKED
    assert question.member_name == "Association Les Tilleuls"
    assert question.topic == SICK_LEAVE
    assert question.duration_s == 134
    assert question.answer.startswith("Un mois d’arrêt maladie ouvre deux jours de congés.")
    assert entry is not None
    (source,) = store.sources(question.reference)
    assert (source.kind, source.ident, source.version, source.stale) == (
        SourceKind.ENTRY,
        SICK_ENTRY,
        entry.version,
        False,
    )
    kept = store.entry_version(entry.version)
    assert kept is not None
    assert "Arrêt maladie : combien de congés payés ?" in kept
    events = store.events(question.reference)
    assert [event.by for event in events] == [ME] * len(events)
    assert EventKind.CREATED in {event.kind for event in events}


async def test_the_next_call_starts_on_an_empty_form(desk: MakeDesk, store: Store) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert one(pilot, "#question", TextField).text == ""
        assert app.call_started is None
        await take_call(pilot, "deuxième question")
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert [question.text for question in logged(store)] == ["deuxième question", ASKED]


async def test_what_was_logged_can_be_taken_back_and_corrected_under_its_reference(
    desk: MakeDesk, store: Store, clock: Clock
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot)
        clock.advance(60)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "F9 pour reprendre" in screen_text(pilot)
        (first,) = logged(store)
        await pilot.press("f9")
        await settle(pilot)
        assert store.question(first.reference).status is Status.IN_PROGRESS
        assert one(pilot, "#question", TextField).text == ASKED
        await write(pilot, " et en CDD")
        await pilot.press("ctrl+s")
        await settle(pilot)
    (again,) = logged(store)
    assert again.reference == first.reference
    assert again.text == f"{ASKED} et en CDD"
    assert EventKind.UNDONE in {event.kind for event in store.events(again.reference)}


async def test_taking_back_is_no_longer_offered_after_ten_seconds(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teleconseil.screens.logging_calls.UNDO_S", 0.01)
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.pause(0.02)
        assert "F9" not in screen_text(pilot).splitlines()[-1]


async def test_a_stale_entry_is_used_at_the_second_press_and_recorded_as_stale(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot, "acquisition mois par mois")
        panel = one(pilot, "#volets", LivePanel)
        assert panel.line is not None
        assert panel.line.ident == CHANGED_ENTRY
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert one(pilot, "#reponse", TextField).text == ""
        assert "L3141-5 modifié le 24/04/2024" in screen_text(pilot)
        assert "Ctrl+L à nouveau" in screen_text(pilot)
        await pilot.press("ctrl+l", "ctrl+s")
        await settle(pilot)
    (question,) = logged(store)
    (source,) = store.sources(question.reference)
    assert (source.ident, source.stale) == (CHANGED_ENTRY, True)


async def test_another_call_during_a_call_leaves_the_first_one_as_a_draft(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot)
        await pilot.press("ctrl+n")
        await take_call(pilot, "l’autre appel")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press("ctrl+b")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert one(pilot, "#question", TextField).text == ASKED
        await pilot.press("ctrl+s")
        await settle(pilot)
    assert {question.text for question in logged(store)} == {ASKED, "l’autre appel"}


async def test_the_running_call_shows_on_every_screen_and_f2_comes_back_to_it(
    desk: MakeDesk, clock: Clock
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot)
        clock.advance(75)
        await pilot.press("f4")
        await settle(pilot)
        assert "Appel ☎ 01:15" in screen_text(pilot).splitlines()[0]
        await pilot.press("f2")
        await settle(pilot)
        assert one(pilot, "#question", TextField).text == ASKED


async def test_a_caller_whom_no_member_matches_is_kept_in_the_note(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2")
        await write(pilot, "zzz quelqu’un")
        await pilot.press("tab", "tab")
        await write(pilot, ASKED)
        await pilot.press("ctrl+s")
        await settle(pilot)
    (question,) = logged(store)
    assert question.member_number is None
    assert "zzz quelqu’un" in question.note


async def test_an_empty_question_is_asked_for_and_nothing_is_logged(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2")
        await write(pilot, "til")
        await pilot.press("enter", "ctrl+s")
        await settle(pilot)
        assert "La question est vide" in screen_text(pilot)
        assert desk_app(pilot).focused is one(pilot, "#question", TextField)
    assert logged(store) == []


async def test_to_call_back_and_transferred_stay_open_with_a_deadline(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot, "à rappeler demain")
        await pilot.press("ctrl+r")
        await settle(pilot)
        await take_call(pilot, "congés et maladie, pour l’autre pôle")
        await pilot.press("ctrl+t")
        await settle(pilot)
        await write(pilot, "voir le CPOM")
        await pilot.press("enter")
        await settle(pilot)
    since = QuestionFilter(received_from=NOW)
    held, passed = store.stream_questions(since)
    assert (held.text, held.status, held.advisor) == ("à rappeler demain", Status.ON_HOLD, ME)
    assert held.due_at is not None
    assert passed.pole == "offre-sociale-medico-sociale"
    assert any("voir le CPOM" in event.detail for event in store.events(passed.reference))


async def test_a_past_answer_is_given_again(desk: MakeDesk) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await take_call(pilot, "question passée sur les congés")
        await pilot.press("ctrl+g", "ctrl+g", "ctrl+l")
        await settle(pilot)
        assert one(pilot, "#reponse", TextField).text == "Deux jours par mois d’arrêt."
        assert "reprise" in screen_text(pilot)


async def test_a_theme_saved_meanwhile_is_offered_and_a_mistake_in_the_file_is_told(
    desk: MakeDesk, home: Path
) -> None:
    file = home / "fiches" / "themes.toml"
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f2", "tab", "tab")
        await write(pilot, "fractionnement")
        await until(pilot, lambda: "Congés payés › Fractionnement" in screen_text(pilot))
        new = THEMES.replace('"Fractionnement"', '"Jours de fractionnement"')
        file.write_text(new, encoding="utf-8")
        app.refresh_knowledge()
        await until(pilot, lambda: "Congés payés › Jours de frac" in screen_text(pilot))
        file.write_text(new.replace("part = 40", "part = "), encoding="utf-8")
        line = new[: new.index("part = 40")].count("\n") + 1
        app.refresh_knowledge()
        await until(pilot, lambda: f"ligne {line}, n’est pas du TOML" in said(pilot))
        assert "Les thèmes d’avant servent" in said(pilot)
        assert "Congés payés › Jours de frac" in screen_text(pilot)
        file.write_text(new, encoding="utf-8")
        app.refresh_knowledge()
        await until(pilot, lambda: "de nouveau lu" in said(pilot))
