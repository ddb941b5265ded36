"""One entry in the workshop: rendered, beside its problems, its articles and who was told what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Markdown, OptionList, Static
from textual.worker import get_current_worker

from teleconseil import commands
from teleconseil.desk.entry_page import EntryPage, entry_page
from teleconseil.desk.workshop import Dossier
from teleconseil.domain import EntryFeedback
from teleconseil.errors import TeleconseilError
from teleconseil.reports.callbacks import Callback
from teleconseil.screens.workshop_acts import WorkshopActs
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.dossier_words import heading
from teleconseil.widgets.page_items import (
    Side,
    article_items,
    call_items,
    problem_items,
    remark_items,
    version_items,
)
from teleconseil.widgets.tab_line import TabLine
from teleconseil.widgets.titled_list import Item, TitledList

if TYPE_CHECKING:
    from teleconseil.services import Services

ENTRY, PROBLEMS, ARTICLES = "fiche", "problemes", "articles"
CALLS, REMARKS, VERSIONS = "rappels", "retours", "versions"
_TABS = (
    (ARTICLES, "Articles"),
    (PROBLEMS, "Problèmes"),
    (CALLS, "À rappeler"),
    (REMARKS, "Retours"),
    (VERSIONS, "Versions"),
)
_NARROW_TABS = (*_TABS, (ENTRY, "Fiche"))
"""The entry is a tab where there is no room for it beside."""
_TABS_BESIDE = ((PROBLEMS, "Problèmes"),)
"""What is no entry has nothing else."""
_SHORT = {PROBLEMS: "Fautes", CALLS: "Rappels"}
_ALARMS = frozenset({ARTICLES, PROBLEMS, CALLS})
_EMPTY = {
    ARTICLES: "Cette fiche ne cite aucun article.",
    PROBLEMS: "Rien à redire.",
    CALLS: "Personne n’a été répondu avec l’ancienne règle.",
    REMARKS: "Aucun conseiller n’a laissé de retour.",
    VERSIONS: "Aucune version connue.",
    ENTRY: "",
}


class EntryScreen(WorkshopActs):
    """Left, the entry as an advisor reads it; right, what an editor must know to mend it."""

    MODE = "atelier"
    CSS_PATH = "fiche.tcss"
    COMMANDS_HERE = commands.WORKSHOP_ENTRY
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.WORKSHOP_ENTRY)
    AUTO_FOCUS = "#fiche-cote OptionList"
    HELP = (
        "← et → tournent les volets, les flèches choisissent, Page↑ et Page↓ défilent. Un article "
        "modifié montre sa différence mot à mot et les phrases de la fiche qui le nomment ; c "
        "montre la version lue, puis celle en vigueur. v marque la fiche comme vérifiée "
        "contre les versions en vigueur, avec votre nom ; u le défait."
    )

    class Read(Message):
        """Everything that stands beside the entry."""

        def __init__(self, page: EntryPage, calls: Sequence[Callback]) -> None:
            super().__init__()
            self.page = page
            self.calls = calls

    class Gone(Message):
        """Its file is no longer there."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__()
        self._dossier = dossier
        self._page: EntryPage | None = None
        self._calls: Sequence[Callback] = ()
        self._side = Side.DIFFERENCE
        self._shown = ""

    def compose_body(self) -> ComposeResult:
        with Horizontal(classes="body"):
            with VerticalScroll(id="fiche-texte"):
                yield Static(heading(self._dossier), id="fiche-titre", markup=False)
                yield Markdown(open_links=False)
            with Vertical(id="fiche-cote"):
                yield Static("", id="fiche-rappel", markup=False)
                yield TabLine(self._tabs(), short=_SHORT, alarms=_ALARMS, id="fiche-onglets")
                yield TitledList()

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_entry)

    def on_resize(self) -> None:
        self.call_after_refresh(self._offer_tabs)

    def _offer_tabs(self) -> None:
        self.query_one(TabLine).offer(self._tabs())

    def _tabs(self) -> Sequence[tuple[str, str]]:
        if self._dossier.is_beside:
            return _TABS_BESIDE
        return _NARROW_TABS if self.has_class("-narrow") else _TABS

    # --- reading

    def services_ready(self, services: Services) -> None:
        self._read()

    def knowledge_changed(self) -> None:
        self._read()

    def acted(self) -> None:
        self._read()

    @work(thread=True, exclusive=True, group="page")
    def _read(self) -> None:
        services, worker = self.services, get_current_worker()
        if services is None or services.knowledge is None:
            return
        knowledge = services.knowledge
        try:
            found = services.workshop(knowledge).again(self._dossier)
            if found is None:
                self.post_message(self.Gone())
                return
            page = entry_page(found, knowledge.library, knowledge.currency, services.store)
            calls = [c for c in services.callbacks(knowledge) if c.entry == found.slug]
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))
            return
        if not worker.is_cancelled:
            self.post_message(self.Read(page, calls))

    @on(Read)
    async def _is_read(self, message: Read) -> None:
        first, self._page = self._page is None, message.page
        self._calls = message.calls
        self._dossier = message.page.dossier
        tabs = self.query_one(TabLine)
        tabs.counts = self._counts(message.page)
        if first and not self._dossier.is_beside:
            tabs.current = next((k for k in (ARTICLES, PROBLEMS) if tabs.counts[k]), ARTICLES)
        await self._show_entry()
        self._show()

    @on(Gone)
    def _is_gone(self) -> None:
        self.say(f"{self._dossier.path.name} n’est plus dans le dossier des fiches.", Tone.WARNING)

    # --- showing

    def _counts(self, page: EntryPage) -> dict[str, int]:
        return {
            ARTICLES: sum(cited.is_stale for cited in page.articles),
            PROBLEMS: len(page.dossier.problems),
            CALLS: len(self._calls),
            REMARKS: sum(remark.closed_at is None for remark in page.remarks),
            VERSIONS: len(page.versions),
        }

    async def _show_entry(self) -> None:
        dossier = self._dossier
        for place in ("#fiche-titre", "#fiche-rappel"):
            self.query_one(place, Static).update(heading(dossier))
        body = dossier.entry.body if dossier.entry else ""
        if body != self._shown:
            self._shown = body
            await self.query_one(Markdown).update(body)

    @on(TabLine.Turned)
    def _show(self) -> None:
        tab = self.query_one(TabLine).current
        self.set_class(tab == ENTRY, "-lecture")
        if tab == ENTRY:
            self.query_one("#fiche-texte").focus()
        else:
            self.query_one(TitledList).show(self._items(tab), self._empty(tab))
            self.query_one(OptionList).focus()
        self.refresh_bindings()

    def _items(self, tab: str) -> list[Item]:
        page, zone = self._page, self.desk.settings.zone
        if page is None or tab == ENTRY:
            return []
        if tab == PROBLEMS:
            return problem_items(page.dossier.problems)
        if tab == ARTICLES:
            return article_items(page.articles, lambda: self._side)
        if tab == CALLS:
            return call_items(self._calls, zone)
        if tab == REMARKS:
            return remark_items(page.remarks, zone)
        return version_items(page.versions, zone)

    def _empty(self, tab: str) -> str:
        if self._page is None:
            return "Lecture…"
        return self._page.trouble if tab == VERSIONS and self._page.trouble else _EMPTY[tab]

    @on(TitledList.Chosen)
    def _chosen(self) -> None:
        self.refresh_bindings()

    # --- what an act is for

    def dossier(self) -> Dossier | None:
        return self._dossier

    def remark(self) -> EntryFeedback | None:
        remarks = self._page.remarks if self._page and self._tab == REMARKS else ()
        chosen = self.query_one(TitledList).current
        found = next((r for r in remarks if str(r.number) == chosen), None)
        return found if found and found.closed_at is None else None

    def calls(self) -> Sequence[Callback]:
        return self._calls

    @property
    def _tab(self) -> str:
        return self.query_one(TabLine).current

    def possible(self, command: type[commands.Command]) -> bool:
        if command is commands.Verify:
            return self._dossier.entry is not None
        if command is commands.EditEntry:
            return self._dossier.is_file
        if command is commands.CloseRemark:
            return self.remark() is not None
        if command is commands.CompareVersions:
            return self._tab == ARTICLES and bool(self._dossier.stale)
        if command is commands.ExportCalls:
            return bool(self.calls())
        if command is commands.UndoGesture:
            return bool(self.desk.edits)
        if command is commands.Open:
            return self._tab == CALLS and bool(self.calls())
        return True

    # --- acts of the page

    @on(TitledList.Opened)
    def action_ouvrir(self) -> None:
        """A problem opens the file at its line; an answer to correct, its question."""
        from teleconseil.screens.question import QuestionScreen

        chosen = self.query_one(TitledList).current
        if self._tab == PROBLEMS and self._page:
            problems = zip(self._items(PROBLEMS), self._page.dossier.problems, strict=True)
            problem = next((problem for item, problem in problems if item.key == chosen), None)
            if problem is not None and self._dossier.is_file:
                self._edit(problem.path, problem.line)
        call = next((c for c in self.calls() if c.question.reference == chosen), None)
        if self._tab == CALLS and call is not None:
            self.app.push_screen(QuestionScreen(call.question))

    def action_comparer(self) -> None:
        sides = list(Side)
        self._side = sides[(sides.index(self._side) + 1) % len(sides)]
        self.query_one(TitledList).show_detail_again()
        self.say(f"Article : {self._side.value}.")

    def action_onglet_suivant(self) -> None:
        self.query_one(TabLine).turn(1)

    def action_onglet_precedent(self) -> None:
        self.query_one(TabLine).turn(-1)

    def action_retour(self) -> None:
        self.leave()
