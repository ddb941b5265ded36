"""Proposing the pôle, the theme and the sub-theme from the words that are being typed.

A multinomial naive Bayes over folded word starts and pairs of them, learned from the labels of the
themes, from the entries (title, keywords, short answer, and the words of the sentences in which
members put their question) and from answered questions of the history.
Counts are damped twice: what was said a hundred times does not outweigh what an editor wrote, and
the shares stay honest enough to be compared with ``CONFIDENCE``. Small, explainable, nothing to
download. Where the words do not single out a sub-theme, its theme is proposed, or the pôle alone;
below the confidence nothing is: a wrong proposal costs more than an empty field.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

from teleconseil.domain import Topic
from teleconseil.kb.model import Entry
from teleconseil.kb.synonyms import Synonyms
from teleconseil.text import fold

CONFIDENCE = 0.55
"""Least share of the evidence that a sub-theme, or a theme, must hold to be proposed."""
POLE_CONFIDENCE = 0.8
"""Least share that a pôle must hold to be proposed alone."""
_WORD = re.compile(r"[a-z0-9]+")
_STEM = 7
_SMOOTHING = 0.05
_LABEL_WEIGHT, _ENTRY_WEIGHT = 3.0, 1.5
_FORMULATION_WEIGHT = 0.25
"""What one sentence of a member adds to each of its words: said in ten, nearly as in a title."""
_READ = 4_000
_EMPTY_WORDS = frozenset(
    """
    le la les un une des de du au aux et ou en dans sur par pour avec sans que qui quoi quel quelle
    quels quelles est sont a ont il elle ils elles on nous vous je se sa son ses ce cette ces ne pas
    plus si comment combien peut faut doit bonjour merci salarie salariee salaries
    """.split()
)

Counts = dict[str, dict[str, float]]
"""Word to topic to how much it was said of it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the words point to."""

    pole: str
    topic: str | None
    """A sub-theme, or the theme when the words single out none; None: the pôle alone."""
    confidence: float
    """From 0 to 1: its share among all, given the words."""
    words: tuple[str, ...]
    """The words that spoke for it, most telling first."""


@dataclass(frozen=True, slots=True)
class _Model:
    """What was learned, ready to be asked; never changed."""

    weights: Mapping[str, float]
    """How much a word tells: less when many topics hold it."""
    pulls: Mapping[str, Mapping[str, float]]
    """Word to topic to what it adds to that topic beyond a word never seen there."""
    masses: Mapping[str, float]
    """Topic to the logarithm of all that was said of it."""

    def shares(self, words: Iterable[str]) -> dict[str, float]:
        """Topic to its share of the evidence; empty when no word is known."""
        known = [word for word in words if word in self.pulls]
        if not known:
            return {}
        heard = sum(self.weights[word] for word in known)
        scores = {topic: -heard * mass for topic, mass in self.masses.items()}
        for word in known:
            for topic, pull in self.pulls[word].items():
                scores[topic] += pull
        top = max(scores.values())
        odds = {topic: math.exp(score - top) for topic, score in scores.items()}
        total = sum(odds.values())
        return {topic: value / total for topic, value in odds.items()}


class Proposer:
    """Learns from what it is given and proposes; threads may share it.

    What is learned is fitted by whoever teaches: a proposal never waits, and is made meanwhile
    from what was learned before.
    """

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        given = list(topics)
        self._poles = {topic.slug: topic.pole for topic in given}
        parents = {topic.parent for topic in given}
        self._leaves = frozenset(self._poles) - parents
        self._written: Counts = defaultdict(lambda: defaultdict(float))
        self._asked: Counts = defaultdict(lambda: defaultdict(float))
        self._expansions: dict[str, tuple[str, ...]] = {}
        self._teaching = Lock()
        labels = {topic.slug: topic.label for topic in given}
        for slug, label in labels.items():
            above = labels.get(slug.split("/", 1)[0], "")
            words = [label, label, above, slug.replace("/", " ").replace("-", " ")]
            self._learn(slug, words, _LABEL_WEIGHT)
        self._model = self._fitted()

    def learn_entries(self, entries: Iterable[Entry]) -> None:
        """The words of the entries speak for the themes that they are filed under."""
        with self._teaching:
            for entry in entries:
                words = [entry.title, entry.title, *entry.keywords, entry.short_answer]
                for topic in entry.topics[:1]:
                    self._learn(topic, words, _ENTRY_WEIGHT)
                    self._learn_formulations(topic, entry.formulations)
            self._model = self._fitted()

    def learn_synonyms(self, synonyms: Synonyms) -> None:
        """An acronym that was never seen counts as the words it stands for."""
        for group in synonyms.groups:
            words = tuple(_tokens(group.expansion))
            if not words or group.readings:
                continue
            for name in (group.term, *group.forms):
                key = _tokens(name)
                if len(key) == 1:
                    self._expansions[key[0]] = words

    def learn_questions(self, questions: Iterable[tuple[str, str]]) -> None:
        """Answered questions of the history, as (text, topic)."""
        with self._teaching:
            for text, topic in questions:
                if topic in self._leaves:
                    for word in set(_tokens(text[:_READ])):
                        self._asked[word][topic] += 1
            self._model = self._fitted()

    def propose(self, text: str) -> Proposal | None:
        """What the words point to, unless they are too few or too divided."""
        model = self._model
        words = self._heard(text, model)
        shares = model.shares(words)
        if not shares:
            return None
        for level in (_sub_theme, _theme):
            topic, share = _largest(shares, level)
            if share >= CONFIDENCE:
                return self._proposal(self._poles[topic], topic, share, words, model)
        pole, share = _largest(shares, self._poles.__getitem__)
        if share >= POLE_CONFIDENCE:
            return self._proposal(pole, None, share, words, model)
        return None

    def _learn(self, topic: str, texts: Iterable[str], weight: float) -> None:
        if topic in self._leaves:
            for text in texts:
                for word in _tokens(text):
                    self._written[word][topic] += weight

    def _learn_formulations(self, topic: str, sentences: Iterable[str]) -> None:
        """Their words alone: pairs mislead where the entry is not the right one, and cost time."""
        if topic in self._leaves:
            for sentence in sentences:
                for word in set(_words(sentence)):
                    self._written[word][topic] += _FORMULATION_WEIGHT

    def _fitted(self) -> _Model:
        return _fit(self._written, self._asked, self._leaves)

    def _heard(self, text: str, model: _Model) -> list[str]:
        """The words of a text, each once, an unknown acronym as the words it stands for."""
        heard: list[str] = []
        for word in _tokens(text[:_READ]):
            heard.extend((word,) if word in model.pulls else self._expansions.get(word, ()))
        return list(dict.fromkeys(heard))

    def _proposal(
        self, pole: str, topic: str | None, share: float, words: Iterable[str], model: _Model
    ) -> Proposal:
        def speaks(word: str) -> float:
            pulls = model.pulls.get(word, {}).items()
            return sum(pull for leaf, pull in pulls if _is_under(leaf, topic, pole, self._poles))

        telling = sorted(((speaks(word), word) for word in words), reverse=True)
        return Proposal(pole, topic, share, tuple(word for pull, word in telling[:4] if pull))


def _fit(written: Counts, asked: Counts, topics: Iterable[str]) -> _Model:
    masses = dict.fromkeys(topics, 0.0)
    damped: dict[str, dict[str, float]] = {}
    for word in written.keys() | asked.keys():
        counts = dict(written.get(word, ()))
        for topic, times in asked.get(word, {}).items():
            counts[topic] = counts.get(topic, 0.0) + math.log1p(times)
        for topic, count in counts.items():
            counts[topic] = math.log1p(count)
            masses[topic] += counts[topic]
        damped[word] = counts
    unseen = _SMOOTHING * max(1, len(damped))
    telling = [_telling(held_by, len(masses)) for held_by in range(len(masses) + 1)]
    weights = {word: telling[len(counts)] for word, counts in damped.items()}
    return _Model(
        weights,
        {
            word: {t: weights[word] * math.log1p(c / _SMOOTHING) for t, c in counts.items()}
            for word, counts in damped.items()
        },
        {topic: math.log(mass + unseen) for topic, mass in masses.items()},
    )


def _telling(topics: int, of: int) -> float:
    """From 0 to 1: a word that few topics hold tells more; without any topic, none does."""
    if not of:
        return 0.0
    return math.sqrt(math.log((of + 1) / (topics + 0.5)) / math.log(of + 1))


def _largest(shares: Mapping[str, float], level: Callable[[str], str]) -> tuple[str, float]:
    """The name, at that level, that holds the largest share."""
    totals: defaultdict[str, float] = defaultdict(float)
    for topic, share in shares.items():
        totals[level(topic)] += share
    best = max(totals, key=lambda name: (totals[name], name))
    return best, totals[best]


def _sub_theme(topic: str) -> str:
    return topic


def _theme(topic: str) -> str:
    return topic.split("/", 1)[0]


def _is_under(leaf: str, topic: str | None, pole: str, poles: Mapping[str, str]) -> bool:
    if topic is None:
        return poles[leaf] == pole
    return leaf == topic or leaf.startswith(f"{topic}/")


def _words(text: str) -> list[str]:
    """Folded word starts: « congés » and « congé » are one."""
    return [w[:_STEM].rstrip("s") for w in _WORD.findall(fold(text)) if w not in _EMPTY_WORDS]


def _tokens(text: str) -> list[str]:
    """The word starts of a text, then the pairs of neighbours."""
    found = _words(text)
    return [*found, *(f"{a} {b}" for a, b in pairwise(found))]
