"""Letters with fields: what is known is filled, what is not stays visible."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from teleconseil.kb.library import Library
from teleconseil.kb.model import EntryType
from teleconseil.kb.templates import fields, fill
from teleconseil.paths import packaged_knowledge_base

LETTER = "{{civilite}},\n\nLe {{ date }}, {{association}}. {{date}} {{Pas}} {{pas-un-champ}}"


def test_fields_are_listed_once_in_order() -> None:
    assert fields(LETTER) == ["civilite", "date", "association"]


def test_known_fields_are_filled_and_the_others_stay() -> None:
    filled = fill(LETTER, {"date": "le 23 novembre", "association": " ", "autre": "x"})
    assert filled.text.startswith("{{civilite}},\n\nLe le 23 novembre, {{association}}. le 23")
    assert filled.missing == ("civilite", "association")


def test_a_value_is_never_read_as_a_field_nor_as_an_escape() -> None:
    filled = fill("{{a}} {{b}}", {"a": "{{b}}\x1b[31m", "b": r"\1"})
    assert filled.text == "{{b}}[31m \\1"
    assert filled.missing == ()


@given(st.text(), st.dictionaries(st.sampled_from(["a", "b"]), st.text()))
def test_filling_any_text_keeps_what_is_around(text: str, known: dict[str, str]) -> None:
    assert fill(f"avant {{{{zz}}}} {text}", known).text.startswith("avant {{zz}} ")


def test_the_shipped_templates_have_fields() -> None:
    entries = Library(packaged_knowledge_base()).load().entries.values()
    templates = [entry for entry in entries if entry.type is EntryType.TEMPLATE]
    assert len(templates) >= 10
    assert all(fields(entry.body) for entry in templates)
