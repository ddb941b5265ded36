"""A written question: when it came, and its deadline."""

from __future__ import annotations

from datetime import UTC, datetime

from teleconseil.domain import Channel, QuestionFilter, Status
from teleconseil.store import Store
from teleconseil.widgets.fields import LineField
from tests.screens.conftest import MakeDesk
from tests.screens.driving import desk_app, one, opened, screen_text, settle, write

EVERY = QuestionFilter(statuses=frozenset(), newest_first=True)
WEDNESDAY = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)


async def test_a_letter_is_logged_at_the_moment_when_it_came(desk: MakeDesk, store: Store) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f3", "tab", "tab")
        await write(pilot, "18/11 9 h 30")
        await settle(pilot)
        assert "mer. 18 nov. 9 h 30" in screen_text(pilot)
        await pilot.press("enter")
        await write(pilot, "une lettre")
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert app.call_started is None
    found = [q for q in store.stream_questions(EVERY) if q.text == "une lettre"]
    (question,) = found
    assert (question.channel, question.status) == (Channel.WRITTEN, Status.ON_HOLD)
    assert question.received_at == WEDNESDAY
    assert question.duration_s is None
    assert question.due_at is not None
    assert question.due_at > WEDNESDAY


async def test_a_date_that_does_not_exist_is_said_where_it_was_typed_and_nothing_is_lost(
    desk: MakeDesk, store: Store
) -> None:
    app = desk()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        before = len(list(store.stream_questions(EVERY)))
        await pilot.press("f3", "tab", "tab")
        await write(pilot, "31/02")
        await pilot.press("enter")
        await write(pilot, "une lettre")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Le 31/02 n’existe pas." in screen_text(pilot)
        assert desk_app(pilot).focused is one(pilot, "#recue", LineField)
        assert len(list(store.stream_questions(EVERY))) == before
