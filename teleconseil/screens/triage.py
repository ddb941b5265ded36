"""Triage: the queue. Tabs, a filter, a page of questions at a time, the chosen one below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from teleconseil import commands
from teleconseil.domain import Page, Question, QuestionFilter, QueueCounts, Status
from teleconseil.errors import TeleconseilError
from teleconseil.screens.gestures import GestureScreen, Outcome
from teleconseil.widgets.preview import Preview
from teleconseil.widgets.question_columns import QuestionColumns
from teleconseil.widgets.row_list import RowList
from teleconseil.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from teleconseil.services import Services

TABS = (
    ("moi", "À moi"),
    ("pole", "Mon pôle"),
    ("personne", "Sans personne"),
    ("attente", "En attente"),
    ("retard", "En retard"),
    ("jour", "Aujourd’hui"),
    ("tout", "Tout"),
)
_PAGE = 200
_REFRESH_S = 5.0
_EMPTY = {
    "moi": "Rien pour vous. Allez à « Sans personne » (→) et prenez une question (p).",
    "pole": "Rien n’attend dans votre pôle.",
    "personne": "Toutes les questions ont quelqu’un.",
    "attente": "Rien n’est en attente.",
    "retard": "Aucun retard.",
    "jour": "Rien reçu aujourd’hui. F2 pour un appel, F3 pour une question écrite.",
    "tout": "La base est vide. F2 pour un appel, F3 pour une question écrite.",
}


class TriageScreen(GestureScreen):
    """The queue of the questions."""

    MODE = "triage"
    CSS_PATH = "triage.tcss"
    COMMANDS_HERE = commands.TRIAGE
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.TRIAGE)
    AUTO_FOCUS = "#questions"
    HELP = (
        "Les questions ouvertes, la plus pressée d’abord. Le filtre (f) comprend des mots et "
        "canal:ecrit, pole:as, statut:attente, theme:conges, qui:moi, adherent:0412."
    )

    class Loaded(Message):
        """A page of the list."""

        def __init__(self, page: Page[Question], *, more: bool, from_top: bool) -> None:
            super().__init__()
            self.page = page
            self.more = more
            self.from_top = from_top

    class NotLoaded(Message):
        """The list cannot be read, or the filter means nothing."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._next_key: str | None = None
        self._checked: dict[str, Question] = {}
        self._advisors: tuple[str, ...] = ()
        self._complained = ""

    def compose_body(self) -> ComposeResult:
        with Vertical(classes="body"):
            with Horizontal(id="file-tete"):
                yield TabLine(
                    TABS, current=self._first_tab(), alarms=frozenset({"retard"}), id="file-onglets"
                )
                yield Static("", id="file-filtre", markup=False)
            columns = QuestionColumns(
                self.desk.settings.advisor,
                self.desk.now,
                self._short_pole,
                lambda q: q.reference in self._checked,
            )
            yield RowList(columns.columns(), lambda q: q.reference, id="questions")
            yield Static("Ouverture de la base…", id="file-vide", classes="vide", markup=False)
            yield Preview()

    def _first_tab(self) -> str:
        return "pole" if self.desk.settings.pole else "personne"

    def on_mount(self) -> None:
        self.query_one(RowList).display = False
        self._show_filter()
        self.set_interval(_REFRESH_S, self._refresh_if_seen)
        self.watch(self.desk, "counts", self._show_counts)
        self.watch(self.desk, "revision", self._questions_changed, init=False)

    def services_ready(self, services: Services) -> None:
        self.query_one(Preview).use(services)
        self.load(from_top=True)

    def on_screen_resume(self) -> None:
        self._refresh_if_seen()

    # --- reading the list

    def load(self, *, from_top: bool = False, more: bool = False) -> None:
        """Read the list again, or its next page."""
        after = self._next_key if more else None
        shown = len(self.query_one(RowList).rows)
        limit = _PAGE if more or from_top else max(_PAGE, min(shown, 5 * _PAGE))
        self._load(self.query_one(TabLine).current, self._filter, after, limit, from_top)

    @work(thread=True, exclusive=True, group="list")
    def _load(self, tab: str, typed: str, after: str | None, limit: int, from_top: bool) -> None:
        services = self.services
        if services is None:
            return
        try:
            criteria = self._criteria(services, tab, typed)
            page = services.store.questions(criteria, after=after, limit=limit)
        except TeleconseilError as error:
            self.post_message(self.NotLoaded(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Loaded(page, more=after is not None, from_top=from_top))

    def _criteria(self, services: Services, tab: str, typed: str) -> QuestionFilter:
        from teleconseil.desk.queue_filter import Names, narrow

        base = self._tab_criteria(tab)
        if not typed:
            return base
        if not self._advisors:
            self._advisors = tuple(advisor.name for advisor in services.store.advisors())
        names = Names(
            services.settings.advisor, services.poles(), services.topics(), self._advisors
        )
        return narrow(base, typed, names)

    def _tab_criteria(self, tab: str) -> QuestionFilter:
        settings, now = self.desk.settings, self.desk.now()
        base = QuestionFilter()
        if tab == "moi":
            return replace(base, advisor=settings.advisor)
        if tab == "pole":
            return replace(base, poles=frozenset({settings.pole} if settings.pole else ()))
        if tab == "personne":
            return replace(base, unassigned=True)
        if tab == "attente":
            return replace(base, statuses=frozenset({Status.ON_HOLD}))
        if tab == "retard":
            return replace(base, late_at=now.astimezone(UTC))
        everything = replace(base, statuses=frozenset(), newest_first=True)
        if tab == "jour":
            return replace(everything, received_from=_midnight(now).astimezone(UTC))
        return everything

    @on(Loaded)
    def _show_page(self, message: Loaded) -> None:
        rows = self.query_one(RowList)
        self._next_key = message.page.next_key
        self._complained = ""
        if message.more:
            rows.extend(message.page.rows)
            return
        rows.show(message.page.rows, from_top=message.from_top)
        rows.display = bool(message.page.rows)
        nothing = self.query_one("#file-vide", Static)
        nothing.display = not message.page.rows
        tab = self.query_one(TabLine).current
        nothing.update(
            "Rien ne répond à ce filtre. Échap l’efface." if self._filter else _EMPTY[tab]
        )
        known = {question.reference: question for question in message.page.rows}
        self._checked = {ref: known.get(ref, q) for ref, q in self._checked.items()}
        self.refresh_bindings()

    @on(NotLoaded)
    def _say_why(self, message: NotLoaded) -> None:
        said = str(message.error)
        if said != self._complained:
            self._complained = said
            self.complain(message.error)

    @on(RowList.NearEnd)
    def _more(self) -> None:
        if self._next_key is not None:
            key, self._next_key = self._next_key, None
            self._load(self.query_one(TabLine).current, self._filter, key, _PAGE, False)

    def _refresh_if_seen(self) -> None:
        if self.is_current and self.services is not None:
            self.load()

    def _questions_changed(self) -> None:
        if self.services is not None:
            self.load()

    def _show_counts(self, counts: QueueCounts) -> None:
        self.query_one(TabLine).counts = _tab_counts(counts)

    def _short_pole(self, slug: str) -> str:
        return self.services.pole_short(slug) if self.services else slug

    # --- tabs and filter

    @on(TabLine.Turned)
    def _turned(self) -> None:
        self._checked.clear()
        self.load(from_top=True)

    def action_onglet_suivant(self) -> None:
        self.query_one(TabLine).turn(1)

    def action_onglet_precedent(self) -> None:
        self.query_one(TabLine).turn(-1)

    @work(exclusive=True, group="filter")
    async def action_filtrer(self) -> None:
        from teleconseil.widgets.filter_field import FilterField

        if not self.query(FilterField):
            field = FilterField(self._filter)
            await self.query_one("#file-tete").mount(field)
            self.query_one("#file-filtre").display = False
        self.query_one(FilterField).focus()

    def filter_typed(self, text: str) -> None:
        """The filter changes as it is typed."""
        self._filter = text.strip()
        self.load(from_top=True)

    async def filter_done(self) -> None:
        """Back to the list; the filter stays and says so."""
        from teleconseil.widgets.filter_field import FilterField

        await self.query(FilterField).remove()
        self._show_filter()
        self.query_one(RowList).focus()

    def _show_filter(self) -> None:
        shown = self.query_one("#file-filtre", Static)
        shown.display = True
        style = "$accent" if self._filter else "$texte-discret"
        shown.update(Content.styled(f"filtre ‹ {self._filter or 'f'} ›", style))

    async def action_retour(self) -> None:
        """Uncheck, else take the filter away."""
        if self._checked:
            self._checked.clear()
            self.query_one(RowList).redraw()
        elif self._filter:
            self.filter_typed("")
            await self.filter_done()

    # --- the questions

    def targets(self) -> Sequence[Question]:
        if self._checked:
            return list(self._checked.values())
        current = self.query_one(RowList).current
        return [current] if isinstance(current, Question) else []

    def gestures_done(self, outcome: Outcome) -> None:
        del outcome
        self._checked.clear()
        self.query_one(RowList).redraw()

    def possible(self, command: type[commands.Command]) -> bool:
        if command is commands.Back:
            return bool(self._checked or self._filter)
        if command is commands.UndoGesture:
            return bool(self.desk.gestures)
        needs_one = (commands.Open, commands.Check, *commands.GESTURES)
        return command not in needs_one or bool(self.query_one(RowList).rows)

    @on(RowList.Moved)
    def _preview(self) -> None:
        current = self.query_one(RowList).current
        self.query_one(Preview).show(current if isinstance(current, Question) else None)

    def action_cocher(self) -> None:
        rows = self.query_one(RowList)
        current = rows.current
        if isinstance(current, Question):
            if self._checked.pop(current.reference, None) is None:
                self._checked[current.reference] = current
            rows.redraw()
            rows.action_move(1)
            self.refresh_bindings()

    @on(RowList.Opened)
    def action_ouvrir(self) -> None:
        self._open(answering=False)

    def action_repondre(self) -> None:
        self._open(answering=True)

    def _open(self, *, answering: bool) -> None:
        from teleconseil.screens.question import QuestionScreen

        current = self.query_one(RowList).current
        if isinstance(current, Question):
            self.app.push_screen(QuestionScreen(current, answering=answering))


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _tab_counts(counts: QueueCounts) -> Mapping[str, int]:
    return {
        "moi": counts.mine,
        "pole": counts.my_pole,
        "personne": counts.unassigned,
        "attente": counts.on_hold,
        "retard": counts.late,
        "jour": counts.today,
    }
