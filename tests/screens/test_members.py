"""Adhérents driven as an advisor does: found, read, their history opened, called."""

from __future__ import annotations

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from teleconseil.desk.member_card import member_card
from teleconseil.domain import Channel, Member, NewQuestion, Status
from teleconseil.screens.adherents import MembersScreen
from teleconseil.screens.question import QuestionScreen
from teleconseil.store import Store
from teleconseil.widgets.question_list import QuestionList
from teleconseil.widgets.row_list import RowList
from tests.screens.conftest import MakeDesk, Snap
from tests.screens.driving import desk_app, one, opened, screen_text, settle, until, write
from tests.screens.small_desk import AS, NOW

SIZE = (120, 40)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def look_for(pilot: Pilot[None], words: str) -> None:
    """Type these words on the screen of the members and wait for the first one's card."""
    await press(pilot, "f6")
    one(pilot, "#adherents-saisie", Input).value = words
    await pilot.pause()
    await card_shown(pilot)


async def card_shown(pilot: Pilot[None]) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, MembersScreen)
    hit = screen._hit
    if hit is not None:
        await until(pilot, lambda: hit.member.name in card(pilot), "the card of the member")
    await settle(pilot)


def names(pilot: Pilot[None]) -> list[str]:
    return [hit.member.number for hit in one(pilot, "#adherents-liste", RowList).rows]


def card(pilot: Pilot[None]) -> str:
    return str(one(pilot, "#adherents-texte", Static).render())


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("tilleuls", "0412"),
        ("412", "0412"),
        ("iris", "0412"),
        ("roubaix", "0412"),
        ("tileuls", "0412"),
        ("ehpad nantes", "0087"),
        ("passerele", "0650"),
        ("sauvegarde val", "0651"),
        ("[apei]", "1033"),
    ],
)
async def test_a_member_is_found_by_any_part_of_what_one_knows(
    desk: MakeDesk, words: str, number: str
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, words)
        assert names(pilot)[0] == number


