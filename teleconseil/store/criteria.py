"""A ``QuestionFilter`` as SQL conditions."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, literal_column, or_, select
from sqlalchemy.engine import Dialect

from teleconseil.domain import OPEN_STATUSES, Channel, QuestionFilter
from teleconseil.store import models as m
from teleconseil.store.fulltext import holding
from teleconseil.store.models import OPEN_SQL

ONLY_OPEN: ColumnElement[bool] = literal_column(f"question.{OPEN_SQL}")
_Q = m.question.c
ANSWERED_ON_TIME = _Q.answered_at <= _Q.due_at
WAITED = and_(
    _Q.answered_at.is_not(None),
    or_(_Q.channel == Channel.WRITTEN.value, _Q.due_at.is_not(None)),
)
"""Answered, and not on the spot: a written question, or a call that was given a deadline."""


def conditions(criteria: QuestionFilter, dialect: Dialect) -> Iterator[ColumnElement[bool]]:
    """One condition for each criterion that is set."""
    columns = m.question.c
    yield from _status_conditions(criteria)
    if criteria.poles:
        yield columns.pole.in_(sorted(criteria.poles))
    if criteria.channel is not None:
        yield columns.channel == criteria.channel.value
    if criteria.topic is not None:
        yield in_topic(criteria.topic)
    if criteria.advisor is not None:
        yield columns.advisor == criteria.advisor
    if criteria.unassigned:
        yield columns.advisor.is_(None)
    if criteria.late_at is not None:
        yield columns.due_at < criteria.late_at
    if criteria.on_time:
        yield ANSWERED_ON_TIME
    if criteria.missed_at is not None:
        answered_late = columns.answered_at > columns.due_at
        yield columns.due_at < criteria.missed_at
        yield or_(columns.answered_at.is_(None), answered_late)
    if criteria.waited:
        yield WAITED
    if criteria.member_number is not None:
        yield columns.member_number == criteria.member_number
    if criteria.region is not None:
        yield in_region(criteria.region)
    if criteria.received_from is not None:
        yield columns.received_at >= criteria.received_from
    if criteria.received_before is not None:
        yield columns.received_at < criteria.received_before
    if criteria.text.strip():
        yield holding(criteria.text, dialect)


def only_open(criteria: QuestionFilter) -> bool:
    """The list is a queue: it shows open questions and nothing else."""
    return bool(criteria.statuses) and criteria.statuses <= OPEN_STATUSES


def in_topic(topic: str) -> ColumnElement[bool]:
    """The theme with its sub-themes, or the sub-theme; "": no theme at all."""
    if not topic:
        return m.question.c.topic.is_(None)
    table = m.topic.c
    slugs = select(table.slug).where(or_(table.slug == topic, table.theme == topic))
    return m.question.c.topic.in_(slugs)


def in_region(region: str) -> ColumnElement[bool]:
    """The question's member is of that region."""
    number = m.question.c.member_number
    if region:
        return number.in_(select(m.member.c.number).where(m.member.c.region == region))
    known = select(m.member.c.number).where(m.member.c.region != "")
    return or_(number.is_(None), number.not_in(known))


def _status_conditions(criteria: QuestionFilter) -> Iterator[ColumnElement[bool]]:
    if only_open(criteria):
        yield ONLY_OPEN
    if criteria.statuses and criteria.statuses != OPEN_STATUSES:
        yield m.question.c.status.in_(sorted(status.value for status in criteria.statuses))
