"""The words of the desk: enums and frozen dataclasses, pure.

Times are timezone-aware UTC ``datetime`` values everywhere; durations are whole seconds. Values of
the enums are what is stored, exported and typed on the command line; ``label`` is what is shown.

The first frame imports this module: no dataclass has slots, which would make each class twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final, Generic, Literal, TypeVar

T = TypeVar("T")


class Channel(StrEnum):
    """How a question came."""

    PHONE = "telephone"
    WRITTEN = "ecrit"

    @property
    def label(self) -> str:
        return {"telephone": "téléphone", "ecrit": "écrit"}[self.value]


class Status(StrEnum):
    """Where a question stands."""

    NEW = "nouvelle"
    IN_PROGRESS = "en-cours"
    ON_HOLD = "en-attente"
    ANSWERED = "repondue"
    CANCELLED = "annulee"

    @property
    def label(self) -> str:
        return {
            "nouvelle": "nouvelle",
            "en-cours": "en cours",
            "en-attente": "en attente",
            "repondue": "répondue",
            "annulee": "annulée",
        }[self.value]

    @property
    def glyph(self) -> str:
        return {
            "nouvelle": "○",
            "en-cours": "◐",
            "en-attente": "◔",
            "repondue": "●",
            "annulee": "×",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Someone still has something to do."""
        return self in OPEN_STATUSES


OPEN_STATUSES = frozenset({Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD})
COUNTED_STATUSES = frozenset(Status) - {Status.CANCELLED}
"""A cancelled question never counts."""


class Role(StrEnum):
    """What a person of the desk does."""

    ADVISOR = "conseiller"
    LEAD = "responsable"
    EDITOR = "redacteur"


class EventKind(StrEnum):
    """One line of a question's journal."""

    CREATED = "creee"
    TAKEN = "prise"
    ANSWERED = "repondue"
    HELD = "mise-en-attente"
    TRANSFERRED = "transferee"
    FOLLOWED_UP = "relancee"
    CANCELLED = "annulee"
    EDITED = "modifiee"
    UNDONE = "geste-annule"

    @property
    def label(self) -> str:
        return {
            "creee": "créée",
            "prise": "prise",
            "repondue": "répondue",
            "mise-en-attente": "mise en attente",
            "transferee": "transférée",
            "relancee": "relancée",
            "annulee": "annulée",
            "modifiee": "modifiée",
            "geste-annule": "dernier geste annulé",
        }[self.value]


class SourceKind(StrEnum):
    """What an answer rested on."""

    ENTRY = "fiche"
    ARTICLE = "article"


SIZE_BANDS = (
    "moins de 50",
    "50 à 150",
    "151 à 300",
    "301 à 500",
    "501 à 1 000",
    "plus de 1 000",
)
"""Head-count bands of a member organisation, as the activity report counts them, in order."""

SECTORS: Mapping[str, str] = {
    "handicap": "handicap",
    "protection-de-l-enfance": "protection de l’enfance",
    "lutte-contre-les-exclusions": "lutte contre les exclusions",
    "siege": "siège",
    "autre": "autre",
    "protection-juridique-des-majeurs": "protection juridique des majeurs",
    "grand-age": "grand âge",
    "sanitaire": "sanitaire",
}
"""Sector slug to label, as in the activity report."""

REGIONS = (
    "Auvergne-Rhône-Alpes",
    "Bourgogne-Franche-Comté",
    "Bretagne",
    "Centre-Val de Loire",
    "Corse",
    "Grand Est",
    "Guadeloupe",
    "Guyane",
    "Hauts-de-France",
    "Île-de-France",
    "La Réunion",
    "Martinique",
    "Mayotte",
    "Normandie",
    "Nouvelle-Aquitaine",
    "Occitanie",
    "Pays de la Loire",
    "Provence-Alpes-Côte d'Azur",
    "Saint-Martin",
    "Saint-Pierre-et-Miquelon",
)


@dataclass(frozen=True)
class Pole:
    """A department that answers."""

    slug: str
    label: str
    short: str
    """Two to four letters for narrow columns (« AS », « OSMS »)."""
    order: int = 0
    retired: bool = False


@dataclass(frozen=True)
class Topic:
    """A theme (``slug`` without a slash) or a sub-theme (``theme/sub-theme``) of one pôle."""

    slug: str
    label: str
    pole: str
    order: int = 0
    retired: bool = False

    @property
    def parent(self) -> str | None:
        """Slug of the theme that a sub-theme belongs to; None for a theme."""
        return self.slug.split("/", 1)[0] if "/" in self.slug else None


