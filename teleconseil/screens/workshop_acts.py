"""What an editor does with an entry, from the list or from its page; u takes the last act back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import SuspendNotSupported
from textual.message import Message

from teleconseil import french
from teleconseil.desk import entry_edits
from teleconseil.desk.editor import EditorProblem, editor_command
from teleconseil.desk.entry_edits import Act, FileEdit
from teleconseil.desk.workshop import Dossier
from teleconseil.domain import EntryFeedback
from teleconseil.errors import TeleconseilError, os_reason
from teleconseil.kb.entry import read_content
from teleconseil.reports.callbacks import Callback
from teleconseil.screens.desk_screen import WRITE, DeskScreen
from teleconseil.screens.dialogues import NoteDialog
from teleconseil.screens.places import ask_place, documents_folder
from teleconseil.widgets.choice import Choice, ChoiceDialog

if TYPE_CHECKING:
    from teleconseil.services import Knowledge, Services


class WorkshopActs(DeskScreen):
    """Verify, edit, begin, close a remark, write the call-back list, undo."""

    class Done(Message):
        """It was done; None: there was nothing to change."""

        def __init__(self, act: Act | None, said: str) -> None:
            super().__init__()
            self.act = act
            self.said = said

    class Refused(Message):
        """It was not."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    # --- for subclasses

    def dossier(self) -> Dossier | None:
        """The entry that an act is for."""
        raise NotImplementedError

    def remark(self) -> EntryFeedback | None:
        """The advisor's remark that an act is for."""
        raise NotImplementedError

    def calls(self) -> Sequence[Callback]:
        """The answers to correct that an act is for."""
        raise NotImplementedError

    def acted(self) -> None:
        """Read again what is shown."""
        raise NotImplementedError

    # --- acts on an entry

    def action_verifier(self) -> None:
        """Mark the entry as verified against the versions in force."""
        found = self.dossier()
        if found is not None and found.entry is not None:
            path = found.path
            self._act(
                lambda services, knowledge: entry_edits.verify_entry(
                    path,
                    knowledge.currency.texts,
                    by=services.settings.advisor,
                    today=services.today(),
                )
            )

    def action_clore_retour(self) -> None:
        """The remark was dealt with."""
        if (found := self.remark()) is not None:
            number = found.number
            self._act(
                lambda services, _: entry_edits.close_remark(
                    services.store, number, services.settings.advisor
                )
            )

    @work(exclusive=True, group="dialog")
    async def action_nouvelle_fiche(self) -> None:
        """Begin an entry, then open it in the editor's program."""
        if self.services is None:
            return
        title = await self.app.push_screen_wait(
            NoteDialog("Nouvelle fiche", "la question, comme on vous la pose", self.new_title())
        )
        pole = await self._which_pole(self.services) if title else None
        if title and pole:
            self._begin(title, pole)

    def new_title(self) -> str:
        """What a new entry may be called, from what is chosen."""
        return ""

    async def _which_pole(self, services: Services) -> str | None:
        poles = services.poles()
        if services.settings.pole in {pole.slug for pole in poles}:
            return services.settings.pole
        choices = [Choice(pole.slug, pole.label) for pole in poles]
        return await self.app.push_screen_wait(ChoiceDialog("Pour quel pôle ?", choices))

    @work(exclusive=True, group="begin")
    async def _begin(self, title: str, pole: str) -> None:
        services = self.services
        if services is None or services.knowledge is None:
            return
        try:
            edit = entry_edits.begin_entry(
                services.knowledge.library, title, pole, services.settings.advisor
            )
        except TeleconseilError as error:
            self.complain(error)
            return
        self._is_done(self.Done(edit, edit.said))
        self._edit(edit.path, 1)

    def action_editer(self) -> None:
        """Open the file in the editor's program, at its first mistake."""
        if (found := self.dossier()) is not None:
            first = found.first_problem
            self._edit(found.path, first.line if first else 1)

    def _edit(self, path: Path, line: int) -> None:
        try:
            before = read_content(path)
            self._run(editor_command(path, line, os.environ))
            edit = entry_edits.edited(path, before)
        except TeleconseilError as error:
            self.complain(error)
        except OSError as error:
            self.complain(
                EditorProblem(
                    f"L’éditeur n’a pas pu ouvrir {path} : {os_reason(error)}.",
                    "Vérifiez VISUAL ou EDITOR.",
                )
            )
        else:
            said = edit.said if edit else f"{path.name} : rien n’a changé"
            self._is_done(self.Done(edit, said))

    def _run(self, command: Sequence[str]) -> None:
        """Give the terminal to the program until it ends, where the terminal can be lent."""
        try:
            with self.app.suspend():
                subprocess.run(command, check=False)
        except SuspendNotSupported:
            subprocess.Popen(command)

    # --- whom to call back

    @work(exclusive=True, group="dialog")
    async def action_rappels(self) -> None:
        """Write the call-back list for a spreadsheet; a file is replaced only when said twice."""
        calls = self.calls()
        path = documents_folder() / f"rappels-{self.desk.now():%Y-%m-%d}.csv"
        title = f"{french.plural(len(calls), 'réponse')} à corriger : dans quel fichier ?"
        place = await ask_place(self.desk, title, "chemin du fichier .csv", path) if calls else None
        if place is not None:
            self._write_calls(place, calls)

    @work(thread=True, group=WRITE)
    def _write_calls(self, path: Path, calls: Sequence[Callback]) -> None:
        from teleconseil.reports.callbacks import csv_rows
        from teleconseil.reports.files import whole_file
        from teleconseil.reports.writers.csv_file import write_rows

        try:
            with whole_file(path) as stream:
                write_rows(csv_rows(calls, self.desk.settings.zone), stream)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
            return
        said = f"{french.plural(len(calls), 'réponse')} à corriger : {path}"
        self.post_message(self.Done(None, said))

    # --- doing and undoing

    def action_defaire(self) -> None:
        """Take back the last act of this sitting."""
        if not self.desk.edits:
            self.say("Rien à défaire.")
            return
        act = self.desk.edits.pop()
        self._take_back(act)

    @work(thread=True, group=WRITE)
    def _take_back(self, act: Act) -> None:
        if (services := self.services) is None:
            return
        try:
            entry_edits.take_back(act, services.store)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Done(None, f"Défait : {act.said}"))

    @work(thread=True, group=WRITE)
    def _act(self, act: Callable[[Services, Knowledge], Act]) -> None:
        services = self.services
        if services is None or services.knowledge is None:
            return
        try:
            done = act(services, services.knowledge)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Done(done, done.said))

    @on(Done)
    def _is_done(self, message: Done) -> None:
        undo = ""
        if message.act is not None:
            self.desk.edits.append(message.act)
            undo = " — u pour défaire"
        self.say(f"{message.said}{undo}.")
        if isinstance(message.act, FileEdit) or message.act is None:
            self.desk.refresh_knowledge()
        self.acted()
        self.refresh_bindings()

    @on(Refused)
    def _is_refused(self, message: Refused) -> None:
        self.complain(message.error)
