"""Each rule of the checker: an entry without fault, then one that has it and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from teleconseil.kb.library import Library
from teleconseil.kb.lint import RULES, Verifier
from teleconseil.kb.lint.context import Context, Page
from teleconseil.kb.model import Problem
from tests.kb.entry_samples import (
    BODY,
    FRONT_MATTER,
    TODAY,
    TOPICS,
    FakeTexts,
    article,
    entry_text,
    problems_of,
    put,
    rules_of,
    two_days,
)

TEXTS = FakeTexts([two_days(date(2024, 4, 24))])
LONG = "Un " + " ".join(["mot"] * 40)


def only(folder: Path, content: str, rule: str, texts: FakeTexts = TEXTS) -> Problem:
    """The only problem of a knowledge base made of this entry."""
    path = put(folder, "fiche", content)
    problems = problems_of(folder, texts)
    assert [p.rule for p in problems] == [rule]
    assert problems[0].path == path
    assert problems[0].remedy
    return problems[0]


def line_of(content: str, words: str) -> int:
    return next(n for n, line in enumerate(content.split("\n"), 1) if words in line)


def test_a_right_entry_has_no_problem(tmp_path: Path) -> None:
    put(tmp_path, "fiche", entry_text())
    assert problems_of(tmp_path, TEXTS) == []


def test_every_rule_has_a_duty_written_down() -> None:
    assert all(rule.__doc__ for rule in RULES)


@pytest.mark.parametrize(
    ("key", "value", "rule", "severity"),
    [
        ("pole", "affaires", "pole-inconnu", "erreur"),
        ("themes", "[]", "theme-absent", "erreur"),
        ("themes", "[conges-payes/maladies]", "theme-inconnu", "erreur"),
        ("themes", "[budget, conges-payes]", "theme-autre-pole", "erreur"),
        ("validee_par", None, "validation-absente", "erreur"),
        ("validee_par", "rédaction ", "meme-personne", "erreur"),
        ("verifiee_le", None, "date-absente", "erreur"),
        ("verifiee_le", "2026-11-24", "date-future", "erreur"),
        ("a_revoir_le", None, "date-absente", "erreur"),
        ("a_revoir_le", "2026-11-22", "revision-depassee", "avertissement"),
        ("titre", "l'arrêt", "typographie", "avertissement"),
        ("etat", "ouverte", "valeur-inconnue", "erreur"),
        ("verifiee_le", "hier", "date", "erreur"),
    ],
)
def test_each_fault_of_the_front_matter(
    tmp_path: Path, key: str, value: str | None, rule: str, severity: str
) -> None:
    content = entry_text(**{key: value})
    put(tmp_path, "fiche", content)
    found = [
        p for p in problems_of(tmp_path, TEXTS) if p.rule != "theme-autre-pole" or rule == p.rule
    ]
    assert [p.rule for p in found] == [rule]
    assert found[0].severity == severity
    if value is not None and rule != "validation-absente":
        assert found[0].line == line_of(content, f"{key}:")


def test_the_nearest_theme_is_proposed(tmp_path: Path) -> None:
    content = entry_text(themes="[conges-payes/maladies]")
    assert "« conges-payes/maladie »" in only(tmp_path, content, "theme-inconnu").remedy


def test_a_file_in_the_folder_of_another_pole(tmp_path: Path) -> None:
    put(tmp_path, "fiche", entry_text(), pole="ailleurs")
    assert rules_of(tmp_path, TEXTS) == ["pole-dossier"]


def test_a_file_name_that_is_no_slug(tmp_path: Path) -> None:
    put(tmp_path, "Ma_Fiche", entry_text())
    assert rules_of(tmp_path, TEXTS) == ["nom-de-fichier"]


@pytest.mark.parametrize("name", ["Détail", "À vérifier avec l’adhérent", "Sources"])
def test_a_missing_section(tmp_path: Path, name: str) -> None:
    problem = only(tmp_path, entry_text(BODY.replace(f"## {name}", "Autre")), "section-absente")
    assert name in problem.message


def test_a_missing_short_answer(tmp_path: Path) -> None:
    content = entry_text(BODY.replace("**En bref** — ", "En résumé, "))
    assert "En bref" in only(tmp_path, content, "section-absente").message


def test_templates_and_resources_have_their_own_sections(tmp_path: Path) -> None:
    letter = (
        "\n**En bref** — À envoyer.\n\n## Modèle\n\n{0}\n\n## À vérifier avec l’adhérent\n\nRien.\n"
    )
    put(tmp_path, "lettre", entry_text(letter.replace("{0}", "{{nom}}"), type="modele"))
    assert rules_of(tmp_path, TEXTS) == []
    put(tmp_path, "lettre", entry_text(letter.replace("{0}", "Madame,"), type="modele"))
    assert rules_of(tmp_path, TEXTS) == ["champs-absents"]
    put(tmp_path, "lettre", entry_text(BODY, type="ressource"))
    assert rules_of(tmp_path, TEXTS) == ["section-absente", "section-absente"]


def letter_text(words: str) -> str:
    """A letter without fault but what its words have."""
    body = (
        "\n**En bref** — À envoyer.\n\n## Modèle\n\n{0}\n\n## À vérifier avec l’adhérent\n\nRien.\n"
    )
    return entry_text(body.replace("{0}", words), type="modele")


@pytest.mark.parametrize(
    ("words", "column", "said"),
    [
        ("{{contact}} {{Salarie}}", 13, "« {{Salarie}} »"),
        ("{{contact}} {{prénom}}", 13, "« {{prénom}} »"),
        ("{{date-du-jour}}", 1, "« {{date-du-jour}} »"),
        ("{{contact}} {{ville et la suite", 13, "« {{ville et la suite »"),
        ("{{contact}} ville}}", 18, "« }} »"),
        ("{{}}", 1, "« {{}} »"),
    ],
)
def test_braces_that_make_no_field(tmp_path: Path, words: str, column: int, said: str) -> None:
    content = letter_text(words)
    problem = only(tmp_path, content, "champ-mal-forme")
    assert said in problem.message
    assert (problem.line, problem.column) == (line_of(content, words), column)


@pytest.mark.parametrize(
    ("words", "said"),
    [("{{date_recepton}}", "{{date_reception}}"), ("{{ dates }}", "{{date}}")],
)
def test_a_field_whose_name_is_nearly_known(tmp_path: Path, words: str, said: str) -> None:
    problem = only(tmp_path, letter_text(words), "champ-inconnu")
    assert problem.severity == "avertissement"
    assert f"Est-ce {said} ?" in problem.remedy


def test_fields_of_ones_own_are_no_fault(tmp_path: Path) -> None:
    put(tmp_path, "lettre", letter_text("{{salarie}} {{date_embauche}} {{ date }} {{contact_rh}}"))
    put(tmp_path, "fiche", entry_text(BODY.replace("Chaque mois", "{{Chaque}} mois")))
    assert "champ" not in " ".join(rules_of(tmp_path, TEXTS))


def test_an_unsettled_answer_must_say_so(tmp_path: Path) -> None:
    changes = {"etat": "a-valider", "validee_par": None}
    only(tmp_path, entry_text(**changes), "avertissement-absent")
    warned = BODY.replace("\n\n## Détail", "\n\n> **À trancher** — Ne pas conclure.\n\n## Détail")
    put(tmp_path, "fiche", entry_text(warned, **changes))
    assert problems_of(tmp_path, TEXTS) == []


@pytest.mark.parametrize(
    "link",
    [
        "[[autre-fiche]]",
        "[[autre-fiche|là]]",
        "[là](autre-fiche.md)",
        "[là](../x/autre-fiche.md#a)",
    ],
)
def test_a_broken_link(tmp_path: Path, link: str) -> None:
    content = entry_text(BODY.replace("Chaque mois", f"Voir {link}. Chaque mois"))
    problem = only(tmp_path, content, "lien-casse")
    assert problem.line == line_of(content, "Voir [")
    assert problem.column == content.split("\n")[problem.line - 1].index("[") + 1 + (
        0 if link.startswith("[[") else link.index("](")
    )


def test_links_in_code_and_links_that_lead_somewhere_are_left_alone(tmp_path: Path) -> None:
    links = "`[[rien]]` [[fiche]] [ici](fiche.md) [web](https://exemple.fr/a.md)"
    put(tmp_path, "fiche", entry_text(BODY.replace("Chaque mois", f"{links} Chaque mois")))
    assert problems_of(tmp_path, TEXTS) == []


def cited(source: str) -> str:
    return entry_text(
        BODY.replace("2 jours", "des jours").replace("24 jours", "là"), sources=f"\n  - {source}"
    )


@pytest.mark.parametrize(
    ("source", "rule", "said"),
    [
        ("{texte: code-travail, article: L9999-1}", "citation-inexistante", "L9999-1"),
        ("{texte: code-travail, article: L1-1, version: 2020-01-01}", "citation-abrogee", "abrogé"),
        (
            "{texte: code-travail, article: L2-2, version: 2020-01-01}",
            "citation-perimee",
            "01/06/2025",
        ),
        ("{texte: code-travail, article: L3-3, id: LEGI2}", "citation-discordante", "L2-2"),
        ("{texte: code-travail, article: L2-2, id: LEGI9}", "citation-inexistante", "L2-2"),
        ("{texte: code-travail, article: L2-2}", "version-absente", "L2-2"),
    ],
)
def test_a_citation_that_does_not_stand(tmp_path: Path, source: str, rule: str, said: str) -> None:
    texts = FakeTexts(
        [
            article("L1-1", "x", since=date(2020, 1, 1), state="ABROGE"),
            article("L2-2", "x", ident="LEGI1", since=date(2020, 1, 1)),
            article("L2-2", "y", ident="LEGI2", since=date(2025, 6, 1)),
        ]
    )
    content = cited(source)
    problem = only(tmp_path, content, rule, texts)
    assert problem.severity == "erreur"
    assert said in problem.message
    assert problem.line == line_of(content, source)


def test_a_text_that_was_never_imported_is_a_warning(tmp_path: Path) -> None:
    put(tmp_path, "fiche", entry_text(sources="\n  - {texte: ccn66, article: '22', id: KALIARTI1}"))
    (problem,) = problems_of(tmp_path, TEXTS)
    assert (problem.rule, problem.severity) == ("texte-non-importe", "avertissement")
    assert "textes importer" in problem.remedy
    assert [p.severity for p in problems_of(tmp_path, None)] == ["avertissement"]


def test_a_published_answer_without_any_source(tmp_path: Path) -> None:
    body = BODY.replace("2 jours", "des jours").replace("24 jours", "là")
    only(tmp_path, entry_text(body, sources="[]"), "source-absente")


def test_a_figure_that_no_cited_article_states(tmp_path: Path) -> None:
    content = entry_text(BODY.replace("2 jours par mois", "2 jours et demi par mois"))
    problem = only(tmp_path, content, "chiffre-sans-source")
    assert "« 2 jours et demi »" in problem.message
    assert problem.line == line_of(content, "**En bref**")
    put(tmp_path, "fiche", content.replace("etat:", "verifie_a_la_main: ['2,5']\netat:"))
    assert problems_of(tmp_path, TEXTS) == []


def test_a_figure_is_known_however_the_article_writes_it(tmp_path: Path) -> None:
    body = BODY.replace(
        "2 jours par mois", "2,5 jours, 15 mois, 80\u00a0%, le 24 avril 2024 et 1 mois,"
    )
    law = replace(two_days(), body="Deux jours et demi, vingt-quatre, quinze mois, 80 %. Un mois.")
    put(tmp_path, "fiche", entry_text(body))
    assert problems_of(tmp_path, FakeTexts([law])) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("l'arrêt", "Apostrophe droite"),
        ("arrêt : oui", "« : »"),
        ("arrêt: oui", "« : »"),
        ("arrêt ; oui", "« ; »"),
        ("un arrêt ?", "« ? »"),
        ("un arrêt! oui", "« ! »"),
        ("« arrêt\u00a0»", "après «"),
        ("«\u00a0arrêt »", "avant »"),
        ('un "arrêt" dit', "Guillemets droits"),
        ("100 % et", "« % »"),
        ("**Arrêt** : oui", "« : »"),
    ],
)
def test_typographic_faults(tmp_path: Path, wrong: str, said: str) -> None:
    content = entry_text(BODY.replace("Chaque mois d’arrêt", f"Ceci {wrong} et d’arrêt"))
    problem = only(tmp_path, content, "typographie")
    assert said in problem.message
    assert problem.severity == "avertissement"
    assert problem.line == line_of(content, wrong)
    column = content.split("\n")[problem.line - 1].index(wrong) + 1
    assert column <= problem.column <= column + len(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "`l'arrêt : oui`",
        "https://exemple.fr/l'arrêt?a=b;c:d!",
        "[mots](https://exemple.fr/?q='a' : b)",
        "à 9:30, 2:1",
        "{{nom : l'un}}",
        '<a title="l\'un : x">mots</a>',
        "écrire à l'un@exemple.fr",
        "oui\u202f? non\u00a0! «\u202fbien\u202f»",
        "&nbsp; fin",
        "n’importe quoi\u202f?!",
    ],
)
def test_what_is_no_typographic_fault(tmp_path: Path, right: str) -> None:
    code = "\n```\nl'arrêt : oui ?\n```\n\n| a | b |\n|:---|---:|\n"
    put(tmp_path, "fiche", entry_text(BODY.replace("Chaque mois", f"Ceci {right} et") + code))
    assert problems_of(tmp_path, TEXTS) == []


def test_a_sentence_over_forty_words(tmp_path: Path) -> None:
    content = entry_text(BODY.replace("Chaque mois", f"Court.\n{LONG} fin. Chaque mois"))
    problem = only(tmp_path, content, "phrase-longue")
    assert "42 mots" in problem.message
    assert problem.line == line_of(content, LONG)


def test_lists_tables_code_and_abbreviations_make_no_long_sentence(tmp_path: Path) -> None:
    half = " ".join(["mot"] * 25)
    extra = (
        f"\n- {half}\n- {half}\n\n| {half} | {half} |\n\n```\n{LONG}\n```\n\n{half}. Et {half}\n"
    )
    put(tmp_path, "fiche", entry_text(BODY + extra))
    assert problems_of(tmp_path, TEXTS) == []


def test_a_short_answer_that_is_long(tmp_path: Path) -> None:
    content = entry_text(BODY.replace("Un arrêt ouvre", "Oui. Non. Un arrêt ouvre"))
    assert "4 phrases" in only(tmp_path, content, "en-bref-long").message


@pytest.mark.parametrize(
    ("item", "rule", "severity", "said"),
    [
        ('""', "formulation-vide", "erreur", "vide"),
        ("~", "formulation-vide", "erreur", "vide"),
        ('" ?"', "formulation-vide", "erreur", "vide"),
        ("mot " * 101, "formulation-longue", "avertissement", "403 caractères"),
    ],
)
def test_a_formulation_that_is_no_question(
    tmp_path: Path, item: str, rule: str, severity: str, said: str
) -> None:
    content = entry_text(formulations=f"\n  - Il est malade, il a des CP ?\n  - {item}")
    problem = only(tmp_path, content, rule)
    assert said in problem.message
    assert problem.severity == severity
    assert problem.line == line_of(content, "  - Il est malade") + 1


def test_a_formulation_of_two_entries_leads_to_neither(tmp_path: Path) -> None:
    body = BODY.replace("Un arrêt ouvre", "Chaque congé parental total compte et ouvre droit à")
    second = entry_text(
        body, titre="Quel préavis", formulations="\n  - Et le préavis\n  - il a des conges"
    )
    put(tmp_path, "a", entry_text(formulations='["Il a des congés ?", Malade]'))
    put(tmp_path, "b", second)
    (problem,) = problems_of(tmp_path, TEXTS)
    assert (problem.rule, problem.path.stem) == ("formulation-repetee", "b")
    assert problem.line == line_of(second, "il a des conges")
    assert "« a »" in problem.message


def test_two_entries_that_say_nearly_the_same(tmp_path: Path) -> None:
    other = BODY.replace("Un arrêt ouvre", "Chaque congé parental total compte et ouvre droit à")
    put(tmp_path, "a", entry_text())
    put(tmp_path, "b", entry_text(other, titre='"Un arret maladie ouvre t-il des congés\u202f?"'))
    (problem,) = problems_of(tmp_path, TEXTS)
    assert (problem.rule, problem.path.stem) == ("quasi-doublon", "b")
    assert "« a »" in problem.message
    put(tmp_path, "b", entry_text(other, titre="Quel préavis pour une démission de cadre"))
    assert problems_of(tmp_path, TEXTS) == []
    put(tmp_path, "b", entry_text(titre="Quel préavis pour une démission de cadre"))
    assert rules_of(tmp_path, TEXTS) == ["quasi-doublon"]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    put(tmp_path, "fiche", entry_text())
    put(tmp_path, "fiche", entry_text(), pole="b-autre")
    assert rules_of(tmp_path, TEXTS) == ["nom-en-double"]


def test_an_entry_that_has_not_changed_is_not_verified_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def rule(page: Page, _context: Context) -> Iterator[Problem]:
        judged.append(page.entry.slug)
        yield page.at_body_line("essai", 1, page.entry.title, "")

    monkeypatch.setattr(sys.modules[Verifier.__module__], "RULES", (rule,))
    put(tmp_path, "a", entry_text(titre="Préavis de démission"))
    put(tmp_path, "b", entry_text(BODY.replace("Un arrêt ouvre", "Le forfait du car vaut")))
    library, verifier = Library(tmp_path), Verifier()
    library.load()

    def said(today: date = TODAY) -> list[str]:
        found = verifier.verify(library.snapshot, TEXTS, TOPICS, today)
        return [p.message for p in found if p.rule == "essai"]

    first = said()
    assert said() == first
    assert judged == ["a", "b"]
    put(tmp_path, "a", entry_text(titre="Licenciement et inaptitude"))
    library.refresh()
    assert said()[0] == "Licenciement et inaptitude"
    assert judged == ["a", "b", "a"]
    said(TODAY + timedelta(days=1))
    assert judged == ["a", "b", "a", "a", "b"]


def test_problems_come_by_file_and_line(tmp_path: Path) -> None:
    put(
        tmp_path,
        "b",
        entry_text(BODY.replace("Chaque mois", "L'un. L'autre"), etat="publiee", themes="[]"),
    )
    put(tmp_path, "a", entry_text("", titre="Rien"))
    found = [(p.path.stem, p.line) for p in problems_of(tmp_path, TEXTS)]
    assert found == sorted(found)
    assert set(FRONT_MATTER) >= {"titre", "themes"}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"Une note sans en-t\xc3\xaate.\n", "en-tete"),
        (entry_text(themes="conges-payes").encode(), "type-de-valeur"),
        (entry_text().encode("latin-1", "replace"), "encodage"),
        (entry_text().encode() + b"\x00", "octet-nul"),
        (entry_text().encode() + b"x" * 5_000_000, "trop-longue"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_an_error_and_stops_no_other(
    tmp_path: Path, data: bytes, rule: str
) -> None:
    put(tmp_path, "bonne", entry_text())
    path = put(tmp_path, "mauvaise", "")
    path.write_bytes(data)
    (problem,) = problems_of(tmp_path, TEXTS)
    assert (problem.rule, problem.severity, problem.path) == (rule, "erreur", path)
    assert problem.remedy


def test_synonyms_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    put(tmp_path, "bonne", entry_text())
    (tmp_path / "synonymes.toml").write_text("groupes = [", encoding="utf-8")
    assert rules_of(tmp_path, TEXTS) == ["synonymes"]
