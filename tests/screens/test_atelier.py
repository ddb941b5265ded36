"""The workshop as an editor uses it: what waits, reading an entry again, whom to call back."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from teleconseil.desk import entry_edits
from teleconseil.domain import (
    Channel,
    EntryFeedback,
    NewQuestion,
    QuestionSource,
    SearchLogEntry,
    SourceKind,
    Status,
)
from teleconseil.kb.entry import parse_entry
from teleconseil.kb.texts import TextLibrary
from teleconseil.screens.atelier import GAPS, REMARKS, WorkshopScreen
from teleconseil.screens.fiche import ARTICLES, CALLS, PROBLEMS, VERSIONS, EntryScreen
from teleconseil.screens.workshop_acts import WorkshopActs
from teleconseil.store import Store
from teleconseil.widgets.row_list import RowList
from teleconseil.widgets.tab_line import TabLine
from teleconseil.widgets.titled_list import TitledList
from tests.kb.git_samples import git, needs_git
from tests.kb.text_samples import code, code_article
from tests.kb.text_samples import write as write_release
from tests.screens.conftest import MakeDesk, Snap
from tests.screens.driving import desk_app, hammer, one, opened, screen_text, settle, until, write
from tests.screens.small_desk import AS, CHANGED_ENTRY, ME, NOW, OVERDUE_ENTRY, SICK_ENTRY

SIZE = (120, 40)


def file_of(home: Path, slug: str) -> Path:
    return home / "fiches" / AS / f"{slug}.md"


def lean_on_the_article(home: Path) -> None:
    """The entry that cites the changed article says so in a sentence."""
    file = file_of(home, CHANGED_ENTRY)
    content = file.read_text(encoding="utf-8")
    sentence = "Selon l’article L3141-5, certaines absences"
    file.write_text(content.replace("Certaines absences", sentence), encoding="utf-8")


def tell_the_old_rule(store: Store, home: Path) -> str:
    """A member was answered with the entry since the new version; the reference."""
    entry = parse_entry(file_of(home, CHANGED_ENTRY))
    store.keep_entry_version(entry.slug, entry.version, entry.content)
    question = NewQuestion(
        Channel.PHONE,
        AS,
        "Combien de jours par mois d’absence ?",
        received_at=NOW - timedelta(days=3),
        status=Status.ANSWERED,
        answered_at=NOW - timedelta(days=3),
        member_number="0412",
        contact="la directrice",
        answer="Deux jours et demi.",
        advisor=ME,
        sources=(QuestionSource(SourceKind.ENTRY, entry.slug, entry.version, entry.title),),
    )
    return store.add_question(question, by=ME).reference


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def workshop(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await press(pilot, "f8")
    await settle(pilot)


async def tab(pilot: Pilot[None], name: str) -> None:
    pilot.app.screen.query_one(TabLine).current = name
    await settle(pilot)


def counts(pilot: Pilot[None]) -> dict[str, int]:
    return {
        key: count for key, count in pilot.app.screen.query_one(TabLine).counts.items() if count
    }


def slugs(pilot: Pilot[None]) -> list[str]:
    return [dossier.slug for dossier in one(pilot, "#fiches-liste", RowList).rows]


def said(pilot: Pilot[None]) -> str:
    """What is on the screen, on one line."""
    return " ".join(screen_text(pilot).split())


async def open_changed(pilot: Pilot[None]) -> None:
    await workshop(pilot)
    await press(pilot, "enter")
    await settle(pilot)
    assert isinstance(pilot.app.screen, EntryScreen)


# --- the list


async def test_entries_are_told_by_what_waits_the_gravest_first(desk: MakeDesk) -> None:
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        assert counts(pilot) == {
            "texte-modifie": 1,
            "erreurs": counts(pilot)["erreurs"],
            "a-revoir": 1,
            "a-valider": 1,
            "toutes": 6,
        }
        assert slugs(pilot) == [CHANGED_ENTRY]
        assert "L3141-5 modifié 24/04/2024" in screen_text(pilot)
        await tab(pilot, "a-revoir")
        assert slugs(pilot) == [OVERDUE_ENTRY]
        await tab(pilot, "toutes")
        assert slugs(pilot)[:2] == [CHANGED_ENTRY, OVERDUE_ENTRY]
        assert "Atelier 2" in screen_text(pilot)
        await press(pilot, "f")
        await write(pilot, "chambre valider")
        await press(pilot, "enter")
        assert slugs(pilot) == ["ct-chambre-de-nuit"]
        assert "filtre ‹ chambre valider ›" in screen_text(pilot)
        await press(pilot, "escape")
        assert len(slugs(pilot)) == 6


async def test_a_mistake_shows_its_line_and_goes_once_mended(desk: MakeDesk, home: Path) -> None:
    file = file_of(home, SICK_ENTRY)
    right = file.read_text(encoding="utf-8")
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        file.write_text(right.replace("etat: publiee", "etat: ouverte"), encoding="utf-8")
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        await tab(pilot, "erreurs")
        assert slugs(pilot)[0] == SICK_ENTRY
        assert "fichier illisible" in screen_text(pilot)
        assert "« ouverte » n’est pas une valeur de « etat »" in screen_text(pilot)
        file.write_text(right, encoding="utf-8")
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert "illisible" not in screen_text(pilot)


async def test_a_folder_that_goes_is_said_once_and_nothing_is_lost(
    desk: MakeDesk, home: Path
) -> None:
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        shown = slugs(pilot)
        (home / "fiches").rename(home / "ailleurs")
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert "ne peut pas être lu" in said(pilot)
        assert slugs(pilot) == shown
        await press(pilot, "v")
        assert "ne peut pas être lue" in said(pilot)
        (home / "ailleurs").rename(home / "fiches")
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert "de nouveau là" in said(pilot)


async def test_a_release_imported_meanwhile_is_noticed(desk: MakeDesk, home: Path) -> None:
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        assert slugs(pilot) == [CHANGED_ENTRY]
        versions = [(0, "2024-04-24", "2026-11-20"), (1, "2026-11-20", None)]
        words = "<p>Trois jours par mois d’arrêt.</p>"
        changed = code_article(
            3, "L3141-5-1", words, version=1, start="2026-11-20", versions=versions
        )
        others = [
            code_article(number, f"L{number}", "<p>Inchangé.</p>", start="2020-01-01")
            for number in (1, 2, 4)
        ]
        release = write_release(home, code("2026-11-20", [changed, *others]), release="2.600.0")
        TextLibrary(home / "donnees" / "textes").import_paths([release])
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert SICK_ENTRY in slugs(pilot)


# --- an entry


async def test_a_changed_article_shows_its_words_and_the_sentences_that_lean_on_it(
    desk: MakeDesk, home: Path
) -> None:
    lean_on_the_article(home)
    async with desk().run_test(size=SIZE) as pilot:
        await open_changed(pilot)
        assert pilot.app.screen.query_one(TabLine).current == ARTICLES
        shown = screen_text(pilot)
        assert "De la version du 01/01/2020 à la version du 24/04/2024" in shown
        assert "ancienne" in shown
        assert "nouvelle" in shown
        assert "« Selon l’article L3141-5, certaines absences" in shown
        await press(pilot, "c")
        assert "règle ancienne." in screen_text(pilot)
        await press(pilot, "c")
        assert "règle nouvelle." in screen_text(pilot)


async def test_the_page_keys_read_on_and_leave_the_choice_where_it_is(desk: MakeDesk) -> None:
    async with desk().run_test(size=(80, 24)) as pilot:
        await open_changed(pilot)
        await tab(pilot, PROBLEMS)
        problems = pilot.app.screen.query_one(TitledList)
        chosen = problems.current
        await press(pilot, "pagedown")
        assert problems.current == chosen
        await press(pilot, "down")
        assert problems.current != chosen


@pytest.mark.parametrize("page", ["pageup", "pagedown"])
async def test_page_keys_struck_before_an_entry_is_laid_out_do_no_harm(
    desk: MakeDesk, page: str
) -> None:
    async with desk().run_test(size=(80, 24)) as pilot:
        await workshop(pilot)
        await hammer(pilot, "enter", page)
        assert isinstance(pilot.app.screen, EntryScreen)


async def test_one_key_verifies_the_entry_leaves_a_trace_and_can_be_taken_back(
    desk: MakeDesk, home: Path
) -> None:
    file = file_of(home, CHANGED_ENTRY)
    before = file.read_bytes()
    async with desk().run_test(size=SIZE) as pilot:
        await open_changed(pilot)
        await press(pilot, "v")
        await settle(pilot)
        entry = parse_entry(file)
        assert f"{entry.verified_on}" == "2026-11-24"
        assert str(entry.citations[0].version) == "2024-04-24"
        assert f"relue par {ME}" in said(pilot)
        assert "vérifiée aujourd’hui" in screen_text(pilot)
        await press(pilot, "escape")
        await settle(pilot)
        assert "texte-modifie" not in counts(pilot)
        await press(pilot, "u")
        await settle(pilot)
        assert file.read_bytes() == before
        assert counts(pilot)["texte-modifie"] == 1


async def test_leaving_while_an_entry_is_written_loses_neither_the_word_nor_the_undoing(
    desk: MakeDesk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released, written = Event(), entry_edits.verify_entry

    def slow(*args: Any, **keywords: Any) -> entry_edits.FileEdit:
        released.wait(20)
        return written(*args, **keywords)

    monkeypatch.setattr(entry_edits, "verify_entry", slow)
    file = file_of(home, CHANGED_ENTRY)
    before = file.read_bytes()
    async with desk().run_test(size=SIZE) as pilot:
        await open_changed(pilot)
        await pilot.press("v", "escape")
        released.set()
        await settle(pilot)
        assert isinstance(pilot.app.screen, WorkshopScreen)
        assert f"par {ME} — u pour défaire" in said(pilot)
        await press(pilot, "u")
        await settle(pilot)
        assert file.read_bytes() == before


async def test_an_act_on_a_file_that_moved_since_is_not_taken_back(
    desk: MakeDesk, home: Path
) -> None:
    file = file_of(home, CHANGED_ENTRY)
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        await press(pilot, "v")
        await settle(pilot)
        content = file.read_text(encoding="utf-8") + "\nUne phrase de plus.\n"
        file.write_text(content, encoding="utf-8")
        await press(pilot, "u")
        assert "a changé depuis" in screen_text(pilot)
        assert file.read_text(encoding="utf-8") == content


async def test_who_was_told_the_old_rule_is_listed_and_written_for_a_spreadsheet(
    desk: MakeDesk, home: Path, store: Store, tmp_path: Path
) -> None:
    reference = tell_the_old_rule(store, home)
    target = tmp_path / "rappels.csv"
    target.write_text("ancien", encoding="utf-8")
    async with desk().run_test(size=SIZE) as pilot:
        await open_changed(pilot)
        await tab(pilot, CALLS)
        shown = screen_text(pilot)
        assert "Les Tilleuls" in shown
        assert "03 20 00 00 00" in shown
        assert "la directrice" in shown
        await press(pilot, "x")
        field = pilot.app.screen.query_one(Input)
        field.value = str(target)
        await press(pilot, "enter")
        assert target.read_text(encoding="utf-8") == "ancien"
        assert "existe" in screen_text(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: b"reference" in target.read_bytes(), "the list is written")
        rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig")), delimiter=";"))
        assert [(row["reference"], row["contact"]) for row in rows] == [
            (reference, "la directrice")
        ]
        await settle(pilot)
        await press(pilot, "enter")
        assert reference in screen_text(pilot)


async def test_what_was_told_is_read_again_from_the_question(
    desk: MakeDesk, home: Path, store: Store
) -> None:
    tell_the_old_rule(store, home)
    file = file_of(home, CHANGED_ENTRY)
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace("deux jours et demi", "trois jours"), encoding="utf-8")
    async with desk().run_test(size=SIZE) as pilot:
        await open_changed(pilot)
        await tab(pilot, CALLS)
        await press(pilot, "enter")
        await press(pilot, "v")
        await settle(pilot)
        assert "deux jours et demi" in screen_text(pilot)
        await press(pilot, "c")
        await press(pilot, "up")
        assert "trois" in screen_text(pilot)


async def test_the_versions_stand_beside_the_entry(
    desk: MakeDesk, home: Path, store: Store
) -> None:
    tell_the_old_rule(store, home)
    async with desk().run_test(size=SIZE) as pilot:
        await open_changed(pilot)
        await tab(pilot, VERSIONS)
        assert "1 réponse" in screen_text(pilot)
        assert "actuelle" in screen_text(pilot)


@needs_git
async def test_the_versions_of_git_have_their_authors_and_what_they_changed(
    desk: MakeDesk, home: Path
) -> None:
    folder = home / "fiches"
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Écrire les fiches")
    for slug in (CHANGED_ENTRY, SICK_ENTRY):
        file = file_of(home, slug)
        content = file.read_text(encoding="utf-8")
        file.write_text(content.replace("## Détail", "## Détail\n\nCas rare."), encoding="utf-8")
    git(folder, "commit", "-qam", "Dire le cas rare", author="Ali Caron", day="2026-04-02")
    async with desk().run_test(size=(200, 60)) as pilot:
        await open_changed(pilot)
        await tab(pilot, VERSIONS)
        shown = said(pilot)
        assert "actuelle · 02/04/2026 · Ali Caron · Dire le cas rare" in shown
        assert "02/03/2026 · Nora Blin · Écrire les fiches" in shown
        assert "Cas rare." in shown
        await press(pilot, "escape", "f5")
        await write(pilot, "arret maladie")
        await settle(pilot)
        await press(pilot, "enter", "d")
        await settle(pilot)
        assert "Ali Caron · Dire le cas rare" in said(pilot)
        await press(pilot, "c")
        assert "redigee_par: Rédaction" in said(pilot)


# --- writing


async def test_an_entry_is_edited_with_the_editor_s_own_program(
    desk: MakeDesk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(home, CHANGED_ENTRY)
    ran: list[Sequence[str]] = []

    def run(_screen: WorkshopActs, command: Sequence[str]) -> None:
        ran.append(command)
        content = file.read_text(encoding="utf-8")
        file.write_text(content.replace("mois par mois", "au fil des mois"), encoding="utf-8")

    monkeypatch.setattr(WorkshopActs, "_run", run)
    monkeypatch.setenv("VISUAL", "vim -n")
    before = file.read_bytes()
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        await press(pilot, "o")
        await settle(pilot)
        assert ran[0][:2] == ["vim", "-n"]
        assert ran[0][-1] == str(file)
        assert "au fil des mois" in screen_text(pilot)
        await press(pilot, "u")
        await settle(pilot)
        assert file.read_bytes() == before


async def test_an_editor_that_is_not_there_is_said(
    desk: MakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_screen: WorkshopActs, command: Sequence[str]) -> None:
        raise FileNotFoundError(2, os.strerror(2), command[0])

    monkeypatch.setattr(WorkshopActs, "_run", run)
    monkeypatch.setenv("VISUAL", "rien-de-tel")
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        await press(pilot, "o")
        assert "Vérifiez VISUAL ou EDITOR" in screen_text(pilot)


async def test_a_new_entry_begins_with_its_title(
    desk: MakeDesk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WorkshopActs, "_run", lambda *_: None)
    monkeypatch.setenv("VISUAL", "vim")
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        await press(pilot, "n")
        await write(pilot, "Prime de nuit")
        await press(pilot, "enter")
        await settle(pilot)
        file = file_of(home, "prime-de-nuit")
        assert 'titre: "Prime de nuit"' in file.read_text(encoding="utf-8")
        assert counts(pilot)["a-valider"] == 2
        await press(pilot, "n")
        await write(pilot, "Prime de nuit")
        await press(pilot, "enter")
        assert "existe déjà" in screen_text(pilot)
        await press(pilot, "u")
        await settle(pilot)
        assert not file.exists()


# --- what advisors say, what they search in vain


async def test_an_advisor_s_remark_reaches_the_editor_who_closes_it(
    desk: MakeDesk, store: Store
) -> None:
    async with desk().run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, "f5")
        await write(pilot, "arret maladie")
        await settle(pilot)
        await press(pilot, "enter")
        await press(pilot, "s", "down")
        await write(pilot, "et en mi-temps ?")
        await press(pilot, "enter")
        await settle(pilot)
        assert "Retour transmis" in screen_text(pilot)
        (remark,) = store.feedback()
        assert (remark.slug, remark.by, remark.helpful) == (SICK_ENTRY, ME, False)
        assert remark.text == "Quelque chose est faux ou n’est plus vrai : et en mi-temps ?"
        await press(pilot, "escape")
        await press(pilot, "f8")
        await settle(pilot)
        await tab(pilot, REMARKS)
        assert "et en mi-temps ?" in screen_text(pilot)
        await press(pilot, "k")
        await settle(pilot)
        assert store.feedback(closed=False) == []
        assert store.feedback()[0].closed_by == ME
        await press(pilot, "u")
        await settle(pilot)
        assert len(store.feedback(closed=False)) == 1


async def test_what_was_searched_in_vain_is_searched_again_or_begun(
    desk: MakeDesk, store: Store
) -> None:
    for _ in range(3):
        store.log_search(
            SearchLogEntry("prime trajet astreinte", "fiches", 0, at=NOW - timedelta(hours=1))
        )
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        await tab(pilot, GAPS)
        assert "prime trajet astreinte" in screen_text(pilot)
        await press(pilot, "n")
        assert pilot.app.screen.query_one(Input).value == "prime trajet astreinte"
        await press(pilot, "escape")
        await press(pilot, "enter")
        assert one(pilot, "#recherche", Input).value == "prime trajet astreinte"


# --- looks


@pytest.fixture
def busy(home: Path, store: Store) -> None:
    """Something on every shelf."""
    lean_on_the_article(home)
    tell_the_old_rule(store, home)
    said = EntryFeedback(CHANGED_ENTRY, "0" * 16, "Boris Caron", "Il manque le temps partiel")
    store.add_feedback(replace(said, at=NOW - timedelta(hours=2)))
    store.log_search(
        SearchLogEntry("prime trajet astreinte", "fiches", 0, at=NOW - timedelta(hours=1))
    )


@pytest.mark.usefixtures("busy")
def test_the_workshop_looks_right(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f8")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WorkshopScreen)

    assert snap(desk(), act)


@pytest.mark.usefixtures("busy")
def test_an_entry_looks_right(desk: MakeDesk, snap: Snap) -> None:
    async def act(pilot: Pilot[None]) -> None:
        await press(pilot, "f8")
        await settle(pilot)
        await press(pilot, "enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(OptionList).has_focus

    assert snap(desk(), act)
