"""Who is calling: members found by any part of what the caller says.

The directory is in memory (2,000 members, 11,000 establishments: a few megabytes) and made anew
when members change. A query is folded words; each must be the start of, be within, or nearly be, a
word of the member: its number, its name, its town, or the name, kind or town of one of its
establishments. Names weigh more than towns, whole words more than parts, typos least.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from teleconseil.domain import Establishment, Member
from teleconseil.french import short_name
from teleconseil.text import fold

_WORD = re.compile(r"[a-z0-9]+")
_EMPTY_WORDS = frozenset(
    {"association", "fondation", "de", "des", "du", "la", "le", "les", "l", "d"}
)
_MEMBER_NAME, _ESTABLISHMENT, _TOWN = 3.0, 2.0, 1.0
_WHOLE, _START, _WITHIN, _TYPO = 1.0, 0.8, 0.45, 0.5
_MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class MemberHit:
    """A member that may be the caller."""

    member: Member
    establishment: Establishment | None
    """The one whose name, kind or town was recognised, when it was not the member's own."""
    matched: str
    """What was recognised, for the second line of a suggestion."""
    score: float


class MemberDirectory:
    """Finds members by any part of their number, name or town, or of their establishments'."""

    def __init__(
        self, members: Iterable[Member] = (), establishments: Iterable[Establishment] = ()
    ) -> None:
        self._members = [m for m in members if m.active]
        self._by_number = {m.number: m for m in self._members}
        self._establishments: list[Establishment] = [
            e for e in establishments if e.active and e.member_number in self._by_number
        ]
        self._rows: list[tuple[Member, Establishment | None]] = [
            *((m, None) for m in self._members),
            *((self._by_number[e.member_number], e) for e in self._establishments),
        ]
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        for row, (member, establishment) in enumerate(self._rows):
            for word, weight in _words_of(member, establishment):
                known = self._postings[word]
                known[row] = max(weight, known.get(row, 0.0))
        self._vocabulary = list(self._postings)

    def __len__(self) -> int:
        return len(self._members)

    def get(self, number: str) -> Member | None:
        """The member of that number, leading zeros optional."""
        return self._by_number.get(number) or self._by_number.get(number.zfill(4))

    def establishment(self, code: str) -> Establishment | None:
        """The establishment of that code."""
        return next((e for e in self._establishments if e.code == code), None)

    def everyone(self) -> list[MemberHit]:
        """All the members by their names, as if each had been found."""
        ordered = sorted(self._members, key=lambda m: (fold(short_name(m.name)), m.number))
        return [MemberHit(member, None, _said(None, member), 0.0) for member in ordered]

    def search(self, text: str, limit: int = 8) -> list[MemberHit]:
        """The members that ``text`` may mean, most likely first; none for an empty text."""
        words = _WORD.findall(fold(text[:200]))[:_MAX_WORDS]
        hits: list[MemberHit] = []
        if len(words) == 1 and (exact := self.get(words[0])):
            hits.append(MemberHit(exact, None, f"n° {exact.number}", 1000.0))
        telling = [w for w in words if w not in _EMPTY_WORDS] or words
        scores = self._scores(telling)
        best: dict[str, tuple[float, int]] = {}
        for row, score in scores.items():
            number = self._rows[row][0].number
            if number not in best or (score, -row) > (best[number][0], -best[number][1]):
                best[number] = (score, row)
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        for number, (score, row) in ranked[: limit + 1]:
            if not any(hit.member.number == number for hit in hits):
                member, establishment = self._rows[row]
                hits.append(MemberHit(member, establishment, _said(establishment, member), score))
        return hits[:limit]

    def _scores(self, words: Sequence[str]) -> dict[int, float]:
        """Row to score, for the rows in which every word is recognised."""
        total: dict[int, float] = {}
        for position, word in enumerate(words):
            found = self._rows_of(word)
            total = (
                found
                if position == 0
                else {row: total[row] + found[row] for row in total.keys() & found.keys()}
            )
            if not total:
                return {}
        return total

    def _rows_of(self, word: str) -> dict[int, float]:
        rows: dict[int, float] = {}
        for known, closeness in self._close_words(word).items():
            for row, weight in self._postings[known].items():
                score = weight * closeness
                if score > rows.get(row, 0.0):
                    rows[row] = score
        return rows

    def _close_words(self, word: str) -> Mapping[str, float]:
        close: dict[str, float] = {}
        for known in self._vocabulary:
            if known.startswith(word):
                close[known] = _WHOLE if known == word else _START
            elif len(word) >= 3 and word in known:
                close[known] = _WITHIN
        if not any(score >= _START for score in close.values()) and len(word) >= 4:
            allowed = 1 if len(word) < 7 else 2
            for known, distance, _ in process.extract(
                word,
                self._vocabulary,
                scorer=DamerauLevenshtein.distance,
                score_cutoff=allowed,
                limit=12,
            ):
                close.setdefault(known, _TYPO / distance)
        return close


def _words_of(member: Member, establishment: Establishment | None) -> Iterable[tuple[str, float]]:
    fields: tuple[tuple[str, float], ...]
    if establishment is None:
        fields = ((member.name, _MEMBER_NAME), (member.number, _MEMBER_NAME), (member.town, _TOWN))
    else:
        fields = (
            (establishment.name, _ESTABLISHMENT),
            (establishment.kind, _TOWN),
            (establishment.town, _TOWN),
            # The member's own words too, so that « tilleuls ime » meets in one row.
            (member.name, _ESTABLISHMENT * 0.9),
            (member.town, _TOWN * 0.9),
        )
    for text, weight in fields:
        for word in _WORD.findall(fold(text)):
            yield word, weight * (0.3 if word in _EMPTY_WORDS else 1.0)


def _said(establishment: Establishment | None, member: Member) -> str:
    if establishment is None:
        return " · ".join(part for part in (member.town, member.region) if part)
    return " · ".join(part for part in (establishment.name, establishment.town) if part)
