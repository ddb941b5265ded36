"""``--corriger``: what it mends, and all that it leaves as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.library import Library
from teleconseil.kb.lint import fix_content, fix_entries, fix_file
from teleconseil.kb.lint.typography import faults, mend
from tests.kb.entry_samples import BODY, FakeTexts, entry_text, put, rules_of, two_days


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("l'arrêt", "l’arrêt"),
        ("«oui»", "«\u00a0oui\u00a0»"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("oui : non ; quoi ? bien !", "oui\u00a0: non\u202f; quoi\u202f? bien\u202f!"),
        ("oui: non; quoi? bien!", "oui\u00a0: non\u202f; quoi\u202f? bien\u202f!"),
        ('dit "oui" là', "dit «\u00a0oui\u00a0» là"),
        ("30 % et 5€", "30\u00a0% et 5\u00a0€"),
        ("« `l'un` : » ?", "«\u00a0`l'un`\u00a0:\u00a0»\u202f?"),
        ("d'accord, voir [l'un](a'b.md)", "d’accord, voir [l’un](a'b.md)"),
    ],
)
def test_typography_is_mended(wrong: str, right: str) -> None:
    assert mend(wrong) == right
    assert mend(right) == right


@given(st.text(st.sampled_from("a1l'’«»\"`:;?!%€ \u00a0\u202f\n[](){}|-*."), max_size=60))
def test_mending_twice_is_mending_once_and_keeps_the_words(text: str) -> None:
    mended = mend(text)
    assert mend(mended) == mended
    assert [c for c in mended if c.isalnum()] == [c for c in text if c.isalnum()]
    assert mended.count("\n") == text.count("\n")


@given(st.text(max_size=200))
def test_faults_are_in_order_and_apart(text: str) -> None:
    end = 0
    for fault in faults(text):
        assert end <= fault.start < fault.end <= len(text)
        end = fault.end


def test_dates_and_typography_are_mended_and_nothing_else(tmp_path: Path) -> None:
    wrong = entry_text(
        BODY.replace("d’arrêt", "d'arrêt"),
        titre='"L\'arrêt : combien ?"  # relire',
        verifiee_le="20/11/2026",
        a_revoir_le='"20.5.2027"',
        sources="\n  - {texte: code-travail, article: L3141-5-1, version: 24/04/2024}",
        inconnue="[l'un, 1/2/2024]",
    )
    path = put(tmp_path, "fiche", wrong)
    assert fix_file(path)
    fixed = path.read_text(encoding="utf-8")
    assert 'titre: "L’arrêt\u00a0: combien\u202f?"  # relire' in fixed
    assert "verifiee_le: 2026-11-20\n" in fixed
    assert "a_revoir_le: 2027-05-20\n" in fixed
    assert "version: 2024-04-24}" in fixed
    assert "inconnue: [l'un, 1/2/2024]" in fixed
    assert "mois d’arrêt" in fixed
    assert rules_of(tmp_path, FakeTexts([two_days()])) == []
    assert not fix_file(path)


@pytest.mark.parametrize("wrong", ["30/02/2026", "hier", "2026-02-30", "1/2/26"])
def test_a_date_that_takes_judgement_is_left(wrong: str) -> None:
    content = entry_text(verifiee_le=wrong)
    assert fix_content(content) == content


@pytest.mark.parametrize("content", ["", "l'un", "---\ntitre: l'un\n", "---\ntitre: [\n---\n"])
def test_a_file_that_cannot_be_read_is_left(content: str) -> None:
    assert fix_content(content) == content


def test_a_file_that_is_no_text_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"---\n\xff\n---\n")
    assert not fix_file(path)
    assert not fix_file(tmp_path / "absente.md")


def test_line_ends_are_kept(tmp_path: Path) -> None:
    path = put(tmp_path, "a", entry_text(BODY.replace("d’arrêt", "d'arrêt")).replace("\n", "\r\n"))
    assert fix_file(path)
    assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_the_files_that_changed_are_named_and_read_again(tmp_path: Path) -> None:
    wrong = put(tmp_path, "a", entry_text(verifiee_le="20/11/2026"))
    put(tmp_path, "b", entry_text(titre="Autre"))
    library = Library(tmp_path)
    assert list(library.load().entries) == ["b"]
    assert fix_entries(library, lambda path: path.stem == "b") == []
    assert fix_entries(library) == [wrong]
    assert list(library.snapshot.entries) == ["a", "b"]
