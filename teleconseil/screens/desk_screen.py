"""What the screens of the desk have in common: the top line, a body, the foot, the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import Worker

from teleconseil import commands
from teleconseil.errors import TeleconseilError
from teleconseil.screens.explained import Explained
from teleconseil.widgets.closing import ClosedOnce
from teleconseil.widgets.desk import Desk, Tone, desk_of
from teleconseil.widgets.foot import Foot
from teleconseil.widgets.topbar import TopBar

if TYPE_CHECKING:
    from teleconseil.services import Services


WRITE = "write"
"""Group of the workers that write: what they answer is told, so they are waited for."""


class DeskScreen(ClosedOnce[None], Explained):
    """A screen of the desk.

    Subclasses give ``MODE``, ``COMMANDS_HERE``, ``BINDINGS = commands.bindings(COMMANDS_HERE)``
    and ``compose_body``, and one ``action_<name>`` for each command; ``possible`` says which of
    these make sense now. ``services_ready`` comes once, when the database is open (at once if it
    already is); ``knowledge_changed`` each time the entries, the texts and the search were read.
    """

    class NotRead(Message):
        """What the screen shows could not be read."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    _leaving = False
    """It is to be closed once what it writes is answered for."""

    def compose(self) -> ComposeResult:
        yield TopBar(self.MODE)
        yield from self.compose_body()
        yield Foot(self.COMMANDS_HERE)

    def compose_body(self) -> ComposeResult:
        raise NotImplementedError

    def on_mount(self) -> None:
        self.watch(self.desk, "services", self._follow_services)
        self.watch(self.desk, "knowledge_version", self._follow_knowledge)

    @property
    def desk(self) -> Desk:
        """The application, as what it is."""
        return desk_of(self)

    @property
    def services(self) -> Services | None:
        """What the desk holds; None until it is open."""
        return self.desk.services

    def services_ready(self, services: Services) -> None:
        """The database and the members can be used from now on."""

    def knowledge_changed(self) -> None:
        """The entries, the texts and the search can be used, or were read again."""

    def possible(self, command: type[commands.Command]) -> bool:
        """Whether that command of this screen makes sense now."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        command = commands.BY_NAME.get(action)
        if command is None or command not in self.COMMANDS_HERE:
            return True
        return self.is_mounted and self.possible(command)

    def leave(self) -> None:
        """Go back to the screen below; what is being written is waited for, and that is said."""
        if self._is_writing:
            self.say("Enregistrement en cours, puis retour…")
        self.close_once_written()

    def close_once_written(self) -> None:
        """Close, once everything that this screen is writing is answered for.

        Closed before, it would not hear what became of it: nothing would be said, nor undone.
        """
        self._leaving = True
        self._close_if_written()

    @property
    def _is_writing(self) -> bool:
        mine = (worker for worker in self.workers if worker.node is self)
        return any(worker.group == WRITE and not worker.is_finished for worker in mine)

    @on(Worker.StateChanged)
    def _close_if_written(self) -> None:
        """Told of a worker's end after what it answered."""
        if self._leaving and not self._is_writing:
            self.dismiss()

    def not_read(self, error: TeleconseilError) -> None:
        """What the screen shows could not be read: say it."""
        self.complain(error)

    def say(self, text: str, tone: Tone = Tone.DONE, seconds: float | None = None) -> None:
        """One line that tells what was done."""
        self.desk.say(text, tone, seconds)

    def complain(self, error: TeleconseilError) -> None:
        """What went wrong and what to do about it; nothing that was typed has moved."""
        self.desk.complain(error)

    @on(NotRead)
    def _hear_why(self, message: NotRead) -> None:
        self.not_read(message.error)

    def _follow_services(self, services: Services | None) -> None:
        if services is not None:
            self.services_ready(services)
            self.refresh_bindings()

    def _follow_knowledge(self, version: int) -> None:
        if version:
            self.knowledge_changed()
