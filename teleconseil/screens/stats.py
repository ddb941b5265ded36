"""Statistiques: the week's figures and the last twelve months; each opens down to its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from teleconseil import commands, french
from teleconseil.errors import TeleconseilError, UsageProblem
from teleconseil.reports.periods import IsoWeek, Month
from teleconseil.reports.weekly import (
    MonthSeries,
    WeekReport,
    month_series,
    week_report,
    week_to_read,
)
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.screens.stats_page import HEAD_FIGURES, page
from teleconseil.screens.stats_parts import Figures, Opening
from teleconseil.widgets.sheet import Sheet

if TYPE_CHECKING:
    from teleconseil.screens.export_dialog import ExportOrder
    from teleconseil.services import Services


class StatsScreen(DeskScreen):
    """One week, for one pôle or for all."""

    MODE = "statistiques"
    CSS_PATH = "stats.tcss"
    COMMANDS_HERE = commands.STATS
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.STATS)
    AUTO_FOCUS = "#chiffres"
    HELP = (
        "Les flèches vont d’un chiffre à l’autre, Entrée ouvre les questions qu’il compte. Une "
        "question compte une fois, dans la semaine et le mois où elle a été reçue, pour le pôle "
        "qui la tient maintenant ; les annulées ne comptent pas. Ce qui attend est ce qui attend "
        "maintenant, quelle que soit la semaine affichée."
    )

    class Counted(Message):
        """The figures of a week."""

        def __init__(self, report: WeekReport, months: MonthSeries) -> None:
            super().__init__()
            self.report = report
            self.months = months

    def __init__(self) -> None:
        super().__init__()
        self._week: IsoWeek | None = None
        self._pole: str | None = None
        self._shown: StatsScreen.Counted | None = None
        self._folder = ""

    def compose_body(self) -> ComposeResult:
        with Vertical(classes="body"):
            yield Sheet[Opening](id="chiffres")
            yield Static("Ouverture de la base…", id="chiffre", markup=False)

    def on_mount(self) -> None:
        self.watch(self.desk, "revision", self._count, init=False)

    def services_ready(self, services: Services) -> None:
        self._count()

    def on_screen_resume(self) -> None:
        self._count()

    def on_resize(self) -> None:
        self._lay_out()

    # --- counting

    def _count(self) -> None:
        if self.services is not None and self.is_current:
            if self._shown is None:
                self._tell("Calcul des chiffres…")
            self._read(self._week, self._pole)

    @work(thread=True, exclusive=True, group="figures")
    def _read(self, week: IsoWeek | None, pole: str | None) -> None:
        services = self.services
        if services is None:
            return
        store, settings = services.store, services.settings
        try:
            week = week or week_to_read(store, self.desk.now().date(), settings)
            report = week_report(store, week, pole, settings)
            months = month_series(store, week.month, settings, pole=pole)
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.Counted(report, months))

    @on(Counted)
    def _show(self, message: Counted) -> None:
        first = self._shown is None
        self._shown = message
        self._week = message.report.week
        self._lay_out()
        if first:
            self.query_one(Sheet).cursor = HEAD_FIGURES
        self.refresh_bindings()

    def not_read(self, error: TeleconseilError) -> None:
        self._tell("" if self._shown else "Les chiffres ne peuvent pas être lus.")
        self.complain(error)

    def _lay_out(self) -> None:
        if self._shown is None or self.services is None:
            return
        sheet = self.query_one(Sheet)
        report, months = self._shown.report, self._shown.months
        figures = Figures(report, months, self.services.poles(), self.services.settings)
        sheet.show(page(figures, sheet.size.width))

    @on(Sheet.Moved)
    def _explain(self) -> None:
        opening = self._opening
        self._tell(opening.title if opening else "")

    def _tell(self, text: str) -> None:
        self.query_one("#chiffre", Static).update(Content.styled(text, "$texte-discret"))

    @property
    def _opening(self) -> Opening | None:
        current = self.query_one(Sheet).current
        return current if isinstance(current, Opening) else None

    # --- acts

    def possible(self, command: type[commands.Command]) -> bool:
        if command is commands.Back:
            return True
        if command is commands.NextPeriod:
            return self._week is not None and self._week < IsoWeek.of(self.desk.now().date())
        return self._shown is not None

    def action_periode_precedente(self) -> None:
        self._go(self._week.previous if self._week else None)

    def action_periode_suivante(self) -> None:
        self._go(self._week.next if self._week else None)

    def _go(self, week: IsoWeek | None) -> None:
        self._week = week
        self._count()

    @work(exclusive=True, group="dialog")
    async def action_aller_semaine(self) -> None:
        from teleconseil.reports.week_words import week_of
        from teleconseil.screens.dialogues import NoteDialog

        today = self.desk.now().date()
        examples = "s47, 15/03/2026, mars 2026 ; vide : la dernière"
        dialog = NoteDialog("Aller à la semaine…", examples)
        typed = await self.app.push_screen_wait(dialog)
        if typed is None:
            return
        try:
            self._go(week_of(typed, today) if typed.strip() else None)
        except UsageProblem as problem:
            self.complain(problem)

    def action_changer_pole(self) -> None:
        """The next pôle; after the last one, all of them."""
        if self.services is None:
            return
        choices: list[str | None] = [None, *(pole.slug for pole in self.services.poles())]
        place = choices.index(self._pole) if self._pole in choices else 0
        self._pole = choices[(place + 1) % len(choices)]
        self.say(f"Chiffres : {self.services.pole_label(self._pole) or 'tous les pôles'}.")
        self._count()

    @on(Sheet.Opened)
    def action_lignes(self) -> None:
        opening = self._opening
        if opening is None:
            return
        if opening.criteria is None:
            self._search(opening.search)
        else:
            from teleconseil.screens.behind_figure import FigureScreen

            self.app.push_screen(FigureScreen(opening.title, opening.criteria))

    @work
    async def _search(self, words: str) -> None:
        """What was searched in vain, searched again: is there an answer now?"""
        from teleconseil.screens.base import BaseScreen

        await self.app.switch_mode("base")
        if isinstance(self.app.screen, BaseScreen):
            self.app.screen.search_for(words)

    @work(exclusive=True, group="dialog")
    async def action_exporter(self) -> None:
        from teleconseil.screens.export_dialog import ExportDialog

        month = self._week.month if self._week else Month.of(self.desk.now().date())
        order = await self.app.push_screen_wait(ExportDialog(month, self._folder))
        if order is not None:
            self._folder = str(order.path.parent)
            self._export(order)

    @work(thread=True, group="export")
    def _export(self, order: ExportOrder) -> None:
        services = self.services
        if services is None:
            return
        from teleconseil.reports import writers
        from teleconseil.reports.counts import count

        try:
            table = count(services.store, order.request, services.settings.zone)
            writers.write(table, order.fmt, order.path)
        except TeleconseilError as error:
            self.app.call_from_thread(self.complain, error)
            return
        counted = french.plural(table.total, "question comptée", "questions comptées")
        lines = french.plural(len(table.rows), "ligne")
        self.app.call_from_thread(self.say, f"{counted}, {lines} : {order.path}")

    def action_retour(self) -> None:
        self.app.switch_mode("triage")
