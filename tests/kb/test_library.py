"""The folder of entries: one bad file never stops the others, changes are seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from teleconseil.kb.library import Library
from teleconseil.paths import packaged_knowledge_base
from tests.kb.entry_samples import entry_text, put


def loaded(folder: Path) -> Library:
    library = Library(folder, cache_dir=folder.parent / "cache")
    library.load()
    return library


def test_bad_files_are_reported_and_the_others_are_read(tmp_path: Path) -> None:
    put(tmp_path, "bonne", entry_text())
    put(tmp_path, "cassee", entry_text(titre="[un"))
    put(tmp_path, "sans", "rien")
    (tmp_path / "affaires-sociales" / "latin.md").write_bytes(
        entry_text().encode("latin-1", "replace")
    )
    (tmp_path / "affaires-sociales" / "nul.md").write_bytes(b"---\n\x00\n---\n")
    (tmp_path / "affaires-sociales" / "grosse.md").write_text(entry_text() + "x" * 5_000_000)
    snapshot = loaded(tmp_path).snapshot
    assert list(snapshot.entries) == ["bonne"]
    assert sorted(p.path.stem for p in snapshot.problems) == [
        "cassee",
        "grosse",
        "latin",
        "nul",
        "sans",
    ]
    assert all(p.remedy for p in snapshot.problems)


def test_files_that_are_no_entries_are_left_aside(tmp_path: Path) -> None:
    put(tmp_path, "a", entry_text())
    (tmp_path / "README.md").write_text("lisez-moi")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "b.md").write_text("x")
    (tmp_path / "notes.txt").write_text("x")
    snapshot = loaded(tmp_path).snapshot
    assert list(snapshot.entries) == ["a"]
    assert snapshot.problems == ()


def test_the_first_of_two_entries_of_one_name_is_kept_and_both_are_named(tmp_path: Path) -> None:
    put(tmp_path, "arret", entry_text(), pole="affaires-sociales")
    put(tmp_path, "arret", entry_text(titre="Autre"), pole="offre-sociale")
    snapshot = loaded(tmp_path).snapshot
    assert snapshot.entries["arret"].path.parent.name == "affaires-sociales"
    (problem,) = snapshot.problems
    assert problem.path.parent.name == "offre-sociale"
    assert str(Path("affaires-sociales/arret.md")) in problem.message
    assert str(Path("offre-sociale/arret.md")) in problem.message


def test_a_change_on_disk_is_seen_and_only_a_change(tmp_path: Path) -> None:
    path = put(tmp_path, "a", entry_text())
    library = loaded(tmp_path)
    first = library.snapshot
    assert not library.refresh()
    assert library.snapshot is first
    path.write_text(entry_text(titre="Un autre titre, plus long"), encoding="utf-8")
    assert library.refresh()
    assert library.snapshot.entries["a"].title == "Un autre titre, plus long"
    assert library.snapshot.stamp != first.stamp
    assert first.entries["a"].title.startswith("Un arrêt")


def test_entries_come_and_go(tmp_path: Path) -> None:
    put(tmp_path, "a", entry_text())
    library = loaded(tmp_path)
    added = put(tmp_path, "b", entry_text(titre="Deux"))
    assert library.refresh()
    assert library.entry("b") is not None
    added.unlink()
    assert library.refresh()
    assert library.entry("b") is None


def test_a_mended_entry_is_read_again(tmp_path: Path) -> None:
    path = put(tmp_path, "a", entry_text(etat="ouverte"))
    library = loaded(tmp_path)
    assert library.snapshot.problems
    path.write_text(entry_text(), encoding="utf-8")
    assert library.refresh()
    assert library.snapshot.problems == ()


def test_a_folder_that_disappears_leaves_the_entries_and_says_so(tmp_path: Path) -> None:
    folder, away = tmp_path / "kb", tmp_path / "ailleurs"
    put(folder, "a", entry_text())
    library = loaded(folder)
    folder.rename(away)
    assert library.refresh()
    assert library.entry("a") is not None
    assert [p.rule for p in library.snapshot.problems] == ["dossier"]
    assert "TELECONSEIL_KB_DIR" in library.snapshot.problems[0].remedy
    assert not library.refresh()
    away.rename(folder)
    assert library.refresh()
    assert library.snapshot.problems == ()


def test_a_missing_folder_is_an_empty_library_with_a_problem(tmp_path: Path) -> None:
    snapshot = loaded(tmp_path / "absent").snapshot
    assert not snapshot.entries
    assert [p.rule for p in snapshot.problems] == ["dossier"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every file")
def test_an_entry_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    put(tmp_path, "a", entry_text()).chmod(0)
    assert [p.rule for p in loaded(tmp_path).snapshot.problems] == ["lecture"]


def test_a_large_folder_is_read_from_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kb"
    for number in range(210):
        keys = {"public": f"[{number}]", "formulations": f"[Et {number}, Voilà]"}
        put(folder, f"fiche-{number}", entry_text(titre=f"Fiche {number}", **keys))
    before = loaded(folder).snapshot

    def refuse(path: Path, _content: str) -> None:
        pytest.fail(f"{path} was parsed again")

    monkeypatch.setattr("teleconseil.kb.entry_cache.parse_entry", refuse)
    after = loaded(folder).snapshot
    assert dict(after.entries) == dict(before.entries)
    assert after.entries["fiche-7"].formulations == ("Et 7", "Voilà")
    assert after.stamp == before.stamp


@pytest.mark.parametrize("rubbish", ["", "{", "[]", '{"format": 1}', '{"format": 99, "fiches": 3}'])
def test_a_damaged_cache_is_ignored(tmp_path: Path, rubbish: str) -> None:
    folder = tmp_path / "kb"
    for number in range(210):
        put(folder, f"fiche-{number}", entry_text(titre=f"Fiche {number}"))
    loaded(folder)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_text(rubbish, encoding="utf-8")
    assert len(loaded(folder).snapshot.entries) == 210


def test_synonyms_are_read_and_watched(tmp_path: Path) -> None:
    put(tmp_path, "a", entry_text())
    path = tmp_path / "synonymes.toml"
    path.write_text(
        'jamais_flou = ["CDD"]\n[[groupe]]\nterme = "CT"\ndeveloppe = "congés trimestriels"\n'
        'formes = ["trims"]\nlectures = [{ sens = "code du travail", indices = ["article"] }]\n',
        encoding="utf-8",
    )
    library = loaded(tmp_path)
    (group,) = library.snapshot.synonyms.groups
    assert (group.term, group.expansion, group.forms) == ("CT", "congés trimestriels", ("trims",))
    assert group.readings[0].clues == ("article",)
    assert library.snapshot.synonyms.never_fuzzy == {"cdd"}
    stamp = library.snapshot.stamp
    path.write_text(
        '[[groupe]]\nterme = "CT"\n\n[[ groupe ]]  # ici\nterme = "CP"\nformes = "faux"\n',
        encoding="utf-8",
    )
    assert library.refresh()
    assert [group.term for group in library.snapshot.synonyms.groups] == ["CT"]
    assert "n° 2" in library.snapshot.problems[0].message
    assert library.snapshot.problems[0].line == 4
    assert library.snapshot.stamp != stamp
    path.write_text('terme = "CP\n', encoding="utf-8")
    assert library.refresh()
    assert library.snapshot.problems[0].line == 1


def test_the_shipped_entries_all_load() -> None:
    snapshot = Library(packaged_knowledge_base()).load()
    assert snapshot.problems == ()
    assert {"cp-acquisition-anciennete", "deces-enfant-deuil"} <= set(snapshot.entries)


def test_the_text_of_a_version_stays_at_hand_once_replaced(tmp_path: Path) -> None:
    """An advisor may use an entry, and its editor save it, before the answer is logged."""
    path = put(tmp_path, "fiche", entry_text().replace("\n", "\r\n"))
    library = Library(tmp_path)
    before = library.load().entries["fiche"]
    path.write_text(entry_text(titre="Autre"), encoding="utf-8")
    assert library.refresh()
    after = library.snapshot.entries["fiche"]
    assert library.content("fiche", before.version) == entry_text().replace("\n", "\r\n")
    assert library.content("fiche", after.version) == entry_text(titre="Autre")
    assert library.content("fiche", "inconnue") is None
