"""Where an imported question comes from, so that importing a file twice adds nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KNOWN = sa.text("origin IS NOT NULL")


def upgrade() -> None:
    op.add_column("question", sa.Column("origin", sa.String(), nullable=True))
    op.create_index(
        "ix_question_origin",
        "question",
        ["origin"],
        unique=True,
        sqlite_where=_KNOWN,
        postgresql_where=_KNOWN,
    )
