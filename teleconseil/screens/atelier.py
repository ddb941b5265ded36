"""Atelier: the entries that wait for an editor, what advisors said, what was searched in vain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import ContentSwitcher, Static
from textual.worker import get_current_worker

from teleconseil import commands
from teleconseil.desk.workshop import Dossier, Shelf, Workshop
from teleconseil.domain import EntryFeedback, SearchGap
from teleconseil.errors import TeleconseilError
from teleconseil.reports.callbacks import Callback
from teleconseil.screens.workshop_acts import WorkshopActs
from teleconseil.text import fold
from teleconseil.widgets.dossier_words import preview
from teleconseil.widgets.entry_columns import entry_columns, gap_columns, remark_columns
from teleconseil.widgets.row_list import RowList
from teleconseil.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from teleconseil.services import Services

REMARKS, GAPS = "retours", "manques"
TABS = (
    (Shelf.MOVED, "Texte modifié"),
    (Shelf.ERRORS, "Erreurs"),
    (Shelf.OVERDUE, "À revoir"),
    (Shelf.UNVALIDATED, "À valider"),
    (REMARKS, "Retours"),
    (GAPS, "Manques"),
    (Shelf.ALL, "Toutes"),
)
_SHORT: dict[str, str] = {Shelf.MOVED: "Modifié"}
_LISTS = {REMARKS: "retours-liste", GAPS: "manques-liste"}
_EMPTY = {
    Shelf.MOVED: "Aucun article cité n’a changé depuis qu’il a été lu.",
    Shelf.ERRORS: "Aucune erreur : « kb verifier » ne trouve rien.",
    Shelf.OVERDUE: "Aucune date de révision n’est passée.",
    Shelf.UNVALIDATED: "Rien n’attend d’être validé.",
    Shelf.ALL: "Aucune fiche. n en commence une.",
}
_FILTER_HINT = "mots du titre, pôle, thème, auteur, état"


class WorkshopScreen(WorkshopActs):
    """One line of tabs, a list, and what is known of the chosen row."""

    MODE = "atelier"
    CSS_PATH = "atelier.tcss"
    COMMANDS_HERE = commands.WORKSHOP
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.WORKSHOP)
    AUTO_FOCUS = "#fiches-liste"
    HELP = (
        "Les fiches par état, la plus pressée d’abord : article modifié depuis la lecture, erreur, "
        "révision dépassée, à valider ; puis les retours des conseillers et ce qui a été cherché "
        "sans réponse. Entrée ouvre une fiche à côté de ses problèmes et de ses articles ; v la "
        "marque vérifiée contre les versions en vigueur ; x écrit la liste des adhérents à "
        "rappeler. Ce qu’un éditeur enregistre est relu aussitôt."
    )

    class Read(Message):
        """The knowledge base was verified."""

        def __init__(self, workshop: Workshop) -> None:
            super().__init__()
            self.workshop = workshop

    class Told(Message):
        """Who was told an old rule."""

        def __init__(self, calls: Sequence[Callback]) -> None:
            super().__init__()
            self.calls = calls

    def __init__(self) -> None:
        super().__init__()
        self._workshop: Workshop | None = None
        self._calls: Sequence[Callback] = ()
        self._told: Counter[str] = Counter()
        self._filter = ""

    def compose_body(self) -> ComposeResult:
        entries: RowList[Dossier] = RowList(
            entry_columns(self._short_pole, lambda dossier: self._told[dossier.slug]),
            lambda dossier: str(dossier.path),
            id="fiches-liste",
        )
        entries.empty = "Lecture des fiches…"
        remarks: RowList[EntryFeedback] = RowList(
            remark_columns(self._title, self.desk.now, self.desk.settings),
            lambda remark: str(remark.number),
            id="retours-liste",
        )
        remarks.empty = "Aucun retour en attente. Un conseiller en laisse un par « s » en lisant."
        gaps: RowList[SearchGap] = RowList(gap_columns(), lambda gap: gap.query, id="manques-liste")
        gaps.empty = "Depuis trente jours, tout ce qui a été cherché a été trouvé."
        with Vertical(classes="body"):
            with Horizontal(id="atelier-tete"):
                alarms = frozenset({Shelf.MOVED, Shelf.ERRORS})
                yield TabLine(TABS, short=_SHORT, alarms=alarms, id="atelier-onglets")
                yield Static("", id="atelier-filtre", markup=False)
            with ContentSwitcher(initial="fiches-liste", id="atelier-listes"):
                yield entries
                yield remarks
                yield gaps
            yield Static("", id="atelier-apercu", markup=False)

    def on_mount(self) -> None:
        self.watch(self.desk, "revision", self._questions_changed, init=False)

    # --- reading

    def knowledge_changed(self) -> None:
        self._read()

    def services_ready(self, services: Services) -> None:
        self._read()

    def on_screen_resume(self) -> None:
        self._read()

    def acted(self) -> None:
        self._read()

    def _questions_changed(self) -> None:
        if self.is_current:
            self._read()

    @work(thread=True, exclusive=True, group="workshop")
    def _read(self) -> None:
        services, worker = self.services, get_current_worker()
        if services is None or services.knowledge is None:
            return
        try:
            read = self.Read(services.workshop(services.knowledge))
            if worker.is_cancelled:
                return
            self.post_message(read)
            told = self.Told(services.callbacks(services.knowledge))
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))
            return
        if not worker.is_cancelled:
            self.post_message(told)

    @on(Read)
    def _is_read(self, message: Read) -> None:
        first = self._workshop is None
        self._workshop = message.workshop
        tabs = self.query_one(TabLine)
        counts: dict[str, int] = {shelf: len(message.workshop.shelf(shelf)) for shelf in Shelf}
        counts[REMARKS] = len(message.workshop.remarks)
        counts[GAPS] = len(message.workshop.gaps)
        tabs.counts = counts
        if first:
            tabs.current = next((key for key, _ in TABS if counts[key]), Shelf.ALL)
        self._show()

    @on(Told)
    def _is_told(self, message: Told) -> None:
        self._calls = message.calls
        self._told = Counter(call.entry for call in message.calls if call.entry)
        self._entries.redraw()
        self._moved()

    def not_read(self, error: TeleconseilError) -> None:
        self._entries.empty = "Les fiches ne peuvent pas être vérifiées."
        self.complain(error)

    # --- showing

    @on(TabLine.Turned)
    def _turned(self) -> None:
        self._show(from_top=True)
        self._list.focus()

    def _show(self, *, from_top: bool = False) -> None:
        workshop = self._workshop
        tab = self.query_one(TabLine).current
        self.query_one(ContentSwitcher).current = _LISTS.get(tab, "fiches-liste")
        if workshop is None:
            return
        rows: Sequence[Any]
        if tab == REMARKS:
            rows = workshop.remarks
        elif tab == GAPS:
            rows = workshop.gaps
        else:
            rows = [d for d in workshop.shelf(Shelf(tab)) if self._keeps(d)]
            self._entries.empty = (
                "Aucune fiche ne répond à ce filtre." if self._filter else _EMPTY[Shelf(tab)]
            )
        self._list.show(rows, from_top=from_top)
        self._moved()

    def _keeps(self, dossier: Dossier) -> bool:
        entry = dossier.entry
        said = [dossier.title, dossier.slug, *(str(problem.rule) for problem in dossier.problems)]
        if entry is not None:
            said += [self._short_pole(entry.pole), entry.pole, *entry.topics, entry.state.label]
            said += [entry.written_by, entry.validated_by, entry.type]
        hay = fold(" ".join(said))
        return all(word in hay for word in fold(self._filter).split())

    @on(RowList.Moved)
    def _moved(self) -> None:
        found = self.dossier()
        shown = Content("")
        if found is not None:
            shown = preview(found, self._told[found.slug])
        elif (remark := self.remark()) is not None:
            shown = Content(f"« {self._title(remark.slug)} », {remark.by}\n{remark.text}")
        self.query_one("#atelier-apercu", Static).update(shown)
        self.refresh_bindings()

    @property
    def _tab(self) -> str:
        return self.query_one(TabLine).current

    @property
    def _entries(self) -> RowList[Dossier]:
        entries: RowList[Dossier] = self.query_one("#fiches-liste", RowList)
        return entries

    @property
    def _list(self) -> RowList[Any]:
        """The list of the tab."""
        return self.query_one(f"#{_LISTS.get(self._tab, 'fiches-liste')}", RowList)

    def _title(self, slug: str) -> str:
        entry = self.services.entry(slug) if self.services else None
        return entry.title if entry else slug

    def _short_pole(self, slug: str) -> str:
        return self.services.pole_short(slug) if self.services else slug

    # --- what an act is for

    def dossier(self) -> Dossier | None:
        return self._entries.current if self._tab not in _LISTS else None

    def remark(self) -> EntryFeedback | None:
        return self._list.current if self._tab == REMARKS else None

    def calls(self) -> Sequence[Callback]:
        return self._calls

    def new_title(self) -> str:
        gap = self._list.current if self._tab == GAPS else None
        return gap.query if gap else ""

    def possible(self, command: type[commands.Command]) -> bool:
        if command is commands.Verify:
            return (found := self.dossier()) is not None and found.entry is not None
        if command is commands.EditEntry:
            return (found := self.dossier()) is not None and found.is_file
        if command is commands.CloseRemark:
            return self.remark() is not None
        if command is commands.ExportCalls:
            return bool(self._calls)
        if command is commands.UndoGesture:
            return bool(self.desk.edits)
        if command is commands.Open:
            return self._list.current is not None
        return command is not commands.FilterEntries or self._tab not in _LISTS

    # --- acts of the list

    @on(RowList.Opened)
    async def action_ouvrir(self) -> None:
        """An entry beside its problems; for a remark, its entry; for a gap, the search again."""
        if self._tab == GAPS:
            await self._search_again()
            return
        remark, workshop = self.remark(), self._workshop
        found = self.dossier()
        if remark is not None and workshop is not None:
            found = workshop.dossier(remark.slug)
        if found is not None:
            from teleconseil.screens.fiche import EntryScreen

            self.app.push_screen(EntryScreen(found))

    async def _search_again(self) -> None:
        from teleconseil.screens.base import BaseScreen

        if (gap := self._list.current) is not None:
            await self.app.switch_mode("base")
            if isinstance(self.app.screen, BaseScreen):
                self.app.screen.search_for(gap.query)

    def action_onglet_suivant(self) -> None:
        self.query_one(TabLine).turn(1)

    def action_onglet_precedent(self) -> None:
        self.query_one(TabLine).turn(-1)

    async def action_filtrer_fiches(self) -> None:
        from teleconseil.widgets.filter_field import FilterField

        if not self.query(FilterField):
            field = FilterField(self._filter, _FILTER_HINT)
            await self.query_one("#atelier-tete").mount(field)
            self.query_one("#atelier-filtre").display = False
        self.query_one(FilterField).focus()

    def filter_typed(self, text: str) -> None:
        """The filter changes as it is typed."""
        self._filter = text.strip()
        self._show(from_top=True)

    async def filter_done(self) -> None:
        """Back to the list; the filter stays and says so."""
        from teleconseil.widgets.filter_field import FilterField

        await self.query(FilterField).remove()
        shown = self.query_one("#atelier-filtre", Static)
        shown.update(f"filtre ‹ {self._filter} ›" if self._filter else "")
        shown.display = True
        self._list.focus()

    def action_retour(self) -> None:
        if self._filter:
            self._filter = ""
            self.query_one("#atelier-filtre", Static).update("")
            self._show(from_top=True)
        else:
            self.app.switch_mode("triage")
