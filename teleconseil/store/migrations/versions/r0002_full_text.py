"""Full text of the history, kept in step by the database itself.

Both engines fold the text the same way: lower case, no accents, ligatures opened, anything but
letters and digits separates words. PostgreSQL does it with its own ``normalize`` rather than the
``unaccent`` extension, which is not installed everywhere and which a plain account may not create.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = ("text", "answer", "note")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    columns = ", ".join(_COLUMNS)
    folded = ", ".join(f"{_open_ligatures(column)} AS {column}" for column in _COLUMNS)
    op.execute(f"CREATE VIEW question_fulltext AS SELECT id, {folded} FROM question")
    op.execute(
        f"CREATE VIRTUAL TABLE question_fts USING fts5({columns}, content='question_fulltext',"
        " content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    write = (
        f"INSERT INTO question_fts(rowid, {columns})"
        f" SELECT id, {columns} FROM question_fulltext WHERE id = new.id;"
    )
    erase = (
        f"INSERT INTO question_fts(question_fts, rowid, {columns})"
        f" SELECT 'delete', id, {columns} FROM question_fulltext WHERE id = old.id;"
    )
    for name, moment, statement in (
        ("insert", "AFTER INSERT", write),
        ("before_update", f"BEFORE UPDATE OF {columns}", erase),
        ("after_update", f"AFTER UPDATE OF {columns}", write),
        ("delete", "BEFORE DELETE", erase),
    ):
        op.execute(f"CREATE TRIGGER question_fts_{name} {moment} ON question BEGIN {statement} END")
    op.execute("INSERT INTO question_fts(question_fts) VALUES('rebuild')")


def _open_ligatures(column: str) -> str:
    for ligature, letters in (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE")):
        column = f"replace({column}, '{ligature}', '{letters}')"
    return column


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION teleconseil_fold(value text) RETURNS text"
        " LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$"
        " SELECT regexp_replace(replace(replace(lower(regexp_replace("
        "normalize(left(value, 100000), NFKD), '[\\u0300-\\u036f]', '', 'g')),"
        " 'œ', 'oe'), 'æ', 'ae'), '[^[:alnum:]]+', ' ', 'g') $$"
    )
    vector = " || ".join(
        f"setweight(to_tsvector('simple', teleconseil_fold({column})), '{weight}')"
        for column, weight in zip(_COLUMNS, "ABC", strict=True)
    )
    op.execute(
        f"ALTER TABLE question ADD COLUMN search tsvector GENERATED ALWAYS AS ({vector}) STORED"
    )
    op.execute("CREATE INDEX ix_question_search ON question USING gin (search)")
