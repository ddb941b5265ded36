"""The articles that an entry cites, one at a time, as they were read or as they stand today."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from teleconseil.widgets.lookup import Cited, Reading
from teleconseil.widgets.reader import Reader
from teleconseil.widgets.tab_line import TabLine

_UNKNOWN = "Cet article n’est pas dans les textes importés (teleconseil textes importer)."
_GONE = "Cet article n’est plus en vigueur."
_NEVER_READ = "La version qui avait été lue n’a jamais été importée ici."


class ArticlesPane(Vertical):
    """A tab for each article, which version is shown, and the article."""

    DEFAULT_CSS = """
    ArticlesPane > TabLine { height: 1; margin-bottom: 1; }
    ArticlesPane > .version { height: auto; padding: 0 2; }
    """

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__()
        self._numbers = tuple(numbers)
        self._cited: tuple[Cited, ...] = ()
        self._as_read = False

    def compose(self) -> ComposeResult:
        yield TabLine([(str(rank), number) for rank, number in enumerate(self._numbers)])
        yield Static(classes="version discret", markup=False)
        yield Reader()

    async def use(self, cited: tuple[Cited, ...]) -> None:
        """Show these articles from now on, the first one that has changed first."""
        self._cited = cited
        moved = next((rank for rank, one in enumerate(cited) if one.moved), 0)
        self.query_one(TabLine).current = str(moved)
        await self._show()

    @property
    def shown(self) -> Reading | None:
        """The article that is read, when it is known."""
        if not self._cited:
            return None
        one = self._cited[int(self.query_one(TabLine).current)]
        return one.read if self._as_read else one.current

    def turn(self, step: int) -> None:
        """The next or the previous article."""
        self.query_one(TabLine).turn(step)

    async def other_version(self) -> None:
        """From the version in force to the one that was read, and back."""
        self._as_read = not self._as_read
        await self._show()

    @on(TabLine.Turned)
    async def _turned(self, event: TabLine.Turned) -> None:
        event.stop()
        await self._show()

    async def _show(self) -> None:
        if not self._cited:
            return
        one = self._cited[int(self.query_one(TabLine).current)]
        self.query_one(".version", Static).update(self._said(one))
        missing = _NEVER_READ if self._as_read else _GONE
        if one.read is None and one.current is None:
            missing = _UNKNOWN
        shown = self.shown or Reading(one.number, one.number, "", missing)
        await self.query_one(Reader).show(shown)

    def _said(self, one: Cited) -> str:
        which = "version lue pour la fiche" if self._as_read else "version en vigueur"
        return f"■ modifié depuis · {which}" if one.moved else f"● {which}"
