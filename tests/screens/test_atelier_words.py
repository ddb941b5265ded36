"""What a mistake beside the entries, in a file of words or a folder, shows in the workshop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from teleconseil.screens.fiche import PROBLEMS, EntryScreen
from teleconseil.screens.workshop_acts import WorkshopActs
from teleconseil.widgets.row_list import RowList
from teleconseil.widgets.tab_line import TabLine
from tests.screens.conftest import MakeDesk
from tests.screens.driving import desk_app, one, opened, screen_text, settle

SIZE = (120, 40)
MISTAKE = '[[groupe]]\nterme = "CP"\ndeveloppe = congés payés\n'
MENDED = '[[groupe]]\nterme = "CP"\ndeveloppe = "congés payés"\n'


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def tab(pilot: Pilot[None], name: str) -> None:
    pilot.app.screen.query_one(TabLine).current = name
    await settle(pilot)


async def workshop(pilot: Pilot[None], name: str = "erreurs") -> None:
    """The workshop at that tab."""
    await opened(pilot)
    await press(pilot, "f8")
    await settle(pilot)
    await tab(pilot, name)


def count(pilot: Pilot[None], name: str) -> int:
    return pilot.app.screen.query_one(TabLine).counts.get(name, 0)


def names(pilot: Pilot[None]) -> list[str]:
    return [dossier.path.name for dossier in one(pilot, "#fiches-liste", RowList).rows]


def write_mistake(home: Path) -> Path:
    file = home / "fiches" / "synonymes.toml"
    file.write_text(MISTAKE, encoding="utf-8")
    return file


async def test_a_mistake_in_the_synonyms_heads_the_faults_and_goes_once_mended(
    desk: MakeDesk, home: Path
) -> None:
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        faults, everything = count(pilot, "erreurs"), count(pilot, "toutes")
        assert "Atelier 2" in screen_text(pilot)
        file = write_mistake(home)
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert count(pilot, "erreurs") == faults + 1
        assert names(pilot)[0] == "synonymes.toml"
        assert "synonymes.toml, ligne 3 : Le fichier des syn" in screen_text(pilot)
        await press(pilot, "home")
        assert "■ ligne 3 : Le fichier des synonymes n’est pas du TOML lisible." in screen_text(
            pilot
        )
        assert "fichier illisible" not in screen_text(pilot)
        assert "Atelier 3" in screen_text(pilot)
        await tab(pilot, "toutes")
        assert names(pilot)[0] == "synonymes.toml"
        for entries_alone in ("texte-modifie", "a-revoir", "a-valider"):
            await tab(pilot, entries_alone)
            assert "synonymes.toml" not in names(pilot)
        file.write_text(MENDED, encoding="utf-8")
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert (count(pilot, "erreurs"), count(pilot, "toutes")) == (faults, everything)
        assert "Atelier 2" in screen_text(pilot)


async def test_its_remedy_is_read_and_the_file_opened_at_its_line_as_for_an_entry(
    desk: MakeDesk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_mistake(home)
    ran: list[Sequence[str]] = []

    def mend(_screen: WorkshopActs, command: Sequence[str]) -> None:
        ran.append(command)
        file.write_text(MENDED, encoding="utf-8")

    monkeypatch.setattr(WorkshopActs, "_run", mend)
    monkeypatch.setenv("VISUAL", "vim")
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        await press(pilot, "home", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EntryScreen)
        assert pilot.app.screen.query_one(TabLine).current == PROBLEMS
        shown = screen_text(pilot)
        assert "n’est pas du TOML lisible" in shown
        assert "Un groupe a un « terme », un « developpe »" in shown
        assert "règle « synonymes »" in shown
        assert "Articles" not in shown
        await press(pilot, "enter")
        await settle(pilot)
        assert list(ran[0]) == ["vim", "+3", str(file)]
        assert "synonymes.toml modifié — u pour défaire" in screen_text(pilot)
        assert "Rien à redire." in screen_text(pilot)
        assert "aucune faute" in screen_text(pilot)
        await press(pilot, "u")
        await settle(pilot)
        assert file.read_text(encoding="utf-8") == MISTAKE
        assert "n’est pas du TOML lisible" in screen_text(pilot)
        await press(pilot, "escape")
        await press(pilot, "home", "o")
        await settle(pilot)
        assert list(ran[1]) == ["vim", "+3", str(file)]


async def test_names_of_a_chapter_that_the_texts_do_not_hold_are_a_warning_at_the_head(
    desk: MakeDesk, home: Path
) -> None:
    words = '[code-travail.9999]\nchapitre = ["femme de ménage"]\n'
    (home / "fiches" / "appellations.toml").write_text(words, encoding="utf-8")
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot, "toutes")
        assert names(pilot)[0] == "appellations.toml"
        assert "▲ appellations.toml, ligne 1 : " in " ".join(screen_text(pilot).split())
        assert "1 avertissement" in screen_text(pilot)
        await tab(pilot, "erreurs")
        assert "appellations.toml" not in names(pilot)


async def test_an_entry_named_as_the_file_of_words_is_not_taken_for_it(
    desk: MakeDesk, home: Path
) -> None:
    write_mistake(home)
    (home / "fiches" / "synonymes.md").write_text("sans en-tête", encoding="utf-8")
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        assert names(pilot)[:2] == ["synonymes.toml", "synonymes.md"]
        await press(pilot, "home", "down", "enter")
        await settle(pilot)
        assert "fichier illisible" in screen_text(pilot)
        assert "TOML" not in screen_text(pilot)


async def test_a_folder_that_cannot_be_read_is_told_and_no_editor_opens_it(
    desk: MakeDesk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[Sequence[str]] = []
    monkeypatch.setattr(WorkshopActs, "_run", lambda _screen, command: ran.append(command))
    async with desk().run_test(size=SIZE) as pilot:
        await workshop(pilot)
        (home / "fiches").rename(home / "ailleurs")
        desk_app(pilot).refresh_knowledge()
        await settle(pilot)
        assert names(pilot)[0] == "fiches"
        assert "fiches : Le dossier des fiches" in screen_text(pilot)
        await press(pilot, "home", "o", "enter")
        await settle(pilot)
        assert "corrigez TELECONSEIL_KB_DIR" in " ".join(screen_text(pilot).split())
        await press(pilot, "enter")
        assert not ran
