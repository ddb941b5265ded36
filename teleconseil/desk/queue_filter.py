"""The filter line of the queue: « canal:ecrit theme:conges prime » becomes criteria.

``clé:valeur`` pairs narrow the list; the other words are searched in the full text of the history.
Values are read as people type them: without accents, by the start of a name, short names of pôles.
A pair that is not finished (« pole: ») does not filter yet; one that means nothing is refused with
the values that would do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from teleconseil.domain import OPEN_STATUSES, Channel, Pole, QuestionFilter, Status, Topic
from teleconseil.errors import UsageProblem
from teleconseil.text import clean_line, fold

_PAIR = re.compile(r'(?P<key>[^\W\d_]+):(?P<value>"[^"]*"?|\S*)')
_MOST_NAMED = 6
V = TypeVar("V")


class FilterProblem(UsageProblem):
    """A pair of the filter line that means nothing."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the values of a filter may name."""

    me: str
    poles: Sequence[Pole] = ()
    topics: Sequence[Topic] = ()
    advisors: Sequence[str] = ()


def narrow(base: QuestionFilter, typed: str, names: Names) -> QuestionFilter:
    """``base`` with what the line adds to it.

    Raises:
        FilterProblem: a known key with a value that names nothing.
    """
    words: list[str] = []
    end = 0
    line = clean_line(typed)
    for pair in _PAIR.finditer(line):
        apply = _KEYS.get(fold(pair["key"]))
        if apply is None:
            continue
        words.append(line[end : pair.start()])
        end = pair.end()
        if value := pair["value"].strip('"').strip():
            base = apply(base, value, names)
    words.append(line[end:])
    text = " ".join(" ".join(words).split())
    return replace(base, text=text) if text else base


def _channel(base: QuestionFilter, value: str, names: Names) -> QuestionFilter:
    del names
    found = _one("canal", value, [(c, (c.value, c.label)) for c in Channel])
    return replace(base, channel=found)


def _pole(base: QuestionFilter, value: str, names: Names) -> QuestionFilter:
    found = _one("pole", value, [(p.slug, (p.short, p.slug, p.label)) for p in names.poles])
    return replace(base, poles=frozenset({found}))


def _status(base: QuestionFilter, value: str, names: Names) -> QuestionFilter:
    del names
    groups: list[tuple[frozenset[Status], tuple[str, ...]]] = [
        (frozenset({s}), (s.value, s.label)) for s in Status
    ]
    groups += [(OPEN_STATUSES, ("ouvertes",)), (frozenset(), ("toutes",))]
    return replace(base, statuses=_one("statut", value, groups))


def _topic(base: QuestionFilter, value: str, names: Names) -> QuestionFilter:
    found = _one("theme", value, [(t.slug, (t.slug, t.label)) for t in names.topics])
    return replace(base, topic=found)


def _advisor(base: QuestionFilter, value: str, names: Names) -> QuestionFilter:
    if fold(value) == "personne":
        return replace(base, unassigned=True, advisor=None)
    if fold(value) == "moi":
        return replace(base, advisor=names.me)
    return replace(base, advisor=_one("qui", value, [(a, (a,)) for a in names.advisors]))


def _member(base: QuestionFilter, value: str, names: Names) -> QuestionFilter:
    del names
    return replace(base, member_number=value)


_Apply = Callable[[QuestionFilter, str, Names], QuestionFilter]
_KEYS: dict[str, _Apply] = {
    "canal": _channel,
    "pole": _pole,
    "statut": _status,
    "theme": _topic,
    "qui": _advisor,
    "adherent": _member,
}


def _one(key: str, value: str, choices: Iterable[tuple[V, tuple[str, ...]]]) -> V:
    """The choice that the value names: by a whole name, else its start, else a part of it."""
    wanted, known = fold(value), [(v, [fold(n) for n in names]) for v, names in choices]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for test in tests:
        for choice, names in known:
            if any(test(name) for name in names):
                return choice
    possible = ", ".join(f"{key}:{names[0]}" for _, names in known[:_MOST_NAMED])
    raise FilterProblem(f"Filtre « {key}:{value} » : rien ne porte ce nom.", f"Essayez {possible}.")
