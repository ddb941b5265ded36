"""Drafts: what is being typed, kept to the letter (even what no other column could hold)."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, select, text
from sqlalchemy import delete as delete_from

from teleconseil.domain import Channel, Draft
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.rows import name
from teleconseil.store.sqltypes import UtcDateTime

_SAVE = text(
    "INSERT INTO draft (ident, advisor, channel, started_at, updated_at, fields)"
    " VALUES (:ident, :advisor, :channel, :started_at, :updated_at, :fields)"
    " ON CONFLICT (ident) DO UPDATE SET advisor = excluded.advisor, channel = excluded.channel,"
    " updated_at = excluded.updated_at, fields = excluded.fields"
).bindparams(bindparam("started_at", type_=UtcDateTime), bindparam("updated_at", type_=UtcDateTime))


def save(database: Database, draft: Draft) -> None:
    values = {
        "ident": name(draft.ident),
        "advisor": name(draft.advisor),
        "channel": draft.channel.value,
        "started_at": draft.started_at,
        "updated_at": draft.updated_at,
        "fields": json.dumps(dict(draft.fields), ensure_ascii=True),
    }
    with database.write() as connection:
        connection.execute(_SAVE, values)


def of(database: Database, advisor: str) -> list[Draft]:
    table = m.draft.c
    query = (
        select(m.draft)
        .where(table.advisor == name(advisor))
        .order_by(table.updated_at.desc(), table.ident)
    )
    with database.read() as connection:
        return [
            Draft(
                ident=row.ident,
                advisor=row.advisor,
                channel=Channel(row.channel),
                started_at=row.started_at,
                updated_at=row.updated_at,
                fields=json.loads(row.fields),
            )
            for row in connection.execute(query)
        ]


def delete(database: Database, ident: str) -> None:
    with database.write() as connection:
        connection.execute(delete_from(m.draft).where(m.draft.c.ident == name(ident)))
