"""Changing and writing an entry: nothing else moves, nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.entry import (
    EntryError,
    EntryWriteError,
    parse_entry,
    update_front_matter,
    write_entry,
)
from tests.kb.entry_samples import entry_text

COMMENTED = """---
# En tête
titre: "Un titre : deux points"   # un commentaire
themes:
  - a/b
  - c/d  # celui-ci

sources:
  - {texte: code-travail, article: L1, version: 2024-01-01}
  - texte: ccn66
    article: 22
# avant l’état
etat: publiee
clé inconnue: {x: [1, 2]}
vide:
redigee_par: 'moi'
---

Corps : inchangé.
"""
KEYS = ["titre", "themes", "sources", "etat", "clé inconnue", "vide", "redigee_par"]


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines of each text that are not in the common head and tail."""
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        old.pop(0), new.pop(0)
    while old and new and old[-1] == new[-1]:
        old.pop(), new.pop()
    return old, new


def test_changing_a_date_changes_its_line_only() -> None:
    content = entry_text()
    after = update_front_matter(content, {"verifiee_le": date(2026, 12, 1)})
    assert changed_lines(content, after) == (
        ["verifiee_le: 2026-11-20"],
        ["verifiee_le: 2026-12-01"],
    )


def test_comments_and_unknown_keys_stay() -> None:
    after = update_front_matter(COMMENTED, {"titre": "Autre : titre", "themes": ["e/f"]})
    assert 'titre: "Autre : titre"   # un commentaire' in after
    assert "themes: [e/f]" in after
    assert "# En tête" in after
    assert "clé inconnue: {x: [1, 2]}" in after
    assert after.endswith("Corps : inchangé.\n")


def test_sources_are_written_one_a_line() -> None:
    source = {"texte": "code-travail", "article": "L2", "version": date(2025, 1, 1)}
    after = update_front_matter(COMMENTED, {"sources": [source]})
    assert "sources:\n  - {texte: code-travail, article: L2, version: 2025-01-01}\n# avant" in after


def test_sentences_are_written_one_a_line_and_read_back() -> None:
    sentences = ["Il est malade : a-t-il droit à des congés, et combien ?", "CP", "- et lui ?"]
    after = update_front_matter(entry_text(), {"formulations": sentences})
    assert "\nformulations:\n  - " in after
    assert parse_entry(Path("a/b.md"), after).formulations == tuple(sentences)
    again = update_front_matter(after, {"formulations": sentences[:1], "etat": "archivee"})
    assert parse_entry(Path("a/b.md"), again).formulations == tuple(sentences[:1])


def test_formulations_stay_when_something_else_changes() -> None:
    block = "formulations:\n  - Il est malade   # entendu\n  - 'Et ses CP'\n"
    content = entry_text().replace("etat:", f"{block}etat:")
    after = update_front_matter(content, {"verifiee_le": date(2026, 12, 1), "etat": "archivee"})
    assert block in after


def test_a_new_key_goes_last_and_none_takes_a_key_away() -> None:
    after = update_front_matter(COMMENTED, {"validee_par": "une autre", "vide": None})
    assert "\nredigee_par: 'moi'\nvalidee_par: une autre\n---\n" in after
    assert "vide:" not in after


def test_line_ends_are_kept() -> None:
    content = COMMENTED.replace("\n", "\r\n")
    after = update_front_matter(content, {"etat": "archivee", "nouveau": ["a"]})
    assert "\n" not in after.replace("\r\n", "")
    assert "etat: archivee\r\n" in after


def test_a_broken_front_matter_is_refused() -> None:
    with pytest.raises(EntryError, match="fermé"):
        update_front_matter("---\ntitre: a\n", {"titre": "b"})


plain_texts = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Zl", "Zp"),
        exclude_characters="\ufeff\u2028\u2029\ufffe\uffff",
    ),
    max_size=40,
)
values = st.one_of(
    plain_texts,
    st.dates(),
    st.lists(plain_texts, max_size=4),
    st.lists(
        st.fixed_dictionaries({"texte": plain_texts, "version": st.dates()}), min_size=1, max_size=3
    ),
)


@given(st.sampled_from([*KEYS, "ajoutée"]), values)
def test_only_the_changed_key_changes(key: str, value: object) -> None:
    after = update_front_matter(COMMENTED, {key: value})
    before_data = yaml.safe_load(COMMENTED.split("---\n")[1])
    after_data = yaml.safe_load(after.split("---\n", 1)[1].rsplit("\n---\n", 1)[0])
    assert {k: v for k, v in after_data.items() if k != key} == {
        k: v for k, v in before_data.items() if k != key
    }
    assert after_data[key] == value
    old, new = changed_lines(COMMENTED, after)
    other_keys = [k for k in KEYS if k != key]
    assert not any(line.startswith(tuple(f"{k}:" for k in other_keys)) for line in old + new)
    assert update_front_matter(after, {key: value}) == after


def test_writing_replaces_the_whole_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("ancien", encoding="utf-8")
    path.chmod(0o640)
    write_entry(path, entry_text())
    assert parse_entry(path).title.startswith("Un arrêt")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_writing_keeps_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a\r\nb\r\n")
    write_entry(path, "c\nd\n")
    assert path.read_bytes() == b"c\r\nd\r\n"


def test_a_failed_write_leaves_the_file_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.md"
    path.write_text("ancien", encoding="utf-8")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("teleconseil.kb.entry.os.fsync", full)
    with pytest.raises(EntryWriteError, match="le disque est plein"):
        write_entry(path, "nouveau")
    assert path.read_text(encoding="utf-8") == "ancien"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "vrai.md", tmp_path / "lien.md"
    target.write_text("ancien", encoding="utf-8")
    link.symlink_to(target)
    write_entry(link, "nouveau")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "nouveau"


def test_a_lone_surrogate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    with pytest.raises(EntryWriteError, match="UTF-8"):
        write_entry(path, "a\ud800")
    assert not path.exists()
