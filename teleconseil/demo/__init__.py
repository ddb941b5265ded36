"""The demonstration year: an invented history that counts like a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from teleconseil.domain import BulkLoad
from teleconseil.kb.model import Entry

if TYPE_CHECKING:
    from teleconseil.store import Store


def load(
    store: Store,
    year: BulkLoad,
    *,
    entries: Iterable[Entry] = (),
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Fill an empty database with a year made by ``build_year``; how many questions went in.

    The text of the ``entries`` that its answers cite is kept too, as for any answer.

    Raises:
        StoreNotEmpty: the database already holds something; nothing was written.
    """
    loaded = store.bulk_load(year, progress)
    for entry in entries:
        store.keep_entry_version(entry.slug, entry.version, entry.content)
    return loaded