async def test_without_words_everyone_is_there_by_name(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f6")
        assert names(pilot) == ["0087", "0650", "1033", "0412", "0651"]


async def test_the_card_says_who_they_are_and_what_they_asked(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "tilleuls")
        shown = card(pilot)
        history = one(pilot, "#adherents-historique", QuestionList).rows
    assert "Association Les Tilleuls" in shown
    assert "n° 0412 · Lille · Hauts-de-France · handicap · 1\u202f240 salariés" in shown
    assert "03 20 00 00 00 · accueil@tilleuls.example" in shown
    assert "Contacts  directrice des ressources humaines" in shown
    assert "Établissements  2" in shown
    assert "handicap 2  IME Les Iris (Roubaix), ESAT de la Deûle (Lille)" in shown
    assert [q.member_number for q in history] == ["0412"] * len(history)
    assert [q.received_at for q in history] == sorted(
        (q.received_at for q in history), reverse=True
    )
    counted = sum(q.received_at.year == NOW.year for q in history)
    assert f"Cette année {counted} contacts" in shown


async def test_the_arrows_change_member_without_leaving_the_field(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f6", "down", "down")
        await card_shown(pilot)
        assert "Les Horizons [APEI]" in card(pilot)
        assert isinstance(app.focused, Input)


async def test_a_past_question_is_opened_in_full_and_escape_comes_back(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "tilleuls")
        await press(pilot, "enter", "down", "enter")
        assert isinstance(app.screen, QuestionScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, MembersScreen)
        await press(pilot, "escape")
        assert isinstance(app.focused, Input)
        await press(pilot, "escape")
        assert one(pilot, "#adherents-saisie", Input).value == ""


@pytest.mark.parametrize(("key", "channel"), [("ctrl+t", "appel"), ("ctrl+l", "ecrit")])
async def test_one_key_begins_a_question_of_this_member(
    desk: MakeDesk, store: Store, key: str, channel: str
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "iris")
        await press(pilot, key)
        assert app.current_mode == channel
        await write(pilot, "Une question de plus")
        await press(pilot, "ctrl+s")
        logged = store.member_history("0412", 1)[0]
    assert logged.text == "Une question de plus"
    assert logged.establishment_code == "0412-01"
    assert logged.status is Status.ANSWERED


async def test_copying_says_what_was_copied(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(
        "teleconseil.screens.adherents.copy", lambda _app, text: copied.append(text)
    )
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "tilleuls")
        await press(pilot, "ctrl+o")
        said = desk_app(pilot).said
    assert copied == [
        "Association Les Tilleuls (n° 0412)\nLille\n03 20 00 00 00\naccueil@tilleuls.example"
    ]
    assert said is not None
    assert "03 20 00 00 00 · accueil@tilleuls.example" in said.text


async def test_nobody_found_says_what_to_try(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "zzzzzz")
        assert "Personne ne répond à ces mots." in screen_text(pilot)
        await press(pilot, "enter", "ctrl+t", "ctrl+o")
        assert isinstance(app.screen, MembersScreen)


async def test_a_database_without_members_says_how_to_bring_them(
    desk: MakeDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("vide") / "base.sqlite"
    app = desk(knowledge=False, database_url=f"sqlite:///{file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f6")
        assert "teleconseil importer adherents" in screen_text(pilot)


async def test_members_imported_meanwhile_are_found(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        store.upsert_members([Member("2001", "Association Les Nouveaux")])
        await look_for(pilot, "nouveaux")
        await until(pilot, lambda: names(pilot) == ["2001"], "the new member")


async def test_a_long_history_comes_page_after_page(desk: MakeDesk, store: Store) -> None:
    store.add_questions(
        [
            NewQuestion(
                Channel.PHONE,
                AS,
                f"Appel {n}",
                member_number="0650",
                received_at=NOW - timedelta(days=100, minutes=n),
            )
            for n in range(230)
        ],
        by="Import",
    )
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "passerelle")
        history = one(pilot, "#adherents-historique", QuestionList)
        assert len(history.rows) == 200
        await press(pilot, "enter", "end")
        await press(pilot, "end")
        assert len(history.rows) == 230 + 9


async def test_a_database_that_disappears_leaves_the_members(
    desk: MakeDesk, broken_store: object
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await press(pilot, "f6")
        broken_store()  # type: ignore[operator]
        await press(pilot, "down")
        await until(pilot, lambda: desk_app(pilot).said, "the complaint")
        assert "La base ne répond plus." in screen_text(pilot)
        assert len(names(pilot)) == 5


async def test_hostile_names_are_read_as_they_are(desk: MakeDesk, store: Store) -> None:
    store.upsert_members(
        [Member("6666", "[red]Rouge[/] \x1b[2J\u202eabc {{x}} $accent", town="[/]", phone="[b]")]
    )
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "rouge")
        assert "[red]Rouge[/] abc {{x}} $accent" in card(pilot)
        assert "[red]Rouge[/] abc" in screen_text(pilot)


async def test_at_80_columns_enter_puts_the_card_in_the_place_of_the_list(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, knowledge=False)
        await look_for(pilot, "tilleuls")
        assert "n° 0412" not in screen_text(pilot)
        await press(pilot, "enter")
        assert "n° 0412" in screen_text(pilot)
        await press(pilot, "escape")
        assert "n° 0412" not in screen_text(pilot)


@pytest.mark.parametrize("month", [1, 2, 12])
def test_a_month_and_a_year_begin_where_the_service_is(sqlite_store: Store, month: int) -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("Europe/Paris")
    start = datetime(2026, month, 1, tzinfo=zone)
    member = Member("0001", "Les Saules")
    sqlite_store.upsert_members([member])
    moments = {"in": start, "before": start - timedelta(seconds=1), "after": start + timedelta(5)}
    for moment in moments.values():
        sqlite_store.add_question(
            NewQuestion(
                Channel.PHONE,
                AS,
                "Question",
                member_number="0001",
                topic="contrat",
                received_at=moment.astimezone(UTC),
            ),
            by="Import",
        )
    card = member_card(sqlite_store, member, start + timedelta(days=20), zone)
    assert card.this_month == 2
    assert card.this_year == (2 if month == 1 else 3)
    assert [theme.slug for theme in card.themes] == ["contrat"]


def test_the_members_look_right(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await look_for(pilot, "tilleuls")
        await press(pilot, "enter")

    assert snap(desk(knowledge=False), act, knowledge=False)
