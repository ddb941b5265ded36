"""The versions of an entry over whatever screen asks: what was told, by whom it was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import OptionList, Static

from teleconseil import commands
from teleconseil.desk.entry_history import EntryVersion, all_versions
from teleconseil.errors import TeleconseilError
from teleconseil.screens.explained import Explained
from teleconseil.widgets.closing import Dialogue
from teleconseil.widgets.desk import Tone, desk_of
from teleconseil.widgets.page_items import version_items
from teleconseil.widgets.titled_list import TitledList


class VersionsScreen(Dialogue[None], Explained):
    """The list of versions; below, what the chosen one changed, or its whole text.

    ``version``: the one to show first, in full.
    """

    CSS_PATH = "versions.tcss"
    COMMANDS_HERE = commands.VERSIONS
    HELP_ON = "Versions d’une fiche"
    HELP = (
        "Les flèches choisissent une version ; Page↑ et Page↓ font défiler ce qu’elle a changé, ou "
        "son texte entier."
    )
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.VERSIONS)

    class Read(Message):
        """The versions, and why some are missing."""

        def __init__(self, versions: Sequence[EntryVersion], trouble: str) -> None:
            super().__init__()
            self.versions = versions
            self.trouble = trouble

    class NotRead(Message):
        """The database refused."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, slug: str, title: str, version: str = "") -> None:
        super().__init__()
        self._slug = slug
        self._title = title
        self._wanted = version
        self._whole = bool(version)
        self._versions: Sequence[EntryVersion] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialogue"):
            yield Static(self._title, classes="titre", markup=False)
            yield TitledList()
            yield Static(
                "↑ ↓ choisir · Page↑ Page↓ défiler · c différence ou texte entier · Échap revenir",
                classes="aide",
                markup=False,
            )

    def on_mount(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="versions")
    def _read(self) -> None:
        services = desk_of(self).services
        if services is None or services.knowledge is None:
            return
        try:
            found, trouble = all_versions(self._slug, services.knowledge.library, services.store)
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))
        else:
            self.post_message(self.Read(found, trouble))

    @on(Read)
    def _is_read(self, message: Read) -> None:
        self._versions = message.versions
        if message.trouble:
            desk_of(self).say(message.trouble, Tone.WARNING)
        self._show()
        hashes = [version.version for version in message.versions]
        if self._wanted in hashes:
            self.query_one(OptionList).highlighted = hashes.index(self._wanted)
        self.query_one(OptionList).focus()

    @on(NotRead)
    def _say_why(self, message: NotRead) -> None:
        desk_of(self).complain(message.error)

    def _show(self) -> None:
        zone = desk_of(self).settings.zone
        items = version_items(self._versions, zone, whole=self._whole)
        self.query_one(TitledList).show(items, "Aucune version connue de cette fiche.")

    def action_comparer(self) -> None:
        self._whole = not self._whole
        self._show()

    @on(TitledList.Opened)
    def action_fermer(self) -> None:
        self.dismiss()
