"""The composition root: what a running desk holds, opened in the order in which it is needed.

``open_services`` opens the database and the members: a call can be taken. ``load_knowledge`` then
reads the entries, the official texts and the search index: answers can be found. Neither is quick,
and neither touches the interface; the application runs them in a thread after its first paint.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from teleconseil import paths
from teleconseil.config import Settings
from teleconseil.desk.drafts import DraftKeeper
from teleconseil.desk.letters import fill_letter
from teleconseil.desk.members import MemberDirectory
from teleconseil.desk.proposals import Proposer
from teleconseil.desk.reference import ReferenceData, ReferenceFile, ReferenceProblem, sync
from teleconseil.desk.workshop import Workshop, open_workshop
from teleconseil.domain import (
    PastQuestion,
    Pole,
    Question,
    QuestionSource,
    SourceKind,
    Topic,
)
from teleconseil.errors import TeleconseilError
from teleconseil.kb.freshness import Currency, StaleCitation, freshness
from teleconseil.kb.library import Library
from teleconseil.kb.lint import Verifier
from teleconseil.kb.model import Cancelled, Entry, Freshness
from teleconseil.kb.search.asked import NOTHING, Asked, AskedBefore, documents, nothing_asked
from teleconseil.kb.search.prior import Liking, no_liking
from teleconseil.kb.templates import Filled
from teleconseil.kb.texts import ChangeKind, TextLibrary
from teleconseil.reports.callbacks import Callback, callbacks
from teleconseil.store import StoreError, open_store

if TYPE_CHECKING:
    from teleconseil.kb.search.engine import SearchEngine
    from teleconseil.kb.search.meaning.index import MeaningIndex
    from teleconseil.store import Store

Step = Callable[[str], None]
"""Told what is being done, in French, for the line that says so."""
Clock = Callable[[], datetime]
"""Gives the time that is shown; aware, in any zone."""


_LABELLED = 5_000
"""How many past questions teach the proposals: as many as are read in a blink."""
_LEARNT_OVER = timedelta(days=365)


def _silent(_: str) -> None:
    """Nobody is told."""


def _machine_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Knowledge:
    """Entries, official texts, and the search over both."""

    library: Library
    texts: TextLibrary
    search: SearchEngine | None = None
    meaning: MeaningIndex | None = None
    """What the entries mean; None until ``learn_meaning``, and without the extra."""
    notices: list[str] = field(default_factory=list)
    """What could not be read back or kept, for the line of messages."""
    liking: Liking = no_liking
    """What searches ended with, for the search to follow when the settings ask for it."""
    asked_before: AskedBefore = nothing_asked
    """What members asked that an entry answered, read by ``learn_asked``."""
    verifier: Verifier = field(default_factory=Verifier, repr=False)
    """Remembers what it found, so that a saved entry is verified alone."""
    currency: Currency = field(init=False, repr=False)
    """What the law has moved under, for the texts as they are imported now."""
    _asked: Asked = field(default_factory=nothing_asked, init=False, repr=False)
    _texts_stamp: str = field(init=False, repr=False)
    _refreshing: Lock = field(default_factory=Lock, init=False, repr=False)
    """A slow pass must not put back the search of an older one that the next has replaced."""

    def __post_init__(self) -> None:
        self._follow_texts()

    @classmethod
    def open(
        cls,
        settings: Settings,
        on_step: Step = _silent,
        *,
        liking: Liking = no_liking,
        asked_before: AskedBefore = nothing_asked,
    ) -> Knowledge:
        """Read the entries, then open the saved index or build it."""
        on_step("Lecture de la base de connaissances…")
        library = Library(settings.kb_dir)
        library.load()
        texts = TextLibrary(settings.texts_dir)
        knowledge = cls(library, texts, liking=liking, asked_before=asked_before)
        on_step("Ouverture de la recherche…")
        knowledge.reindex()
        return knowledge

    def _follow_texts(self) -> None:
        self._texts_stamp = self.texts.stamp()
        self.currency = Currency(self.texts)

    def reindex(self) -> None:
        """Open the index that goes with what the folders hold now."""
        from teleconseil.kb.search.opening import open_search

        engine = open_search(
            self.library.snapshot, self.texts, paths.cache_dir(), self.notices.append
        )
        self.search = replace(engine, liking=self.liking)
        self.search.prepare()
        if self._asked:
            self._take_up_entries()

    def _take_up_entries(self) -> None:
        """Search the entries as they are now, and the questions learned of them."""
        if self.search is not None:
            snapshot = self.library.snapshot
            found = documents(snapshot, self._asked)
            self.search = self.search.with_entries(found, snapshot.synonyms, snapshot.appellations)

    def learn_asked(self) -> None:
        """Find each entry by the questions that it answered, too; without a history, nothing.

        Some tenths of a second. Only this object keeps what was asked, until it is closed.
        """
        asked = NOTHING
        with contextlib.suppress(TeleconseilError):  # the entries' own words find them well enough
            asked = self.asked_before()
        with self._refreshing:
            if asked and asked != self._asked:
                self._asked = asked
                self._take_up_entries()

    def learn_meaning(self, on_step: Step, cancelled: Cancelled) -> None:
        """Take up what the entries and the names of chapters mean now: only the new is computed.

        The first time takes a minute or two; until then, and without the extra, the words alone
        count. Entries serve as soon as they are done.
        """
        from teleconseil.kb.search.opening import open_meaning, with_names

        snapshot, known = self.library.snapshot, self.meaning
        learned = open_meaning(
            snapshot,
            paths.cache_dir(),
            self.notices.append,
            asked=self._asked,
            encoder=known.encoder if known else None,
            progress=lambda done, total: on_step(f"Sens des fiches : {done} sur {total}…"),
            cancelled=cancelled,
        )
        if learned is None:
            return
        self.meaning = replace(learned, names=known.names if known else None)
        self.meaning = with_names(
            self.meaning,
            snapshot,
            self.texts,
            paths.cache_dir(),
            self.notices.append,
            progress=lambda done, total: on_step(f"Sens des textes : {done} sur {total}…"),
            cancelled=cancelled,
        )

    def closeness(self, query: str) -> dict[str, float]:
        """How close each entry is to what the query means; empty when that is not known."""
        return self.meaning.closeness(query) if self.meaning else {}

    def refresh(self) -> bool:
        """Read again what changed on disk; True when something did.

        Entries, synonyms and names of chapters are taken up at once: the texts' index stays as it
        is, unless a release of a text was imported meanwhile.
        """
        with self._refreshing:
            return self._refresh()

    def _refresh(self) -> bool:
        entries_changed = self.library.refresh()
        if self.texts.stamp() != self._texts_stamp:
            self._follow_texts()
            self.reindex()
            return True
        if not entries_changed:
            return False
        self._take_up_entries()
        return True


@dataclass(slots=True)
class Services:
    """What the screens work with."""

    settings: Settings
    store: Store
    reference_file: ReferenceFile
    reference: ReferenceData
    members: MemberDirectory
    drafts: DraftKeeper
    proposer: Proposer
    notices: tuple[str, ...] = ()
    """What could not be opened and was done without, for the line of messages."""
    reference_problem: TeleconseilError | None = None
    """Why ``reference`` is not what the file of themes says now."""
    knowledge: Knowledge | None = None
    clock: Clock = _machine_clock
    _members_stamp: str = field(default="", repr=False)

    def poles(self) -> tuple[Pole, ...]:
        return self.reference.poles

    def topics(self, pole: str | None = None) -> tuple[Topic, ...]:
        """Themes and sub-themes in the order of the file, of one pôle or of all."""
        return tuple(t for t in self.reference.topics if pole is None or t.pole == pole)

    def pole_label(self, slug: str | None) -> str:
        return self.reference.pole_label(slug)

    def pole_short(self, slug: str | None) -> str:
        return next((p.short for p in self.reference.poles if p.slug == slug), slug or "")

    def topic_label(self, slug: str | None) -> str:
        return self.reference.topic_label(slug)

    def entry(self, slug: str) -> Entry | None:
        return self.knowledge.library.entry(slug) if self.knowledge else None

    def entry_texts(self, sources: Iterable[QuestionSource]) -> dict[str, str]:
        """The whole text of each entry used, by version, be it replaced on disk since."""
        if self.knowledge is None:
            return {}
        library = self.knowledge.library
        found = {
            source.version: library.content(source.ident, source.version)
            for source in sources
            if source.kind is SourceKind.ENTRY
        }
        return {version: text for version, text in found.items() if text is not None}

    def freshness(self, entry: Entry) -> Freshness:
        """Whether the entry can be given as it stands today."""
        if self.knowledge is None:
            return freshness(entry, None, self.today())
        return self.knowledge.currency.freshness(entry, self.today())

    def stale_citations(self, entry: Entry) -> Sequence[StaleCitation]:
        """The articles cited by the entry that have changed since they were read."""
        return self.knowledge.currency.stale(entry) if self.knowledge else ()

    def workshop(self, knowledge: Knowledge) -> Workshop:
        """The entries as their editors see them; long on a large base.

        Raises:
            TeleconseilError: the database or the imported texts cannot be read.
        """
        snapshot, currency = knowledge.library.snapshot, knowledge.currency
        topics = self.reference.topics
        now = self.now()
        return open_workshop(self.store, snapshot, currency, knowledge.verifier, topics, now)

    def callbacks(self, knowledge: Knowledge) -> list[Callback]:
        """Everyone who was told an old rule since the new one is in force.

        Raises:
            TeleconseilError: the database or the imported texts cannot be read.
        """
        moved = [c for c in knowledge.texts.changes() if c.kind is not ChangeKind.EDITORIAL]
        entries, texts = knowledge.library.snapshot.entries, knowledge.currency.texts
        return callbacks(self.store, moved, entries, texts, self.settings.zone)

    def fill_letter(self, entry: Entry, question: Question) -> Filled:
        """The letter of a template with what is known of the question."""
        number, code = question.member_number, question.establishment_code
        return fill_letter(
            entry,
            question,
            member=self.members.get(number) if number else None,
            establishment=self.members.establishment(code) if code else None,
            reference=self.reference,
            settings=self.settings,
            now=self.now(),
        )

    def now(self) -> datetime:
        """The time of this machine, for what is shown; what is stored takes the database's."""
        return self.clock().astimezone(self.settings.zone)

    def today(self) -> date:
        return self.now().date()

    def past_questions(
        self, text: str, *, topic: str | None = None, limit: int = 8
    ) -> list[PastQuestion]:
        """Past questions that resemble this one, the most helpful first, whatever the typos."""
        search = self.knowledge.search if self.knowledge else None
        repairs = {r.typed: r.read for r in search.repairs(text)} if search else {}
        return self.store.search_questions(text, limit=limit, topic=topic, repairs=repairs)

    def member_history(self, number: str, limit: int = 20) -> list[Question]:
        return self.store.member_history(number, limit)

    def refresh_reference(self) -> bool:
        """Read the themes again if their file was saved since; True when it was.

        One with a mistake leaves them as they are, and ``reference_problem`` says which. When the
        database cannot follow yet, this is for the next time: a question needs a theme it knows.
        """
        if not self.reference_file.has_changed:
            return False
        try:
            reference = self.reference_file.read()
            sync(self.store, reference)
        except ReferenceProblem as problem:
            self.reference_problem = problem
            return True
        except StoreError:
            self.reference_file.forget()
            return False
        proposer = Proposer(reference.topics)
        _teach(proposer, self)
        self.reference, self.proposer, self.reference_problem = reference, proposer, None
        return True

    def refresh_members(self) -> bool:
        """Make the directory anew if members were imported since; True when it was."""
        stamp = self.store.members_stamp()
        if stamp == self._members_stamp:
            return False
        self.members = MemberDirectory(self.store.members(), self.store.establishments())
        self._members_stamp = stamp
        return True

    def close(self) -> None:
        self.store.close()


