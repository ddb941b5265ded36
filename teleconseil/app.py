"""The Textual application: modes, looks, keys, first paint, and the worker that opens the desk.

Nothing here imports the database or the search: the first screen is painted, then a thread
imports ``teleconseil.services`` and opens everything. Screens follow the reactives of
``widgets.desk.Desk``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.command import Provider
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from teleconseil import commands
from teleconseil.config import Settings, load_settings
from teleconseil.desk_themes import THEMES
from teleconseil.errors import TeleconseilError
from teleconseil.widgets.desk import Desk, Tone

if TYPE_CHECKING:
    from teleconseil.services import Services

_MODES = {
    "triage": "teleconseil.screens.triage:TriageScreen",
    "appel": "teleconseil.screens.appel:CallScreen",
    "ecrit": "teleconseil.screens.ecrit:WrittenScreen",
    "base": "teleconseil.screens.base:BaseScreen",
    "adherents": "teleconseil.screens.adherents:MembersScreen",
    "statistiques": "teleconseil.screens.stats:StatsScreen",
    "atelier": "teleconseil.screens.atelier:WorkshopScreen",
}
"""Mode to the screen that opens it, imported the first time it is shown."""
_COUNTS_EVERY_S = 10.0
_KNOWLEDGE_EVERY_S = 5.0


def _factory(place: str) -> Callable[[], Screen[None]]:
    module, _, name = place.partition(":")

    def make() -> Screen[None]:
        screen: Screen[None] = getattr(import_module(module), name)()
        return screen

    return make


def _palette() -> type[Provider]:
    from teleconseil.screens.palette import CommandProvider

    return CommandProvider


class DeskApp(Desk):
    """The desk."""

    TITLE = "téléconseil"
    CSS_PATH = "app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette}
    # Textual declares a wider type that a dict, being invariant, cannot narrow.
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = {  # type: ignore[assignment]
        mode: _factory(place) for mode, place in _MODES.items()
    }
    DEFAULT_MODE = "triage"
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.EVERYWHERE)
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [  # noqa: RUF012 - Textual's own type
        (0, "-narrow"),
        (100, "-wide"),
        (170, "-huge"),
    ]

    class Opened(Message):
        """The database and the members are there."""

        def __init__(self, services: Services) -> None:
            super().__init__()
            self.services = services

    class Learned(Message):
        """The entries, the texts and the search are there, or were read again."""

    class Step(Message):
        """What the opening is at."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Failed(Message):
        """Something could not be opened."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(
        self, settings: Settings | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(settings or load_settings(), clock)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.settings.theme
        self.set_keymap(dict(self.settings.keymap))

    # --- opening

    def on_mount(self) -> None:
        self.call_after_refresh(self._open)

    @work(thread=True, group="opening")
    def _open(self) -> None:
        from teleconseil.services import load_knowledge, open_services

        def step(text: str) -> None:
            self.post_message(self.Step(text))

        try:
            services = open_services(self.settings, step, self.now)
            self.post_message(self.Opened(services))
            load_knowledge(services, step)
            self.post_message(self.Learned())
        except TeleconseilError as error:
            self.post_message(self.Failed(error))

    def on_desk_app_step(self, message: Step) -> None:
        self.opening = message.text

    def on_desk_app_opened(self, message: Opened) -> None:
        self.drafts.use(message.services.drafts)
        self.services = message.services
        self.themes_problem = message.services.reference_problem  # it is among the notices
        if message.services.notices:
            self.say(" ".join(message.services.notices), Tone.WARNING, 60)
        self._offer_what_was_left()
        self.refresh_counts()
        self.set_interval(_COUNTS_EVERY_S, self.refresh_counts)

    def on_desk_app_learned(self) -> None:
        self.opening = ""
        self._learn_more()
        self.knowledge_read()
        if self.knowledge_version == 1:
            self.set_interval(_KNOWLEDGE_EVERY_S, self._watch_knowledge)

    def on_desk_app_failed(self, message: Failed) -> None:
        self.opening = ""
        self.complain(message.error)

    @work(thread=True, exclusive=True, group="meaning")
    def _learn_more(self) -> None:
        """What entries were asked, what they mean, after all else: calls are taken meanwhile."""
        worker, services = get_current_worker(), self.services

        def step(text: str) -> None:
            self.post_message(self.Step(text))

        if services is None or services.knowledge is None:
            return
        services.knowledge.learn_asked()
        if self.settings.meaning:
            services.knowledge.learn_meaning(step, lambda: worker.is_cancelled)
            self.post_message(self.Step(""))

    def refresh_knowledge(self) -> None:
        self._watch_knowledge()

    @work(thread=True, exclusive=True, group="knowledge")
    def _watch_knowledge(self) -> None:
        """Entries, synonyms and themes saved by an editor are used without a restart."""
        services = self.services
        if services is None or services.knowledge is None:
            return
        changed = services.refresh_reference()
        try:
            changed |= services.knowledge.refresh()
        except TeleconseilError as error:
            self.post_message(self.Failed(error))
        if changed:
            self.post_message(self.Learned())

    # --- acts that work everywhere

    def action_aide(self) -> None:
        from teleconseil.screens.aide import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    @work
    async def action_appel(self) -> None:
        await self._capture("appel")

    @work
    async def action_ecrit(self) -> None:
        await self._capture("ecrit")

    async def _capture(self, mode: str) -> None:
        from teleconseil.screens.appel import CaptureScreen

        await self.switch_mode(mode)
        screen = self.screen
        if isinstance(screen, CaptureScreen) and screen.is_mounted:
            screen.begin()
        elif isinstance(screen, CaptureScreen):  # the key was struck twice: it is being made
            screen.call_later(screen.begin)

    @work(exclusive=True, group="drafts")
    async def action_brouillons(self) -> None:
        from teleconseil.screens.brouillons import offer_drafts

        await offer_drafts(self)

    @work(exclusive=True, group="drafts")
    async def _offer_what_was_left(self) -> None:
        from teleconseil.screens.brouillons import offer_at_start

        await offer_at_start(self)

    def action_command_palette(self) -> None:
        from teleconseil.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(placeholder="Chercher une commande…"))

    def action_apparence(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_help_quit(self) -> None:
        self.say("Ctrl+Q quitte le bureau ; ce qui est en cours de saisie reste en brouillon.")

    def action_quitter(self) -> None:
        self.exit()

    def on_unmount(self) -> None:
        self.drafts.close()
        if self.services is not None:
            self.services.close()

    # --- the edge

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:  # noqa: ARG002 - Textual's signature
        names = ", ".join(sorted(f"« {binding.id} »" for binding in clashed_bindings))
        self.say(
            f"Réglage [touches] : une touche sert déjà à {names}, qui n’en a plus.", Tone.WARNING
        )

    def _fatal_error(self) -> None:
        """An unexpected error: logged, said in one French sentence, never a traceback."""
        from rich.text import Text

        from teleconseil.cli.edge import log_unexpected

        error = self._exception or RuntimeError("erreur sans cause connue")
        where = log_unexpected(error)
        self.panic(
            Text(
                f"Le bureau s’est arrêté sur une erreur inattendue ({type(error).__name__}) ; "
                f"{where}. Ce qui était en cours de saisie est gardé en brouillon : "
                "relancez teleconseil pour le reprendre."
            )
        )


def run() -> None:
    """Open the desk on the whole terminal; the exit status is 1 after an unexpected error."""
    app = DeskApp()
    app.run()
    if app.return_code:
        raise SystemExit(app.return_code)