@dataclass(frozen=True)
class Advisor:
    """A person who works at the desk, known by name."""

    name: str
    role: Role = Role.ADVISOR
    pole: str | None = None
    active: bool = True


@dataclass(frozen=True)
class Member:
    """A member organisation (adhérent)."""

    number: str
    """As the federation writes it, leading zeros kept (« 0412 »)."""
    name: str
    town: str = ""
    region: str = ""
    sector: str = ""
    size_band: str = ""
    headcount: int | None = None
    phone: str = ""
    email: str = ""
    active: bool = True


@dataclass(frozen=True)
class Establishment:
    """A member's facility (IME, ESAT, MECS, EHPAD…)."""

    code: str
    """Stable identifier given by the federation (« 0412-03 »), unique."""
    member_number: str
    name: str
    kind: str = ""
    sector: str = ""
    town: str = ""
    region: str = ""
    active: bool = True


@dataclass(frozen=True)
class QuestionSource:
    """An entry or an article that an answer used, with the exact version."""

    kind: SourceKind
    ident: str
    """Slug of the entry, or KALIARTI…/LEGIARTI… id of the article."""
    version: str
    """Content hash of the entry, or version date / id of the article."""
    title: str = ""
    stale: bool = False
    """It was known to be out of date when it was used."""


@dataclass(frozen=True)
class NewQuestion:
    """What is needed to log a contact. ``None`` and ``""`` mean not known."""

    channel: Channel
    pole: str
    text: str
    received_at: datetime | None = None
    """None: now, by the database's clock."""
    status: Status = Status.NEW
    topic: str | None = None
    member_number: str | None = None
    establishment_code: str | None = None
    contact: str = ""
    answer: str = ""
    note: str = ""
    advisor: str | None = None
    """Who holds it (or who answered it)."""
    duration_s: int | None = None
    due_at: datetime | None = None
    sources: tuple[QuestionSource, ...] = ()
    answered_at: datetime | None = None
    """For an answered one. None: when the call ended if its duration is known, else now."""
    origin: str | None = None
    """What tells an imported question from any other: the same one is never logged twice."""
    arrival: str = ""
    """In French, what the journal says of how it came."""


@dataclass(frozen=True)
class Question:
    """One contact: the unit that is counted."""

    reference: str
    channel: Channel
    pole: str
    status: Status
    text: str
    received_at: datetime
    version: int
    """Grows by one with every change; a save against an older one is refused."""
    topic: str | None = None
    member_number: str | None = None
    member_name: str = ""
    establishment_code: str | None = None
    establishment_name: str = ""
    region: str = ""
    contact: str = ""
    answer: str = ""
    note: str = ""
    advisor: str | None = None
    duration_s: int | None = None
    due_at: datetime | None = None
    taken_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def delay_s(self) -> int | None:
        """Seconds until its answer; None when it has none, or was a call answered on the spot."""
        if self.answered_at is None or (self.channel is Channel.PHONE and self.due_at is None):
            return None
        return int((self.answered_at - self.received_at).total_seconds())

    def is_late(self, now: datetime) -> bool:
        return self.status.is_open and self.due_at is not None and self.due_at < now


@dataclass(frozen=True)
class QuestionEvent:
    """One line of the append-only journal of a question."""

    reference: str
    at: datetime
    by: str
    kind: EventKind
    detail: str = ""
    """In French, for people: the note of a transfer, what changed…"""


class Unset(Enum):
    """Type of ``UNSET``: « leave this field as it is », where None means « empty it »."""

    UNSET = "unset"


UNSET: Final[Literal[Unset.UNSET]] = Unset.UNSET


@dataclass(frozen=True)
class QuestionChange:
    """What a gesture changes in a question; a field left ``UNSET`` keeps its value.

    ``taken_at`` and ``answered_at`` follow the status by the database's clock unless they are set.
    """

    status: Status | Unset = UNSET
    pole: str | Unset = UNSET
    topic: str | Unset | None = UNSET
    member_number: str | Unset | None = UNSET
    establishment_code: str | Unset | None = UNSET
    contact: str | Unset = UNSET
    text: str | Unset = UNSET
    answer: str | Unset = UNSET
    note: str | Unset = UNSET
    advisor: str | Unset | None = UNSET
    duration_s: int | Unset | None = UNSET
    due_at: datetime | Unset | None = UNSET
    taken_at: datetime | Unset | None = UNSET
    answered_at: datetime | Unset | None = UNSET


