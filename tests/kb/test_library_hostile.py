"""A folder that is edited, moved, linked and half written while the desk reads it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from teleconseil.kb.library import Library
from teleconseil.kb.synonyms import SYNONYMS_FILE
from tests.kb.entry_samples import BODY, POLE, entry_text, problems_of, put

needs_posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and bytes in names")


def loaded(folder: Path) -> Library:
    library = Library(folder, cache_dir=folder.parent / "cache")
    library.load()
    return library


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A knowledge base of two entries."""
    folder = tmp_path / "kb"
    put(folder, "a", entry_text())
    put(folder, "z", entry_text(titre="Dernière"))
    return folder


def told(library: Library) -> list[tuple[str, str]]:
    """Name of the file and rule of each problem."""
    return [(problem.path.name, problem.rule) for problem in library.snapshot.problems]


# --- links, and what is no file


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "absente")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def pipe(path: Path) -> None:
    os.mkfifo(path)


@needs_posix
@pytest.mark.parametrize("make", [link_to_nothing, link_to_itself, pipe])
def test_what_is_no_file_is_told_and_hides_nothing(
    base: Path, make: Callable[[Path], None]
) -> None:
    make(base / POLE / "m.md")
    library = loaded(base)
    assert list(library.snapshot.entries) == ["a", "z"]
    assert told(library) == [("m.md", "lecture")]
    assert library.snapshot.problems[0].remedy
    (base / POLE / "m.md").unlink()
    assert library.refresh()
    assert told(library) == []


@needs_posix
def test_a_linked_folder_is_read_and_a_loop_ends(base: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "partage"
    put(elsewhere, "b", entry_text(titre="Partagée"), pole="")
    (base / "partage").symlink_to(elsewhere)
    (base / "boucle").symlink_to(base)
    (base / POLE / "pole").symlink_to(base / POLE)
    library = loaded(base)
    assert sorted(library.snapshot.entries) == ["a", "b", "z"]
    assert told(library) == []
    assert library.snapshot.entries["a"].path == base / POLE / "a.md"


@needs_posix
def test_a_linked_entry_is_read_and_its_target_is_watched(base: Path, tmp_path: Path) -> None:
    target = put(tmp_path, "cible", entry_text(titre="Avant"), pole="")
    (base / POLE / "b.md").symlink_to(target)
    library = loaded(base)
    target.write_text(entry_text(titre="Maintenant"), encoding="utf-8")
    assert library.refresh()
    assert library.snapshot.entries["b"].title == "Maintenant"


# --- names


@needs_posix
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"caf\xe9.md", "caf\ufffd.md"),
        (b"deux\nlignes.md", "deux\ufffdlignes.md"),
        (b"rouge\x1b[31m[bold].md", "rouge\ufffd[31m[bold].md"),
        ("envers\u202e.md".encode(), "envers\ufffd.md"),
    ],
)
def test_a_name_that_nothing_can_show_is_told_and_not_loaded(
    base: Path, name: bytes, shown: str
) -> None:
    try:
        Path(os.fsdecode(os.fsencode(base / POLE) + b"/" + name)).write_text(
            entry_text(), encoding="utf-8"
        )
    except OSError:
        pytest.skip("this file system refuses such a name")
    library = loaded(base)
    assert told(library) == [(shown, "nom-de-fichier")]
    assert list(library.snapshot.entries) == ["a", "z"]


@needs_posix
def test_nor_is_a_folder_of_such_a_name(base: Path) -> None:
    try:
        put(base, "b", entry_text(), pole="deux\nlignes")
    except OSError:
        pytest.skip("this file system refuses such a name")
    library = loaded(base)
    assert told(library) == [("deux\ufffdlignes", "nom-de-fichier")]
    assert list(library.snapshot.entries) == ["a", "z"]


def test_an_accent_apart_from_its_letter_is_the_same_name(base: Path) -> None:
    composed, apart = (unicodedata.normalize(form, "été") for form in ("NFC", "NFD"))
    put(base, apart, entry_text(titre="Une"))
    library = loaded(base)
    assert library.entry(composed) is not None
    put(base, composed, entry_text(titre="Deux"), pole="offre-sociale")
    assert library.refresh()
    assert [rule for _, rule in told(library)] == ["nom-en-double"]


def test_a_text_with_accents_apart_is_read_as_any_other(base: Path) -> None:
    before = problems_of(base)
    content = unicodedata.normalize("NFD", entry_text(titre="Congé payé", redigee_par="Zoé"))
    path = put(base, "z", content)
    entry = loaded(base).snapshot.entries["z"]
    assert (entry.title, entry.written_by) == ("Congé payé", "Zoé")
    assert entry.short_answer == unicodedata.normalize("NFC", entry.short_answer)
    assert path.read_text(encoding="utf-8") == content
    assert {p.rule for p in problems_of(base)} == {p.rule for p in before}


def test_capitals_of_the_extension_do_not_count(base: Path) -> None:
    (base / POLE / "b.MD").write_text(entry_text(titre="Autre"), encoding="utf-8")
    (base / "ReadMe.MD").write_text("lisez-moi", encoding="utf-8")
    assert sorted(loaded(base).snapshot.entries) == ["a", "b", "z"]


def test_what_editors_leave_beside_an_entry_is_left_aside(base: Path) -> None:
    for name in ("~$a.md", ".a.md.swp", ".#a.md", "a.md~", "#a.md#", SYNONYMS_FILE):
        (base / POLE / name).write_text("pas une fiche", encoding="utf-8")
    library = loaded(base)
    assert (list(library.snapshot.entries), told(library)) == (["a", "z"], [])


