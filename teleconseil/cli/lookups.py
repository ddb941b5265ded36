"""Names typed on the command line, checked against what exists, with the nearest ones."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from teleconseil.domain import Member, Pole, Topic
from teleconseil.errors import TeleconseilError, UsageProblem

if TYPE_CHECKING:
    from teleconseil.store import Store


class NotKnown(TeleconseilError):
    """What was named does not exist here."""


def check_pole(poles: Sequence[Pole], slug: str) -> None:
    """Refuse a pôle that does not exist.

    Raises:
        UsageProblem: with the pôles there are.
    """
    slugs = [pole.slug for pole in poles]
    if slug not in slugs:
        raise UsageProblem(
            f"Le pôle « {slug} » n’existe pas.",
            f"Pôles : {', '.join(slugs) or 'aucun dans cette base'}.",
        )


def check_topic(topics: Sequence[Topic], slug: str) -> None:
    """Refuse a theme that does not exist in these.

    Raises:
        UsageProblem: with the nearest themes.
    """
    slugs = [topic.slug for topic in topics]
    if slug not in slugs:
        near = difflib.get_close_matches(slug, slugs, n=4, cutoff=0.5)
        near += [s for s in slugs if "/" not in s and s not in near][: max(0, 6 - len(near))]
        raise UsageProblem(
            f"Le thème « {slug} » n’existe pas dans ce pôle.",
            f"Par exemple : {', '.join(near)}." if near else "Ce pôle n’a aucun thème.",
        )


def find_member(store: Store, number: str) -> Member:
    """The member of that number.

    Raises:
        NotKnown: with the members whose number, name or town looks like it.
    """
    member = store.member(number)
    if member is not None:
        return member
    from teleconseil.desk.members import MemberDirectory

    directory = MemberDirectory(store.members(), store.establishments())
    near = [f"{hit.member.number} {hit.member.name}" for hit in directory.search(number, limit=4)]
    raise NotKnown(
        f"Aucun adhérent n’a le numéro « {number} ».",
        f"Vouliez-vous : {' ; '.join(near)} ?"
        if near
        else "Aucun ne lui ressemble ; importez-les : teleconseil importer adherents FICHIER.csv.",
    )
