"""Letters with fields: what is known is filled, what is not stays visible."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.entry import parse_entry
from teleconseil.kb.library import Library
from teleconseil.kb.model import Entry, EntryType
from teleconseil.kb.templates import KNOWN_FIELDS, fields, fill, letter, words
from teleconseil.paths import packaged_knowledge_base
from tests.kb.entry_samples import entry_text

LETTER = "{{civilite}},\n\nLe {{ date }}, {{association}}. {{date}} {{Pas}} {{pas-un-champ}}"


def test_fields_are_listed_once_in_order() -> None:
    assert fields(LETTER) == ["civilite", "date", "association"]


def test_known_fields_are_filled_and_the_others_stay() -> None:
    filled = fill(LETTER, {"date": "le 23 novembre", "association": " ", "autre": "x"})
    assert filled.text.startswith("{{civilite}},\n\nLe le 23 novembre, {{association}}. le 23")
    assert filled.missing == ("civilite", "association")


def test_a_value_is_never_read_as_a_field_nor_as_an_escape() -> None:
    filled = fill("{{a}} {{b}}", {"a": "{{b}}\x1b[31m", "b": r"\1"})
    assert filled.text == "((b)) \\1"
    assert filled.missing == ()


@given(
    st.lists(st.sampled_from(["{{a}}", "{{ b }}", "{{zz}}", "avant ", "\n", "(", " a "])),
    st.dictionaries(st.sampled_from(["a", "b"]), st.text()),
)
def test_the_fields_left_are_those_of_the_letter(parts: list[str], known: dict[str, str]) -> None:
    body = "".join(parts)
    filled = fill(body, known)
    assert list(filled.missing) == fields(filled.text)
    assert set(filled.missing) <= set(fields(body))
    assert ("zz" in filled.missing) == ("{{zz}}" in parts)
    assert fill(filled.text, {}).text == filled.text


@given(st.text())
def test_a_text_without_fields_is_left_alone(text: str) -> None:
    filled = fill(text, {"a": "x"})
    assert fields(text) or filled.text == text


def template(body: str, kind: str = "modele") -> Entry:
    """An entry with that body."""
    return parse_entry(Path("fiche.md"), entry_text(body, type=kind))


LETTER_BODY = """
**En bref** — À envoyer au retour.

## Modèle

**{{association}}** — {{date_reception}}
À {{ville}}

### Objet : vos congés

- Premier point, voir [[cp-report|le report]] et [ceci](autre.md)
> Bonjour {{contact}} \\*

## À vérifier avec l’adhérent

- {{autre}} ?
"""


def test_the_letter_is_its_section_as_plain_text_line_by_line() -> None:
    entry = template(LETTER_BODY)
    assert letter(entry) == (
        "{{association}} — {{date_reception}}\nÀ {{ville}}\n\nObjet : vos congés\n\n"
        "- Premier point, voir le report et ceci\nBonjour {{contact}} *"
    )
    assert words(entry) == letter(entry)
    assert words(template(LETTER_BODY.replace("\n", "\r\n"))) == letter(entry)


def test_any_other_entry_is_said_by_its_short_answer() -> None:
    assert words(template(LETTER_BODY, "reponse")) == "À envoyer au retour."
    assert letter(template(LETTER_BODY, "reponse")) == ""
    assert words(template("\n**En bref** — Sans lettre.\n")) == "Sans lettre."


def test_the_shipped_templates_ask_the_question_what_it_knows_by_its_name() -> None:
    entries = Library(packaged_knowledge_base()).load().entries.values()
    templates = [entry for entry in entries if entry.type is EntryType.TEMPLATE]
    assert len(templates) >= 10
    for entry in templates:
        assert fields(entry.body), entry.slug
        assert fields(letter(entry)) == fields(entry.body), entry.slug
        assert set(fields(letter(entry))) & set(KNOWN_FIELDS), entry.slug
