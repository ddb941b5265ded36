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

from teleconseil import commands, french
from teleconseil.desk import triage
from teleconseil.domain import Question, QuestionEvent, QuestionSource, Status
from teleconseil.errors import TeleconseilError
from teleconseil.screens.capture_form import FormState, answer_draft, to_draft, with_source
from teleconseil.screens.gestures import GestureScreen, Outcome
from teleconseil.screens.searching import SearchingScreen
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.fields import TextField
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.question_columns import status_content
from teleconseil.widgets.reader import Reader

if TYPE_CHECKING:
    from teleconseil.services import Services


class QuestionScreen(SearchingScreen, GestureScreen):
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

    class NotRead(Message):
        """It could not be read."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, question: Question, *, answering: bool = False) -> None:
        super().__init__()
        self._question = question
        self._answering = answering
        self._form = _form_of(question)
        self._restored = False

    def compose_body(self) -> ComposeResult:
        with Horizontal(classes="body"):
            with VerticalScroll(id="dossier"):
                yield Static(id="dossier-tete", markup=False)
                yield Static(id="dossier-texte", markup=False)
                yield Static("Réponse", classes="titre-discret")
                yield TextField(
                    id="reponse", placeholder="choisir une fiche à droite, ou écrire ici"
                )
                yield Static(id="utilisees", classes="discret", markup=False)
                yield Static("Journal", classes="titre-discret")
                yield Static(id="journal", classes="discret", markup=False)
            yield LivePanel(id="volets")
            yield Reader(id="lecture")

    def on_mount(self) -> None:
        self._show()

    def services_ready(self, services: Services) -> None:
        del services
        self._read(self._question.reference)
        self.read_history(self._question.member_number or "")
        if self._answering:
            self._answering = False
            self.action_repondre()

    def knowledge_changed(self) -> None:
        self.look_up_words(self._question.text)

    # --- the question as it is

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
        self._question = message.question
        if not self._restored:
            self._restored = True
            self._restore(message.draft)
        self._show()
        self._show_journal(message.events)
        if not message.question.status.is_open:
            self._form = replace(self._form, sources=tuple(message.sources))
        self._show_sources()
        self.refresh_bindings()

    @on(NotRead)
    def _say_why(self, message: NotRead) -> None:
        self.complain(message.error)

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
        zone = self.desk.settings.zone
        services = self.services
        about = [
            question.channel.label,
            services.pole_label(question.pole) if services else question.pole,
            services.topic_label(question.topic) if services else question.topic or "",
        ]
        times = [f"reçue {french.moment(question.received_at, zone)}"]
        if question.due_at is not None and question.status.is_open:
            times.append(f"échéance {french.moment(question.due_at, zone)}")
        if question.answered_at is not None:
            times.append(f"répondue {french.moment(question.answered_at, zone)}")
        times.append(question.advisor or "personne ne l’a prise")
        who = (
            question.member_name or "sans adhérent",
            question.contact,
            question.establishment_name,
        )
        self.query_one("#dossier-tete", Static).update(
            Content.assemble(
                status_content(question, now),
                (f" {question.reference}", "bold"),
                (f"  {question.status.label}", "$texte-discret"),
                f"\n{' · '.join(part for part in who if part)}\n",
                (f"{' · '.join(part for part in about if part)}\n", "$texte-discret"),
                (" · ".join(times), "$texte-discret"),
            )
        )
        note = f"\n\nNote : {question.note}" if question.note else ""
        self.query_one("#dossier-texte", Static).update(Content(question.text + note))
        answer = self.query_one(TextField)
        answer.read_only = not question.status.is_open
        if answer.read_only:
            with self.prevent(TextArea.Changed):
                answer.text = question.answer

    def _show_journal(self, events: Sequence[QuestionEvent]) -> None:
        zone, now = self.desk.settings.zone, self.desk.now()
        lines = []
        for event in reversed(events):
            detail = f" — {event.detail}" if event.detail else ""
            at = french.when(event.at, now, zone)
            lines.append(Content(f"{at:<12} {event.kind.label}, {event.by}{detail}"))
        self.query_one("#journal", Static).update(Content("\n").join(lines))

    def _show_sources(self) -> None:
        used = "\n".join(
            f"{'■' if source.stale else '↳'} {source.title or source.ident}"
            for source in self._form.sources
        )
        self.query_one("#utilisees", Static).update(Content(used))

    # --- answering

    def possible(self, command: type[commands.Command]) -> bool:
        is_open = self._question.status.is_open
        if command is commands.SaveAnswered:
            return is_open and bool(self._form.answer.strip() or self._form.sources)
        if command is commands.UndoGesture:
            return bool(self.desk.gestures)
        if command is commands.Take:
            mine = self._question.advisor == self.desk.settings.advisor
            return is_open and not (mine and self._question.status is Status.IN_PROGRESS)
        closing = (commands.UseEntry, *commands.GESTURES)
        return is_open or command not in closing

    def action_repondre(self) -> None:
        """Take it, so that nobody else answers it meanwhile, and write."""
        question, me = self._question, self.desk.settings.advisor
        if not question.status.is_open:
            self.say(f"{question.reference} est déjà {question.status.label}.", Tone.WARNING)
            return
        if question.advisor != me or question.status is not Status.IN_PROGRESS:
            self.action_prendre()
        self.query_one(TextField).focus()

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
        self._show_sources()
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

    # --- gestures

    def targets(self) -> Sequence[Question]:
        return [self._question]

    def gestures_done(self, outcome: Outcome) -> None:
        for gesture in outcome.done:
            if gesture.after.reference == self._question.reference:
                self._question = gesture.after
            if gesture.after.status is Status.ANSWERED:
                self.desk.drafts.forget(answer_draft(gesture.after.reference))
        self._read(self._question.reference)

    def action_retour(self) -> None:
        if not self.close_panel():
            self.dismiss()


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
