"""How good a ranking is, on queries whose right answers are known."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teleconseil.errors import UsageProblem, os_reason

DEPTH = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """One query and the ids that answer it."""

    query: str
    expected: frozenset[str]
    variant: str = ""
    """How it is typed, when the file gives several ways (« clean », « typo »)."""
    text: str | None = None
    """Slug of the only text searched, None for everything."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over the trials; times are milliseconds."""

    queries: int
    hit_1: float
    hit_5: float
    mrr_10: float
    ndcg_10: float
    p50_ms: float
    p95_ms: float


def read_trials(path: Path) -> list[Trial]:
    """Read a JSONL file: « requete » and « attendus », or « q » and « rel », on each line.

    Raises:
        UsageProblem: the file cannot be read or a line is not such an object; the line is named.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UsageProblem(
            f"Le fichier {path} ne peut pas être lu : {os_reason(error)}."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageProblem(f"Le fichier {path} n’est pas en UTF-8.", "Convertissez-le.") from error
    trials: list[Trial] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            trials += _trials_of(line, f"{path}:{number}")
    if not trials:
        raise UsageProblem(f"Le fichier {path} ne contient aucune requête.")
    return trials


def scores(ranked: Sequence[tuple[Trial, Sequence[str], float]]) -> Scores:
    """Scores of (trial, ids in order, milliseconds)."""
    count = len(ranked)
    times = sorted(duration for _, _, duration in ranked)
    return Scores(
        queries=count,
        hit_1=sum(_hit(t.expected, ids, 1) for t, ids, _ in ranked) / count,
        hit_5=sum(_hit(t.expected, ids, 5) for t, ids, _ in ranked) / count,
        mrr_10=sum(reciprocal_rank(t.expected, ids) for t, ids, _ in ranked) / count,
        ndcg_10=sum(ndcg(t.expected, ids) for t, ids, _ in ranked) / count,
        p50_ms=times[(count - 1) // 2],
        p95_ms=times[min(count - 1, math.ceil(0.95 * count) - 1)],
    )


def reciprocal_rank(expected: AbstractSet[str], ids: Sequence[str]) -> float:
    """1 over the rank of the first right answer in the first ten; 0 when there is none."""
    for rank, ident in enumerate(ids[:DEPTH], start=1):
        if ident in expected:
            return 1 / rank
    return 0.0


def ndcg(expected: AbstractSet[str], ids: Sequence[str]) -> float:
    """Normalised discounted cumulative gain of the first ten, every right answer worth one."""
    gain = sum(
        1 / math.log2(rank + 1)
        for rank, ident in enumerate(ids[:DEPTH], start=1)
        if ident in expected
    )
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(DEPTH, len(expected)) + 1))
    return gain / ideal if ideal else 0.0


def _hit(expected: AbstractSet[str], ids: Sequence[str], depth: int) -> bool:
    return any(ident in expected for ident in ids[:depth])


def _trials_of(line: str, place: str) -> list[Trial]:
    try:
        row: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageProblem(
            f"{place} : ce n’est pas du JSON ({error.msg}, colonne {error.colno}).",
            "Corrigez cette ligne.",
        ) from error
    query, expected, text = _fields(row)
    if not expected or not query:
        raise UsageProblem(
            f"{place} : il faut une requête et les réponses attendues.",
            'Écrivez {"requete": "…", "attendus": ["identifiant"]}.',
        )
    return [Trial(words, frozenset(expected), variant, text) for variant, words in query.items()]


def _fields(row: Any) -> tuple[Mapping[str, str], list[str], str | None]:
    """The ways a query is typed, the ids expected and the text searched; empty when malformed."""
    if not isinstance(row, dict):
        return {}, [], None
    query = row.get("requete", row.get("q"))
    expected = row.get("attendus", row.get("rel"))
    text = row.get("texte", row.get("corpus"))
    variants = {"": query} if isinstance(query, str) else query
    if not isinstance(variants, dict) or not all(isinstance(q, str) for q in variants.values()):
        variants = {}
    if not isinstance(expected, list) or not all(isinstance(ident, str) for ident in expected):
        expected = []
    return variants, expected, text if isinstance(text, str) else None
