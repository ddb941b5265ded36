"""Importing the official texts, reading them at a date, and what bad files get."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from teleconseil.kb.texts import (
    ChangeKind,
    IncompleteRelease,
    OlderRelease,
    TextLibrary,
    TextsStorage,
    UnreadableSource,
)
from tests.kb.text_samples import agreement, agreement_article, code, code_article, write

TODAY = date(2026, 11, 23)


@pytest.fixture
def library(tmp_path: Path) -> TextLibrary:
    return TextLibrary(tmp_path / "textes")


def two_releases(folder: Path) -> tuple[Path, Path]:
    """In the second: 1 changed, 2 the same, 3 gone, 4 reworded in form only, 5 new."""
    old = code(
        "2023-02-17",
        [
            code_article(1, "L3141-5", "<p>Une règle ancienne.</p>"),
            code_article(2, "L3141-6", "<p>Une règle stable.</p>"),
            code_article(3, "L3141-7", "<p>Une règle qui disparaît.</p>"),
            code_article(4, "L3141-8", "<p>Une régle mal orthographiée.</p>"),
        ],
    )
    versions = [(0, "2020-01-01", "2024-04-24"), (1, "2024-04-24", None)]
    new = code(
        "2026-03-27",
        [
            code_article(
                1,
                "L3141-5",
                "<p>Une règle nouvelle.</p>",
                version=1,
                start="2024-04-24",
                versions=versions,
            ),
            code_article(2, "L3141-6", "<p>Une règle stable.</p>"),
            code_article(4, "L3141-8", "<p>Une règle mal orthographiée.</p>"),
            code_article(5, "L3141-5-1", "<p>Une règle de plus.</p>", start="2024-04-24"),
        ],
    )
    return write(folder, old, release="2.229.0"), write(folder, new, release="2.513.0")


def test_a_first_import_counts_everything_as_new_and_alarms_nobody(
    library: TextLibrary, tmp_path: Path
) -> None:
    old, _ = two_releases(tmp_path)
    (report,) = library.import_paths([old], today=TODAY)
    assert (report.text, report.release, report.articles) == ("code-travail", "2.229.0", 4)
    assert (report.new, report.changed, report.repealed, report.editorial) == (4, 0, 0, ())
    assert library.changes() == []


def test_a_second_release_says_what_changed_by_cid(library: TextLibrary, tmp_path: Path) -> None:
    library.import_paths(two_releases(tmp_path)[:1], today=TODAY)
    (report,) = library.import_paths(two_releases(tmp_path)[1:], today=TODAY)
    assert (report.articles, report.new, report.changed, report.repealed) == (4, 1, 1, 1)
    assert [change.number for change in report.editorial] == ["L3141-8"]
    kinds = {change.number: change for change in library.changes()}
    assert {number: change.kind for number, change in kinds.items()} == {
        "L3141-5": ChangeKind.CHANGED,
        "L3141-5-1": ChangeKind.NEW,
        "L3141-7": ChangeKind.REPEALED,
        "L3141-8": ChangeKind.EDITORIAL,
    }
    changed = kinds["L3141-5"]
    assert changed.at == date(2024, 4, 24)
    assert changed.before is not None
    assert changed.after is not None
    assert changed.before.body == "Une règle ancienne."
    assert changed.after.body == "Une règle nouvelle."


def test_an_article_is_read_as_it_was_at_a_date(library: TextLibrary, tmp_path: Path) -> None:
    for path in two_releases(tmp_path):
        library.import_paths([path], today=TODAY)

    def bodies(at: date | None) -> list[str]:
        return [article.body for article in library.article("l. 3141 5", at)]

    assert bodies(None) == ["Une règle nouvelle."]
    assert bodies(date(2024, 1, 1)) == ["Une règle ancienne."]
    assert bodies(date(2024, 4, 24)) == ["Une règle nouvelle."]
    assert bodies(date(2019, 1, 1)) == []


def test_importing_the_same_release_again_changes_nothing(
    library: TextLibrary, tmp_path: Path
) -> None:
    for path in two_releases(tmp_path):
        library.import_paths([path], today=TODAY)
    before = library.changes()
    (report,) = library.import_paths(two_releases(tmp_path)[1:], today=TODAY)
    assert (report.new, report.changed, report.repealed, report.editorial) == (0, 0, 0, ())
    assert library.changes() == before


def test_an_older_release_is_refused_and_nothing_moves(
    library: TextLibrary, tmp_path: Path
) -> None:
    old, new = two_releases(tmp_path)
    library.import_paths([new], today=TODAY)
    stamp = library.stamp()
    with pytest.raises(OlderRelease, match="plus ancienne"):
        library.import_paths([old], today=TODAY)
    assert library.stamp() == stamp
    assert [a.body for a in library.article("L3141-5")] == ["Une règle nouvelle."]


@pytest.fixture
def agreement_library(library: TextLibrary, tmp_path: Path) -> TextLibrary:
    tree = agreement(
        {
            "Texte de base : Convention": [
                agreement_article(1, "18 (1)", "<p>Départ.</p>", "Départ à la retraite"),
                agreement_article(2, "22", "<p>Congés.</p>"),
            ],
            "Textes Attachés": [
                {
                    "type": "section",
                    "data": {"title": "Annexe 1 relative aux salaires"},
                    "children": [agreement_article(3, "7", "<p>Frais.</p>", "Frais")],
                },
                {
                    "type": "section",
                    "data": {"title": "Annexe n°1 bis relative aux transferts"},
                    "children": [agreement_article(4, "7", "<p>Séjours.</p>")],
                },
                {
                    "type": "section",
                    "data": {"title": "Avenant n° 250"},
                    "children": [
                        agreement_article(5, "18", "<p>Reconversion.</p>"),
                        agreement_article(6, None, "", "Grille"),
                    ],
                },
            ],
        }
    )
    library.import_paths([write(tmp_path, tree, release="3.1.0")], today=TODAY)
    return library


def test_the_base_text_comes_before_its_amendments(agreement_library: TextLibrary) -> None:
    assert [a.number for a in agreement_library.article("18")] == ["18 (1)", "18"]
    assert [a.is_base for a in agreement_library.article("article 18")] == [True, False]


def test_an_annex_is_told_from_its_neighbour(agreement_library: TextLibrary) -> None:
    assert [a.body for a in agreement_library.article("annexe 1 art 7")] == ["Frais."]
    assert [a.body for a in agreement_library.article("art. 7 de l’annexe 1 bis")] == ["Séjours."]


def test_titles_links_and_empty_articles(agreement_library: TextLibrary) -> None:
    (article,) = agreement_library.article("22 de la 66")
    assert (
        article.title == "Article 22 — Texte de base : Convention" or "Article 22" in article.title
    )
    assert article.url.endswith("conv_coll/id/KALIARTI000000000002")
    grid = agreement_library.by_ident("KALIARTI000000000006")
    assert grid is not None
    assert (grid.title, grid.body) == ("Grille", "")


def test_another_agreement_is_named_by_its_number(library: TextLibrary, tmp_path: Path) -> None:
    tree = agreement({"Texte de base": [agreement_article(1, "1", "<p>x</p>")]}, idcc=2264)
    (report,) = library.import_paths([write(tmp_path, tree)], today=TODAY)
    assert report.text == "idcc-2264"


def test_a_package_and_a_folder_are_read_like_a_file(library: TextLibrary, tmp_path: Path) -> None:
    old, new = two_releases(tmp_path / "depot")
    package = tmp_path / "legi-data.tgz"
    with tarfile.open(package, "w:gz") as archive:
        for name, content in (
            ("package/package.json", json.dumps({"version": "2.229.0"}).encode()),
            (f"package/data/{old.name}", old.read_bytes()),
        ):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    # Inside a package the file is compressed once by the archive.
    plain = tmp_path / "depot" / "plain"
    plain.mkdir()
    (folder_report,) = library.import_paths([new.parent], today=TODAY)
    assert folder_report.release == "2.513.0"
    other = TextLibrary(tmp_path / "autres")
    with pytest.raises(UnreadableSource):
        other.import_paths([plain], today=TODAY)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("LEGITEXT000006072050.json", b"{", "n’est pas du JSON"),
        ("LEGITEXT000006072050.json", b"[]", "n’est pas un texte publié"),
        ("LEGITEXT000006072050.json", b'{"type": "code"}', "n’a pas la forme"),
        ("LEGITEXT000006072050.json.gz", b"not gzip", "abîmé"),
        ("paquet.tgz", b"not a tar", "abîmé"),
    ],
)
def test_a_bad_file_is_named_and_nothing_is_imported(
    library: TextLibrary, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableSource, match=said) as raised:
        library.import_paths([path], today=TODAY)
    assert name in str(raised.value)
    assert library.texts() == []


def test_a_truncated_archive_changes_nothing(library: TextLibrary, tmp_path: Path) -> None:
    path, _ = two_releases(tmp_path)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableSource, match="abîmé ou incomplet"):
        library.import_paths([path], today=TODAY)
    assert library.texts() == []


def test_a_file_cut_in_its_middle_says_where(library: TextLibrary, tmp_path: Path) -> None:
    tree = code("2026-03-27", [code_article(1, "L3141-5", "<p>Une règle.</p>")])
    path = write(tmp_path, tree, packed=False)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableSource, match="tronqué ou abîmé à la ligne 1"):
        library.import_paths([path], today=TODAY)
    assert library.texts() == []


def of_another_format(name: str) -> object:
    """A code whose articles keep their words under another name."""
    made = code_article(1, "L3141-5", "<p>Une règle.</p>")
    made["data"][name] = made["data"].pop("texteHtml")
    return code("2026-03-27", [made])


@pytest.mark.parametrize(
    "tree",
    [
        of_another_format("contenu"),
        code("2026-03-27", [{"genre": "article"}]),
        {**code("2026-03-27", []), "type": "loi"},
    ],
)
def test_another_format_is_refused_rather_than_read_as_empty(
    library: TextLibrary, tmp_path: Path, tree: Any
) -> None:
    path = tmp_path / "LEGITEXT000006072050.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    with pytest.raises(UnreadableSource, match="n’a pas la forme"):
        library.import_paths([path], today=TODAY)
    assert library.texts() == []


@pytest.mark.parametrize("kept", [0, 1])
def test_a_release_that_lost_most_of_its_articles_is_refused(
    library: TextLibrary, tmp_path: Path, kept: int
) -> None:
    """It would repeal the code, and call back everyone."""
    made = [code_article(n, f"L{n}", "<p>Une règle.</p>") for n in range(1, 5)]
    library.import_paths([write(tmp_path, code("2023-02-17", made), release="2.1.0")], today=TODAY)
    stamp = library.stamp()
    rest = write(tmp_path, code("2026-03-27", made[:kept]), release="2.2.0")
    with pytest.raises(IncompleteRelease, match="paraît incomplète"):
        library.import_paths([rest], today=TODAY)
    assert library.stamp() == stamp
    assert len(library.article("L2")) == 1


def test_a_missing_path_is_named(library: TextLibrary, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match=r"absent\.json"):
        library.import_paths([tmp_path / "absent.json"], today=TODAY)


def test_a_folder_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "textes").write_text("")
    with pytest.raises(TextsStorage, match="TELECONSEIL_TEXTES_DIR"):
        TextLibrary(tmp_path / "textes").import_paths(two_releases(tmp_path)[:1], today=TODAY)


def test_a_store_of_a_newer_program_is_refused(library: TextLibrary, tmp_path: Path) -> None:
    library.import_paths(two_releases(tmp_path)[:1], today=TODAY)
    with sqlite3.connect(tmp_path / "textes" / "textes.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(TextsStorage, match="plus récente"):
        library.texts()


def test_the_outline_of_a_text_is_its_current_articles_with_their_titles(
    library: TextLibrary, tmp_path: Path
) -> None:
    for path in two_releases(tmp_path):
        library.import_paths([path], today=TODAY)
    outline = {place.number: place for place in library.outline("code-travail")}
    assert "L3141-7" not in outline
    changed = outline["L3141-5"]
    assert changed.ident != changed.cid
    assert changed.path == ("Titre IV : Repos",)
    assert library.outline("ccn66") == []


def test_no_texts_is_an_empty_library(library: TextLibrary) -> None:
    assert library.texts() == []
    assert library.article("L3141-5") == []
    assert list(library.articles()) == []
    assert library.outline("code-travail") == []
    assert library.stamp() == ""


def test_the_published_releases_show_the_law_of_april_2024(
    shared_data: Path, tmp_path: Path
) -> None:
    texts = shared_data / "data" / "official_texts"
    library = TextLibrary(tmp_path / "textes")
    old = texts / "legi-data-2.229.0" / "LEGITEXT000006072050.json.gz"
    new = texts / "legi-data-2.513.0" / "LEGITEXT000006072050.json.gz"
    agreement_file = texts / "kali-data-3.449.0" / "KALICONT000005635407.json.gz"
    reports = library.import_paths([old, new, agreement_file], today=TODAY)
    assert [(r.text, r.articles) for r in reports] == [
        ("code-travail", 11175),
        ("code-travail", 11545),
        ("ccn66", 610),
    ]
    kinds = {c.number: c.kind for c in library.changes() if c.text == "code-travail"}
    assert kinds["L3141-5"] is ChangeKind.CHANGED
    assert kinds["L3141-5-1"] is ChangeKind.NEW
    assert kinds["L3141-10"] is ChangeKind.EDITORIAL
    (then,) = library.article("L3141-5", date(2024, 1, 1))
    (now,) = library.article("L3141-5")
    assert (then.ident, now.ident) == ("LEGIARTI000033020810", "LEGIARTI000053153300")
    assert library.article("ccn66 22")[0].ident == "KALIARTI000005863134"
    assert library.article("18")[0].number == "18 (1)"
