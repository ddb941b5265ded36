"""What the screens of the desk have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer

from teleconseil.commands import Command
from teleconseil.errors import TeleconseilError
from teleconseil.widgets.topbar import TopBar

if TYPE_CHECKING:
    from teleconseil.app import DeskApp
    from teleconseil.services import Services


class DeskScreen(Screen[None]):
    """A mode of the desk: the top line, a body, the footer.

    Subclasses give ``MODE``, ``COMMANDS_HERE`` and ``compose_body``; they follow the opening of the
    desk by ``services_ready`` (once) and ``knowledge_changed`` (each time the entries do).
    """

    MODE: ClassVar[str] = ""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = ()
    HELP: ClassVar[str] = ""
    """One paragraph for the help, in French."""

    def compose(self) -> ComposeResult:
        yield TopBar(self.MODE)
        yield from self.compose_body()
        yield Footer(show_command_palette=False, compact=True)

    def compose_body(self) -> ComposeResult:
        raise NotImplementedError

    def on_mount(self) -> None:
        self.watch(self.desk, "services", self._follow_services)
        self.watch(self.desk, "knowledge_ready", self._follow_knowledge)

    @property
    def desk(self) -> DeskApp:
        """The application, as what it is."""
        return cast("DeskApp", self.app)

    @property
    def services(self) -> Services | None:
        """What the desk holds; None until it is open."""
        return self.desk.services

    def services_ready(self, services: Services) -> None:
        """The database and the members can be used from now on."""

    def knowledge_changed(self) -> None:
        """The entries, the texts and the search can be used, or were read again."""

    def say(self, text: str) -> None:
        """One line that tells what was done."""
        self.notify(text, timeout=6, markup=False)

    def complain(self, error: TeleconseilError) -> None:
        """What went wrong and what to do about it; nothing that was typed has moved."""
        self.notify(str(error), severity="error", timeout=15, markup=False)

    def _follow_services(self, services: Services | None) -> None:
        if services is not None:
            self.services_ready(services)

    def _follow_knowledge(self, ready: bool) -> None:
        if ready:
            self.knowledge_changed()
