"""The tables of the desk, and a journal that only grows."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OPEN = sa.text("status IN ('nouvelle', 'en-cours', 'en-attente')")


def upgrade() -> None:
    _reference_data()
    _members()
    _questions()
    _journal()
    _sources()
    _counters()
    _desk_tables()
    _entry_tables()
    _forbid_rewriting_the_journal()


def _text(name: str, *args: sa.schema.SchemaItem, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), *args, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _ident() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), primary_key=True)


def _reference_data() -> None:
    op.create_table(
        "pole", _key("slug"), _text("label"), _text("short"), _number("position"), _flag("retired")
    )
    op.create_table(
        "topic",
        _key("slug"),
        _text("label"),
        _text("pole", sa.ForeignKey("pole.slug")),
        _text("theme"),
        _number("position"),
        _flag("retired"),
    )
    op.create_index("ix_topic_theme", "topic", ["theme"])
    op.create_table(
        "advisor",
        _key("name"),
        _text("role"),
        _text("pole", sa.ForeignKey("pole.slug"), nullable=True),
        _flag("active"),
    )


def _members() -> None:
    op.create_table(
        "member",
        _key("number"),
        *(_text(name) for name in ("name", "town", "region", "sector", "size_band")),
        _number("headcount", nullable=True),
        _text("phone"),
        _text("email"),
        _flag("active"),
    )
    op.create_table(
        "establishment",
        _key("code"),
        _text("member_number", sa.ForeignKey("member.number")),
        *(_text(name) for name in ("name", "kind", "sector", "town", "region")),
        _flag("active"),
    )
    op.create_index("ix_establishment_member_number", "establishment", ["member_number"])


def _questions() -> None:
    op.create_table(
        "question",
        _ident(),
        _text("reference"),
        _text("channel"),
        _text("pole", sa.ForeignKey("pole.slug")),
        _text("status"),
        _moment("received_at"),
        _number("version"),
        _text("topic", sa.ForeignKey("topic.slug"), nullable=True),
        _text("member_number", sa.ForeignKey("member.number"), nullable=True),
        _text("establishment_code", sa.ForeignKey("establishment.code"), nullable=True),
        _text("advisor", sa.ForeignKey("advisor.name"), nullable=True),
        _number("duration_s", nullable=True),
        *(_moment(name, nullable=True) for name in ("due_at", "taken_at", "answered_at")),
        *(_text(name) for name in ("contact", "text", "answer", "note")),
        sa.UniqueConstraint("reference"),
    )
    op.create_index(
        "ix_question_counts",
        "question",
        [
            "received_at",
            "status",
            "pole",
            "channel",
            "topic",
            "advisor",
            "member_number",
            "establishment_code",
        ],
    )
    op.create_index(
        "ix_question_queue",
        "question",
        [sa.text("coalesce(due_at, received_at)"), "id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_index("ix_question_member", "question", ["member_number", "received_at"])


def _journal() -> None:
    op.create_table(
        "question_event",
        _ident(),
        sa.Column("question_id", sa.Integer(), sa.ForeignKey("question.id"), nullable=False),
        _number("version"),
        _moment("at"),
        *(_text(name) for name in ("by", "kind", "detail", "fields")),
    )
    op.create_index("ix_question_event_question_id", "question_event", ["question_id"])


def _sources() -> None:
    op.create_table(
        "question_source",
        _ident(),
        sa.Column("question_id", sa.Integer(), sa.ForeignKey("question.id"), nullable=False),
        _number("question_version"),
        *(_text(name) for name in ("kind", "ident", "version", "title")),
        _flag("stale"),
        sa.UniqueConstraint("question_id", "kind", "ident", "version"),
    )
    op.create_index("ix_question_source_ident", "question_source", ["ident", "kind"])


def _counters() -> None:
    op.create_table(
        "reference_sequence",
        sa.Column("year", sa.Integer(), primary_key=True, autoincrement=False),
        _number("last"),
    )
    op.create_table("revision", _key("subject"), _number("value"))


def _desk_tables() -> None:
    op.create_table(
        "draft",
        _key("ident"),
        _text("advisor"),
        _text("channel"),
        _moment("started_at"),
        _moment("updated_at"),
        _text("fields"),
    )
    op.create_index("ix_draft_advisor", "draft", ["advisor"])
    op.create_table(
        "search_log",
        _ident(),
        _moment("at"),
        *(_text(name) for name in ("query", "folded", "scope")),
        _number("found"),
        _text("shown"),
        *(_text(name, nullable=True) for name in ("opened", "used")),
    )
    op.create_index("ix_search_log_at", "search_log", ["at"])
    op.create_table("closed_month", _key("month"), _moment("closed_at"), _text("closed_by"))


def _entry_tables() -> None:
    op.create_table(
        "entry_feedback",
        _ident(),
        _moment("at"),
        *(_text(name) for name in ("slug", "version", "by", "text")),
        _flag("helpful"),
    )
    op.create_index("ix_entry_feedback_slug", "entry_feedback", ["slug"])
    op.create_table(
        "entry_version", _key("version"), _text("slug"), _text("content"), _moment("kept_at")
    )
    op.create_index("ix_entry_version_slug", "entry_version", ["slug"])


def _forbid_rewriting_the_journal() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER question_event_no_{action.lower()} BEFORE {action} ON"
                " question_event BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION teleconseil_journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'the journal only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER question_event_only_grows BEFORE UPDATE OR DELETE ON question_event"
        " FOR EACH ROW EXECUTE FUNCTION teleconseil_journal_only_grows()"
    )
