"""What bad input gets from the command line: a clear sentence, and nothing lost."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from teleconseil.store import Store, engine
from tests.cli.conftest import Outcome, Run

POLE = "affaires-sociales"
ADD = ("question", "ajouter", "--canal", "ecrit", "--pole", POLE, "--texte")
EVERY_QUESTION = ("exporter", "questions", "--format")
WILD = '=HYPERLINK("http://x";"[b]clic[/b]") \x1b[31mrouge\x1b]0;titre\x07 \u202efin \ud800 <b>&'
HARMLESS = '=HYPERLINK("http://x";"[b]clic[/b]") rouge fin \ufffd <b>&'


def one_sentence(outcome: Outcome) -> bool:
    said = outcome.err
    return outcome.status == 1 and said.count("\n") == 1 and "inattendue" not in said


@pytest.fixture
def wild(run: Run, tmp_path: Path) -> str:
    """A member and a question whose every field is hostile; the question's reference."""
    members, questions = tmp_path / "adherents.csv", tmp_path / "questions.csv"
    cell = '"' + WILD.replace('"', '""').replace("\ud800", "\ufffd") + '"'
    members.write_text(f"numero,nom,ville\n1,{cell},{cell}\n", encoding="utf-8")
    assert run("importer", "adherents", str(members)).status == 0
    names = ("question", "contact", "reponse", "note", "conseiller", "reference")
    header = ",".join(("recue", "canal", "pole", "adherent", *names))
    row = ",".join(("2024-03-01", "ecrit", POLE, "1", *([cell] * len(names))))
    questions.write_text(f"{header}\n{row}\n", encoding="utf-8")
    assert run("importer", "questions", str(questions)).status == 0
    return "TC-2024-000001"


def test_hostile_fields_are_shown_harmless(run: Run, wild: str) -> None:
    shown = run("question", "montrer", wild).out
    assert HARMLESS[:30] in shown
    document = run("question", "montrer", wild, "--json").document
    fields = ("texte", "contact", "reponse", "note", "conseiller", "nom_adherent")
    assert {document[field] for field in fields} == {HARMLESS}
    for out in (shown, run("stats", "--semaine", "2024-W09").out):
        assert not {"\x1b", "\x07", "\u202e"} & set(out)


def test_hostile_fields_make_no_formula_and_no_markup(run: Run, wild: str, tmp_path: Path) -> None:
    (row,) = run(*EVERY_QUESTION, "json").document["questions"]
    assert (row["reference"], row["question"], row["conseiller"]) == (wild, HARMLESS, HARMLESS)
    text = run(*EVERY_QUESTION, "csv").raw.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    assert line["question"] == line["contact"] == f"'{HARMLESS}"
    sheet = tmp_path / "q.xlsx"
    run(*EVERY_QUESTION, "xlsx", "-o", str(sheet))
    cells = [c for r in openpyxl.load_workbook(sheet)["Questions"].iter_rows() for c in r]
    assert "f" not in {cell.data_type for cell in cells}
    counts = ("exporter", "comptages", "--de", "2024-03", "--a", "2024-03", "--par", "conseiller")
    assert "<b>" not in run(*counts, "--format", "html").out
    assert "'=HYPERLINK" in run(*counts, "--format", "csv").out


def test_ten_megabytes_are_refused_when_typed_and_kept_when_imported(
    run: Run, tmp_path: Path, store: Store
) -> None:
    long = "La question était longue. " * 400_000
    refused = run(*ADD, "-", stdin=long.encode())
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    file = tmp_path / "longue.csv"
    file.write_text(f'recue;canal;pole;question\n2024-03-01;ecrit;{POLE};"{long}"\n', "utf-8")
    assert run("importer", "questions", str(file)).status == 0
    assert store.question("TC-2024-000001").text == long.strip()
    assert len(run(*EVERY_QUESTION, "csv").out) > len(long)


