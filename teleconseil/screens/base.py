"""Base: entries, official texts and past questions, searched as one types and read beside."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from teleconseil import commands
from teleconseil.domain import QuestionSource
from teleconseil.errors import TeleconseilError
from teleconseil.kb.templates import words
from teleconseil.screens.lecture import ReadingScreen, copied
from teleconseil.screens.searching import SearchingScreen
from teleconseil.widgets.clipboard import copy
from teleconseil.widgets.fields import LineField
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES, PANELS, Found, Line, reading
from teleconseil.widgets.reader import Reader

if TYPE_CHECKING:
    from teleconseil.services import Services

_SETTLED_S = 1.5
"""A query that rests this long is one that someone meant: it is logged."""


class BaseScreen(SearchingScreen):
    """A field, what it finds by panel, and the chosen result in full."""

    MODE = "base"
    MAIN = "#lecture-base"
    CSS_PATH = "base.tcss"
    COMMANDS_HERE = commands.BASE
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.BASE)
    AUTO_FOCUS = "#recherche"
    HELP = (
        "Tapez comme on vous parle, ou un numéro d’article (« L3141-5 », « art 22 ccn66 »). "
        "Les flèches choisissent un résultat, qui se lit à droite ; Entrée l’ouvre en entier, "
        "Ctrl+B copie la réponse."
    )

    def __init__(self) -> None:
        super().__init__()
        self._settling: Timer | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(classes="body", id="base"):
            with Vertical(id="trouve"):
                yield LineField(placeholder="Chercher une réponse, un article…", id="recherche")
                yield LivePanel(PANELS[:3], id="volets")
            with Vertical(id="lecture-base"):
                yield Static("Ce que vous cherchez se lira ici.", id="lecture-vide", classes="vide")
                yield Reader(id="lecture")

    def services_ready(self, services: Services) -> None:
        self._search()

    def knowledge_changed(self) -> None:
        self._search()

    @on(Input.Changed, "#recherche")
    def _typed(self) -> None:
        self._search()

    def search_for(self, words: str) -> None:
        """Search these words, which another screen gives."""
        self.query_one("#recherche", Input).value = words

    def _search(self) -> None:
        words = self.query_one("#recherche", Input).value
        self.look_up_words(words)

    def found(self, found: Found) -> None:
        something = any(found.panels.values())
        self.query_one("#lecture-vide").display = not something
        self.query_one(Reader).visible = something
        if self._settling is not None:
            self._settling.stop()
        if len(found.query.strip()) > 2:
            self._settling = self.set_timer(_SETTLED_S, self._log)

    # --- acts

    @on(Input.Submitted, "#recherche")
    def action_ouvrir(self) -> None:
        """Read the chosen result over the whole screen."""
        if line := self.query_one(LivePanel).line:
            self._log(opened=line.ident)
            self.action_lire()

    def key_down(self) -> None:
        self.action_resultat_suivant()

    def key_up(self) -> None:
        self.action_resultat_precedent()

    def action_retour(self) -> None:
        field = self.query_one("#recherche", Input)
        if self.close_panel():
            return
        if field.value:
            field.value = ""
            field.focus()
        else:
            self.app.switch_mode("triage")

    @work(thread=True, group="copy")
    def action_copier(self) -> None:
        """Copy the letter or the short answer of an entry, or the whole of an article."""
        panel, services = self.query_one(LivePanel), self.services
        line = panel.line
        if services is None or line is None:
            return
        entry = services.entry(line.ident) if panel.current == ENTRIES else None
        try:
            text = words(entry) if entry else reading(services, panel.current, line).text
        except TeleconseilError as error:
            self.app.call_from_thread(self.complain, error)
            return
        self.app.call_from_thread(self._copied, text, line)

    def _copied(self, text: str, line: Line) -> None:
        copy(self.app, text)
        self.say(copied(line.title, text))
        self._log(opened=line.ident)

    def action_sources(self) -> None:
        """Read the chosen entry with, beside it, the articles that it cites."""
        panel = self.query_one(LivePanel)
        if panel.current == ENTRIES and panel.line is not None:
            self._log(opened=panel.line.ident)
            self.app.push_screen(ReadingScreen(ENTRIES, panel.line, articles=True))
        else:
            self.say("Choisissez d’abord une fiche : ses articles s’ouvriront à côté d’elle.")

    def source_used(self, source: QuestionSource | None, answer: str) -> None:
        """Nothing is being answered here."""

    # --- the log of searches, which the editors read

    @work(thread=True, group="log", exit_on_error=False)
    def _log(self, opened: str | None = None) -> None:
        services, record = self.services, self.search_record(opened=opened)
        if services is not None and record is not None:
            with suppress(TeleconseilError):  # a search is never stopped by its log
                services.store.log_search(record)
