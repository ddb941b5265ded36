"""Names of chapters, titles and articles that the imported texts do not hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from teleconseil.kb.library import Library
from teleconseil.kb.lint import Verifier
from teleconseil.kb.model import ArticlePlace, Problem
from tests.kb.entry_samples import (
    TODAY,
    TOPICS,
    FakeTexts,
    article,
    entry_text,
    problems_of,
    put,
    two_days,
)

ADOPTION = ("Partie législative", "Section 3 : Congé d’adoption.")


def texts() -> FakeTexts:
    return FakeTexts(
        [
            two_days(),
            article("L1225-1", "Nul ne peut rompre."),
            replace(article("L1225-37", "Dix semaines."), path=ADOPTION),
            article("R7231-1", "Le ménage.", cid="ABROGE", state="ABROGE"),
            article("22", "Congés.", ident="KALIARTI2", cid="KALIARTI1", text="ccn66"),
        ]
    )


def said(folder: Path, content: str, held: FakeTexts | None = None) -> list[Problem]:
    """What the checker says of a knowledge base whose entry is right."""
    put(folder, "fiche", entry_text())
    (folder / "appellations.toml").write_text(content, encoding="utf-8")
    return problems_of(folder, held or texts())


@pytest.mark.parametrize(
    "content",
    [
        '[code-travail.1225]\nchapitre = ["bébé"]\n"conge d\'ADOPTION" = ["adopter"]\n',
        '[ccn66.KALIARTI1]\narticle = ["vacances"]\n[ccn66.KALIARTI2]\narticle = ["congés"]\n',
        '[code-penal.222]\nchapitre = ["menaces"]\n"Nulle part" = ["coups"]\n',
        "[code-travail.9999]\nchapitre = []\n",
    ],
    ids=["chapter and title", "cid and id", "text not imported", "no name"],
)
def test_names_that_lead_somewhere_or_that_nothing_can_be_said_of(
    tmp_path: Path, content: str
) -> None:
    assert said(tmp_path, content) == []


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        ('# Tout.\n[code-travail.9999]\nchapitre = ["rien"]\n', 2, "chapitre 9999"),
        ('[code-travail.7231]\nchapitre = ["ménage"]\n', 1, "chapitre 7231"),
        ("[ccn66.225]\nchapitre = ['jours']\n", 1, "chapitre 225"),
        ("\n\n[ 'ccn66' . \"KALIARTI9\" ] # là\narticle = ['trims']\n", 3, "KALIARTI9"),
        ("[code-travail]\n\n9999.chapitre = ['rien']\n", 3, "chapitre 9999"),
        ("code-travail = { 9999 = { chapitre = ['rien'] } }\n", 1, "chapitre 9999"),
    ],
)
def test_a_chapter_or_an_article_that_is_not_there(
    tmp_path: Path, content: str, line: int, told: str
) -> None:
    (problem,) = said(tmp_path, content)
    assert (problem.rule, problem.severity) == ("appellation-sans-article", "avertissement")
    assert (problem.path, problem.line) == (tmp_path / "appellations.toml", line)
    assert told in problem.message
    assert problem.remedy


def test_a_chapter_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    content = '[code-travail.9999]\nchapitre = ["un", "deux"]\n"Titre" = ["trois"]\n'
    assert len(said(tmp_path, content)) == 1


@pytest.mark.parametrize("key", ['"Congés d’adoption"', "'Congés d’adoption'"])
def test_a_title_that_is_not_there_is_told_with_the_one_that_is_meant(
    tmp_path: Path, key: str
) -> None:
    content = f'[code-travail.1225]\r\nchapitre = [\r\n  "bébé",\r\n]\r\n{key} = ["adopter"]\r\n'
    (problem,) = said(tmp_path, content)
    assert (problem.rule, problem.line) == ("appellation-sans-article", 5)
    assert "« Congés d’adoption »" in problem.message
    assert "« Congé d’adoption »" in problem.remedy


def test_a_title_that_has_its_names_is_not_proposed_for_another(tmp_path: Path) -> None:
    content = '[code-travail.1225]\n"Congés d’adoption" = ["a"]\n"Congé d’adoption" = ["b"]\n'
    (problem,) = said(tmp_path, content)
    assert problem.line == 2
    assert "Est-ce" not in problem.remedy


def test_texts_are_asked_again_only_when_they_or_the_names_change(tmp_path: Path) -> None:
    asked: list[str] = []

    class Counted(FakeTexts):
        def outline(self, text: str) -> list[ArticlePlace]:
            asked.append(text)
            return super().outline(text)

    held, verifier = Counted(texts().held), Verifier()
    file = tmp_path / "appellations.toml"
    put(tmp_path, "fiche", entry_text())
    file.write_text("[code-travail.9999]\nchapitre = ['rien']\n", encoding="utf-8")
    library = Library(tmp_path, cache_dir=tmp_path / "cache")
    library.load()

    def lines() -> list[int]:
        library.refresh()
        found = verifier.verify(library.snapshot, held, TOPICS, TODAY)
        return [p.line for p in found if p.rule == "appellation-sans-article"]

    assert lines() == lines() == [1]
    assert asked == ["code-travail"]
    put(tmp_path, "fiche", entry_text(titre="Un autre titre"))
    file.write_text("\n\n[code-travail.9999]\nchapitre = ['rien']\n", encoding="utf-8")
    assert lines() == [3]
    assert asked == ["code-travail"]
    held.held.append(article("L9999-1", "Enfin."))
    assert lines() == []
    file.write_text("[ccn66.9999]\nchapitre = ['rien']\n", encoding="utf-8")
    assert lines() == [1]
    assert asked == ["code-travail", "code-travail", "ccn66"]
