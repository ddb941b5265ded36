"""What advisors say of an entry can be closed, by whom and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from teleconseil.store.sqltypes import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry_feedback", sa.Column("closed_at", UtcDateTime(), nullable=True))
    op.add_column(
        "entry_feedback", sa.Column("closed_by", sa.String(), nullable=False, server_default="")
    )
