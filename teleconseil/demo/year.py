"""The demonstration year: a whole history, the same for the same seed.

Only the moments of the questions are drawn at once (they are sorted to be numbered); texts, answers
and journals are made one question at a time while the database takes them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

from teleconseil.config import Settings
from teleconseil.demo.figures import Figures, reported, shared_out
from teleconseil.demo.moments import Moments
from teleconseil.demo.people import ADVISORS, invent_members
from teleconseil.demo.phrases import Phrasebook
from teleconseil.desk.deadlines import after_business_time, due_at
from teleconseil.domain import (
    BulkLoad,
    BulkQuestion,
    Channel,
    Establishment,
    EventKind,
    Member,
    Question,
    QuestionEvent,
    QuestionSource,
    SourceKind,
    Status,
)

YEAR_QUESTIONS = 23_551
_OPEN_AT_MOST = 48
_CITED = 0.6
_MEDIAN_ANSWER_H, _ANSWER_SPREAD = 5.5, 0.68
_MEDIAN_CALL_S, _CALL_SPREAD = 480, 0.55
_OTHER_POLE = {
    "affaires-sociales": "offre-sociale-medico-sociale",
    "offre-sociale-medico-sociale": "affaires-sociales",
}


@dataclass(frozen=True, slots=True, order=True)
class _Contact:
    """What is drawn of a question before it is numbered."""

    received_at: datetime
    pole: str
    channel: Channel
    topic: str


def build_year(
    year: int,
    seed: int = 66,
    *,
    questions: int = YEAR_QUESTIONS,
    shares: Mapping[str, float] | None = None,
    versions: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> BulkLoad:
    """A year's history for an empty database.

    Args:
        questions: how many; by pôle and channel they keep the proportions of the report.
        shares: expected share of each theme in its pôle; even when not given.
        versions: version of each entry by its slug; an answer cites no entry that is not there.
        settings: the service's hours and zone.
    """
    figures = reported()
    settings = settings or Settings("", Path(), Path(), "")
    members, establishments = invent_members(figures, Random(f"{seed}/members"))
    phrases = Phrasebook(Random(f"{seed}/{year}/phrases"))
    contacts = _contacts(year, seed, questions, figures, phrases, shares or {}, settings)
    maker = _QuestionMaker(
        year,
        Random(f"{seed}/{year}/questions"),
        phrases,
        members,
        establishments,
        versions or {},
        settings,
    )
    return BulkLoad(
        advisors=ADVISORS,
        members=tuple(members),
        establishments=tuple(establishments),
        questions=maker.make(contacts),
        question_count=len(contacts),
    )


def _contacts(
    year: int,
    seed: int,
    questions: int,
    figures: Figures,
    phrases: Phrasebook,
    shares: Mapping[str, float],
    settings: Settings,
) -> list[_Contact]:
    rng = Random(f"{seed}/{year}/contacts")
    moments = Moments(year, settings.timezone, rng)
    topics = _topic_weights(phrases, shares)
    contacts: list[_Contact] = []
    for (pole, channel), count in shared_out(questions, figures.questions).items():
        slugs, weights = topics[pole]
        for topic in rng.choices(slugs, cum_weights=weights, k=count):
            contacts.append(_Contact(moments.draw(topic, channel), pole, channel, topic))
    return sorted(contacts)


def _topic_weights(
    phrases: Phrasebook, shares: Mapping[str, float]
) -> dict[str, tuple[list[str], list[float]]]:
    """By pôle, its sub-themes and their cumulated weights; the first ones of a theme weigh more."""
    found: dict[str, tuple[list[str], list[float]]] = {}
    for pole, topics in phrases.by_pole.items():
        seen: dict[str, int] = {}
        weights = []
        for topic in topics:
            theme = topic.split("/", 1)[0]
            seen[theme] = seen.get(theme, 0) + 1
            weights.append(shares.get(theme, 8.0) / (1 + 0.25 * seen[theme]))
        found[pole] = (list(topics), list(accumulate(weights)))
    return found


class _QuestionMaker:
    """Turns contacts into questions with their journal, one after the other."""

    def __init__(
        self,
        year: int,
        rng: Random,
        phrases: Phrasebook,
        members: Sequence[Member],
        establishments: Sequence[Establishment],
        versions: Mapping[str, str],
        settings: Settings,
    ) -> None:
        self._year = year
        self._versions = versions
        self._rng = rng
        self._phrases = phrases
        self._settings = settings
        self._members = members
        self._places: dict[str, list[Establishment]] = {m.number: [] for m in members}
        for place in establishments:
            self._places[place.member_number].append(place)
        self._weights = list(
            accumulate(1.0 + math.sqrt(len(self._places[m.number])) for m in members)
        )
        self._advisors = {
            pole: [a.name for a in ADVISORS if a.pole == pole] for pole in _OTHER_POLE
        }

    def make(self, contacts: Sequence[_Contact]) -> Iterator[BulkQuestion]:
        left_open = self._left_open(contacts)
        for index, contact in enumerate(contacts):
            reference = f"TC-{self._year}-{index + 1:06d}"
            question = self._question(contact, reference)
            if index in left_open:
                yield self._open(question, self._rng)
            else:
                yield self._answered(question)

    def _left_open(self, contacts: Sequence[_Contact]) -> frozenset[int]:
        """A few written ones and call-backs of the last days of the year."""
        wanted = min(_OPEN_AT_MOST, len(contacts) // 100)
        if not wanted:
            return frozenset()
        since = contacts[-1].received_at - timedelta(days=9)
        first = bisect_left(contacts, since, key=lambda c: c.received_at)
        recent = range(first, len(contacts))
        written = [n for n in recent if contacts[n].channel is Channel.WRITTEN]
        calls = [n for n in recent if contacts[n].channel is Channel.PHONE]
        chosen = self._rng.sample(written, min(len(written), wanted * 5 // 6))
        chosen += self._rng.sample(calls, min(len(calls), wanted - len(chosen)))
        return frozenset(chosen)

    def _question(self, contact: _Contact, reference: str) -> Question:
        rng = self._rng
        at = bisect_left(self._weights, rng.random() * self._weights[-1])
        member = self._members[at]
        place = rng.choice(self._places[member.number]) if rng.random() < 0.7 else None
        call = contact.channel is Channel.PHONE
        spent = min(3600, int(rng.lognormvariate(math.log(_MEDIAN_CALL_S), _CALL_SPREAD)))
        return Question(
            reference=reference,
            channel=contact.channel,
            pole=contact.pole,
            status=Status.NEW,
            text=self._phrases.question(contact.topic, contact.channel),
            received_at=contact.received_at,
            version=1,
            topic=contact.topic,
            member_number=member.number,
            establishment_code=place.code if place else None,
            contact=self._phrases.contact(),
            advisor=rng.choice(self._advisors[contact.pole]),
            duration_s=max(40, spent) if call else None,
            due_at=None if call else due_at(contact.received_at, self._settings),
        )

    def _answered(self, question: Question) -> BulkQuestion:
        rng = self._rng
        by, received = question.advisor or "", question.received_at
        events = [QuestionEvent(question.reference, received, by, EventKind.CREATED)]
        if question.channel is Channel.PHONE and rng.random() > 0.05:
            done = received + timedelta(seconds=question.duration_s or 0)
        else:
            hours = rng.lognormvariate(math.log(_MEDIAN_ANSWER_H), _ANSWER_SPREAD)

            def reached(share: float) -> datetime:
                """The moment, within opening hours, when that share of the wait is over."""
                return after_business_time(received, timedelta(hours=hours * share), self._settings)

            done = reached(1)
            taken = rng.uniform(0.05, 0.6)
            events += self._on_the_way(question, by, taken, reached)
            question = replace(
                question,
                taken_at=reached(taken),
                due_at=question.due_at or due_at(received, self._settings),
            )
        events.append(QuestionEvent(question.reference, done, by, EventKind.ANSWERED))
        question = replace(
            question,
            status=Status.ANSWERED,
            answer=self._phrases.answer(),
            answered_at=done,
            version=len(events),
        )
        return BulkQuestion(question, tuple(events), self._sources(question))

    def _on_the_way(
        self, question: Question, by: str, taken: float, reached: Callable[[float], datetime]
    ) -> list[QuestionEvent]:
        """What happens between arrival and answer; ``taken`` is a share of the wait."""
        rng, reference = self._rng, question.reference
        events = []
        if rng.random() < 0.04:
            other = _OTHER_POLE[question.pole]
            events.append(
                QuestionEvent(
                    reference,
                    reached(taken / 2),
                    rng.choice(self._advisors[other]),
                    EventKind.TRANSFERRED,
                    f"de {other} à {question.pole}",
                )
            )
        events.append(QuestionEvent(reference, reached(taken), by, EventKind.TAKEN))
        if question.channel is Channel.PHONE or rng.random() < 0.08:
            held = reached(taken + (1 - taken) * 0.3)
            detail = "rappel demandé" if question.channel is Channel.PHONE else "pièces attendues"
            events.append(QuestionEvent(reference, held, by, EventKind.HELD, detail))
            if rng.random() < 0.4:
                again = reached(taken + (1 - taken) * 0.7)
                events.append(QuestionEvent(reference, again, by, EventKind.FOLLOWED_UP))
        return events

    def _open(self, question: Question, rng: Random) -> BulkQuestion:
        by, received, reference = question.advisor or "", question.received_at, question.reference
        events = [QuestionEvent(reference, received, by, EventKind.CREATED)]
        due = question.due_at or due_at(received, self._settings)
        status = rng.choices([Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD], [5, 3, 3])[0]
        if question.channel is Channel.PHONE:
            status = Status.ON_HOLD
        taken = received + timedelta(minutes=rng.randint(4, 50))
        if status is Status.NEW:
            return BulkQuestion(
                replace(question, advisor=None, due_at=due), (replace(events[0], by="accueil"),)
            )
        events.append(QuestionEvent(reference, taken, by, EventKind.TAKEN))
        if status is Status.ON_HOLD:
            held = taken + timedelta(minutes=rng.randint(5, 90))
            events.append(QuestionEvent(reference, held, by, EventKind.HELD, "rappel demandé"))
        question = replace(question, status=status, taken_at=taken, due_at=due, version=len(events))
        return BulkQuestion(question, tuple(events))

    def _sources(self, question: Question) -> tuple[QuestionSource, ...]:
        entries = self._phrases.topics[question.topic or ""].entries
        known = [slug for slug in entries if slug in self._versions]
        if not known or self._rng.random() > _CITED:
            return ()
        slug = self._rng.choice(known)
        return (QuestionSource(SourceKind.ENTRY, slug, self._versions[slug]),)
