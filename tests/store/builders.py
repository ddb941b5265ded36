"""Short ways to say what a test needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from teleconseil.domain import Channel, NewQuestion, Question, QuestionFilter
from teleconseil.store import Store

AS = "affaires-sociales"
OSMS = "offre-sociale-medico-sociale"
EVERY = QuestionFilter(statuses=frozenset())


def utc(year: int, month: int = 1, day: int = 1, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def new(text: str = "Une question", **fields: Any) -> NewQuestion:
    values: dict[str, Any] = {"channel": Channel.WRITTEN, "pole": AS} | fields
    return NewQuestion(text=text, **values)


def logged(store: Store, text: str = "Une question", **fields: Any) -> Question:
    return store.add_question(new(text, **fields), by="Ana")


def texts(store: Store, criteria: QuestionFilter = EVERY) -> list[str]:
    return [question.text for question in store.stream_questions(criteria)]
