"""How much a past question helps with the one being typed. Pure, and said part by part.

The words come first; the rest only orders questions whose words say about as much. A question that
was answered is worth more than one that waits, one answered with an entry more still, and a recent
answer more than one that the law may have overtaken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from teleconseil.domain import PastQuestion, SourceKind, Status
from teleconseil.text import fold

SAME_SUB_THEME, SAME_THEME = 0.20, 0.10
ANSWERED, WITH_ENTRY = 0.05, 0.10
RECENT = 0.10
HALF_LIFE_DAYS = 540
"""The age at which a question keeps half of what being recent is worth."""
_READ = 2_000
"""How much of a text is compared, in characters."""
_COVERAGE_SHARE = 0.75
_ANSWER_SHARE = 0.4
"""What a word found in the answer only is worth, beside one of the question."""
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word that is looked for: the ways it may be written, and how telling it is."""

    forms: tuple[str, ...]
    weight: float = 1.0
    unfinished: bool = False

    def is_in(self, words: frozenset[str]) -> bool:
        if not self.unfinished:
            return not words.isdisjoint(self.forms)
        return any(word.startswith(self.forms) for word in words)


def rated(
    past: PastQuestion, terms: Sequence[Term], topic: str | None, now: datetime
) -> PastQuestion:
    """The question with its score, the sum of its contributions."""
    parts = {
        "mots": _similarity(past, terms),
        "thème": _theme(past.question.topic, topic),
        "récence": RECENT * 0.5 ** (_age_days(past, now) / HALF_LIFE_DAYS),
        "réponse": _answer(past),
    }
    shown = {name: round(value, 4) for name, value in parts.items() if value}
    return PastQuestion(past.question, sum(parts.values()), past.sources, shown)


def best(rated_ones: Sequence[PastQuestion], limit: int) -> list[PastQuestion]:
    """The best ones, each said once: the same words asked again are one question."""
    chosen: dict[frozenset[str], PastQuestion] = {}
    ordered = sorted(rated_ones, key=lambda past: past.question.reference, reverse=True)
    for past in sorted(ordered, key=lambda past: -past.score):
        chosen.setdefault(words_in(past.question.text), past)
        if len(chosen) == limit:
            break
    return list(chosen.values())


def words_in(text: str) -> frozenset[str]:
    """The folded words of a text."""
    return _words_in(text[:_READ])


@lru_cache(maxsize=2_048)  # the same questions come back at every key
def _words_in(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(fold(text)))


def _similarity(past: PastQuestion, terms: Sequence[Term]) -> float:
    """From 0 to 1: the share of the asked words that it holds, and of its words that were asked."""
    asked = words_in(past.question.text)
    answered = words_in(past.question.answer)
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    found = [term for term in terms if term.is_in(asked)]
    elsewhere = [term for term in terms if term not in found and term.is_in(answered)]
    held = _weight(found) + _ANSWER_SHARE * _weight(elsewhere)
    focus = len(found) / max(1, len([word for word in asked if len(word) > 3]), len(found))
    return _COVERAGE_SHARE * held / total + (1 - _COVERAGE_SHARE) * math.sqrt(focus)


def _weight(terms: Sequence[Term]) -> float:
    return sum(term.weight for term in terms)


def _theme(theirs: str | None, ours: str | None) -> float:
    if not theirs or not ours:
        return 0.0
    if theirs == ours:
        return SAME_SUB_THEME
    return SAME_THEME if theirs.split("/")[0] == ours.split("/")[0] else 0.0


def _answer(past: PastQuestion) -> float:
    if past.question.status is not Status.ANSWERED:
        return 0.0
    with_entry = any(source.kind is SourceKind.ENTRY for source in past.sources)
    return ANSWERED + (WITH_ENTRY if with_entry else 0.0)


def _age_days(past: PastQuestion, now: datetime) -> float:
    return max(0.0, (now - past.question.received_at).total_seconds() / 86_400)


def weighed(forms: Sequence[str], number: int, most: int, *, unfinished: bool = False) -> Term:
    """A term as telling as it is rare: held by ``number`` questions, of at most ``most``."""
    rarity = math.log((most + 1) / (min(number, most) + 1)) / math.log(most + 1)
    return Term(tuple(forms), 0.15 + 0.85 * rarity, unfinished)
