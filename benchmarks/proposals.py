"""Whether the proposed pôle, theme and sub-theme are the right ones.

    python benchmarks/proposals.py [--historique 5000] [--fiches DOSSIER] [--sans-formulations]

The proposer learns the themes, the entries and ``--historique`` answered questions of the
demonstration year. It is then asked, always on what it has not learned:

- questions of the same year held back (the demonstration varies a limited number of sentences: this
  measures that the history is learned, no more);
- the trial queries of ``essais.jsonl``, typed as on the phone, right when they give a theme of an
  expected entry;
- the calls of ``essais-oraux.jsonl``, and the calls and letters of ``essais-appels.jsonl`` (written
  from the titles of the entries alone), right when they give the first theme of the expected entry;
- the titles of the entries, then their formulations, while the whole entry is held back: title,
  keywords, short answer and formulations (eight folds).

For each: how often a sub-theme, a theme and a pôle are proposed (coverage) and how often these are
right, at the stated confidence; with and without the history. ``--sans-formulations`` learns
everything but the formulations.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from teleconseil import paths
from teleconseil.demo.year import build_year
from teleconseil.desk.proposals import CONFIDENCE, POLE_CONFIDENCE, Proposal, Proposer
from teleconseil.desk.reference import ReferenceData, load_reference_data
from teleconseil.kb.library import Library, Snapshot
from teleconseil.kb.model import Entry

HELD_BACK = 1_500
FOLDS = 8

Question = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """What is typed, and the topics that are right."""

    text: str
    topics: frozenset[str]


Answered = tuple[list[Case], list[Proposal | None]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--historique", type=int, default=5_000)
    parser.add_argument("--fiches", type=Path, default=paths.packaged_knowledge_base())
    parser.add_argument("--sans-formulations", action="store_true")
    options = parser.parse_args()
    reference, snapshot = load_reference_data(options.fiches), Library(options.fiches).load()
    held, history = _history(reference, options.historique)
    entries = [entry for entry in snapshot.entries.values() if entry.topics]
    learn = (lambda entry: replace(entry, formulations=())) if options.sans_formulations else _whole
    typed = _trials(options.fiches / "essais.jsonl", snapshot, _every_theme)
    oral = _trials(options.fiches / "essais-oraux.jsonl", snapshot, _first_theme)
    calls = _trials(options.fiches / "essais-appels.jsonl", snapshot, _first_theme)
    print(f"confiance : {CONFIDENCE} (pôle seul : {POLE_CONFIDENCE})")
    for label, learned in (("sans historique", []), ("avec historique", history)):
        print(f"{label} ({len(learned)} questions)")
        start = time.process_time()
        proposer = _taught(reference, snapshot, map(learn, entries), learned)
        print(f"  apprentissage : {(time.process_time() - start) * 1000:.0f} ms de processeur")
        sets = {
            "année de démonstration": held,
            "essais": typed,
            "essais oraux": oral,
            "appels et courriers": calls,
        }
        for name, cases in sets.items():
            _report(name, cases, [proposer.propose(case.text) for case in cases], reference)
        titles, sentences = _held_back(reference, snapshot, entries, learn, learned)
        _report("titres des fiches", *titles, reference)
        _report("formulations des fiches", *sentences, reference)


def _whole(entry: Entry) -> Entry:
    return entry


def _every_theme(entry: Entry) -> Sequence[str]:
    return entry.topics


def _first_theme(entry: Entry) -> Sequence[str]:
    return entry.topics[:1]


def _history(reference: ReferenceData, number: int) -> tuple[list[Case], list[Question]]:
    year = build_year(2024, questions=number + HELD_BACK, shares=reference.shares)
    rows = [(row.question.text, row.question.topic or "") for row in year.questions]
    random.Random(66).shuffle(rows)
    held = [Case(text, frozenset({topic})) for text, topic in rows[:HELD_BACK]]
    return held, rows[HELD_BACK:]


def _trials(file: Path, snapshot: Snapshot, right: Callable[[Entry], Sequence[str]]) -> list[Case]:
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        trial = json.loads(line)
        entries = [snapshot.entries[s] for s in trial["attendus"] if s in snapshot.entries]
        topics = frozenset(topic for entry in entries for topic in right(entry))
        if topics:
            found.append(Case(trial["requete"], topics))
    return found


def _held_back(
    reference: ReferenceData,
    snapshot: Snapshot,
    entries: Sequence[Entry],
    learn: Callable[[Entry], Entry],
    history: Sequence[Question],
) -> tuple[Answered, Answered]:
    """Titles, then formulations, each asked of one who never saw anything of its entry."""
    titles: Answered = ([], [])
    sentences: Answered = ([], [])
    for fold in range(FOLDS):
        taught = [learn(entry) for place, entry in enumerate(entries) if place % FOLDS != fold]
        proposer = _taught(reference, snapshot, taught, history)
        for entry in entries[fold::FOLDS]:
            titles[0].append(Case(entry.title, frozenset(entry.topics)))
            titles[1].append(proposer.propose(entry.title))
            for sentence in entry.formulations:
                sentences[0].append(Case(sentence, frozenset(_first_theme(entry))))
                sentences[1].append(proposer.propose(sentence))
    return titles, sentences


def _taught(
    reference: ReferenceData,
    snapshot: Snapshot,
    entries: Iterable[Entry],
    history: Sequence[Question],
) -> Proposer:
    proposer = Proposer(reference.topics)
    proposer.learn_entries(entries)
    proposer.learn_synonyms(snapshot.synonyms)
    proposer.learn_questions(history)
    return proposer


def _report(
    label: str, cases: Sequence[Case], given: Sequence[Proposal | None], reference: ReferenceData
) -> None:
    poles = {topic.slug: topic.pole for topic in reference.topics}
    pairs = list(zip(cases, given, strict=True))
    subs = [p.topic in c.topics for c, p in pairs if p and p.topic and "/" in p.topic]
    themes = [
        p.topic.split("/")[0] in {topic.split("/")[0] for topic in c.topics}
        for c, p in pairs
        if p and p.topic
    ]
    of_poles = [p.pole in {poles.get(topic) for topic in c.topics} for c, p in pairs if p]
    parts = [
        f"{name} {_percent(sum(right), len(right))} justes sur {_percent(len(right), len(cases))}"
        for name, right in (("sous-thème", subs), ("thème", themes), ("pôle", of_poles))
    ]
    print(f"  {label} ({len(cases)}) : {' · '.join(parts)}")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.0f} %"


if __name__ == "__main__":
    main()
