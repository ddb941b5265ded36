"""Proposing the pôle and the theme from the words that are being typed.

A multinomial naive Bayes over folded word starts, learned from the labels of the themes, from the
entries (title, keywords, short answer) and from labelled questions of the history. Small,
explainable, learned in milliseconds, nothing to download. Below ``CONFIDENCE`` nothing is proposed:
a wrong proposal costs more than an empty field.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teleconseil.domain import Topic
from teleconseil.kb.model import Entry
from teleconseil.kb.synonyms import Synonyms
from teleconseil.text import fold

CONFIDENCE = 0.45
"""Least share of the evidence that the best theme must hold to be proposed."""
_WORD = re.compile(r"[a-z0-9]+")
_STEM = 6
_SMOOTHING = 0.02
_LABEL_WEIGHT, _ENTRY_WEIGHT, _QUESTION_WEIGHT = 3.0, 1.5, 1.0
_EMPTY_WORDS = frozenset(
    """
    le la les un une des de du au aux et ou en dans sur par pour avec sans que qui quoi quel quelle
    quels quelles est sont a ont il elle ils elles on nous vous je se sa son ses ce cette ces ne pas
    plus si comment combien peut faut doit bonjour merci salarie salariee salaries
    """.split()
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the words point to."""

    pole: str
    topic: str
    confidence: float
    """From 0 to 1: the share of the theme among all, given the words."""
    words: tuple[str, ...]
    """The words that spoke for it, most telling first."""


class Proposer:
    """Learns from what it is given and proposes; learning more never needs starting again."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self._poles: dict[str, str] = {}
        self._words: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
        self._totals: defaultdict[str, float] = defaultdict(float)
        self._vocabulary: Counter[str] = Counter()
        self._expansions: dict[str, tuple[str, ...]] = {}
        labels: dict[str, str] = {}
        for topic in topics:
            labels[topic.slug] = topic.label
            self._poles[topic.slug] = topic.pole
        for slug, label in labels.items():
            above = labels.get(slug.split("/", 1)[0], "")
            self._learn(slug, f"{label} {label} {above} {slug.replace('/', ' ')}", _LABEL_WEIGHT)

    def learn_entries(self, entries: Iterable[Entry]) -> None:
        """The words of the entries speak for the themes that they are filed under."""
        for entry in entries:
            words = f"{entry.title} {entry.title} {' '.join(entry.keywords)} {entry.short_answer}"
            for topic in entry.topics[:1]:
                self._learn(topic, words, _ENTRY_WEIGHT)

    def learn_synonyms(self, synonyms: Synonyms) -> None:
        """An acronym counts as the words it stands for."""
        for group in synonyms.groups:
            words = tuple(_words(group.expansion))
            if not words or group.readings:
                continue
            for name in (group.term, *group.forms):
                key = _words(name)
                if len(key) == 1:
                    self._expansions[key[0]] = words

    def learn_questions(self, questions: Iterable[tuple[str, str]]) -> None:
        """Labelled questions of the history, as (text, topic)."""
        for text, topic in questions:
            self._learn(topic, text, _QUESTION_WEIGHT)

    def propose(self, text: str) -> Proposal | None:
        """The theme that the words point to, unless they are too few or too divided."""
        words = self._known(text)
        if not words:
            return None
        scores = {topic: self._score(topic, words) for topic in self._totals}
        best = max(scores, key=lambda topic: (scores[topic], topic))
        top = scores[best]
        share = 1.0 / sum(math.exp(score - top) for score in scores.values())
        if share < CONFIDENCE:
            return None
        telling = sorted(set(words), key=lambda w: (-self._weight(best, w), w))
        return Proposal(self._poles[best], best, share, tuple(telling[:4]))

    def _learn(self, topic: str, text: str, weight: float) -> None:
        if topic not in self._poles:
            return
        for word in _words(text):
            self._words[topic][word] += weight
            self._totals[topic] += weight
            self._vocabulary[word] += 1

    def _known(self, text: str) -> Sequence[str]:
        words: list[str] = []
        for word in _words(text[:4000]):
            words.extend(self._expansions.get(word, ()))
            words.append(word)
        return [word for word in words if word in self._vocabulary]

    def _score(self, topic: str, words: Sequence[str]) -> float:
        return sum(self._weight(topic, word) for word in words)

    def _weight(self, topic: str, word: str) -> float:
        size = self._totals[topic] + _SMOOTHING * len(self._vocabulary)
        return math.log((self._words[topic].get(word, 0.0) + _SMOOTHING) / size)


def _words(text: str) -> list[str]:
    """Folded word starts: « congés » and « congé » are one."""
    return [w[:_STEM].rstrip("s") for w in _WORD.findall(fold(text)) if w not in _EMPTY_WORDS]