@pytest.mark.parametrize(
    "command",
    [
        ("db", "migrer"),
        ("db", "verifier"),
        ("db", "sauvegarder", "copie.sqlite"),
        ("stats",),
        (*EVERY_QUESTION, "csv"),
        (*ADD, "x"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_newer_database_is_refused_in_a_sentence(
    run: Run, home: Path, command: tuple[str, ...]
) -> None:
    run("db", "migrer")
    file = home / "teleconseil.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    outcome = run(*command)
    assert one_sentence(outcome)
    assert "version plus récente" in outcome.err
    assert file.read_bytes() == before


def test_a_locked_database_is_a_sentence(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*ADD, "avant")
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(home / "teleconseil.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcome = run(*ADD, "pendant")
        assert one_sentence(outcome)
        assert "occupée" in outcome.err
        assert run(*EVERY_QUESTION, "json").document["total"] == 1
    assert run(*ADD, "après", "--json").document["reference"].endswith("-000002")


@pytest.fixture
def nearly_full(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which the database can grow by two pages."""
    run(*ADD, "avant")
    with closing(sqlite3.connect(home / "teleconseil.sqlite")) as opened:
        (pages,) = opened.execute("PRAGMA page_count").fetchone()
    limit = f"max_page_count={pages + 2}"
    monkeypatch.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, limit))


@pytest.mark.usefixtures("nearly_full")
def test_a_full_disk_refuses_and_keeps_what_was_there(run: Run, tmp_path: Path) -> None:
    typed = run(*ADD, "-", stdin=b"cong\xc3\xa9s " * 10_000)
    file = tmp_path / "questions.csv"
    rows = [f"2024-03-01;ecrit;{POLE};question {n} {'x' * 500}\n" for n in range(2_000)]
    file.write_text("recue;canal;pole;question\n" + "".join(rows), "utf-8")
    imported = run("importer", "questions", str(file))
    for outcome in (typed, imported):
        assert one_sentence(outcome)
        assert "plus de place" in outcome.err
    assert [q["question"] for q in run(*EVERY_QUESTION, "json").document["questions"]] == ["avant"]


@pytest.fixture
def read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing can be made, for root too."""
    folder = tmp_path / "lecture-seule"
    folder.mkdir()
    original = os.open

    def refused(path: Any, flags: int, *args: Any, **options: Any) -> int:
        if flags & os.O_CREAT and str(path).startswith(str(folder)):
            raise PermissionError(13, "Permission denied", str(path))
        return original(path, flags, *args, **options)

    monkeypatch.setattr(os, "open", refused)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("exporter", "comptages", "--de", "2024-01", "--a", "2024-01", "--format", "csv", "-o"),
        (*EVERY_QUESTION, "xlsx", "-o"),
        ("db", "sauvegarder"),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_folder_without_permission_is_named(
    run: Run, read_only: Path, command: tuple[str, ...]
) -> None:
    run("db", "migrer")
    target = read_only / "fichier.bin"
    outcome = run(*command, str(target))
    assert one_sentence(outcome)
    assert str(target) in outcome.err
    assert "droits" in outcome.err
    assert list(read_only.iterdir()) == []


def test_a_database_in_a_folder_without_permission_is_named(
    run: Run, read_only: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELECONSEIL_DATABASE_URL", f"sqlite:///{read_only / 'base.sqlite'}")
    outcome = run("db", "migrer")
    assert one_sentence(outcome)
    assert str(read_only) in outcome.err


def test_an_argument_that_is_no_text_is_kept_harmless(run: Run, store: Store) -> None:
    """A terminal may give bytes that are no UTF-8: Python reads them as lone surrogates."""
    assert run(*ADD, "cong\udce9s").status == 0
    (question,) = run(*EVERY_QUESTION, "json").document["questions"]
    assert question["question"] == "cong\ufffds"
    assert run("importer", "adherents", "absent\udce9.csv").status == 1
    assert store.check() == []


def test_a_copy_is_not_made_over_a_folder_nor_the_base_restored_from_itself(
    run: Run, home: Path, tmp_path: Path
) -> None:
    run("db", "migrer")
    for command in (
        ("sauvegarder", str(tmp_path)),
        ("restaurer", str(tmp_path)),
        ("restaurer", str(home / "teleconseil.sqlite")),
        ("restaurer", str(tmp_path / "absente.sqlite")),
    ):
        assert one_sentence(run("db", *command))
    assert run("db", "verifier").status == 0
