"""The questions behind a figure, as many as it says."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from teleconseil import commands, french
from teleconseil.domain import OPEN_STATUSES, QuestionFilter
from teleconseil.errors import TeleconseilError
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.screens.places import ask_place, documents_folder
from teleconseil.text import fold
from teleconseil.widgets.preview import Preview
from teleconseil.widgets.question_columns import QuestionColumns
from teleconseil.widgets.question_list import QuestionList
from teleconseil.widgets.row_list import RowList

if TYPE_CHECKING:
    from teleconseil.services import Services


class FigureScreen(DeskScreen):
    """A title with the figure, the questions, the chosen one below."""

    MODE = "statistiques"
    CSS_PATH = "behind_figure.tcss"
    COMMANDS_HERE = commands.ROWS
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.ROWS)
    AUTO_FOCUS = "#questions"
    HELP = (
        "Les questions que compte un chiffre : la plus récente d’abord, ou la plus pressée pour ce "
        "qui attend. Entrée en ouvre une, x les exporte."
    )

    class Counted(Message):
        """How many questions there are."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, title: str, criteria: QuestionFilter) -> None:
        super().__init__()
        self._title = title
        self._is_queue = bool(criteria.statuses) and criteria.statuses <= OPEN_STATUSES
        # What waits is read by deadline, what is past by reception.
        self._criteria = replace(criteria, newest_first=not self._is_queue)

    def compose_body(self) -> ComposeResult:
        columns = QuestionColumns(self.desk.settings.advisor, self.desk.now, self._short_pole)
        with Vertical(classes="body"):
            yield Static(self._title, id="chiffre-titre", markup=False)
            shown = columns.queue() if self._is_queue else columns.past()
            questions = QuestionList(shown, id="questions")
            questions.empty = "Aucune question ne compte ici. Échap revient aux chiffres."
            yield questions
            yield Preview()

    def on_mount(self) -> None:
        self.watch(self.desk, "revision", self._changed, init=False)

    def services_ready(self, services: Services) -> None:
        self.query_one(Preview).use(services)
        self.query_one(QuestionList).ask(lambda _: self._criteria)
        self._count()

    def knowledge_changed(self) -> None:
        self.query_one(Preview).look_again()

    def _changed(self) -> None:
        self.query_one(QuestionList).again()
        self._count()

    @work(thread=True, exclusive=True, group="count")
    def _count(self) -> None:
        if self.services is None:
            return
        try:
            number = self.services.store.question_number(self._criteria)
        except TeleconseilError:
            return  # the list says why
        self.post_message(self.Counted(number))

    @on(Counted)
    def _show_number(self, message: Counted) -> None:
        said = french.plural(message.number, "question")
        self.query_one("#chiffre-titre", Static).update(
            Content.assemble((said, "bold"), (f"   {self._title}", "$texte-discret"))
        )

    def _short_pole(self, slug: str) -> str:
        return self.services.pole_short(slug) if self.services else slug

    @on(RowList.Moved)
    def _preview(self) -> None:
        self.query_one(Preview).show(self.query_one(QuestionList).current)
        self.refresh_bindings()

    def possible(self, command: type[commands.Command]) -> bool:
        return command is not commands.Open or bool(self.query_one(QuestionList).rows)

    @on(RowList.Opened)
    def action_ouvrir(self) -> None:
        from teleconseil.screens.question import QuestionScreen

        if question := self.query_one(QuestionList).current:
            self.app.push_screen(QuestionScreen(question))

    @work(exclusive=True, group="dialog")
    async def action_exporter_lignes(self) -> None:
        title = "Exporter ces questions : dans quel fichier ?"
        words = "-".join(re.findall(r"[a-z0-9]+", fold(self._title)))[:60]
        path = documents_folder() / f"questions-{words}.csv"
        place = await ask_place(self.desk, title, "chemin du fichier .csv, .xlsx ou .json", path)
        if place is not None:
            self._export(place)

    @work(thread=True, group="export")
    def _export(self, path: Path) -> None:
        services = self.services
        if services is None:
            return
        from teleconseil.reports import rows
        from teleconseil.reports.writers import ROW_FORMATS, choose_format

        oldest_first = replace(self._criteria, newest_first=False)
        request = rows.RowsRequest(oldest_first, services.settings.zone, about=self._title)
        try:
            fmt = choose_format(None, path, ROW_FORMATS)
            written = rows.write(services.store, request, fmt, path)
        except TeleconseilError as error:
            self.app.call_from_thread(self.complain, error)
            return
        said = french.plural(written, "question exportée", "questions exportées")
        self.app.call_from_thread(self.say, f"{said} : {path}")

    def action_retour(self) -> None:
        self.dismiss()
