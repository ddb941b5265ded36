"""What waits for an editor: entries that the law, time or a mistake has caught up with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from teleconseil.domain import EntryFeedback, SearchGap, Topic
from teleconseil.kb.entry import slug_of
from teleconseil.kb.freshness import Currency, StaleCitation
from teleconseil.kb.library import Snapshot
from teleconseil.kb.lint import Verifier
from teleconseil.kb.model import Entry, EntryState, Freshness, Problem

GAPS_OVER = timedelta(days=30)
"""How far back searches without an answer are looked for."""

_MAX_GAPS = 200
_ERROR = "erreur"
_GRAVITY = tuple(Freshness)
_ENTRY, _WORDS = ".md", ".toml"


class RemarkStore(Protocol):
    """What this needs of the store."""

    def feedback(
        self, slug: str | None = None, *, closed: bool = True, limit: int = 1000
    ) -> list[EntryFeedback]: ...

    def search_gaps(
        self, from_utc: datetime, before_utc: datetime, limit: int = 50
    ) -> list[SearchGap]: ...


class Shelf(StrEnum):
    """Why an entry waits; an entry can stand on several."""

    MOVED = "texte-modifie"
    ERRORS = "erreurs"
    OVERDUE = "a-revoir"
    UNVALIDATED = "a-valider"
    ALL = "toutes"


@dataclass(frozen=True, slots=True)
class Dossier:
    """An entry with everything its editors should know.

    Or what stands beside the entries and has a mistake: a file of words (synonyms, names of
    chapters), a folder.
    """

    path: Path
    entry: Entry | None
    """None when its file cannot be read, or is no entry: the problems say why it is here."""
    freshness: Freshness
    stale: tuple[StaleCitation, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[EntryFeedback, ...] = ()
    """What advisors said of it, that nobody has dealt with."""

    @property
    def is_beside(self) -> bool:
        """No file of an entry, not even one that cannot be read."""
        return self.entry is None and self.path.suffix.lower() != _ENTRY

    @property
    def is_file(self) -> bool:
        """Whether there is something to open in an editor; a folder is not."""
        return not self.is_beside or self.path.suffix == _WORDS

    @property
    def slug(self) -> str:
        """The entry's; beside them, the whole name, which no entry has."""
        return self.path.name if self.is_beside else slug_of(self.path)

    @property
    def title(self) -> str:
        return self.entry.title if self.entry else self.path.name

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == _ERROR)

    @property
    def first_problem(self) -> Problem | None:
        """What its line tells, and where an editor opens it: an error before the rest."""
        return next(iter((*self.errors, *self.problems)), None)

    def stands_on(self, shelf: Shelf) -> bool:
        """Whether it is listed there; an archived entry is only among all of them."""
        if shelf is Shelf.ALL:
            return True
        if self.entry is not None and self.entry.state is EntryState.ARCHIVED:
            return False
        if shelf is Shelf.ERRORS:
            return bool(self.errors)
        return self.entry is not None and self.freshness.value == shelf.value


@dataclass(frozen=True, slots=True)
class Workshop:
    """The whole knowledge base as its editors see it, the gravest first."""

    dossiers: tuple[Dossier, ...]
    remarks: tuple[EntryFeedback, ...]
    """Open ones, newest first."""
    gaps: tuple[SearchGap, ...]
    """Searches without an answer over ``GAPS_OVER``, and how often."""

    def shelf(self, shelf: Shelf) -> list[Dossier]:
        return [dossier for dossier in self.dossiers if dossier.stands_on(shelf)]

    def dossier(self, slug: str) -> Dossier | None:
        return next((dossier for dossier in self.dossiers if dossier.slug == slug), None)

    def again(self, before: Dossier) -> Dossier | None:
        """The same as it is now: beside the entries, what was mended has no problems left."""
        found = self.dossier(before.slug)
        return replace(before, problems=()) if found is None and before.is_beside else found


def open_workshop(
    store: RemarkStore,
    snapshot: Snapshot,
    currency: Currency,
    verifier: Verifier,
    topics: Iterable[Topic],
    now: datetime,
) -> Workshop:
    """Verify the folder and put beside each entry what is known of it.

    Args:
        now: in the service's zone; its day is the one that review dates are compared with.

    Raises:
        StoreError: the database refuses.
        TextsError: the imported texts cannot be read.
    """
    today = now.date()
    problems: dict[Path, list[Problem]] = defaultdict(list)
    for problem in verifier.verify(snapshot, currency.texts, topics, today):
        problems[problem.path].append(problem)
    remarks = store.feedback(closed=False)
    said: dict[str, list[EntryFeedback]] = defaultdict(list)
    for remark in remarks:
        said[remark.slug].append(remark)
    dossiers = [
        Dossier(
            entry.path,
            entry,
            currency.freshness(entry, today),
            currency.stale(entry),
            tuple(problems.pop(entry.path, ())),
            tuple(said.get(slug, ())),
        )
        for slug, entry in snapshot.entries.items()
    ]
    dossiers += [
        Dossier(path, None, Freshness.UNVALIDATED, problems=tuple(found))
        for path, found in problems.items()
    ]
    gaps = store.search_gaps(now - GAPS_OVER, now, _MAX_GAPS)
    return Workshop(tuple(sorted(dossiers, key=_order)), tuple(remarks), tuple(gaps))


def waiting(snapshot: Snapshot, currency: Currency, today: date) -> int:
    """How many entries the law or time has caught up with, and files with a mistake to read."""
    caught_up = (Freshness.CHANGED, Freshness.OVERDUE)
    stale = sum(
        entry.state is not EntryState.ARCHIVED and currency.freshness(entry, today) in caught_up
        for entry in snapshot.entries.values()
    )
    files = (_ENTRY, _WORDS)
    return stale + len({p.path for p in snapshot.problems if p.path.suffix.lower() in files})


def _order(dossier: Dossier) -> tuple[int, int, str]:
    """What serves every entry, what cannot be read, what the law has moved under, what is overdue…

    Then by title.
    """
    gravity = -1 if dossier.entry is None else _GRAVITY.index(dossier.freshness)
    if dossier.is_beside:
        gravity -= 1
    archived = dossier.entry is not None and dossier.entry.state is EntryState.ARCHIVED
    return (len(_GRAVITY) if archived else gravity, -len(dossier.errors), dossier.title)
