"""Triage: the queue. Tabs, a filter, a page of questions at a time, the chosen one below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from teleconseil import commands
from teleconseil.domain import Question, QuestionFilter, QueueCounts, Status
from teleconseil.screens.gestures import GestureScreen, Outcome
from teleconseil.widgets.preview import Preview
from teleconseil.widgets.question_columns import QuestionColumns
from teleconseil.widgets.question_list import QuestionList
from teleconseil.widgets.row_list import RowList
from teleconseil.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from teleconseil.services import Services

_SHORT = {"pole": "Pôle", "personne": "Libres", "attente": "Attente", "retard": "Retard"}
_FILTER_HINT = "mots, canal:ecrit, pole:, theme:, statut:, qui:"
_REFRESH_S = 5.0
_EMPTY = {
    "moi": "Rien pour vous. Allez à « Sans personne » (→) et prenez une question (p).",
    "pole": "Rien n’attend. F2 pour un appel, F3 pour une question écrite.",
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

    def __init__(self) -> None:
        super().__init__()
        self._filter = ""
        self._checked: dict[str, Question] = {}
        self._advisors: tuple[str, ...] = ()

    def compose_body(self) -> ComposeResult:
        with Vertical(classes="body"):
            with Horizontal(id="file-tete"):
                alarms = frozenset({"retard"})
                yield TabLine(
                    self._tabs(), current="pole", alarms=alarms, short=_SHORT, id="file-onglets"
                )
                yield Static("", id="file-filtre", markup=False)
            columns = QuestionColumns(
                self.desk.settings.advisor,
                self.desk.now,
                self._short_pole,
                lambda q: q.reference in self._checked,
            )
            questions = QuestionList(columns.queue(), id="questions")
            questions.empty = "Ouverture de la base…"
            yield questions
            yield Preview()

    def _tabs(self) -> tuple[tuple[str, str], ...]:
        return (
            ("moi", "À moi"),
            ("pole", "Mon pôle" if self.desk.settings.pole else "Ouvertes"),
            ("personne", "Sans personne"),
            ("attente", "En attente"),
            ("retard", "En retard"),
            ("jour", "Aujourd’hui"),
            ("tout", "Tout"),
        )

    def on_mount(self) -> None:
        self._show_filter()
        self.set_interval(_REFRESH_S, self._refresh_if_seen)
        self.watch(self.desk, "counts", self._show_counts)
        self.watch(self.desk, "revision", self._questions_changed, init=False)

    def services_ready(self, services: Services) -> None:
        self.query_one(Preview).use(services)
        self._ask()

    def knowledge_changed(self) -> None:
        self.query_one(Preview).look_again()

    def on_screen_resume(self) -> None:
        self._refresh_if_seen()

    # --- reading the list

    def _ask(self) -> None:
        """The tab or the filter has changed."""
        tab, typed = self.query_one(TabLine).current, self._filter
        self.query_one(QuestionList).ask(lambda services: self._criteria(services, tab, typed))

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

    @on(QuestionList.Shown)
    def _shown(self) -> None:
        rows = self.query_one(QuestionList)
        tab = self.query_one(TabLine).current
        rows.empty = "Rien ne répond à ce filtre. Échap l’efface." if self._filter else _EMPTY[tab]
        known = {question.reference: question for question in rows.rows}
        self._checked = {ref: known.get(ref, q) for ref, q in self._checked.items()}
        self.refresh_bindings()

    def _refresh_if_seen(self) -> None:
        if self.is_current:
            self.query_one(QuestionList).again()

    def _questions_changed(self) -> None:
        self.query_one(QuestionList).again()

    def _show_counts(self, counts: QueueCounts) -> None:
        self.query_one(TabLine).counts = {
            "moi": counts.mine,
            "pole": counts.my_pole if self.desk.settings.pole else counts.open,
            "personne": counts.unassigned,
            "attente": counts.on_hold,
            "retard": counts.late,
            "jour": counts.today,
        }

    def _short_pole(self, slug: str) -> str:
        return self.services.pole_short(slug) if self.services else slug

    # --- tabs and filter

    @on(TabLine.Turned)
    def _turned(self) -> None:
        self._checked.clear()
        self._ask()

    def action_onglet_suivant(self) -> None:
        self.query_one(TabLine).turn(1)

    def action_onglet_precedent(self) -> None:
        self.query_one(TabLine).turn(-1)

    @work(exclusive=True, group="filter")
    async def action_filtrer(self) -> None:
        from teleconseil.widgets.filter_field import FilterField

        if not self.query(FilterField):
            field = FilterField(self._filter, _FILTER_HINT)
            await self.query_one("#file-tete").mount(field)
            self.query_one("#file-filtre").display = False
        self.query_one(FilterField).focus()

    def filter_typed(self, text: str) -> None:
        """The filter changes as it is typed."""
        self._filter = text.strip()
        self._ask()

    async def filter_done(self) -> None:
        """Back to the list; the filter stays and says so."""
        from teleconseil.widgets.filter_field import FilterField

        await self.query(FilterField).remove()
        self._show_filter()
        self.query_one(QuestionList).focus()

    def _show_filter(self) -> None:
        shown = self.query_one("#file-filtre", Static)
        shown.display = True
        style = "$accent" if self._filter else "$texte-discret"
        shown.update(Content.styled(f"filtre ‹ {self._filter or 'f'} ›", style))

    async def action_retour(self) -> None:
        """Uncheck, else take the filter away."""
        if self._checked:
            self._checked.clear()
            self.query_one(QuestionList).redraw()
        elif self._filter:
            self.filter_typed("")
            await self.filter_done()

    # --- the questions

    def targets(self) -> Sequence[Question]:
        if self._checked:
            return list(self._checked.values())
        current = self.query_one(QuestionList).current
        return [] if current is None else [current]

    def gestures_done(self, outcome: Outcome) -> None:
        del outcome
        self._checked.clear()
        self.query_one(QuestionList).redraw()

    def possible(self, command: type[commands.Command]) -> bool:
        if command is commands.Back:
            return bool(self._checked or self._filter)
        if command is commands.UndoGesture:
            return self.can_undo
        needs_one = (commands.Open, commands.Check, *commands.GESTURES)
        return command not in needs_one or bool(self.query_one(QuestionList).rows)

    @on(RowList.Moved)
    def _preview(self) -> None:
        self.query_one(Preview).show(self.query_one(QuestionList).current)

    def action_cocher(self) -> None:
        rows = self.query_one(QuestionList)
        current = rows.current
        if current is not None:
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

        current = self.query_one(QuestionList).current
        if current is not None:
            self.app.push_screen(QuestionScreen(current, answering=answering))


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
