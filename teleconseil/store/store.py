"""The façade that the rest of the program uses; each method delegates to a module by subject.

What a method takes, gives and refuses is said here, once, and not again in the modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from teleconseil.domain import (
    Advisor,
    BulkLoad,
    DelayFigures,
    Draft,
    EntryFeedback,
    Establishment,
    EventKind,
    Member,
    NewQuestion,
    Page,
    PastQuestion,
    Pole,
    Question,
    QuestionChange,
    QuestionEvent,
    QuestionFilter,
    QuestionSource,
    QueueCounts,
    Role,
    SearchGap,
    SearchLogEntry,
    SourceKind,
    Topic,
)
from teleconseil.store import (
    asked,
    backup,
    bulk,
    changes,
    counts,
    drafts,
    fulltext,
    imports,
    lists,
    members,
    questions,
    reference,
    searches,
    usage,
)
from teleconseil.store.database import Database


class Store:
    """The desk's database. Thread-safe: every method is one short transaction of its own.

    What comes out are the frozen dataclasses of ``domain``; what can go wrong is a ``StoreError``.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- the database itself

    @property
    def url(self) -> str:
        """Where the database is, without its password."""
        return self._db.shown_url

    def close(self) -> None:
        self._db.close()

    def now(self) -> datetime:
        """The database's clock, UTC."""
        return self._db.now()

    def is_empty(self) -> bool:
        """No question, no member, no establishment: reference data does not count."""
        return bulk.is_empty(self._db)

    def check(self) -> list[str]:
        """What is wrong with the database, in French; empty when it is sound."""
        return backup.check(self._db)

    def backup(self, path: Path) -> None:
        """Copy the SQLite database into the new file ``path``, while it is in use."""
        backup.backup_database(self._db, path)

    # --- reference data

    def sync_reference_data(self, poles: Iterable[Pole], topics: Iterable[Topic]) -> None:
        """Make the pôles and themes as given; those no longer given are retired, never deleted."""
        reference.sync(self._db, poles, topics)

    def poles(self, *, retired: bool = False) -> list[Pole]:
        return reference.poles(self._db, retired=retired)

    def topics(self, pole: str | None = None, *, retired: bool = False) -> list[Topic]:
        return reference.topics(self._db, pole, retired=retired)

    def ensure_advisor(
        self, name: str, *, role: Role = Role.ADVISOR, pole: str | None = None
    ) -> Advisor:
        """The advisor of that name; made with this role and pôle if there is none."""
        return reference.ensure_advisor(self._db, name, role=role, pole=pole)

    def advisors(self) -> list[Advisor]:
        return reference.advisors(self._db)

    # --- members

    def upsert_members(self, rows: Iterable[Member]) -> tuple[int, int, int]:
        """How many were added, changed, unchanged; all or nothing."""
        return members.upsert_members(self._db, rows)

    def upsert_establishments(self, rows: Iterable[Establishment]) -> tuple[int, int, int]:
        """How many were added, changed, unchanged; all or nothing."""
        return members.upsert_establishments(self._db, rows)

    def members(self) -> list[Member]:
        return members.members(self._db)

    def establishments(self) -> list[Establishment]:
        return members.establishments(self._db)

    def member(self, number: str) -> Member | None:
        return members.member(self._db, number)

    def establishments_of(self, number: str) -> list[Establishment]:
        return members.establishments(self._db, number)

    def members_stamp(self) -> str:
        """Changes whenever a member or an establishment does."""
        return members.stamp(self._db)

    # --- questions

    def add_question(self, question: NewQuestion, *, by: str) -> Question:
        """Log a contact: its reference, its row, its first events and its sources, at once."""
        return questions.add(self._db, question, by=by)

    def add_questions(self, rows: Iterable[NewQuestion], *, by: str) -> list[str]:
        """Log many as they come, all or none; their references in the same order."""
        return imports.add_many(self._db, rows, by=by)

    def known_origins(self, origins: Iterable[str]) -> set[str]:
        """Those of these origins that a question already came from."""
        return imports.known_origins(self._db, origins)

    def received_at(self, references: Iterable[str]) -> dict[str, datetime]:
        """When each of these questions was received; those that do not exist are left out."""
        return imports.received_at(self._db, references)

    def bulk_load(self, load: BulkLoad, progress: Callable[[int, int], None] | None = None) -> int:
        """Fill an empty database with a ready-made history; how many questions went in."""
        return bulk.load(self._db, load, progress)

    def question(self, reference: str) -> Question:
        """The question of that reference; ``NotFound`` when there is none."""
        return questions.get(self._db, reference)

    def events(self, reference: str) -> list[QuestionEvent]:
        """Its journal, oldest first."""
        return questions.events(self._db, reference)

    def labelled_questions(self, limit: int) -> list[tuple[str, str]]:
        """The last answered questions that have a theme: the beginning of the text, the theme."""
        return questions.labelled(self._db, limit)

    def asked_of_entries(self) -> dict[str, list[str]]:
        """By entry, the newest distinct questions that it answered, without their members."""
        return asked.asked_of_entries(self._db)

    def sources(self, reference: str) -> list[QuestionSource]:
        """What its answer rests on."""
        return questions.sources(self._db, reference)

    def take(self, reference: str, *, by: str) -> Question:
        """Take an open question that nobody holds; ``AlreadyTaken`` says by whom otherwise."""
        return changes.take(self._db, reference, by=by)

    def change(
        self,
        reference: str,
        change: QuestionChange,
        *,
        by: str,
        version: int,
        kind: EventKind,
        detail: str = "",
        sources: Sequence[QuestionSource] = (),
        undoes: int | None = None,
    ) -> Question:
        """Change a question and write the event that says so.

        ``sources`` are added to those it has; an ``UNDONE`` event takes back those that came with
        the version ``undoes``, by default ``version``. ``StaleQuestion`` when ``version`` is no
        longer the current one.
        """
        return changes.change(
            self._db,
            reference,
            change,
            by=by,
            version=version,
            kind=kind,
            detail=detail,
            sources=sources,
            undoes=undoes,
        )

    def questions(
        self, criteria: QuestionFilter, *, after: str | None = None, limit: int = 200
    ) -> Page[Question]:
        """One page of a list; ``after`` is the ``next_key`` of the page before.

        Open questions come by deadline (else by reception), any other list by reception; oldest
        first unless ``newest_first``.
        """
        return lists.page(self._db, criteria, after=after, limit=limit)

    def stream_questions(self, criteria: QuestionFilter, chunk: int = 1000) -> Iterator[Question]:
        """Every question of a list, page after page, without holding a transaction open."""
        return lists.stream(self._db, criteria, chunk)

    def question_number(self, criteria: QuestionFilter) -> int:
        """How many questions that list has, all its pages together."""
        return lists.number(self._db, criteria)

    def queue_counts(
        self, *, advisor: str, pole: str | None, now: datetime, day_start_utc: datetime
    ) -> QueueCounts:
        return lists.queue_counts(
            self._db, advisor=advisor, pole=pole, now=now, day_start=day_start_utc
        )

    def member_history(self, number: str, limit: int = 50) -> list[Question]:
        """The member's last questions, newest first."""
        return lists.member_history(self._db, number, limit)

    def used_versions(self, kind: SourceKind, since: datetime) -> list[tuple[str, str]]:
        """Entries or articles that answers given since then rest on: (ident, version)."""
        return questions.used_versions(self._db, kind, since)

    def uses_by_version(self, kind: SourceKind, ident: str) -> dict[str, int]:
        """How many answers rest on each version of that entry or article."""
        return questions.uses_by_version(self._db, kind, ident)

    def questions_using(
        self, kind: SourceKind, ident: str, limit: int = 200
    ) -> list[tuple[Question, QuestionSource]]:
        """The questions whose answer rests on that entry or article, newest first."""
        return questions.using(self._db, kind, ident, limit)

    # --- full text

    def search_questions(
        self,
        text: str,
        *,
        limit: int = 20,
        topic: str | None = None,
        repairs: Mapping[str, str] | None = None,
    ) -> list[PastQuestion]:
        """Past questions that say what ``text`` says, the most helpful first.

        Those that hold its words (the last one may be unfinished), the same theme, a recent answer
        and an entry used come first; ``contributions`` says what counted. Cancelled ones are left
        out, and the same words asked again come once.

        Args:
            topic: theme or sub-theme of the question being typed, when known.
            repairs: misspelt words of ``text``, each with the one it is read as.
        """
        return fulltext.search(self._db, text, limit=limit, topic=topic, repairs=repairs)

    # --- figures

    def count_questions(
        self,
        by: Sequence[str],
        periods: Sequence[tuple[str, datetime, datetime]],
        *,
        filter: QuestionFilter | None = None,
    ) -> list[tuple[tuple[str, ...], int]]:
        """How many questions were received, by any of ``counts.DIMENSIONS``; never cancelled ones.

        Args:
            by: the dimensions, in the order of the values of each row.
            periods: contiguous ``(label, from, before)``.
            filter: criteria that every counted question meets, statuses included (give
                ``statuses=frozenset()`` for all of them); no filter counts every status.

        Returns:
            ``(values, number)`` rows that are not empty, sorted by period then by values; a value
            is a slug, ``""`` when unknown.
        """
        return counts.count(self._db, by, periods, filter)

    def delay_figures(
        self, from_utc: datetime, before_utc: datetime, *, pole: str | None = None
    ) -> DelayFigures:
        """How long those who asked in the period waited."""
        return counts.delays(self._db, from_utc, before_utc, pole)

    # --- drafts

    def save_draft(self, draft: Draft) -> None:
        """Keep what is being typed, to the letter."""
        drafts.save(self._db, draft)

    def drafts(self, advisor: str) -> list[Draft]:
        """The advisor's drafts, last touched first."""
        return drafts.of(self._db, advisor)

    def delete_draft(self, ident: str) -> None:
        """Forget a draft; nothing happens when there is none."""
        drafts.delete(self._db, ident)

    # --- searches, feedback and the versions of entries

    def log_search(self, entry: SearchLogEntry) -> None:
        """Record a search and what came of it."""
        usage.log(self._db, entry)

    def search_gaps(
        self, from_utc: datetime, before_utc: datetime, limit: int = 50
    ) -> list[SearchGap]:
        """« Cherché, pas trouvé »: what ended without an answer more often than not.

        The same words in any order, case, number or spelling are one; most frequent first.
        """
        return usage.gaps(self._db, from_utc, before_utc, limit)

    def search_likings(self, since: datetime) -> dict[str, dict[str, float]]:
        """By search (``usage.key_of``), the results that it ended with, from 0 to 1."""
        return usage.likings(self._db, since)

    def add_feedback(self, feedback: EntryFeedback) -> None:
        searches.add_feedback(self._db, feedback)

    def feedback(
        self, slug: str | None = None, *, closed: bool = True, limit: int = 1000
    ) -> list[EntryFeedback]:
        """What was said of an entry, or of all; newest first. ``closed``: the closed ones too."""
        return searches.feedback(self._db, slug, closed=closed, limit=limit)

    def close_feedback(self, number: int, *, by: str | None) -> None:
        """An editor has dealt with it; ``None`` opens it again."""
        searches.close_feedback(self._db, number, by)

    def keep_entry_version(self, slug: str, version: str, content: str) -> None:
        """Keep the text of an entry as it was when it was used."""
        searches.keep_entry_version(self._db, slug, version, content)

    def entry_versions(self, slug: str) -> list[tuple[str, datetime]]:
        """The versions of an entry that were kept, and since when; newest first."""
        return searches.entry_versions(self._db, slug)

    def entry_version(self, version: str) -> str | None:
        """The text of that version; None when it was never kept."""
        return searches.entry_version(self._db, version)