@dataclass(frozen=True)
class BulkQuestion:
    """A question of a ready-made history, with its whole journal."""

    question: Question
    events: tuple[QuestionEvent, ...] = ()
    sources: tuple[QuestionSource, ...] = ()


@dataclass(frozen=True)
class BulkLoad:
    """A ready-made history for an empty database (demonstration, benchmarks)."""

    advisors: tuple[Advisor, ...]
    members: tuple[Member, ...]
    establishments: tuple[Establishment, ...]
    questions: Iterable[BulkQuestion]
    question_count: int = 0
    """How many questions to expect, for the progress bar; 0: unknown."""


@dataclass(frozen=True)
class DelayFigures:
    """How long those who ask wait, over the questions received in a period.

    The median is over the answered questions that could not be answered on the spot: written
    ones, and calls that were given a deadline. It counts elapsed, not business, seconds.
    """

    median_answer_s: int | None = None
    on_time: int = 0
    """Answered by their deadline."""
    due: int = 0
    """With a deadline, and answered or past it."""
    waiting: int = 0
    """Still open."""


@dataclass(frozen=True)
class SearchLogEntry:
    """One search and what came of it; nobody's name is kept."""

    query: str
    scope: str = ""
    """What was searched: « fiches », « textes », « questions », or several with commas."""
    found: int = 0
    shown: tuple[str, ...] = ()
    """Identifiers of the first results, in order."""
    opened: str | None = None
    used: str | None = None
    at: datetime | None = None
    """None when logging: now, by the database's clock."""


@dataclass(frozen=True)
class SearchGap:
    """What was searched and not found: nothing came, or nothing that was opened or used."""

    query: str
    """As it was last typed."""
    times: int
    """How many searches ended so."""
    found_nothing: int
    """How many of them brought no result at all."""
    last_at: datetime


@dataclass(frozen=True)
class EntryFeedback:
    """What an advisor says of an entry that did, or did not, help."""

    slug: str
    version: str
    by: str
    text: str = ""
    helpful: bool = False
    at: datetime | None = None
    """None when adding: now, by the database's clock."""
    number: int = 0
    """Given by the database; 0 before."""
    closed_at: datetime | None = None
    """When an editor dealt with it; None while it waits."""
    closed_by: str = ""


@dataclass(frozen=True)
class PastQuestion:
    """A question of the history that resembles what is being typed."""

    question: Question
    score: float
    sources: tuple[QuestionSource, ...] = ()
    contributions: Mapping[str, float] = field(default_factory=dict)
    """What made the score, in French: « mots », « thème », « récence », « réponse »."""


@dataclass(frozen=True)
class Draft:
    """What is being typed, saved as it is typed.

    ``fields`` holds the form as text, by field name (member_number, contact, text, pole, topic,
    answer, note, duration_s, reference…): a draft never refuses a value, however wrong.
    """

    ident: str
    advisor: str
    channel: Channel
    started_at: datetime
    updated_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionFilter:
    """Which questions a list shows; every criterion that is set must hold."""

    statuses: frozenset[Status] = OPEN_STATUSES
    """Empty: every status."""
    poles: frozenset[str] = frozenset()
    channel: Channel | None = None
    topic: str | None = None
    """A theme takes its sub-themes with it; "" for questions of no theme."""
    advisor: str | None = None
    unassigned: bool = False
    late_at: datetime | None = None
    """Only those whose deadline is before this moment."""
    on_time: bool = False
    """Only those answered by their deadline."""
    missed_at: datetime | None = None
    """Only those whose deadline, before this moment, passed unanswered, even if answered since."""
    waited: bool = False
    """Only those answered later than on the spot: the ones that the median delay is over."""
    member_number: str | None = None
    region: str | None = None
    """Region of the member; "" for questions of no known region."""
    received_from: datetime | None = None
    received_before: datetime | None = None
    text: str = ""
    """Words searched in the history's full text."""
    newest_first: bool = False


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows of a list and the key to ask for the next ones (None: there are no more)."""

    rows: tuple[T, ...]
    next_key: str | None = None


@dataclass(frozen=True)
class QueueCounts:
    """The live counts of the top line and of the triage tabs."""

    open: int = 0
    late: int = 0
    mine: int = 0
    my_pole: int = 0
    unassigned: int = 0
    on_hold: int = 0
    today: int = 0
    """Received since the local midnight, whatever the status."""
