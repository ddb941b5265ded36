"""What the words point to is proposed, as far as they do, and nothing beyond."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.cli.evaluation import read_trials
from teleconseil.desk.proposals import CONFIDENCE, POLE_CONFIDENCE, Proposal, Proposer
from teleconseil.desk.reference import load_reference_data
from teleconseil.domain import Topic
from teleconseil.kb.entry import parse_entry
from teleconseil.kb.library import Library
from teleconseil.kb.model import Entry
from teleconseil.paths import packaged_knowledge_base
from tests.kb.entry_samples import entry_text

AS, OSMS = "affaires-sociales", "offre-sociale-medico-sociale"
TOPICS = (
    Topic("conges-payes", "Congés payés", AS),
    Topic("conges-payes/maladie-ddadue", "Maladie, loi DDADUE", AS),
    Topic("conges-payes/report", "Report et délai", AS),
    Topic("conges-payes/duree", "Durée et fractionnement", AS),
    Topic("contrat", "Embauche et contrats", AS),
    Topic("contrat/cdd-remplacement", "CDD, remplacement", AS),
    Topic("autorisations", "Autorisations", OSMS),
    Topic("autorisations/appels-a-projets", "Appels à projets", OSMS),
    Topic("qualite", "Qualité", OSMS),
)
HISTORY = [
    ("Le veilleur de nuit absent, qui le remplace ?", "contrat/cdd-remplacement"),
    ("Un veilleur à remplacer dès ce soir", "contrat/cdd-remplacement"),
    ("Le calendrier des transformations de places", "autorisations/appels-a-projets"),
] * 5


@pytest.fixture
def proposer() -> Proposer:
    return Proposer(TOPICS)


def entry(topic: str, *formulations: str) -> Entry:
    """An entry on paid leave and illness by its own words, filed under that topic."""
    told = "[" + ", ".join(f'"{sentence}"' for sentence in formulations) + "]"
    content = entry_text(themes=f"[{topic}]", formulations=told)
    return parse_entry(Path("fiche.md"), content)


def proposed(proposer: Proposer, text: str) -> Proposal:
    found = proposer.propose(text)
    assert found is not None
    return found


def test_words_of_a_sub_theme_propose_it_with_its_pole(proposer: Proposer) -> None:
    found = proposed(proposer, "cdd de remplacement")
    assert (found.pole, found.topic) == (AS, "contrat/cdd-remplacement")
    assert found.confidence >= CONFIDENCE
    assert any("remplac" in word for word in found.words)


def test_words_that_single_out_no_sub_theme_propose_the_theme(proposer: Proposer) -> None:
    found = proposed(proposer, "des congés payés")
    assert (found.pole, found.topic) == (AS, "conges-payes")


def test_words_shared_by_the_themes_of_a_pole_propose_the_pole_alone() -> None:
    topics = [Topic(f"t{n}", f"Rémunération {n} prime", AS) for n in range(4)]
    found = proposed(Proposer([*topics, Topic("autre", "Tarification", OSMS)]), "prime")
    assert (found.pole, found.topic) == (AS, None)
    assert found.confidence >= POLE_CONFIDENCE


@pytest.mark.parametrize("text", ["", "bonjour", "le la les", "xyz", "?!", "🦉", "العربية"])
def test_words_that_say_nothing_propose_nothing(proposer: Proposer, text: str) -> None:
    assert proposer.propose(text) is None


def test_the_history_teaches_words_that_no_label_holds(proposer: Proposer) -> None:
    assert proposer.propose("veilleur") is None
    proposer.learn_questions(HISTORY)
    assert proposed(proposer, "notre veilleur est absent").topic == "contrat/cdd-remplacement"
    assert proposed(proposer, "transformation de places").pole == OSMS


def test_the_sentences_of_members_teach_words_that_the_entry_does_not_hold() -> None:
    call = "mon cuistot s’est pété le genou"
    told = ["Le cuistot au genou cassé, ses CP ?", "Le cuistot revient du bloc, genou plâtré"] * 3
    without, with_them = Proposer(TOPICS), Proposer(TOPICS)
    without.learn_entries([entry("conges-payes/maladie-ddadue")])
    with_them.learn_entries([entry("conges-payes/maladie-ddadue", *told)])
    assert without.propose(call) is None
    assert proposed(with_them, call).topic == "conges-payes/maladie-ddadue"


def test_the_sentences_of_members_do_not_outweigh_the_words_of_a_theme(proposer: Proposer) -> None:
    told = [f"Le report du congé de la salariée {n}" for n in range(50)]
    proposer.learn_entries([entry("contrat/cdd-remplacement", *told)])
    assert proposed(proposer, "report des congés, délai de report").topic == "conges-payes/report"


def test_sentences_of_a_theme_that_is_no_more_are_not_learned(proposer: Proposer) -> None:
    proposer.learn_entries([entry("retraite/depart", "Ma lingère a soixante-deux ans")])
    assert proposer.propose("lingère de soixante-deux ans") is None


def test_calls_that_were_not_learned_are_proposed_the_theme_of_their_answer() -> None:
    folder = packaged_knowledge_base()
    snapshot = Library(folder).load()
    proposer = Proposer(load_reference_data(folder).topics)
    proposer.learn_entries(snapshot.entries.values())
    proposer.learn_synonyms(snapshot.synonyms)
    trials = read_trials(folder / "essais-appels.jsonl")
    verdicts = []
    for trial in trials:
        found = proposer.propose(trial.query)
        if found is not None and found.topic is not None:
            themes = {snapshot.entries[slug].topics[0].split("/")[0] for slug in trial.expected}
            verdicts.append(found.topic.split("/")[0] in themes)
    assert verdicts.count(True) >= 0.85 * len(trials)
    assert verdicts.count(False) <= 0.1 * len(trials)


def test_themes_that_are_no_more_are_not_learned(proposer: Proposer) -> None:
    proposer.learn_questions([("la retraite", "retraite/depart"), ("congés", "conges-payes")])
    assert proposer.propose("retraite") is None


def test_a_hundred_questions_do_not_outweigh_the_words_of_a_theme(proposer: Proposer) -> None:
    proposer.learn_questions([("cdd congés report", "contrat/cdd-remplacement")] * 500)
    assert proposed(proposer, "report des congés, délai de report").topic == "conges-payes/report"


@given(st.text(max_size=80))
def test_any_text_is_proposed_something_known_or_nothing(text: str) -> None:
    proposer = Proposer(TOPICS)
    proposer.learn_questions([(text, "qualite")])
    found = proposer.propose(text)
    if found is not None:
        assert found.topic in {None, *(topic.slug for topic in TOPICS)}
        assert found.pole in (AS, OSMS)
        assert CONFIDENCE <= found.confidence <= 1.0000001