# --- bytes


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["sans marque", "avec marque"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_byte_order_marks_change_nothing_of_an_entry(
    base: Path, mark: str, end: str
) -> None:
    plain = loaded(base).snapshot.entries["a"]
    put(base, "a", mark + entry_text().replace("\n", end))
    entry = loaded(base).snapshot.entries["a"]
    assert (entry.title, entry.short_answer) == (plain.title, plain.short_answer)
    assert entry.citations == plain.citations
    assert {p.rule for p in problems_of(base)} == {"quasi-doublon", "texte-non-importe"}


def test_utf16_is_named(base: Path) -> None:
    (base / POLE / "b.md").write_bytes(entry_text().encode("utf-16"))
    library = loaded(base)
    assert told(library) == [("b.md", "encodage")]
    assert "UTF-16" in library.snapshot.problems[0].message


# --- a file being written


@pytest.mark.parametrize("half", [b"", b"---\ntitre: Un arr", b"---\ntitre: Cong\xc3"])
def test_a_half_written_entry_serves_as_it_was_until_it_is_known_to_be_broken(
    base: Path, half: bytes
) -> None:
    library = loaded(base)
    before = library.snapshot
    path = base / POLE / "a.md"
    path.write_bytes(half)
    assert not library.refresh()
    assert library.snapshot is before
    put(base, "a", entry_text(titre="Enfin écrite"))
    assert library.refresh()
    assert library.snapshot.entries["a"].title == "Enfin écrite"
    path.write_bytes(half)
    library.refresh()
    assert library.refresh()
    assert library.entry("a") is None
    assert [name for name, _ in told(library)] == ["a.md"]
    assert not library.refresh()


def test_a_whole_entry_with_a_mistake_is_told_at_once(base: Path) -> None:
    library = loaded(base)
    put(base, "a", entry_text(etat="ouverte"))
    assert library.refresh()
    assert told(library) == [("a.md", "valeur-inconnue")]
    assert library.entry("a") is None


def test_a_second_save_within_a_tick_of_the_clock_is_seen(base: Path) -> None:
    path = put(base, "a", entry_text(BODY.replace("24 jours", "25 jours")))
    library = loaded(base)
    status = path.stat()
    path.write_text(entry_text(BODY.replace("24 jours", "26 jours")), encoding="utf-8", newline="")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert library.refresh()
    assert "26 jours" in library.snapshot.entries["a"].short_answer
    assert not library.refresh()


def test_files_that_have_not_changed_are_not_opened_again(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = loaded(base)
    library.refresh()

    def refuse(path: Path) -> str:
        pytest.fail(f"{path} was opened")

    monkeypatch.setattr("teleconseil.kb.library.read_content", refuse)
    monkeypatch.setattr("teleconseil.kb.entry_cache.read_content", refuse)
    assert not library.refresh()


def test_synonyms_caught_half_written_are_as_they_were(base: Path) -> None:
    path = base / SYNONYMS_FILE
    path.write_text('[[groupe]]\nterme = "cp"\nformes = ["congés"]\n', encoding="utf-8")
    library = loaded(base)
    known = library.snapshot.synonyms
    path.write_text('[[groupe]]\nterme = "cp', encoding="utf-8")
    assert library.refresh()
    assert library.snapshot.synonyms == known
    assert told(library) == [(SYNONYMS_FILE, "synonymes")]


# --- the folder goes and comes back


def test_a_share_that_is_no_longer_mounted_leaves_the_entries(base: Path, tmp_path: Path) -> None:
    library = loaded(base)
    base.rename(tmp_path / "ailleurs")
    base.mkdir()
    assert library.refresh()
    assert list(library.snapshot.entries) == ["a", "z"]
    assert [rule for _, rule in told(library)] == ["dossier"]
    assert "il est vide" in library.snapshot.problems[0].message
    base.rmdir()
    (tmp_path / "ailleurs").rename(base)
    put(base, "b", entry_text(titre="Venue pendant l’absence"))
    assert library.refresh()
    assert list(library.snapshot.entries) == ["a", "b", "z"]
    assert told(library) == []


def test_a_folder_within_that_cannot_be_read_keeps_what_it_held(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(base, "b", entry_text(titre="Autre pôle"), pole="offre-sociale")
    library = loaded(base)
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == POLE:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("teleconseil.kb.scan.os.scandir", scandir)
    assert library.refresh()
    assert sorted(library.snapshot.entries) == ["a", "b", "z"]
    assert told(library) == [(POLE, "lecture")]
    assert list(loaded(base).snapshot.entries) == ["b"]
    monkeypatch.undo()
    assert library.refresh()
    assert told(library) == []


def test_two_thousand_entries_edited_one_after_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    for number in range(2000):
        put(folder, f"fiche-{number}", entry_text(titre=f"Fiche {number}"))
    library = loaded(folder)
    versions = {slug: entry.version for slug, entry in library.snapshot.entries.items()}
    for number in range(0, 2000, 400):
        put(folder, f"fiche-{number}", entry_text(titre=f"Reprise {number}"))
        assert library.refresh()
        entries = library.snapshot.entries
        assert entries[f"fiche-{number}"].title == f"Reprise {number}"
        assert library.content(f"fiche-{number}", versions[f"fiche-{number}"]) is not None
    changed = sum(versions[slug] != entry.version for slug, entry in entries.items())
    assert (len(entries), changed) == (2000, 5)
    assert not library.refresh()
