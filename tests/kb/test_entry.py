"""Reading one entry: what a right file gives, and what each wrong one is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.entry import (
    EntryError,
    headings,
    parse_entry,
    read_content,
    section,
    short_answer,
)
from teleconseil.kb.model import EntryState, EntryType, Problem
from tests.kb.entry_samples import entry_text

PATH = Path("affaires-sociales/arret.md")

_BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def problem_of(content: str) -> Problem:
    with pytest.raises(EntryError) as caught:
        parse_entry(PATH, content)
    assert "Traceback" not in str(caught.value)
    return caught.value.problem


def test_every_key_is_read() -> None:
    sources = """
  - {texte: code-travail, article: L3141-5, version: 2025-12-24, verifie_a_la_main: true}
  - texte: ccn66
    article: 22
    id: KALIARTI000005863134"""
    content = entry_text(sources=sources, verifie_a_la_main="[238, 4 juin 2024]", public="[paie]")
    entry = parse_entry(PATH, content)
    assert entry.slug == "arret"
    assert entry.title == "Un arrêt maladie ouvre-t-il des congés\u202f?"
    assert (entry.type, entry.state) == (EntryType.ANSWER, EntryState.PUBLISHED)
    assert entry.topics == ("conges-payes/maladie",)
    assert entry.keywords == ("cp", "ddadue")
    assert entry.verified_on == date(2026, 11, 20)
    assert entry.review_on == date(2027, 5, 20)
    assert entry.by_hand == ("238", "4 juin 2024")
    assert dict(entry.extra) == {"public": ["paie"]}
    code, agreement = entry.citations
    assert (code.text, code.article, code.version) == (
        "code-travail",
        "L3141-5",
        date(2025, 12, 24),
    )
    assert code.by_hand
    assert (agreement.article, agreement.ident) == ("22", "KALIARTI000005863134")
    assert content.splitlines()[code.line - 1].strip().startswith("- {texte: code-travail")
    assert entry.short_answer == "Un arrêt ouvre 2 jours par mois. La limite est de 24 jours."


def test_the_formulations_are_sentences_of_one_line_each() -> None:
    sentences = """
  - Il est en arrêt, il a des CP ?
  - "Arrêt : combien de jours ?"
  - >
    Mon salarié est malade
    depuis un an
  - 24"""
    assert parse_entry(PATH, entry_text(formulations=sentences)).formulations == (
        "Il est en arrêt, il a des CP ?",
        "Arrêt : combien de jours ?",
        "Mon salarié est malade depuis un an",
        "24",
    )
    assert parse_entry(PATH, entry_text(formulations="[]")).formulations == ()
    assert parse_entry(PATH, entry_text(formulations="")).formulations == ()


def test_the_version_is_the_content() -> None:
    entry = parse_entry(PATH, entry_text())
    assert parse_entry(PATH, entry_text()).version == entry.version
    assert parse_entry(PATH, entry_text() + " ").version != entry.version
    assert len(entry.version) == 16


def test_windows_line_ends_and_byte_order_mark_are_read() -> None:
    content = "\ufeff" + entry_text().replace("\n", "\r\n")
    entry = parse_entry(PATH, content)
    assert entry.title.startswith("Un arrêt")
    assert headings(entry.body) == ["Détail", "À vérifier avec l’adhérent", "Sources"]
    assert entry.short_answer.startswith("Un arrêt ouvre 2 jours")


@pytest.mark.parametrize(
    ("changes", "line", "said", "remedy"),
    [
        ({"titre": None}, 1, "« titre » manque", "titre: …"),
        ({"titre": ""}, 2, "« titre » manque", "titre: …"),
        ({"titre": "[un, deux]"}, 2, "contient une liste", "une seule valeur"),
        ({"titre": "Congés : combien"}, 2, "YAML", "guillemets droits"),
        ({"titre": '"Congés'}, 2, "YAML", "guillemet ouvert"),
        ({"themes": "conges-payes"}, 5, "doit être une liste", "[a, b]"),
        ({"themes": "[a, b"}, 6, "YAML", "crochet"),
        ({"themes": "[{a: b}]"}, 5, "un bloc de clés", "une seule valeur"),
        ({"etat": "publié"}, 10, "« publié » n’est pas", "publiee"),
        ({"type": "lettre"}, 3, "« lettre » n’est pas", "modele"),
        ({"verifiee_le": "2026-02-30"}, 13, "n’existe pas au calendrier", "jour ou le mois"),
        ({"verifiee_le": "22/11/2026"}, 13, "n’est pas une date", "2026-11-22"),
        ({"a_revoir_le": "[2026-01-01]"}, 14, "contient une liste", "une seule valeur"),
        ({"sources": "L3141-5"}, 8, "liste de sources", "texte: ccn66"),
        ({"sources": "[L3141-5]"}, 8, "forme {texte", "texte: code-travail"),
        ({"sources": "\n  - {texte: ccn66}"}, 9, "nommer son texte", "article"),
        ({"sources": "\n  - {texte: a, article: b, version: demain}"}, 9, "date", "2026-11-22"),
        ({"formulations": "il a des CP"}, 15, "liste de phrases", "après un tiret"),
        ({"formulations": "\n  - Ok\n  - Arrêt : oui"}, 17, "pas une phrase", "guillemets droits"),
        ({"formulations": "\n  - [un, deux]"}, 16, "pas une phrase", "guillemets droits"),
        ({"pole": "*as"}, 4, "YAML", "« * »"),
        ({"pole": "a\npole: b"}, 5, "écrite deux fois", "une seule"),
        ({"pole": "a\tb\n\t- c"}, 5, "YAML", "tabulations"),
    ],
)
def test_each_fault_is_named_with_its_line_and_remedy(
    changes: dict[str, str | None], line: int, said: str, remedy: str
) -> None:
    problem = problem_of(entry_text(**changes))
    assert said in problem.message
    assert remedy in problem.remedy
    assert problem.line == line
    assert problem.path == PATH


def test_all_the_faults_of_a_front_matter_are_told_at_once() -> None:
    with pytest.raises(EntryError) as caught:
        parse_entry(PATH, entry_text(titre=None, etat="ouverte", verifiee_le="hier"))
    assert [p.rule for p in caught.value.problems] == ["cle-absente", "valeur-inconnue", "date"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "ne commence pas"),
        ("# Titre\n", "ne commence pas"),
        ("---\ntitre: a\n", "n’est pas fermé"),
        ("---\n- a\n- b\n---\n", "suite de clés"),
        ("---\njuste un texte\n---\n", "suite de clés"),
        ("---\n---\n", "« titre » manque"),
        ("---\ntitre: a\x07\n---\n", "caractère interdit"),
        ("---\na: " + "[" * 30_000 + "\n---\n", "imbriqué"),
        ("---\na: " + "- " * 20_000 + "\n---\n", "imbriqué"),
        ("---\na: " + "x" * 200_000 + "\n---\n", "n’est pas fermé"),
        (f"---\n{_BOMB}---\n", "renvoie d’une valeur à une autre"),
        ("---\na: &a [*a]\n---\n", "renvoie d’une valeur à une autre"),
        ("---\na: &a {b: *a}\n---\n", "renvoie d’une valeur à une autre"),
        ("---\ntitre: &t un\npole: *t\n---\n", "renvoie d’une valeur à une autre"),
        ("---\n? [a, b]\n: c\n---\n", "n’est pas un mot"),
        ("---\ntitre: a\n? {a: b}\n: c\n---\n", "n’est pas un mot"),
        ("---\n\ttitre: a\n---\n", "YAML"),
    ],
)
def test_a_file_that_is_no_entry_says_so(content: str, said: str) -> None:
    assert said in problem_of(content).message


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (entry_text().encode("latin-1", "replace"), 2, "UTF-8"),
        (b"---\ntitre: a\n---\nab\x00c\n", 4, "octet nul"),
        (entry_text().encode() + b"x" * 5_000_000, 1, "4,8 Mio"),
    ],
)
def test_a_file_that_is_no_text_says_so(tmp_path: Path, data: bytes, line: int, said: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(EntryError) as caught:
        read_content(path)
    assert said in caught.value.message
    assert caught.value.problem.line == line


@given(st.text(max_size=300))
def test_any_front_matter_gives_an_entry_or_a_problem(block: str) -> None:
    content = f"---\n{block}\n---\n"
    problems: tuple[Problem, ...] = ()
    try:
        parse_entry(PATH, content)
    except EntryError as error:
        problems = error.problems
    assert all(1 <= p.line <= content.count("\n") + 1 for p in problems)
    assert all(p.remedy for p in problems)


def test_a_tag_that_would_run_something_is_read_as_nothing() -> None:
    content = entry_text(inconnue="!!python/object/apply:os.system ['true']")
    assert parse_entry(PATH, content).extra["inconnue"] is None


def test_the_short_answer_is_plain_text() -> None:
    body = (
        "Avant.\n\n**En bref** — Voir [la *loi*](https://x.fr) et\n`L3141-5`,\\* [[a|là]].\n\nFin."
    )
    assert short_answer(body) == "Voir la loi et L3141-5,* là."
    assert short_answer("## Détail\n\n```\n**En bref** — code\n```\n") == ""


def test_a_section_ends_at_the_next_heading_of_its_level() -> None:
    code = "```\n## pas un titre\n```"
    body = f"## Détail\nun\n### Plus\ndeux\n{code}\n## À vérifier avec l'adhérent\ntrois"
    assert headings(body) == ["Détail", "Plus", "À vérifier avec l'adhérent"]
    assert section(body, "détail") == f"un\n### Plus\ndeux\n{code}"
    assert section(body, "À vérifier avec l’adhérent") == "trois"
    assert section(body, "Sources") == ""
