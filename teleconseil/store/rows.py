"""Rows of the database to and from the dataclasses of ``domain``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, func, select

from teleconseil.domain import (
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
from teleconseil.store import models as m
from teleconseil.text import clean, clean_line

NAME_LENGTH = 200
"""Longest name or identifier that is kept: both engines index them."""

_QUESTION_COLUMNS: Sequence[ColumnElement[Any]] = (
    *m.question.c,
    func.coalesce(m.member.c.name, "").label("member_name"),
    func.coalesce(m.establishment.c.name, "").label("establishment_name"),
    func.coalesce(m.member.c.region, "").label("region"),
)

WITH_NAMES: FromClause = m.question.outerjoin(m.member).outerjoin(
    m.establishment, m.question.c.establishment_code == m.establishment.c.code
)


def select_questions() -> Select[Any]:
    """Questions with the names of the member and of the establishment."""
    return select(*_QUESTION_COLUMNS).select_from(WITH_NAMES)


def to_question(row: Row[Any]) -> Question:
    return Question(
        reference=row.reference,
        channel=Channel(row.channel),
        pole=row.pole,
        status=Status(row.status),
        text=row.text,
        received_at=row.received_at,
        version=row.version,
        topic=row.topic,
        member_number=row.member_number,
        member_name=row.member_name,
        establishment_code=row.establishment_code,
        establishment_name=row.establishment_name,
        region=row.region,
        contact=row.contact,
        answer=row.answer,
        note=row.note,
        advisor=row.advisor,
        duration_s=row.duration_s,
        due_at=row.due_at,
        taken_at=row.taken_at,
        answered_at=row.answered_at,
    )


def to_event(reference: str, row: Row[Any]) -> QuestionEvent:
    return QuestionEvent(
        reference=reference, at=row.at, by=row.by, kind=EventKind(row.kind), detail=row.detail
    )


def to_source(row: Row[Any]) -> QuestionSource:
    return QuestionSource(
        kind=SourceKind(row.kind),
        ident=row.ident,
        version=row.version,
        title=row.title,
        stale=row.stale,
    )


def to_member(row: Row[Any]) -> Member:
    return Member(**row._mapping)


def to_establishment(row: Row[Any]) -> Establishment:
    return Establishment(**row._mapping)


def name(value: str) -> str:
    """A name or an identifier as it is stored: one clean line."""
    return clean_line(value)[:NAME_LENGTH]


def optional_name(value: str | None) -> str | None:
    """As ``name``; nothing known is NULL."""
    return (name(value) or None) if value is not None else None


def member_values(member: Member) -> dict[str, object]:
    return {
        "number": name(member.number),
        "name": name(member.name),
        "town": name(member.town),
        "region": name(member.region),
        "sector": name(member.sector),
        "size_band": name(member.size_band),
        "headcount": member.headcount,
        "phone": name(member.phone),
        "email": name(member.email),
        "active": member.active,
    }


def establishment_values(establishment: Establishment) -> dict[str, object]:
    return {
        "code": name(establishment.code),
        "member_number": name(establishment.member_number),
        "name": name(establishment.name),
        "kind": name(establishment.kind),
        "sector": name(establishment.sector),
        "town": name(establishment.town),
        "region": name(establishment.region),
        "active": establishment.active,
    }


def source_values(source: QuestionSource) -> dict[str, object]:
    return {
        "kind": source.kind.value,
        "ident": name(source.ident),
        "version": name(source.version),
        "title": clean(source.title),
        "stale": source.stale,
    }
