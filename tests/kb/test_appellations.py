"""What people call the chapters of a code, from the file to the result."""

from __future__ import annotations

from pathlib import Path

import pytest

from teleconseil.kb.appellations import Appellations, read_appellations
from teleconseil.kb.library import Library
from teleconseil.kb.search.engine import SearchEngine
from tests.kb.search_samples import SYNONYMS, article, found, open_engine

FILE = """
[code-travail.1225]
chapitre = ["grossesse", "bébé"]
"Congé d'adoption" = ["adopter un enfant"]

[code-travail.7231]
chapitre = ["femme de ménage"]
"""


def read(folder: Path, content: str) -> Appellations:
    (folder / "appellations.toml").write_text(content, encoding="utf-8")
    names, problems = read_appellations(folder)
    assert problems == ()
    assert names is not None
    return names


ARTICLES = (
    article("GROSSESSE", "L1225-1", "Nul ne peut rompre.", text="code-travail"),
    article("DECRET", "D1225-4-1", "Une durée.", text="code-travail"),
    article(
        "ADOPTION",
        "L1225-37",
        "Dix semaines.",
        text="code-travail",
        headings="Partie législative\nSection 3 : Congé d’adoption.",
    ),
    article("MÉNAGE", "L7231-1", "Les services à la personne.", text="code-travail"),
    article("AUTRE", "1225", "Rien de tel.", text="ccn66"),
)


def engine_over(folder: Path, content: str = FILE) -> SearchEngine:
    return open_engine(folder / "cache", (), ARTICLES, appellations=read(folder, content))


def test_a_chapter_is_found_by_its_names_laws_and_decrees_alike(tmp_path: Path) -> None:
    engine = engine_over(tmp_path)
    assert set(found(engine, "le bébé")) == {"GROSSESSE", "DECRET", "ADOPTION"}
    assert found(engine, "femme de menage") == ["MÉNAGE"]
    for text in ("ccn66", "inconnu"):
        assert found(engine, "femme de menage", texts=frozenset({text})) == []


def test_a_title_has_names_for_the_articles_below_it(tmp_path: Path) -> None:
    assert found(engine_over(tmp_path), "adopter un enfant") == ["ADOPTION"]


def test_an_article_of_an_agreement_is_named_by_its_id(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, "[ccn66.AUTRE]\narticle = ['trims']\n")
    assert found(engine, "les trims") == ["AUTRE"]
    engine = engine_over(tmp_path, "[ccn66.225]\nchapitre = ['trims']\n")
    assert found(engine, "les trims") == []


def test_a_name_counts_only_when_it_is_said_whole(tmp_path: Path) -> None:
    assert found(engine_over(tmp_path), "une femme") == []


def test_a_misspelt_name_is_mended_and_shown_so(tmp_path: Path) -> None:
    results = engine_over(tmp_path).search("femme de mennage")
    assert [hit.document.ident for hit in results.hits] == ["MÉNAGE"]
    assert results.corrected == "femme de menage"


def test_what_a_name_adds_is_explained(tmp_path: Path) -> None:
    (hit,) = engine_over(tmp_path).search("femme de ménage").hits
    assert hit.contributions == {"appellation": pytest.approx(hit.score)}


def test_a_name_serves_at_once(tmp_path: Path) -> None:
    engine = engine_over(tmp_path)
    names = read(tmp_path, FILE.replace("femme de ménage", "aide à domicile"))
    assert found(engine.with_entries((), SYNONYMS, names), "aide à domicile") == ["MÉNAGE"]


def test_a_chapter_that_the_texts_do_not_hold_is_no_harm(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, "[code-penal.222]\nchapitre = ['harcèlement']\n")
    assert found(engine, "harcèlement") == []


@pytest.mark.parametrize(
    ("content", "told", "line"),
    [
        ("\n[code-travail.'1225']\nchapitre = 3\n", "« code-travail.1225 »", 2),
        ("[code-travail]\n1225 = ['bébé']\n", "« code-travail.1225 »", 1),
        ("code-travail = 'bébé'\n", "« code-travail »", 1),
    ],
)
def test_a_list_with_a_mistake_is_named_and_the_rest_serves(
    tmp_path: Path, content: str, told: str, line: int
) -> None:
    rest = "\n[code-securite-sociale.323]\nchapitre = ['arrêt maladie']\n"
    (tmp_path / "appellations.toml").write_text(content + rest, encoding="utf-8")
    names, (problem,) = read_appellations(tmp_path)
    assert told in problem.message
    assert problem.line == line
    assert names is not None
    (name,) = names.names
    assert (name.text, name.chapter, name.said) == ("code-securite-sociale", "323", "arrêt maladie")


def test_a_file_that_cannot_be_read_names_its_line_and_leaves_the_names(tmp_path: Path) -> None:
    read(tmp_path, FILE)
    library = Library(tmp_path, cache_dir=tmp_path / "cache")
    before = library.load().appellations
    assert before.names
    (tmp_path / "appellations.toml").write_text(
        "[code-travail.1225]\nchapitre = [", encoding="utf-8"
    )
    assert library.refresh()
    (problem,) = library.snapshot.problems
    assert (problem.rule, problem.line) == ("appellations", 2)
    assert library.snapshot.appellations == before


def test_another_name_is_seen_without_a_restart(tmp_path: Path) -> None:
    read(tmp_path, FILE)
    library = Library(tmp_path, cache_dir=tmp_path / "cache")
    before = library.load().appellations
    read(tmp_path, FILE.replace("bébé", "nourrisson"))
    assert library.refresh()
    assert library.snapshot.appellations != before


def test_no_file_no_names(tmp_path: Path) -> None:
    assert read_appellations(tmp_path) == (Appellations(), ())
