"""Base: entries, official texts and past questions, searched as one types and read beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Static

from teleconseil import commands
from teleconseil.domain import QuestionSource, SearchLogEntry
from teleconseil.errors import TeleconseilError
from teleconseil.kb.model import Snippet
from teleconseil.screens.lecture import ReadingScreen
from teleconseil.screens.searching import SearchingScreen
from teleconseil.widgets.choice import Choice, ChoiceDialog
from teleconseil.widgets.clipboard import copy
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES, PANELS, TEXTS, Found, Line, reading
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
        self._literal = False
        self._settling: Timer | None = None
        self._found: Found | None = None

    def compose_body(self) -> ComposeResult:
        with Horizontal(classes="body", id="base"):
            with Vertical(id="trouve"):
                yield Input(placeholder="Chercher une réponse, un article…", id="recherche")
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
        self._literal = False
        self._search()

    def search_for(self, words: str) -> None:
        """Search these words, which another screen gives."""
        self.query_one("#recherche", Input).value = words

    def _search(self) -> None:
        words = self.query_one("#recherche", Input).value
        self.look_up_words(words, literal=self._literal)

    def found(self, found: Found) -> None:
        self._found = found
        self.query_one("#lecture-vide").display = not any(found.panels.values())
        if self._settling is not None:
            self._settling.stop()
        if len(found.query.strip()) > 2:
            self._settling = self.set_timer(_SETTLED_S, lambda: self._log(found))

    # --- acts

    @on(Input.Submitted, "#recherche")
    def action_ouvrir(self) -> None:
        """Read the chosen result over the whole screen."""
        if line := self.query_one(LivePanel).line:
            if self._found:
                self._log(self._found, opened=line.ident)
            self.action_lire()

    def key_down(self) -> None:
        self.action_resultat_suivant()

    def key_up(self) -> None:
        self.action_resultat_precedent()

    def action_tel_quel(self) -> None:
        """Search the words exactly as they were typed, without repairs."""
        self._literal = not self._literal
        self.say("Recherche telle quelle." if self._literal else "Recherche corrigée.")
        self._search()

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
        """Copy the short answer of an entry, or the whole of an article."""
        panel, services = self.query_one(LivePanel), self.services
        line = panel.line
        if services is None or line is None:
            return
        entry = services.entry(line.ident) if panel.current == ENTRIES else None
        try:
            text = entry.short_answer if entry else reading(services, panel.current, line).text
        except TeleconseilError as error:
            self.app.call_from_thread(self.complain, error)
            return
        self.app.call_from_thread(self._copied, text, line)

    def _copied(self, text: str, line: Line) -> None:
        copy(self.app, text)
        self.say(f"Copié : « {line.title} », {len(text)} caractères.")
        if self._found:
            self._log(self._found, opened=line.ident)

    @work(exclusive=True, group="sources")
    async def action_sources(self) -> None:
        """Read one of the articles that the chosen entry cites, at the version in force."""
        panel, services = self.query_one(LivePanel), self.services
        line = panel.line
        entry = services.entry(line.ident) if services and line else None
        if entry is None or services is None or services.knowledge is None:
            self.say("Choisissez d’abord une fiche : ses articles s’ouvriront ici.")
            return
        texts = services.knowledge.texts
        choices: list[Choice] = []
        for citation in entry.citations:
            found = texts.by_ident(citation.ident) if citation.ident else None
            articles = [found] if found else texts.article(f"{citation.text} {citation.article}")
            if articles and articles[0]:
                article = articles[0]
                choices.append(Choice(article.ident, f"{article.title} — {citation.text}"))
        if not choices:
            self.say("Aucun des articles cités n’est dans les textes importés.")
            return
        chosen = choices[0].value
        if len(choices) > 1:
            picked = await self.app.push_screen_wait(ChoiceDialog("Quel article lire ?", choices))
            if picked is None:
                return
            chosen = picked
        title = next(choice.label for choice in choices if choice.value == chosen)
        self.app.push_screen(ReadingScreen(TEXTS, Line(chosen, title, Snippet(""), "")))

    def source_used(self, source: QuestionSource, answer: str) -> None:
        """Nothing is being answered here."""

    # --- the log of searches, which the editors read

    @work(thread=True, group="log", exit_on_error=False)
    def _log(self, found: Found, opened: str | None = None) -> None:
        services = self.services
        if services is None:
            return
        shown = tuple(line.ident for lines in found.panels.values() for line in lines[:5])
        count = sum(len(lines) for lines in found.panels.values())
        scope = ",".join(name for name, _ in PANELS[:3])
        entry = SearchLogEntry(found.query.strip(), scope, count, shown, opened)
        try:
            services.store.log_search(entry)
        except TeleconseilError:
            return  # a search is never stopped by its log
