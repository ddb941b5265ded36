"""The demonstration year: an invented history that counts like a real one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from teleconseil.domain import BulkLoad

if TYPE_CHECKING:
    from teleconseil.store import Store


def load(
    store: Store, year: BulkLoad, *, progress: Callable[[int, int], None] | None = None
) -> int:
    """Fill an empty database with a year made by ``build_year``; how many questions went in.

    Raises:
        StoreNotEmpty: the database already holds something; nothing was written.
    """
    return store.bulk_load(year, progress)
