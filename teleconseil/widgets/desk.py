"""What every screen and widget may expect of the application: the state that they share.

``teleconseil.app.DeskApp`` fills it in. It stands here so that screens and widgets can name it
without importing the application, which imports them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from textual import work
from textual.app import App
from textual.dom import DOMNode
from textual.reactive import reactive
from textual.timer import Timer

from teleconseil.config import Settings
from teleconseil.domain import QueueCounts
from teleconseil.errors import TeleconseilError
from teleconseil.widgets.draft_writer import DraftWriter

if TYPE_CHECKING:
    from teleconseil.desk.entry_edits import Act
    from teleconseil.desk.triage import Gesture
    from teleconseil.services import Services


class Tone(StrEnum):
    """How a message is said; the value is the class of the line that shows it."""

    DONE = "-done"
    WARNING = "-warning"
    ERROR = "-error"


@dataclass(frozen=True, slots=True)
class Said:
    """One line for the advisor."""

    text: str
    tone: Tone = Tone.DONE


_SECONDS = {Tone.DONE: 8.0, Tone.WARNING: 15.0, Tone.ERROR: 60.0}


class Desk(App[None]):
    """The state of the desk that screens follow, and how they speak to the advisor."""

    services: reactive[Services | None] = reactive(None, init=False)
    """None until the database and the members are open."""
    knowledge_version: reactive[int] = reactive(0, init=False)
    """0 until entries, texts and search are there; grows each time they are read again."""
    opening: reactive[str] = reactive("", init=False)
    """What the opening is at, empty once it is over."""
    counts: reactive[QueueCounts] = reactive(QueueCounts(), init=False)
    workshop_count: reactive[int] = reactive(0, init=False)
    """How many entries wait for an editor."""
    call_started: reactive[datetime | None] = reactive(None, init=False)
    """When the running call began; None when there is none."""
    said: reactive[Said | None] = reactive(None, init=False)
    revision: reactive[int] = reactive(0, init=False)
    """Grows each time this desk changed a question."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self.settings = settings
        self._clock = clock
        self.gestures: list[tuple[Gesture, ...]] = []
        """The gestures of this sitting that can be taken back, the last one last."""
        self.edits: list[Act] = []
        """What was done to entries in this sitting and can be taken back, the last one last."""
        self._silence: Timer | None = None
        self._folder_lost = False
        self.themes_problem: TeleconseilError | None = None
        """Why the themes are not those of their file, as it was said."""
        self.drafts = DraftWriter(
            settings.advisor, lambda error: self.call_from_thread(self.complain, error)
        )

    def now(self) -> datetime:
        """The time that is shown, in the service's zone."""
        now = self._clock() if self._clock else datetime.now(UTC)
        return now.astimezone(self.settings.zone)

    def say(self, text: str, tone: Tone = Tone.DONE, seconds: float | None = None) -> None:
        """Say something in the line at the bottom, until the next thing is said."""
        if self._silence is not None:
            self._silence.stop()
        self.said = Said(text, tone)
        self._silence = self.set_timer(seconds or _SECONDS[tone], self.hush)

    def complain(self, error: TeleconseilError) -> None:
        """Say what went wrong and what to do about it; nothing that was typed moves."""
        self.say(str(error), Tone.ERROR)

    def hush(self) -> None:
        """Take the message away."""
        self.said = None

    def refresh_knowledge(self) -> None:
        """Look at once, in a thread, for what changed in the folders."""
        raise NotImplementedError

    def knowledge_read(self) -> None:
        """Entries or themes were read, or read again: the screens follow, what is lost is said."""
        self.knowledge_version += 1
        if self.services is None or self.services.knowledge is None:
            return
        lost = self.services.knowledge.library.snapshot.folder_problem
        if lost is not None:
            self._folder_lost = True
            self.say(f"{lost.message} {lost.remedy}", Tone.ERROR)
        elif self._folder_lost:
            self._folder_lost = False
            self.say("Le dossier des fiches est de nouveau là.")
        else:
            self._tell_of_themes(self.services.reference_problem)
        self._count_waiting()

    def _tell_of_themes(self, problem: TeleconseilError | None) -> None:
        """A mistake in their file is said once, and that it is mended."""
        before, self.themes_problem = self.themes_problem, problem
        if problem is not None and problem is not before:
            self.say(f"{problem} Les thèmes d’avant servent en attendant.", Tone.ERROR)
        elif problem is None and before is not None:
            self.say("Le fichier des thèmes est de nouveau lu.")

    @work(thread=True, exclusive=True, group="waiting", exit_on_error=False)
    def _count_waiting(self) -> None:
        """How many entries wait for an editor, for the top line."""
        from teleconseil.desk.workshop import waiting

        knowledge = self.services.knowledge if self.services else None
        if knowledge is None:
            return
        try:
            count = waiting(knowledge.library.snapshot, knowledge.currency, self.now().date())
        except TeleconseilError:
            return  # the workshop says why when it is opened
        self.call_from_thread(setattr, self, "workshop_count", count)

    def questions_changed(self) -> None:
        """A question was written: the counts and the lists are read again."""
        self.revision += 1
        self.refresh_counts()

    @work(thread=True, exclusive=True, group="counts", exit_on_error=False)
    def refresh_counts(self) -> None:
        """Read the queue's counts again, in a thread."""
        services = self.services
        if services is None:
            return
        now = self.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            counts = services.store.queue_counts(
                advisor=self.settings.advisor,
                pole=self.settings.pole,
                now=now.astimezone(UTC),
                day_start_utc=midnight.astimezone(UTC),
            )
        except TeleconseilError:
            return  # whoever acts is told; a count in the background stays silent
        self.call_from_thread(setattr, self, "counts", counts)


def desk_of(node: DOMNode | Any) -> Desk:
    """The application of a mounted node, as what it is."""
    return cast(Desk, node.app)
