"""The revisions of the schema that this program knows."""

from __future__ import annotations

from teleconseil.store.errors import StoreNewer

REVISIONS = ("0001", "0002", "0003", "0004")
"""Every revision, oldest first."""

HEAD = REVISIONS[-1]


def known(revision: str, where: str) -> str:
    """The revision, if this program knows it.

    Raises:
        StoreNewer: a newer program wrote it.
    """
    if revision not in REVISIONS:
        raise StoreNewer(
            f"La base {where} vient d’une version plus récente de téléconseil.",
            "Mettez le programme à jour, ou indiquez une autre base.",
        )
    return revision
