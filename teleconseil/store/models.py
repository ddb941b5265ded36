"""The tables (SQLModel). Rows never leave the store: ``rows`` turns them into domain dataclasses.

Pôles, themes, advisors, members and establishments are known by their natural keys, so that a
question can be listed and counted without joining them. ``ix_question_counts`` covers every
count; ``ix_question_queue`` holds the open questions only, in the order of the queue.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Table, UniqueConstraint, func, text
from sqlmodel import Field, SQLModel

from teleconseil.store.sqltypes import UtcDateTime

OPEN_SQL = "status IN ('nouvelle', 'en-cours', 'en-attente')"
"""Word for word the condition of the partial index: a query must say it the same way to use it."""


class PoleRow(SQLModel, table=True):
    __tablename__ = "pole"

    slug: str = Field(primary_key=True)
    label: str
    short: str
    position: int = 0
    retired: bool = False


class TopicRow(SQLModel, table=True):
    __tablename__ = "topic"

    slug: str = Field(primary_key=True)
    label: str
    pole: str = Field(foreign_key="pole.slug")
    theme: str = Field(index=True)
    position: int = 0
    retired: bool = False


class AdvisorRow(SQLModel, table=True):
    __tablename__ = "advisor"

    name: str = Field(primary_key=True)
    role: str
    pole: str | None = Field(default=None, foreign_key="pole.slug")
    active: bool = True


class MemberRow(SQLModel, table=True):
    __tablename__ = "member"

    number: str = Field(primary_key=True)
    name: str
    town: str = ""
    region: str = ""
    sector: str = ""
    size_band: str = ""
    headcount: int | None = None
    phone: str = ""
    email: str = ""
    active: bool = True


class EstablishmentRow(SQLModel, table=True):
    __tablename__ = "establishment"

    code: str = Field(primary_key=True)
    member_number: str = Field(foreign_key="member.number", index=True)
    name: str
    kind: str = ""
    sector: str = ""
    town: str = ""
    region: str = ""
    active: bool = True


class QuestionRow(SQLModel, table=True):
    __tablename__ = "question"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    channel: str
    pole: str = Field(foreign_key="pole.slug")
    status: str
    received_at: datetime = Field(sa_type=UtcDateTime)
    version: int = 1
    topic: str | None = Field(default=None, foreign_key="topic.slug")
    member_number: str | None = Field(default=None, foreign_key="member.number")
    establishment_code: str | None = Field(default=None, foreign_key="establishment.code")
    advisor: str | None = Field(default=None, foreign_key="advisor.name")
    duration_s: int | None = None
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    contact: str = ""
    text: str = ""
    answer: str = ""
    note: str = ""
    origin: str | None = None


class QuestionEventRow(SQLModel, table=True):
    __tablename__ = "question_event"

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    version: int
    at: datetime = Field(sa_type=UtcDateTime)
    by: str
    kind: str
    detail: str = ""
    fields: str = ""


class QuestionSourceRow(SQLModel, table=True):
    __tablename__ = "question_source"
    __table_args__ = (
        UniqueConstraint("question_id", "kind", "ident", "version"),
        Index("ix_question_source_ident", "ident", "kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    question_id: int = Field(foreign_key="question.id")
    question_version: int
    kind: str
    ident: str
    version: str
    title: str = ""
    stale: bool = False


class ReferenceSequenceRow(SQLModel, table=True):
    __tablename__ = "reference_sequence"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class RevisionRow(SQLModel, table=True):
    __tablename__ = "revision"

    subject: str = Field(primary_key=True)
    value: int


class DraftRow(SQLModel, table=True):
    __tablename__ = "draft"

    ident: str = Field(primary_key=True)
    advisor: str = Field(index=True)
    channel: str
    started_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    fields: str


class SearchLogRow(SQLModel, table=True):
    __tablename__ = "search_log"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    query: str
    folded: str
    scope: str
    found: int
    shown: str
    opened: str | None = None
    used: str | None = None


class EntryFeedbackRow(SQLModel, table=True):
    __tablename__ = "entry_feedback"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    slug: str = Field(index=True)
    version: str
    by: str
    text: str
    helpful: bool
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_by: str = ""


class EntryVersionRow(SQLModel, table=True):
    __tablename__ = "entry_version"

    version: str = Field(primary_key=True)
    slug: str = Field(index=True)
    content: str
    kept_at: datetime = Field(sa_type=UtcDateTime)


class ClosedMonthRow(SQLModel, table=True):
    __tablename__ = "closed_month"

    month: str = Field(primary_key=True)
    closed_at: datetime = Field(sa_type=UtcDateTime)
    closed_by: str


def _table(model: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(model.__tablename__)]


pole = _table(PoleRow)
topic = _table(TopicRow)
advisor = _table(AdvisorRow)
member = _table(MemberRow)
establishment = _table(EstablishmentRow)
question = _table(QuestionRow)
question_event = _table(QuestionEventRow)
question_source = _table(QuestionSourceRow)
reference_sequence = _table(ReferenceSequenceRow)
revision = _table(RevisionRow)
draft = _table(DraftRow)
search_log = _table(SearchLogRow)
entry_feedback = _table(EntryFeedbackRow)
entry_version = _table(EntryVersionRow)

QUEUE_ORDER = func.coalesce(question.c.due_at, question.c.received_at)

Index(
    "ix_question_counts",
    question.c.received_at,
    question.c.status,
    question.c.pole,
    question.c.channel,
    question.c.topic,
    question.c.advisor,
    question.c.member_number,
    question.c.establishment_code,
)
Index(
    "ix_question_queue",
    QUEUE_ORDER,
    question.c.id,
    sqlite_where=text(OPEN_SQL),
    postgresql_where=text(OPEN_SQL),
)
Index("ix_question_member", question.c.member_number, question.c.received_at)
Index(
    "ix_question_origin",
    question.c.origin,
    unique=True,
    sqlite_where=question.c.origin.is_not(None),
    postgresql_where=question.c.origin.is_not(None),
)
