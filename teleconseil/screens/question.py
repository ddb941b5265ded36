"""One question: what was asked, its journal, the answer being written, what might answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from teleconseil import commands
from teleconseil.desk import triage
from teleconseil.domain import Question, QuestionEvent, QuestionSource, Status
from teleconseil.errors import TeleconseilError
from teleconseil.screens.capture_form import FormState, answer_draft, to_draft, with_source
from teleconseil.screens.gestures import GestureScreen, Outcome
from teleconseil.screens.letters import LetterScreen
from teleconseil.screens.question_page import body, head, journal, sources
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.fields import TextField
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.reader import Reader

if TYPE_CHECKING:
    from teleconseil.services import Services

_REFRESH_S = 5.0


class QuestionScreen(LetterScreen, GestureScreen):
    """An open question to answer, or a closed one to read."""

    MODE = "triage"
    CSS_PATH = "question.tcss"
    MAIN = "#dossier"
    COMMANDS_HERE = commands.QUESTION
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.QUESTION)
    AUTO_FOCUS = ""
    HELP = (
        "w prend la question et met le curseur dans la réponse ; Ctrl+L y reprend la fiche choisie "
        "à droite ; Ctrl+S répond. Échap revient à la file : la réponse commencée est gardée."
    )

    class Read(Message):
        """The question as the database has it now."""

        def __init__(
            self,
            question: Question,
            events: Sequence[QuestionEvent],
            sources: Sequence[QuestionSource],
            draft: FormState | None,
        ) -> None:
            super().__init__()
            self.question = question
            self.events = events
            self.sources = sources
            self.draft = draft

    def __init__(self, question: Question, *, answering: bool = False) -> None:
        super().__init__()
        self._question = question
        self._answering = answering
        self._form = _form_of(question)
        self._restored = False
        self._failed = ""
        self._told = False
        """A refusal has just said what changed."""

    def compose_body(self) -> ComposeResult:
        with Horizontal(classes="body"):
            with VerticalScroll(id="dossier"):
                yield Static(id="dossier-tete", markup=False)
                yield Static(id="dossier-texte", markup=False)
                yield Static("Réponse", classes="titre-discret")
                yield TextField(id="reponse", placeholder="une fiche (Ctrl+L), ou écrire ici")
                yield Static(id="reponse-donnee", markup=False)
                yield Static(id="utilisees", classes="discret", markup=False)
                yield Static("Journal", classes="titre-discret")
                yield Static(id="journal", classes="discret", markup=False)
            yield LivePanel(id="volets")
            yield Reader(id="lecture")

    def on_mount(self) -> None:
        self._show()
        self.set_interval(_REFRESH_S, self._refresh_if_seen)

    def services_ready(self, services: Services) -> None:
        del services
        self._read(self._question.reference)
        self.read_history(self._question.member_number or "")
        if self._answering:
            self.action_repondre()

    def knowledge_changed(self) -> None:
        self.look_up_words(self._question.text)

    # --- the question as it is

    def _refresh_if_seen(self) -> None:
        """What a colleague does with it meanwhile is told."""
        if self.is_current:
            self._read(self._question.reference)

    @work(thread=True, exclusive=True, group="question")
    def _read(self, reference: str) -> None:
        services = self.services
        if services is None:
            return
        try:
            store = services.store
            question, events = store.question(reference), store.events(reference)
            sources, draft = store.sources(reference), None
            if not self._restored:
                draft = _kept(services, reference)
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))
            return
        self.post_message(self.Read(question, events, sources, draft))

    @on(Read)
    def _is_read(self, message: Read) -> None:
        before, self._question = self._question, message.question
        self._failed = ""
        if not self._restored:
            self._restored = True
            self._restore(message.draft)
        if message.question.version > before.version and not self._told:
            self._tell_what_changed(message.events)
        self._told = False
        if not message.question.status.is_open:
            self._form = replace(self._form, sources=tuple(message.sources))
        self._show()
        self.query_one("#journal", Static).update(journal(message.events, self.desk.now()))
        self.refresh_bindings()

    def _tell_what_changed(self, events: Sequence[QuestionEvent]) -> None:
        last = events[-1]
        if last.by == self.desk.settings.advisor:
            return
        kept = " Votre saisie est gardée." if self._form.answer.strip() else ""
        self.say(
            f"{self._question.reference} vient d’être {last.kind.label} par {last.by}.{kept}",
            Tone.WARNING,
        )

    def not_read(self, error: TeleconseilError) -> None:
        said = str(error)
        if said != self._failed:
            self._failed = said
            self.complain(error)

    def _restore(self, draft: FormState | None) -> None:
        """What had been typed as an answer before this question was left."""
        if draft is None or not self._question.status.is_open:
            return
        self._form = replace(self._form, answer=draft.answer, sources=draft.sources)
        with self.prevent(TextArea.Changed):
            self.query_one(TextField).text = draft.answer
        self.say("La réponse commencée a été retrouvée.")

    def _show(self) -> None:
        question, now = self._question, self.desk.now()
        self.query_one("#dossier-tete", Static).update(head(question, now, self.services))
        self.query_one("#dossier-texte", Static).update(body(question))
        given = self.query_one("#reponse-donnee", Static)
        given.display = bool(question.answer)
        given.update(Content(question.answer))
        # What one was writing stays in sight, even if a colleague has answered meanwhile.
        writing = self._form.answer.strip() not in ("", question.answer.strip())
        self.query_one(TextField).display = question.status.is_open or writing
        self.query_one("#utilisees", Static).update(sources(self._form.sources, self.services))

    # --- answering

    def asked(self, services: Services) -> Question:
        del services
        return self._question

    def shown_answer(self) -> str:
        return super().shown_answer() or self._question.answer

    @property
    def _is_mine(self) -> bool:
        mine = self._question.advisor == self.desk.settings.advisor
        return mine and self._question.status is Status.IN_PROGRESS

    @property
    def _is_a_colleague_s(self) -> bool:
        question = self._question
        return question.status is Status.IN_PROGRESS and not self._is_mine

    def possible(self, command: type[commands.Command]) -> bool:
        is_open = self._question.status.is_open
        if command is commands.SaveAnswered:
            written = bool(self._form.answer.strip() or self._form.sources)
            return is_open and written and not self._is_a_colleague_s
        if command is commands.UndoGesture:
            return self.can_undo
        if command is commands.ReadTold:
            return bool(self._form.sources)
        if command is commands.Take:
            return is_open and not self._is_mine
        closing = (commands.UseEntry, *commands.GESTURES)
        return is_open or command not in closing

    def action_repondre(self) -> None:
        """Take it, so that nobody else answers it meanwhile, then write."""
        question = self._question
        if not question.status.is_open:
            self.say(f"{question.reference} est déjà {question.status.label}.", Tone.WARNING)
        elif self._is_mine:
            self.query_one(TextField).focus()
        else:
            self._answering = True
            self.action_prendre()

    @on(TextArea.Changed, "#reponse")
    def _typed(self, event: TextArea.Changed) -> None:
        self._keep(replace(self._form, answer=event.text_area.text))

    def _keep(self, form: FormState) -> None:
        had = bool(self._form.answer.strip() or self._form.sources)
        self._form = form
        self.desk.drafts.save(to_draft(form, self.desk.settings.advisor, self.desk.now()))
        if had != bool(form.answer.strip() or form.sources):
            self.refresh_bindings()

    def source_used(self, source: QuestionSource | None, answer: str) -> None:
        area = self.query_one(TextField)
        text = area.text
        if answer and answer not in text:
            text = f"{text}\n{answer}".strip()
        if source is not None:
            self._form = with_source(self._form, source)
        area.text = text
        self._keep(replace(self._form, answer=text))
        self._show()
        area.focus()

    def action_repondu(self) -> None:
        form = self._form
        self.act(
            "répondue",
            lambda desk, q, by: triage.answer(
                desk.store,
                q,
                by=by,
                answer=form.answer,
                sources=form.sources,
                entry_texts=desk.entry_texts(form.sources),
            ),
        )

    @work(exclusive=True, group="dialog")
    async def action_dit(self) -> None:
        """The entry or the article, word for word as it was when it was used."""
        from teleconseil.screens.told import read_source

        await read_source(self.app, self._form.sources)

    # --- gestures

    def targets(self) -> Sequence[Question]:
        return [self._question]

    def gestures_done(self, outcome: Outcome) -> None:
        reference = self._question.reference
        for gesture in outcome.done:
            if gesture.after.reference != reference:
                continue
            self._question = gesture.after
            if self._question.status is Status.ANSWERED:
                self.desk.drafts.forget(answer_draft(reference))
                self.close_once_written()
                return
            if self._answering:
                self.query_one(TextField).focus()
        self._answering = False
        self._told = bool(outcome.refused)
        self._read(reference)

    def action_retour(self) -> None:
        if not self.close_panel():
            self.leave()


def _form_of(question: Question) -> FormState:
    return FormState(
        ident=answer_draft(question.reference),
        channel=question.channel,
        started_at=question.received_at,
        reference=question.reference,
        text=question.text,
    )


def _kept(services: Services, reference: str) -> FormState | None:
    from teleconseil.screens.capture_form import from_draft

    wanted = answer_draft(reference)
    return next((from_draft(d) for d in services.drafts.restore() if d.ident == wanted), None)
