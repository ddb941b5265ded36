"""The saved index: quick when it is good, made again when it is not."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from teleconseil.kb.search import storage
from tests.kb.search_samples import ENTRIES, found, open_engine


def _saved(cache: Path) -> list[Path]:
    return sorted(cache.glob("recherche-*.index"))


def test_an_index_is_read_back_as_it_was(tmp_path: Path) -> None:
    built = open_engine(tmp_path)
    read = open_engine(tmp_path, entries=(), articles=())  # not asked for: the stamp is the same
    assert read.size == built.size
    for query in ("congés payés maladie", "préavis", "L3141-5", "cdd"):
        assert read.search(query).hits == built.search(query).hits


def test_other_documents_make_another_index_and_drop_the_old(tmp_path: Path) -> None:
    open_engine(tmp_path)
    before = _saved(tmp_path)
    open_engine(tmp_path, ENTRIES[:1], stamp="2")
    after = _saved(tmp_path)
    assert (len(before), len(after)) == (2, 2)
    assert not set(before) & set(after)


@pytest.mark.parametrize("kept", [0, 7, 100, -1])
def test_a_truncated_index_is_made_again_and_said_once(tmp_path: Path, kept: int) -> None:
    open_engine(tmp_path)
    for path in _saved(tmp_path):
        path.write_bytes(path.read_bytes()[:kept])
    notices: list[str] = []
    engine = open_engine(tmp_path, notices=notices)
    assert found(engine, "astreinte")[0] == "astreinte"
    assert len(notices) == 1
    assert "refait" in notices[0]
    open_engine(tmp_path, notices=notices)
    assert len(notices) == 1


@pytest.mark.parametrize("place", [3, 9, 40, 2000, -5])
def test_an_altered_index_is_made_again(tmp_path: Path, place: int) -> None:
    open_engine(tmp_path)
    for path in _saved(tmp_path):
        data = bytearray(path.read_bytes())
        data[place] ^= 0xFF
        path.write_bytes(data)
    notices: list[str] = []
    assert found(open_engine(tmp_path, notices=notices), "astreinte")[0] == "astreinte"
    assert len(notices) == 1


def test_an_index_of_another_version_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(storage, "FORMAT", storage.FORMAT + 1)
        open_engine(tmp_path)
    notices: list[str] = []
    assert found(open_engine(tmp_path, notices=notices), "astreinte")[0] == "astreinte"
    assert len(notices) == 1


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    file = tmp_path / "fichier"
    file.write_text("pas un dossier")
    notices: list[str] = []
    engine = open_engine(file / "cache", notices=notices)
    assert found(engine, "astreinte")[0] == "astreinte"
    assert len(notices) == 1
    assert "enregistré" in notices[0]


def _open(cache: str) -> list[str]:
    return found(open_engine(Path(cache)), "astreinte")


def test_two_processes_may_build_it_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        results = pool.map(_open, [str(tmp_path)] * 4)
    assert results == [_open(str(tmp_path))] * 4
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"] == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_the_saved_index_is_for_its_owner(tmp_path: Path) -> None:
    open_engine(tmp_path)
    assert {path.stat().st_mode & 0o077 for path in _saved(tmp_path)} == {0}
