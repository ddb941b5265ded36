"""The Textual application: modes, themes, keys, first paint, and the worker that opens the desk.

Nothing here imports the database or the search: the first screen is painted, then a thread imports
``teleconseil.services`` and opens everything. Screens follow ``services`` and ``knowledge_ready``,
two reactives of the application.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from teleconseil import commands
from teleconseil.config import Settings, load_settings
from teleconseil.desk_themes import THEMES
from teleconseil.domain import Channel, QueueCounts
from teleconseil.errors import TeleconseilError

if TYPE_CHECKING:
    from teleconseil.services import Services

_MODES = {
    "triage": "teleconseil.screens.triage:TriageScreen",
    "appel": "teleconseil.screens.appel:CallScreen",
    "ecrit": "teleconseil.screens.appel:WrittenScreen",
    "base": "teleconseil.screens.base:BaseScreen",
    "adherents": "teleconseil.screens.adherents:MembersScreen",
    "statistiques": "teleconseil.screens.stats:StatsScreen",
    "atelier": "teleconseil.screens.atelier:WorkshopScreen",
}
"""Mode to the screen that opens it, imported the first time it is shown."""


def _factory(place: str) -> Callable[[], Screen[None]]:
    module, _, name = place.partition(":")

    def make() -> Screen[None]:
        screen: Screen[None] = getattr(import_module(module), name)()
        return screen

    return make


class DeskApp(App[None]):
    """The desk."""

    TITLE = "téléconseil"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "f24"  # the command « Palette » carries the real key
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = {  # type: ignore[assignment]
        mode: _factory(place) for mode, place in _MODES.items()
    }
    BINDINGS = commands.bindings(commands.EVERYWHERE)  # type: ignore[assignment]
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [
        (0, "-narrow"),
        (100, "-wide"),
        (170, "-huge"),
    ]

    services: reactive[Services | None] = reactive(None)
    knowledge_ready: reactive[bool] = reactive(False)
    opening: reactive[str] = reactive("")
    counts: reactive[QueueCounts] = reactive(QueueCounts())
    call_started: reactive[datetime | None] = reactive(None)
    """When the running call began; None when there is none."""

    class Opened(Message):
        """The database and the members are there."""

        def __init__(self, services: Services) -> None:
            super().__init__()
            self.services = services

    class Learned(Message):
        """The entries, the texts and the search are there."""

    class Step(Message):
        """What the opening is at."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Failed(Message):
        """Something could not be opened."""

        def __init__(self, error: TeleconseilError, *, fatal: bool) -> None:
            super().__init__()
            self.error = error
            self.fatal = fatal

    def __init__(
        self, settings: Settings | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__()
        self.settings = settings or load_settings()
        self._clock = clock

    # --- opening

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme
        self.set_keymap(dict(self.settings.keymap))
        self.switch_mode("triage")
        self.call_after_refresh(self._open)

    @work(thread=True, group="opening", exit_on_error=False)
    def _open(self) -> None:
        from teleconseil.services import load_knowledge, open_services

        fatal = True
        try:
            services = open_services(self.settings, lambda t: self._tell(self.Step(t)))
            self._tell(self.Opened(services))
            fatal = False
            load_knowledge(services, lambda t: self._tell(self.Step(t)))
            self._tell(self.Learned())
        except TeleconseilError as error:
            self._tell(self.Failed(error, fatal=fatal))

    def _tell(self, message: Message) -> None:
        self.post_message(message)

    def on_desk_app_step(self, message: Step) -> None:
        self.opening = message.text

    def on_desk_app_opened(self, message: Opened) -> None:
        self.services = message.services
        for notice in message.services.notices:
            self.notify(notice, severity="warning", timeout=12, markup=False)
        self.refresh_counts()
        self.set_interval(15, self.refresh_counts)
        self._offer_drafts()

    def on_desk_app_learned(self) -> None:
        self.opening = ""
        self.knowledge_ready = True
        self.set_interval(5, self._watch_knowledge)

    def on_desk_app_failed(self, message: Failed) -> None:
        self.opening = ""
        self.notify(
            str(message.error),
            title="Le bureau n’a pas pu s’ouvrir" if message.fatal else "Recherche indisponible",
            severity="error",
            timeout=60,
            markup=False,
        )

    @work(exclusive=True, group="drafts")
    async def _offer_drafts(self) -> None:
        from teleconseil.screens.brouillons import offer_drafts

        await offer_drafts(self)

    # --- what stays true while the desk is open

    def now(self) -> datetime:
        """The time that is shown, in the service's zone."""
        return self._clock() if self._clock else datetime.now(self.settings.zone)

    @work(thread=True, exclusive=True, group="counts", exit_on_error=False)
    def refresh_counts(self) -> None:
        """Read the queue's counts again."""
        if self.services is None:
            return
        now = self.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            counts = self.services.store.queue_counts(
                advisor=self.settings.advisor,
                pole=self.settings.pole,
                now=now,
                day_start_utc=midnight,
            )
        except TeleconseilError:
            return  # the screens say so when someone acts; a background count stays silent
        self.call_from_thread(setattr, self, "counts", counts)

    @work(thread=True, exclusive=True, group="knowledge", exit_on_error=False)
    def _watch_knowledge(self) -> None:
        """Entries and synonyms saved by an editor are used without a restart."""
        knowledge = self.services.knowledge if self.services else None
        if knowledge is not None and knowledge.refresh():
            self._tell(self.Learned())

    def get_default_screen(self) -> Screen[None]:
        return Screen()

    # --- acts that work everywhere

    def action_aide(self) -> None:
        from teleconseil.screens.aide import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_appel(self) -> None:
        self._start_capture(Channel.PHONE)

    def action_ecrit(self) -> None:
        self._start_capture(Channel.WRITTEN)

    @work(exclusive=True, group="capture")
    async def _start_capture(self, channel: Channel) -> None:
        from teleconseil.screens.appel import CaptureScreen

        await self.switch_mode("appel" if channel is Channel.PHONE else "ecrit")
        if isinstance(self.screen, CaptureScreen):
            self.screen.begin()

    def action_triage(self) -> None:
        self.switch_mode("triage")

    def action_base(self) -> None:
        self.switch_mode("base")

    def action_adherents(self) -> None:
        self.switch_mode("adherents")

    def action_statistiques(self) -> None:
        self.switch_mode("statistiques")

    def action_atelier(self) -> None:
        self.switch_mode("atelier")

    def action_apparence(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_quitter(self) -> None:
        self.exit()

    def on_unmount(self) -> None:
        if self.services is not None:
            self.services.close()


def run() -> None:
    """Open the desk on the whole terminal."""
    DeskApp().run()
