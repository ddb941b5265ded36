"""What the synonyms add to a query."""

from __future__ import annotations

from teleconseil.kb.search.expansion import Expansions
from teleconseil.kb.synonyms import SynonymGroup, Synonyms


def expansions(*forms: str) -> Expansions:
    group = SynonymGroup("Honorabilité", "attestation d’honorabilité", forms)
    return Expansions(Synonyms((group,)))


def test_each_way_to_say_a_thing_brings_the_others() -> None:
    found = {e.words for e in expansions("casier judiciaire").of(("casier", "judiciaire"))}
    assert found == {("honorabilite",), ("attestation", "honorabilite")}


def test_an_acronym_cut_to_a_digit_does_not_give_its_meaning_to_that_digit() -> None:
    assert expansions("B2").of(("regle", "2", "sanctions")) == []
