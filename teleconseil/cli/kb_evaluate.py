"""``teleconseil kb evaluer``: what a change of synonyms or of an entry does to the search."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from teleconseil.cli.evaluation import DEPTH, Scores, Trial, read_trials, scores
from teleconseil.cli.french import FrenchCommand, option
from teleconseil.cli.output import print_json, progress_bar, say
from teleconseil.cli.searching import Scope, open_searcher
from teleconseil.config import load_settings
from teleconseil.kb.model import Kind


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="JEU.jsonl", type=click.Path(path_type=Path))
@option("--sans-sens", "words_alone", is_flag=True, help="Par les mots seuls, sans le sens.")
@option("--json", "as_json", is_flag=True, help="Un document JSON.")
def evaluer(file: Path, words_alone: bool, as_json: bool) -> None:
    """Mesure la recherche sur un jeu de requêtes dont on connaît les réponses.

    Chaque ligne de JEU.jsonl : {"requete": "…", "attendus": ["…"], "texte": "ccn66"}, où
    « attendus » contient des noms de fiches ou des identifiants d’articles ; « texte », facultatif,
    est le seul texte où chercher.
    """
    trials = read_trials(file)
    searcher = open_searcher(load_settings(), None, meaning=not words_alone)
    everything = frozenset({Kind.ENTRY, Kind.ARTICLE})
    ranked: list[tuple[Trial, list[str], float]] = []
    with progress_bar("Requêtes") as step:
        for done, trial in enumerate(trials, start=1):
            scope = Scope(
                frozenset({Kind.ARTICLE}) if trial.text else everything,
                frozenset({trial.text}) if trial.text else None,
                DEPTH,
            )
            found = searcher.search(trial.query, scope)
            ids = [hit.document.ident for hit in found.hits]
            ranked.append((trial, ids, found.duration_ms))
            step(done, len(trials))
    variants = sorted({trial.variant for trial, _, _ in ranked})
    by_variant = {
        variant: scores([row for row in ranked if row[0].variant == variant])
        for variant in variants
    }
    if as_json:
        print_json(_payload(scores(ranked), by_variant))
        return
    say(f"{'':<12}{'requêtes':>9}{'hit@1':>8}{'hit@5':>8}{'MRR@10':>8}{'nDCG@10':>9}{'p50 ms':>8}")
    for variant, figures in [*by_variant.items(), ("ensemble", scores(ranked))]:
        if variant:
            say(_line(variant, figures))


def _line(name: str, found: Scores) -> str:
    return (
        f"{name:<12}{found.queries:>9}{found.hit_1:>8.3f}{found.hit_5:>8.3f}"
        f"{found.mrr_10:>8.3f}{found.ndcg_10:>9.3f}{found.p50_ms:>8.1f}"
    )


def _payload(total: Scores, by_variant: dict[str, Scores]) -> dict[str, Any]:
    named = {name: _figures(found) for name, found in by_variant.items() if name}
    return {**_figures(total), **({"variantes": named} if named else {})}


def _figures(found: Scores) -> dict[str, Any]:
    names = {
        "queries": "requetes",
        "hit_1": "hit@1",
        "hit_5": "hit@5",
        "mrr_10": "mrr@10",
        "ndcg_10": "ndcg@10",
        "p50_ms": "p50_ms",
        "p95_ms": "p95_ms",
    }
    return {names[key]: round(value, 4) for key, value in asdict(found).items()}
