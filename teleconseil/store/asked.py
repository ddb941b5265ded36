"""What each entry was used to answer: the newest questions, in the words of those who asked.

For the search, which finds an entry by them. Only the words of a question leave the database,
without its member: the name and the number that stand among them are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Select, func, select

from teleconseil.domain import SourceKind, Status
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.usage import key_of

EACH = 12
"""Questions of an entry, the newest that differ."""
_LOOKED_AT = 24
"""Answers of an entry that are read to find them: the same question comes again and again."""
_READ = 20_000
"""Answers of all entries that are looked at, the last ones: a year and a half of a large desk."""
_BEGINNING = 600
"""Characters of a question: what comes after in a letter seldom asks."""


def asked_of_entries(database: Database) -> dict[str, list[str]]:
    """By entry, the newest questions that were answered with it, none in the words of another."""
    found: dict[str, dict[str, str]] = {}
    with database.read() as connection:
        for row in connection.execute(_last_of_each()):
            texts = found.setdefault(row.ident, {})
            if len(texts) < EACH:
                text = _without((row.member_number, row.name), row.text)
                texts.setdefault(key_of(text), text)
    return {ident: list(texts.values()) for ident, texts in found.items()}


def _last_of_each() -> Select[tuple[str, str, str | None, str | None]]:
    """Rows of (ident, text, member_number, name), each entry's last answers first.

    The last answers are found by walking the primary key down, and cut to those that may be kept,
    before the first text is read.
    """
    source, question, member = m.question_source, m.question, m.member
    last = (
        select(source.c.question_id, source.c.ident, source.c.id)
        .where(source.c.kind == SourceKind.ENTRY.value)
        .order_by(source.c.id.desc())
        .limit(_READ)
        .subquery("last")
    )
    rank = func.row_number().over(partition_by=last.c.ident, order_by=last.c.id.desc())
    each = select(last.c.question_id, last.c.ident, rank.label("rank")).subquery("each")
    return (
        select(
            each.c.ident,
            func.substr(question.c.text, 1, _BEGINNING).label("text"),
            question.c.member_number,
            member.c.name,
        )
        .join(question, question.c.id == each.c.question_id)
        .join(member, member.c.number == question.c.member_number, isouter=True)
        .where(
            each.c.rank <= _LOOKED_AT,
            question.c.status == Status.ANSWERED.value,
            question.c.text != "",
        )
        .order_by(each.c.ident, each.c.rank)
    )


def _without(names: Sequence[str | None], text: str) -> str:
    """The text without these names, however they are capitalised."""
    for name in filter(None, names):
        if name.casefold() in text.casefold():
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return text
