"""Alembic migrations, the same for SQLite and PostgreSQL; see ``teleconseil.store.migrate``."""
