"""Run by Alembic, on the connection (and in the transaction) that ``migrate`` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from teleconseil.store import models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["models"]