def open_services(
    settings: Settings, on_step: Step = _silent, clock: Clock | None = None
) -> Services:
    """Open what taking a call needs: the database, the themes, the members.

    A fault in ``themes.toml`` does not keep the desk closed: the themes of the database serve, and
    the notice says why.

    Raises:
        StoreError: the database cannot be opened.
    """
    on_step("Ouverture de la base…")
    store = open_store(settings.database_url, backup_dir=paths.backup_dir(), zone=settings.timezone)
    file = ReferenceFile(settings.kb_dir)
    problem: TeleconseilError | None = None
    try:
        reference = file.read()
        sync(store, reference)
    except TeleconseilError as error:
        problem = error
        reference = ReferenceData(tuple(store.poles()), tuple(store.topics()), {})
    services = Services(
        settings=settings,
        store=store,
        reference_file=file,
        reference=reference,
        reference_problem=problem,
        members=MemberDirectory(),
        drafts=DraftKeeper(paths.drafts_dir(), settings.advisor, store),
        proposer=Proposer(reference.topics),
        notices=(str(problem),) if problem else (),
        clock=clock or _machine_clock,
    )
    on_step("Lecture des adhérents…")
    services.refresh_members()
    return services


def load_knowledge(services: Services, on_step: Step = _silent) -> None:
    """Open what finding an answer needs, and teach the proposer the words of the entries."""
    knowledge = Knowledge.open(
        services.settings,
        on_step,
        liking=_liking(services),
        asked_before=services.store.asked_of_entries,
    )
    services.knowledge = knowledge
    services.notices = (*services.notices, *knowledge.notices)
    _teach(services.proposer, services)


def _teach(proposer: Proposer, services: Services) -> None:
    """The words of the entries, then those of the history."""
    if services.knowledge is not None:
        snapshot = services.knowledge.library.snapshot
        proposer.learn_entries(snapshot.entries.values())
        proposer.learn_synonyms(snapshot.synonyms)
    with contextlib.suppress(TeleconseilError):  # the entries alone propose well enough
        proposer.learn_questions(services.store.labelled_questions(_LABELLED))


def _liking(services: Services) -> Liking:
    """What the last year's searches ended with, if the settings ask that it be followed."""
    if not services.settings.learn_from_searches:
        return no_liking
    from teleconseil.store.usage import key_of

    learnt = services.store.search_likings(services.now() - _LEARNT_OVER)
    return lambda query: learnt.get(key_of(query), {})
