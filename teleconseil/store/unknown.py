"""Say which value a foreign key refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select

from teleconseil.domain import UNSET, NewQuestion, QuestionChange
from teleconseil.store import models as m
from teleconseil.store.database import Database
from teleconseil.store.errors import UnknownValue

_REFERENCES = (
    ("pole", m.pole.c.slug, "Le pôle"),
    ("topic", m.topic.c.slug, "Le thème"),
    ("member_number", m.member.c.number, "L’adhérent"),
    ("establishment_code", m.establishment.c.code, "L’établissement"),
)


@contextmanager
def naming_unknown_values(
    database: Database, rows: Sequence[NewQuestion | QuestionChange]
) -> Iterator[None]:
    """Turn an ``UnknownValue`` that names nothing into one that names the value refused."""
    try:
        yield
    except UnknownValue as error:
        raise (_first_unknown(database, rows) or error) from error


def _first_unknown(
    database: Database, rows: Sequence[NewQuestion | QuestionChange]
) -> UnknownValue | None:
    with database.read() as connection:
        for field, column, label in _REFERENCES:
            given = {
                str(value)
                for row in rows
                if (value := getattr(row, field)) not in (None, "", UNSET)
            }
            known = set(connection.execute(select(column)).scalars()) if given else set()
            if missing := sorted(given - known):
                return UnknownValue(
                    f"{label} « {missing[0]} » n’est pas connu, rien n’a été enregistré.",
                    "Vérifiez cette valeur, ou ajoutez-la d’abord.",
                )
    return None
