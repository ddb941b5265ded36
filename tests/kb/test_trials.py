"""The queries that came with the entries: each is answered by an entry that exists."""

from __future__ import annotations

from collections import Counter

import pytest

from teleconseil.cli.evaluation import read_trials
from teleconseil.kb.library import Library
from teleconseil.paths import packaged_knowledge_base
from teleconseil.text import fold

SETS = ("essais.jsonl", "essais-oraux.jsonl", "essais-appels.jsonl")


@pytest.mark.parametrize("name", SETS)
def test_every_answer_expected_is_an_entry(name: str) -> None:
    folder = packaged_knowledge_base()
    entries = Library(folder).load().entries
    trials = read_trials(folder / name)
    unknown = {slug for trial in trials for slug in trial.expected if slug not in entries}
    assert unknown == set()
    assert len({trial.query for trial in trials}) == len(trials), "a query stands there twice"


def test_no_trial_stands_in_an_entry() -> None:
    folder = packaged_knowledge_base()
    entries = Library(folder).load().entries.values()
    told = {fold(sentence) for entry in entries for sentence in entry.formulations}
    tried = {fold(trial.query) for name in SETS for trial in read_trials(folder / name)}
    assert tried & told == set()


def test_each_pole_has_twenty_phone_questions() -> None:
    folder = packaged_knowledge_base()
    entries = Library(folder).load().entries
    by_pole = Counter(
        entries[slug].pole
        for trial in read_trials(folder / SETS[0])
        for slug in sorted(trial.expected)[:1]
    )
    assert min(by_pole.values()) >= 20
    assert len(by_pole) == 2
