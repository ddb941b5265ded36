from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.errors import UsageProblem
from teleconseil.reports.cells import one_line
from teleconseil.reports.counts import CountTable
from teleconseil.reports.files import ReportError
from teleconseil.reports.periods import Month
from teleconseil.reports.writers import FORMATS, choose_format, csv_file, write, xlsx_file
from teleconseil.text import clean, neutralise, restore

HOSTILE = [
    '=HYPERLINK("http://x";"y")',
    "+33 6 12",
    "-2+3",
    "@SUM(A1)",
    "'=1",
    "''",
    '"guillemets" ; point-virgule',
    "deux\nlignes",
    "[bold]crochets[/]",
    "<script>alert(1)</script>",
    "a|b",
    "Élodie",
]


def table(values: list[str]) -> CountTable:
    rows = tuple(((value, "ecrit"), index) for index, value in enumerate(values, start=1))
    return CountTable(
        dims=("conseiller", "canal"),
        rows=rows,
        total=sum(number for _, number in rows),
        definition="Chaque question compte une fois ; les annulées ne comptent pas.",
        zone="Europe/Paris",
        start=Month(2024, 1),
        end=Month(2024, 12),
        labels={"canal": {"ecrit": "écrit"}},
    )


def written(content: CountTable, fmt: str) -> bytes:
    stream = io.BytesIO()
    write(content, fmt, stream)
    return stream.getvalue()


texts = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(HOSTILE)


@given(st.lists(st.lists(texts | st.integers(-1000, 1000), min_size=1, max_size=5), max_size=8))
def test_csv_read_back_gives_what_was_written(rows: list[list[str | int]]) -> None:
    stream = io.BytesIO()
    csv_file.write_rows(rows, stream)
    content = stream.getvalue()
    assert not content or content.startswith(b"\xef\xbb\xbf")
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    back = [[restore(cell) for cell in row] for row in reader]
    assert back == [[clean(v) if isinstance(v, str) else str(v) for v in row] for row in rows]


@given(texts)
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = neutralise(clean(text))
    number = cell.lstrip("+-").replace(",", "").replace(".", "").isdigit()
    assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restore(cell) == clean(text)


def test_numbers_stay_numbers() -> None:
    assert neutralise("-12,5") == "-12,5"
    assert neutralise("+33612345678") == "+33612345678"


def test_csv_is_for_french_excel() -> None:
    content = written(table(["Anne"]), "csv")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert content.startswith(b"\xef\xbb\xbf")
    assert lines[:3] == ["conseiller;canal;nombre", "Anne;ecrit;1", "Total;;1"]
    assert "\n" not in content.decode().replace("\r\n", "")


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_prints_the_definition_and_the_zone(fmt: str) -> None:
    content = written(table(["Anne"]), fmt)
    if fmt == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        text = " ".join(str(cell.value) for row in book["Définition"].rows for cell in row)
    else:
        text = content.decode("utf-8-sig")
    assert "les annulées ne comptent pas" in text
    assert "Europe/Paris" in text


def test_json_is_the_documented_object() -> None:
    document = json.loads(written(table(["Anne", ""]), "json"))
    assert document == {
        "de": "2024-01",
        "a": "2024-12",
        "par": ["conseiller", "canal"],
        "definition": "Chaque question compte une fois ; les annulées ne comptent pas.",
        "fuseau": "Europe/Paris",
        "lignes": [
            {"conseiller": "Anne", "canal": "ecrit", "nombre": 1},
            {"conseiller": "", "canal": "ecrit", "nombre": 2},
        ],
        "total": 3,
    }


def test_a_spreadsheet_holds_numbers_and_no_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(table(HOSTILE), "xlsx")))
    rows = list(book["Comptages"].iter_rows(values_only=True))
    assert rows[0] == ("Conseiller", "Canal", "Nombre")
    assert [row[0] for row in rows[1:-1]] == HOSTILE
    assert {row[1] for row in rows[1:-1]} == {"écrit"}
    assert [row[2] for row in rows[1:]] == [*range(1, len(HOSTILE) + 1), sum(range(13))]
    kinds = {cell.data_type for row in book["Comptages"].iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_cell_too_long_for_a_spreadsheet_is_cut_with_an_ellipsis() -> None:
    stream = io.BytesIO()
    xlsx_file.write_rows(("question",), [("x" * 40_000,)], stream, name="Questions", notes=[])
    value = openpyxl.load_workbook(stream)["Questions"].cell(2, 1).value
    assert isinstance(value, str)
    assert len(value) == xlsx_file.MAX_CELL
    assert value.endswith("…")


def test_more_rows_than_a_spreadsheet_holds_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MAX_ROWS", 2)
    with pytest.raises(ReportError, match="csv"):
        xlsx_file.write_rows(("n",), [(1,), (2,), (3,)], io.BytesIO(), name="Questions", notes=[])


class Cells(HTMLParser):
    """The text of every cell, and every tag met."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")
        assert not [name for name, _ in attrs if name in {"src", "href", "onclick"}]

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def test_html_needs_nothing_else_and_runs_nothing() -> None:
    page = written(table(HOSTILE), "html").decode()
    parser = Cells()
    parser.feed(page)
    assert "script" not in parser.tags
    assert "link" not in parser.tags
    assert "<script>alert(1)</script>" in [cell.strip() for cell in parser.cells]
    assert "@media print" in page


def test_markdown_keeps_its_columns_whatever_the_cells() -> None:
    lines = written(table(HOSTILE), "md").decode().splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == len(HOSTILE) + 3
    assert all(row.replace("\\|", "").count("|") == 4 for row in rows)
    assert "écrit" in rows[2]


def test_the_extension_decides_the_format() -> None:
    assert choose_format(None, Path("a.XLSX")) == "xlsx"
    assert choose_format(None, Path("a.htm")) == "html"
    assert choose_format("json", Path("a.xlsx")) == "json"
    assert choose_format(None, None) == "csv"
    with pytest.raises(UsageProblem, match="--format"):
        choose_format(None, Path("comptages.pdf"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_file_is_written_whole(tmp_path: Path, fmt: str) -> None:
    target = tmp_path / f"été.{fmt}"
    write(table(["Anne"]), fmt, target)
    assert target.stat().st_size > 100
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_full_disk_is_a_sentence_and_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str
) -> None:
    target = tmp_path / f"comptages.{fmt}"
    target.write_bytes(b"avant")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("teleconseil.reports.files.os.fsync", full)
    with pytest.raises(ReportError, match="le disque est plein"):
        write(table(["Anne"]), fmt, target)
    assert target.read_bytes() == b"avant"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full n’existe que sous Linux")
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_device_that_takes_nothing_is_a_sentence(fmt: str) -> None:
    with pytest.raises(ReportError, match="le disque est plein"):
        write(table(["Anne"] * 3000), fmt, Path("/dev/full"))


def test_a_missing_folder_and_a_folder_for_a_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="n’existe pas"):
        write(table([]), "csv", tmp_path / "absent" / "a.csv")
    with pytest.raises(ReportError, match="c’est un dossier"):
        write(table([]), "csv", tmp_path)


def test_rewriting_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("avant")
    target.chmod(0o640)
    write(table(["Anne"]), "csv", target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("deux\nlignes  [a]\x1b[31m", 12) == "deux lignes…"
