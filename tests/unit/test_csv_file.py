"""Any file is read to its end: what is CSV comes out, what is not costs its own line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from teleconseil.intake.csv_file import Broken, IntakeError, Record, opened
from teleconseil.reports.writers.csv_file import write_rows
from teleconseil.text import clean

WITH_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def read(path: Path, content: bytes) -> tuple[Record, list[Record | Broken]]:
    path.write_bytes(content)
    with opened(path, silent) as file:
        return file.header, list(file.records())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "fichier.csv"


@WITH_FILE
@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=6))
@example([["=1+1", "'=HYPERLINK(…)", "-"], ["@", "a\nb", "'"]])
def test_what_this_program_writes_it_reads_back(file: Path, rows: list[list[str]]) -> None:
    stream = io.BytesIO()
    write_rows([["a", "b", "c"], *rows], stream)
    _, records = read(file, stream.getvalue())
    expected = [tuple(clean(cell) for cell in row) for row in rows]
    assert [r.cells for r in records if isinstance(r, Record)] == [r for r in expected if any(r)]


@WITH_FILE
@given(content=st.binary(max_size=400))
def test_no_bytes_whatever_make_it_fail(file: Path, content: bytes) -> None:
    try:
        _, records = read(file, b"a;b\n" + content)
    except IntakeError:
        return
    assert all(record.line > 1 for record in records)
    assert all(len(r.cells) == 2 for r in records if isinstance(r, Record))


@WITH_FILE
@given(st.data())
def test_a_broken_line_keeps_nothing_else_out(file: Path, data: st.DataObject) -> None:
    cell = st.text("aé ,", min_size=1, max_size=8).filter(str.strip)
    rows = data.draw(st.lists(st.tuples(cell, cell), min_size=1, max_size=30))
    at = data.draw(st.integers(0, len(rows)))
    lines = [f"{a};{b}" for a, b in rows]
    lines.insert(at, 'Association "x";"Les Tilleuls')
    _, records = read(file, "\n".join(["nom;ville", *lines, ""]).encode())
    assert [r.line for r in records if isinstance(r, Broken)] == [at + 2]
    assert [r.cells for r in records if isinstance(r, Record)] == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(
    file: Path, encoding: str, delimiter: str, end: str
) -> None:
    rows = [("nom", "région"), ("Fondation du Gué", "Île-de-France"), ("L'Été", "é")]
    text = "".join(delimiter.join(row) + end for row in rows)
    header, records = read(file, text.encode(encoding))
    assert header.cells == rows[0]
    assert records == [Record(2, rows[1]), Record(3, rows[2])]


def test_one_byte_of_another_encoding_spoils_nothing_else(file: Path) -> None:
    _, records = read(file, "a;b\né;œ\n".encode() + b"\xe9;\x9c\n\xe9;\xe9")
    assert records == [Record(2, ("é", "œ")), Record(3, ("é", "œ")), Record(4, ("é", "é"))]


def test_the_line_of_a_broken_quote_far_down_is_named(file: Path) -> None:
    lines = [f'0{n};"Association ; {n}"' for n in range(2, 10_001)]
    lines[4_312 - 2] = '04312;"Association "Les Tilleuls"'
    _, records = read(file, "\n".join(["numero;nom", *lines]).encode())
    broken = [record for record in records if isinstance(record, Broken)]
    assert [record.line for record in broken] == [4_312]
    assert "guillemet" in broken[0].message
    assert len(records) == 9_999


def test_a_quote_that_never_closes_swallows_nothing(file: Path) -> None:
    lines = ["a;b", 'x;"y', *(f"{n};{n}" for n in range(5_000))]
    _, records = read(file, "\n".join(lines).encode())
    assert isinstance(records[0], Broken)
    assert records[0].line == 2
    assert records[1:] == [Record(n + 3, (str(n), str(n))) for n in range(5_000)]


def test_cells_hold_lines_separators_and_quotes(file: Path) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows([("a", "b"), ("l1\nl2;", 'dit "oui"'), ("c", "d")])
    _, records = read(file, stream.getvalue().encode())
    assert records == [Record(2, ("l1\nl2;", 'dit "oui"')), Record(4, ("c", "d"))]


def test_spreadsheets_add_separators_and_empty_lines(file: Path) -> None:
    header, records = read(file, b"sep=,\na,b\n\n1,2,,,\n,,\n3,4\n")
    assert header == Record(2, ("a", "b"))
    assert records == [Record(4, ("1", "2")), Record(6, ("3", "4"))]


def test_control_characters_are_cleaned(file: Path) -> None:
    _, records = read(file, "a;b\n\x1b[31mrouge\x00;[red]\u202etexte\x07\n".encode())
    assert records == [Record(2, ("rouge", "[red]texte"))]


def test_a_cell_of_ten_megabytes_is_read_whole(file: Path) -> None:
    long = "La question était longue. " * 400_000
    _, records = read(file, f'a;b\n1;"{long}"\n'.encode())
    assert records == [Record(2, ("1", long))]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\n\n ; \n", "est vide"),
        (b"PK\x03\x04\x14", "est un classeur"),
        (b"%PDF-1.7", "est un PDF"),
        (b'numero;"nom\n', ":1 : un guillemet"),
    ],
)
def test_what_is_no_table_is_one_sentence(file: Path, content: bytes, said: str) -> None:
    with pytest.raises(IntakeError, match=said) as told:
        read(file, content)
    assert str(file) in told.value.message
    assert told.value.remedy


def test_progress_tells_bytes(file: Path) -> None:
    file.write_bytes(b"a;b\n" + b"1;2\n" * 5_000)
    told: list[tuple[int, int]] = []
    with opened(file, lambda done, total: told.append((done, total))) as table:
        for _ in table.records():
            pass
    assert len(told) >= 5
    assert {total for _, total in told} == {file.stat().st_size}
    assert sorted(told) == told
