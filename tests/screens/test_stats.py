"""Statistiques driven as a pôle lead does: read the week, open a figure, change week, export."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input, Static

from teleconseil.domain import Channel, NewQuestion, SearchLogEntry, Status
from teleconseil.screens.base import BaseScreen
from teleconseil.screens.behind_figure import FigureScreen
from teleconseil.screens.question import QuestionScreen
from teleconseil.screens.stats import StatsScreen
from teleconseil.screens.stats_parts import Opening
from teleconseil.store import Store
from teleconseil.widgets.choice import ChoiceField
from teleconseil.widgets.question_list import QuestionList
from teleconseil.widgets.sheet import Sheet
from tests.screens.conftest import MakeDesk, Snap
from tests.screens.driving import desk_app, one, opened, screen_text, settle
from tests.screens.small_desk import AS, NOW, OSMS

SIZE = (120, 40)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def open_stats(pilot: Pilot[None]) -> None:
    await opened(pilot, knowledge=False)
    await press(pilot, "f7")


def sheet(pilot: Pilot[None]) -> Sheet[Opening]:
    found: Sheet[Opening] = one(pilot, "#chiffres", Sheet)
    return found


def figures(pilot: Pilot[None]) -> list[tuple[int, str, Opening]]:
    """Line, text and opening of every figure of the page."""
    page = sheet(pilot)
    found = []
    for y, spot in page._places:
        line: Content = page._lines[y].content
        before, upto = line.truncate(spot.start), line.truncate(spot.end)
        found.append((y, line.plain[len(before) : len(upto)], spot.opens))
    return found


async def select(pilot: Pilot[None], text: str) -> None:
    """Put the cursor on the first figure whose explanation begins so."""
    openings = [opening.title for _, _, opening in figures(pilot)]
    rank = next(n for n, title in enumerate(openings) if title.startswith(text))
    sheet(pilot).cursor = rank
    await settle(pilot)


def page_text(pilot: Pilot[None]) -> str:
    return "\n".join(line.content.plain for line in sheet(pilot)._lines)


def whole(text: str) -> int:
    return int(re.sub(r"\D", "", text))


# --- every figure opens on its questions


@pytest.mark.parametrize("width", [80, 120, 200])
@pytest.mark.parametrize("turns", [0, 1, 2], ids=["tous", "AS", "OSMS"])
async def test_every_figure_has_as_many_questions_as_it_says(
    desk: MakeDesk, store: Store, width: int, turns: int
) -> None:
    _add_unusual(store)
    app = desk(knowledge=False)
    async with app.run_test(size=(width, 40)) as pilot:
        await open_stats(pilot)
        await press(pilot, *["p"] * turns)
        seen = 0
        last: tuple[int, int] = (-1, 0)
        for line, text, opening in figures(pilot):
            if opening.criteria is None:
                continue
            number = store.question_number(opening.criteria)
            if re.fullmatch(r"[\d\u202f]+", text):
                assert number == whole(text), opening
                last = (line, number)
                seen += 1
            elif re.fullmatch(r"(▲ \+|▼ −)[\d\u202f]+", text) and last[0] == line:
                difference = whole(text) * (1 if "+" in text else -1)
                assert number == last[1] - difference, opening
                seen += 1
        assert seen > (8 if turns == 2 else 40)


async def test_enter_opens_the_questions_and_escape_comes_back_to_the_figure(
    desk: MakeDesk,
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await select(pilot, "Contacts, téléphone")
        number = whole(figures(pilot)[sheet(pilot).cursor][1])
        await press(pilot, "enter")
        assert isinstance(app.screen, FigureScreen)
        rows = one(pilot, "#questions", QuestionList).rows
        assert len(rows) == number > 0
        assert {q.channel for q in rows} == {Channel.PHONE}
        assert f"{number} questions   Contacts, téléphone · semaine 47" in screen_text(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, QuestionScreen)
        await press(pilot, "escape")
        await press(pilot, "escape")
        assert isinstance(app.screen, StatsScreen)
        assert figures(pilot)[sheet(pilot).cursor][2].title.startswith("Contacts, téléphone")


async def test_what_waits_is_read_by_deadline(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await select(pilot, "Ouvertes maintenant")
        await press(pilot, "enter")
        rows = one(pilot, "#questions", QuestionList).rows
        assert [q.due_at for q in rows] == sorted(q.due_at for q in rows if q.due_at)
        assert len(rows) == 5
        assert "Échéance" in screen_text(pilot)


async def test_a_click_opens_a_figure(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        lines = screen_text(pilot).splitlines()
        y = next(n for n, line in enumerate(lines) if line.startswith(" Contacts "))
        await pilot.click(offset=(len(" Contacts "), y))
        await settle(pilot)
        assert isinstance(app.screen, FigureScreen)


async def test_the_arrows_go_from_figure_to_figure_and_say_what_each_is(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        assert explained(pilot) == "Contacts · semaine 47"
        await press(pilot, "right")
        assert explained(pilot).startswith("Contacts, ")
        await press(pilot, "down", "down", "down")
        assert "·" in explained(pilot)
        await press(pilot, "end")
        at_end = sheet(pilot).scroll_offset.y
        await press(pilot, "home")
        assert sheet(pilot).scroll_offset.y < at_end


def explained(pilot: Pilot[None]) -> str:
    return str(one(pilot, "#chiffre", Static).render())


# --- weeks and pôles


async def test_the_last_finished_week_comes_first_then_any_other(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        assert "Semaine 47 · 16 – 22 novembre 2026 (5 jours ouvrés)" in screen_text(pilot)
        await press(pilot, "pageup")
        assert "Semaine 46 · 9 – 15 novembre 2026 (4 jours ouvrés)" in screen_text(pilot)
        await press(pilot, "pagedown", "pagedown")
        assert "Semaine 48 · 23 – 29 novembre 2026" in screen_text(pilot)
        await press(pilot, "pagedown")
        assert "Semaine 48" in screen_text(pilot), "no week to come"
        await press(pilot, "d", *"s40", "enter")
        assert "Semaine 40 · 28 septembre – 4 octobre 2026" in screen_text(pilot)
        await press(pilot, "d", *"zz", "enter")
        assert "« zz » n’est ni une semaine, ni une date, ni un mois." in screen_text(pilot)
        assert "Semaine 40" in screen_text(pilot)


async def test_a_desk_long_still_opens_on_its_last_week(desk: MakeDesk, clock: object) -> None:
    clock.advance(400 * 86_400)  # type: ignore[attr-defined]
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        assert "Semaine 47 · 16 – 22 novembre 2026" in screen_text(pilot)


async def test_one_pole_then_the_other_then_all(desk: MakeDesk) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "p")
        assert "(5 jours ouvrés) · Affaires sociales" in screen_text(pilot)
        await press(pilot, "p")
        assert "· Offre sociale et médico-sociale" in screen_text(pilot)
        assert "Contacts 0" in screen_text(pilot)
        await press(pilot, "p")
        assert "(5 jours ouvrés)   contre" in screen_text(pilot)


async def test_what_is_logged_meanwhile_counts_at_once(desk: MakeDesk, store: Store) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "pagedown")
        before = whole(figures(pilot)[2][1])
        store.add_question(NewQuestion(Channel.PHONE, AS, "Une de plus"), by="accueil")
        app.questions_changed()
        await settle(pilot)
        assert whole(figures(pilot)[2][1]) == before + 1


# --- what was not found


async def test_what_was_not_found_is_searched_again(desk: MakeDesk, store: Store) -> None:
    when = NOW.replace(day=18)
    for _ in range(3):
        store.log_search(SearchLogEntry("prime [partage] apprenti", found=0, at=when))
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        assert "prime [partage] apprenti" in page_text(pilot)
        assert "3 fois" in page_text(pilot)
        await select(pilot, "Chercher")
        await press(pilot, "enter")
        assert isinstance(app.screen, BaseScreen)
        assert one(pilot, "#recherche", Input).value == "prime [partage] apprenti"


# --- export


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json", "md", "html"])
async def test_the_month_is_exported_where_one_says(
    desk: MakeDesk, tmp_path: Path, extension: str
) -> None:
    file = tmp_path / f"novembre.{extension}"
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "x")
        one(pilot, "#export-fichier", Input).value = str(file)
        await press(pilot, "enter")
        said = desk_app(pilot).said
    assert file.stat().st_size > 0
    assert said is not None
    assert said.text.endswith(f": {file}")
    if extension == "json":
        table = json.loads(file.read_text(encoding="utf-8"))
        assert (table["de"], table["a"]) == ("2026-11", "2026-11")
        assert said.text.startswith(f"{table['total']} questions comptées")


async def test_the_file_is_named_after_the_months_and_the_format(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "x")
        field = one(pilot, "#export-fichier", Input)
        assert field.value == str(tmp_path / "comptages-2026-11.xlsx")
        one(pilot, "#export-de", Input).value = "2026-09"
        await settle(pilot)
        assert field.value == str(tmp_path / "comptages-2026-09-2026-11.xlsx")
        one(pilot, "#export-format", ChoiceField).action_choose()
        await settle(pilot)
        assert field.value.endswith(".json")


async def test_an_existing_file_is_replaced_only_when_told_twice(
    desk: MakeDesk, tmp_path: Path
) -> None:
    file = tmp_path / "novembre.csv"
    file.write_text("à garder", encoding="utf-8")
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "x")
        one(pilot, "#export-fichier", Input).value = str(file)
        await press(pilot, "enter")
        assert "Ce fichier existe déjà" in screen_text(pilot)
        assert file.read_text(encoding="utf-8") == "à garder"
        await press(pilot, "enter")
        assert "nombre" in file.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("export-de", "2024-13", "Le mois « 2024-13 » n’existe pas"),
        ("export-de", "2027-01", "Les mois sont à l’envers"),
        ("export-par", "mois,planete", "Regroupement inconnu : « planete »"),
        ("export-fichier", "", "Aucun fichier n’est nommé."),
        ("export-fichier", "sans-extension", "ne se déduit pas de son nom"),
    ],
)
async def test_an_impossible_export_is_explained_and_the_dialogue_stays(
    desk: MakeDesk, field: str, value: str, said: str
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "x")
        one(pilot, f"#{field}", Input).value = value
        await press(pilot, "enter")
        assert said in str(one(pilot, "#export-etat", Static).render())
        assert one(pilot, f"#{field}", Input).value == value


async def test_a_folder_that_is_not_there_is_named(desk: MakeDesk, tmp_path: Path) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "x")
        one(pilot, "#export-fichier", Input).value = str(tmp_path / "absent" / "a.csv")
        await press(pilot, "enter")
        said = desk_app(pilot).said
    assert said is not None
    assert "n’existe pas" in said.text


@pytest.mark.parametrize("extension", ["csv", "xlsx", "json"])
async def test_the_questions_behind_a_figure_are_exported_as_many_as_it_says(
    desk: MakeDesk, tmp_path: Path, extension: str
) -> None:
    file = tmp_path / f"lignes.{extension}"
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        number = whole(figures(pilot)[2][1])
        await press(pilot, "enter")
        await press(pilot, "x")
        one(pilot, "Input", Input).value = str(file)
        await press(pilot, "enter")
        said = desk_app(pilot).said
    assert said is not None
    assert said.text == f"{number} questions exportées : {file}"
    if extension == "csv":
        assert len(file.read_text(encoding="utf-8-sig").splitlines()) == number + 1


async def test_an_export_of_questions_replaces_a_file_only_when_told_twice(
    desk: MakeDesk, tmp_path: Path
) -> None:
    file = tmp_path / "lignes.csv"
    file.write_text("à garder", encoding="utf-8")
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        await press(pilot, "enter")
        await press(pilot, "x")
        one(pilot, "Input", Input).value = str(file)
        await press(pilot, "enter")
        assert "Ce fichier existe." in screen_text(pilot)
        assert file.read_text(encoding="utf-8") == "à garder"
        await press(pilot, "enter")
        assert "reference" in file.read_text(encoding="utf-8-sig")


# --- bad days


async def test_an_empty_database_has_figures_of_nothing(
    desk: MakeDesk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("vide") / "base.sqlite"
    app = desk(knowledge=False, database_url=f"sqlite:///{file}")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_stats(pilot)
        shown = page_text(pilot)
        assert "Contacts 0" in shown
        assert "à temps —" in shown
        assert "aucun contact" in shown
        await press(pilot, "enter")
        assert "Aucune question ne compte ici." in screen_text(pilot)


async def test_a_database_that_disappears_leaves_the_figures_and_says_so(
    desk: MakeDesk, broken_store: object
) -> None:
    app = desk(knowledge=False)
    async with app.run_test(size=SIZE) as pilot:
        await open_stats(pilot)
        broken_store()  # type: ignore[operator]
        await press(pilot, "pageup")
        assert "La base ne répond plus." in screen_text(pilot)
        assert "Contacts" in screen_text(pilot)


async def test_hostile_names_are_read_as_they_are(desk: MakeDesk, store: Store) -> None:
    store.add_question(
        NewQuestion(
            Channel.PHONE,
            AS,
            "Question",
            advisor="[red]Zoé[/] $accent",
            status=Status.ANSWERED,
            answer="Oui.",
            received_at=NOW.replace(day=18),
        ),
        by="accueil",
    )
    app = desk(knowledge=False)
    async with app.run_test(size=(200, 60)) as pilot:
        await open_stats(pilot)
        assert "[red]Zoé[/] $accent" in screen_text(pilot)


def test_the_figures_look_right(desk: MakeDesk, snap: Snap, store: Store) -> None:
    _add_unusual(store)
    for times, words in ((9, "prime partage valeur apprenti"), (6, "trajet domicile astreinte")):
        for _ in range(times):
            store.log_search(SearchLogEntry(words, found=0, at=NOW.replace(day=18)))

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f7")

    assert snap(desk(knowledge=False), act, knowledge=False)


def test_the_questions_behind_a_figure_look_right(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f7", "enter")

    assert snap(desk(knowledge=False), act, knowledge=False)


def test_the_export_dialogue_looks_right(
    desk: MakeDesk, snap: Snap, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = "teleconseil.screens.export_dialog.documents_folder"
    monkeypatch.setattr(where, lambda: Path("Documents"))

    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f7")
        await press(pilot, "x")

    assert snap(desk(knowledge=False), act, knowledge=False)


def _add_unusual(store: Store) -> None:
    """Without a theme, a member or an advisor; late; cancelled; of the other pôle; a year ago."""
    monday = NOW.replace(day=16)
    rows = [
        NewQuestion(Channel.WRITTEN, AS, "Sans thème", received_at=monday, due_at=monday),
        NewQuestion(
            Channel.WRITTEN, AS, "Annulée", status=Status.CANCELLED, received_at=monday
        ),
        NewQuestion(Channel.WRITTEN, OSMS, "À temps", status=Status.ANSWERED, answer="Oui.",
                    topic="autorisations", received_at=monday, answered_at=monday.replace(hour=15),
                    due_at=monday.replace(day=18), member_number="1033", advisor="Zoé"),
        NewQuestion(Channel.PHONE, OSMS, "Il y a un an", status=Status.ANSWERED, answer="Oui.",
                    received_at=NOW.replace(year=2025, day=18), answered_at=NOW),
        NewQuestion(Channel.PHONE, AS, "Il y a un an", status=Status.ANSWERED, answer="Oui.",
                    topic="contrat", received_at=NOW.replace(year=2025, day=19), answered_at=NOW),
    ]  # fmt: skip
    store.add_questions(rows, by="Import")
