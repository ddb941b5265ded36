from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleconseil.cli.evaluation import Trial, ndcg, read_trials, reciprocal_rank, scores
from teleconseil.errors import UsageProblem

idents = st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, max_size=12)


@given(st.sets(st.sampled_from("abcdefghij"), min_size=1), idents)
def test_measures_lie_between_nothing_and_perfect(expected: set[str], ids: list[str]) -> None:
    right = frozenset(expected)
    assert 0 <= ndcg(right, ids) <= 1 + 1e-9
    assert 0 <= reciprocal_rank(right, ids) <= 1
    best = sorted(expected) + [i for i in ids if i not in expected]
    assert math.isclose(ndcg(right, best), 1)
    assert reciprocal_rank(right, best) == 1


def test_a_known_ranking_gives_known_figures() -> None:
    trials = [Trial("q", frozenset({"b"})), Trial("r", frozenset({"z"}))]
    found = scores([(trials[0], ["a", "b"], 2.0), (trials[1], ["a"], 4.0)])
    assert (found.hit_1, found.hit_5, found.mrr_10) == (0, 0.5, 0.25)
    assert math.isclose(found.ndcg_10, 0.5 / math.log2(3))
    assert (found.queries, found.p50_ms, found.p95_ms) == (2, 2.0, 4.0)


def test_both_forms_of_a_file_are_read(tmp_path: Path) -> None:
    file = tmp_path / "jeu.jsonl"
    lines = [
        {"requete": "congés", "attendus": ["cp"]},
        {"q": {"clean": "congés", "typo": "cogés"}, "rel": ["L1"], "corpus": "ccn66"},
    ]
    file.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    trials = read_trials(file)
    assert [(t.query, t.variant, t.text) for t in trials] == [
        ("congés", "", None),
        ("congés", "clean", "ccn66"),
        ("cogés", "typo", "ccn66"),
    ]


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"requete": "x"}', '{"requete": 3, "attendus": ["a"]}', '{"q": {}}']
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "jeu.jsonl"
    file.write_text(f'{{"requete": "x", "attendus": ["a"]}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"jeu\.jsonl:2 "):
        read_trials(file)


def test_an_empty_or_missing_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "jeu.jsonl"
    with pytest.raises(UsageProblem, match="il n’existe pas"):
        read_trials(file)
    file.write_text("\n")
    with pytest.raises(UsageProblem, match="aucune requête"):
        read_trials(file)
