"""Appel and Écrit: a contact is written down while its answer is found.

Left, the form; right, what the words typed so far bring. The form is a value (``FormState``): each
change makes a new one, which is saved as the draft and logged as it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.message import Message
from textual.widgets import Input, Static, TextArea
from textual.worker import get_current_worker

from teleconseil import commands, french
from teleconseil.desk import capture, triage
from teleconseil.domain import Channel, Question, QuestionSource, SourceKind, Status
from teleconseil.errors import TeleconseilError
from teleconseil.kb.model import Freshness
from teleconseil.screens.brouillons import offer_drafts
from teleconseil.screens.capture_form import (
    FormState,
    new_form,
    to_call,
    to_draft,
    with_source,
)
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.screens.dialogues import TransferDialog, TransferOrder
from teleconseil.widgets.choice import Choice, ChoiceDialog, ChoiceField
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.live_panel import LivePanel, marked
from teleconseil.widgets.lookup import ENTRIES, MEMBER, TEXTS, Found, Line, history, look_up
from teleconseil.widgets.member_field import MemberField

if TYPE_CHECKING:
    from teleconseil.services import Services

_UNDO_SECONDS = 10


class CaptureScreen(DeskScreen):
    """A contact being written down; ``CallScreen`` and ``WrittenScreen`` are its two kinds."""

    CHANNEL: ClassVar[Channel]
    CSS_PATH = "appel.tcss"
    COMMANDS_HERE = commands.CAPTURE
    BINDINGS = commands.bindings(commands.CAPTURE)  # type: ignore[assignment]
    AUTO_FOCUS = "#adherent-saisie"

    class Searched(Message):
        """The words typed so far were looked up."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    class Logged(Message):
        """The contact is in the database."""

        def __init__(self, question: Question, state: FormState, said: str) -> None:
            super().__init__()
            self.question = question
            self.state = state
            self.said = said

    class Refused(Message):
        """The database did not take it; the form is as it was."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._state: FormState | None = None
        self._undoable: tuple[Question, FormState] | None = None
        self._warned_of = ""
        self._saving = False

    def compose_body(self) -> ComposeResult:
        with Horizontal(id="appel"):
            with VerticalScroll(id="formulaire", can_focus=False), Grid(id="champs"):
                yield Static("Adhérent", classes="etiquette")
                yield MemberField(id="adherent")
                yield Static("Contact", classes="etiquette")
                yield Input(placeholder="nom ou fonction", id="contact")
                yield Static("Question", classes="etiquette")
                yield TextArea(id="question", placeholder="telle qu’elle est posée")
                yield Static("", classes="etiquette etroit")
                yield Static("", id="meilleure", classes="etroit", markup=False)
                yield Static("Pôle", classes="etiquette")
                yield ChoiceField(self._pole_label, "‹ à choisir ›", id="pole")
                yield Static("Thème", classes="etiquette")
                yield ChoiceField(self._topic_label, "‹ proposé en tapant ›", id="theme")
                yield Static("Réponse", classes="etiquette")
                yield TextArea(id="reponse", placeholder="choisir une fiche, ou écrire ici")
                yield Static("", classes="etiquette")
                yield Static("", id="utilisees", classes="discret", markup=False)
                yield Static("Note", classes="etiquette")
                yield Input(placeholder="pour les collègues", id="note")
            yield LivePanel(id="volets")

    def on_mount(self) -> None:
        super().on_mount()
        for area in self.query(TextArea):
            area.tab_behavior = "focus"
        if self._state is None:
            self._start()

    # --- the desk opens

    def services_ready(self, services: Services) -> None:
        self.query_one(MemberField).use(services.members)
        for field in self.query(ChoiceField):
            field.refresh()

    def knowledge_changed(self) -> None:
        self._search()

    # --- beginning, taking up again, leaving

    def begin(self) -> None:
        """The phone rings, or a letter is opened: an empty form, the timer from now.

        When a call is under way elsewhere on the desk, this comes back to it.
        """
        if self.desk.call_started is None or self._state is None or self._state.is_empty:
            self._start()

    def take_up(self, state: FormState) -> None:
        """Show this form again, to the letter."""
        self._show(state)
        self.query_one("#question").focus()

    def _start(self) -> None:
        pole = self.desk.settings.pole or ""
        self._show(new_form(self.CHANNEL, self.desk.now(), pole))
        self.query_one("#adherent-saisie").focus()

    def _show(self, state: FormState) -> None:
        self._state = state
        self._warned_of = ""
        if self.CHANNEL is Channel.PHONE:
            self.desk.call_started = state.started_at
        member = self.services.members.get(state.member_number) if self.services else None
        with self.prevent(TextArea.Changed, Input.Changed):
            self.query_one(MemberField).show(member, state.typed_member)
            self.query_one("#contact", Input).value = state.contact
            self.query_one("#note", Input).value = state.note
            self.query_one("#question", TextArea).text = state.text
            self.query_one("#reponse", TextArea).text = state.answer
        self._show_choices()
        self.query_one(LivePanel).clear()
        self._search()
        self._read_history(state.member_number)

    def action_suivante(self) -> None:
        """The next one: this one stays as a draft unless nothing was typed."""
        self._save_draft()
        if self._state and not self._state.is_empty:
            self.say("Gardée en brouillon : Ctrl+B pour la reprendre.")
        self._start()

    def action_plus_tard(self) -> None:
        self._save_draft()
        if self._state and self._state.is_empty:
            self.desk.call_started = None
        self.desk.switch_mode("triage")

    @work(exclusive=True, group="drafts")
    async def action_brouillons(self) -> None:
        self._save_draft()
        await offer_drafts(self.desk, said_when_none=True)

    # --- what is typed

    def _update(self, state: FormState) -> None:
        """The form changed: keep it."""
        self._state = state
        self._save_draft()

    def _save_draft(self) -> None:
        if self._state is not None and not self._state.is_empty:
            settings = self.desk.settings
            self.desk.drafts.save(to_draft(self._state, settings.advisor, self.desk.now()))

    @on(TextArea.Changed, "#question")
    def _question_typed(self, event: TextArea.Changed) -> None:
        if self._state:
            self._update(replace(self._state, text=event.text_area.text))
            self._search()

    @on(TextArea.Changed, "#reponse")
    def _answer_typed(self, event: TextArea.Changed) -> None:
        if self._state:
            self._update(replace(self._state, answer=event.text_area.text))

    @on(Input.Changed, "#contact")
    def _contact_typed(self, event: Input.Changed) -> None:
        if self._state:
            self._update(replace(self._state, contact=event.value))

    @on(Input.Changed, "#note")
    def _note_typed(self, event: Input.Changed) -> None:
        if self._state:
            self._update(replace(self._state, note=event.value))

    @on(Input.Changed, "#adherent-saisie")
    def _member_typed(self, event: Input.Changed) -> None:
        if self._state and self.query_one(MemberField).member is None:
            self._update(
                replace(
                    self._state, typed_member=event.value, member_number="", establishment_code=""
                )
            )

    @on(Input.Submitted, "#contact")
    @on(Input.Submitted, "#note")
    def _to_next_field(self) -> None:
        self.focus_next()

    @on(MemberField.Chosen)
    def _member_chosen(self, event: MemberField.Chosen) -> None:
        if self._state is None:
            return
        if event.hit is None:
            self.query_one("#question").focus()
            return
        member, place = event.hit.member, event.hit.establishment
        self._update(
            replace(
                self._state,
                typed_member=member.name,
                member_number=member.number,
                establishment_code=place.code if place else self._state.establishment_code,
            )
        )
        self.query_one("#question").focus()
        self._read_history(member.number)

    # --- pôle and theme

    def _pole_label(self, slug: str | None) -> str:
        return self.services.pole_label(slug) if self.services else slug or ""

    def _topic_label(self, slug: str | None) -> str:
        return self.services.topic_label(slug) if self.services else slug or ""

    def _show_choices(self) -> None:
        if self._state is None:
            return
        pole, theme = self.query_one("#pole", ChoiceField), self.query_one("#theme", ChoiceField)
        pole.value, pole.proposed = self._state.pole or None, not self._state.pole_chosen
        theme.value, theme.proposed = self._state.topic or None, not self._state.topic_chosen
        used = " · ".join(source.title or source.ident for source in self._state.sources)
        self.query_one("#utilisees", Static).update(f"↳ {used}" if used else "")

    @on(ChoiceField.Asked)
    @work(exclusive=True, group="choice")
    async def _ask(self, event: ChoiceField.Asked) -> None:
        if self.services is None or self._state is None:
            return
        if event.field.id == "pole":
            choices = [Choice(p.slug, p.label) for p in self.services.poles()]
            chosen = await self.app.push_screen_wait(
                ChoiceDialog("Quel pôle répond ?", choices, self._state.pole)
            )
            if chosen:
                topic = "" if chosen != self._state.pole else self._state.topic
                self._update(replace(self._state, pole=chosen, pole_chosen=True, topic=topic))
        else:
            choices = [
                Choice(t.slug, t.label, indent=t.parent is not None)
                for t in self.services.topics(self._state.pole or None)
            ]
            chosen = await self.app.push_screen_wait(
                ChoiceDialog("Quel thème ?", choices, self._state.topic)
            )
            if chosen:
                pole = next(t.pole for t in self.services.topics() if t.slug == chosen)
                self._update(replace(self._state, topic=chosen, topic_chosen=True, pole=pole))
        self._show_choices()

    # --- what is found

    @work(thread=True, exclusive=True, group="search", exit_on_error=False)
    def _search(self) -> None:
        worker, services, state = get_current_worker(), self.services, self._state
        if services is None or state is None:
            return
        try:
            found = look_up(services, state.text, topic=None, cancelled=lambda: worker.is_cancelled)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
            return
        if found is not None and not worker.is_cancelled:
            self.post_message(self.Searched(found))

    @on(Searched)
    def _show_found(self, message: Searched) -> None:
        found, state = message.found, self._state
        if state is None or found.query != state.text:
            return
        panel = self.query_one(LivePanel)
        panel.show(found.panels)
        panel.say(f"{found.duration_ms:.0f} ms" if found.query.strip() else "", found.repairs)
        if found.proposal and not state.topic_chosen:
            pole = state.pole if state.pole_chosen else found.proposal.pole
            if pole == found.proposal.pole:
                self._state = replace(state, pole=pole, topic=found.proposal.topic)
                self._show_choices()

    @work(thread=True, exclusive=True, group="history", exit_on_error=False)
    def _read_history(self, number: str) -> None:
        services = self.services
        lines = history(services, number) if services and number else ()
        self.app.call_from_thread(self.query_one(LivePanel).show, {MEMBER: lines})

    @on(LivePanel.Moved)
    def _show_best(self, message: LivePanel.Moved) -> None:
        """At 80 columns the best entry stands under the question."""
        try:
            best = self.query_one(LivePanel).best(ENTRIES)
        except NoMatches:
            return
        text = Content("")
        if best is not None:
            glyph = best.freshness.glyph if best.freshness else ""
            text = Content.assemble(
                (f"{glyph} {best.title}", "bold"), "\n", marked(best.passage, 110)
            )
        self.query_one("#meilleure", Static).update(text)

    def action_resultat_suivant(self) -> None:
        self.query_one(LivePanel).move(1)

    def action_resultat_precedent(self) -> None:
        self.query_one(LivePanel).move(-1)

    def action_volet_suivant(self) -> None:
        self._turn(1)

    def action_volet_precedent(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        panel = self.query_one(LivePanel)
        if self.has_class("-narrow") and not self.has_class("-volets"):
            self.add_class("-volets")  # 80 columns: the panel takes the place of the form
            return
        panel.turn(step)
        if panel.current == ENTRIES and step > 0:
            self.remove_class("-volets")

    @on(LivePanel.Picked)
    def _picked(self, message: LivePanel.Picked) -> None:
        if message.panel in (ENTRIES, TEXTS):
            self.action_utiliser()

    # --- using what is found

    def action_utiliser(self) -> None:
        """Take the entry's short answer and remember its exact version."""
        panel = self.query_one(LivePanel)
        if self.services is None or self._state is None:
            return
        if panel.current == TEXTS and (line := panel.line):
            self._use(self._article_source(line), "")
        elif line := panel.best(ENTRIES):
            entry = self.services.entry(line.ident)
            if entry is None:
                return
            state = self.services.freshness(entry)
            stale = state in (Freshness.CHANGED, Freshness.OVERDUE)
            if stale and self._warned_of != entry.slug:
                self._warned_of = entry.slug
                self.say(
                    f"{state.glyph} {state.label} : « {entry.title} ». Relisez-la, puis Ctrl+L à "
                    "nouveau pour l’utiliser quand même.",
                    Tone.WARNING,
                )
                return
            source = QuestionSource(SourceKind.ENTRY, entry.slug, entry.version, entry.title, stale)
            self._use(source, entry.short_answer)

    def _article_source(self, line: Line) -> QuestionSource:
        return QuestionSource(SourceKind.ARTICLE, line.ident, line.ident, line.title)

    def _use(self, source: QuestionSource, answer: str) -> None:
        if self._state is None:
            return
        self._state = with_source(self._state, source)
        area = self.query_one("#reponse", TextArea)
        if answer and answer not in area.text:
            area.text = f"{area.text}\n{answer}".strip()
        self._update(replace(self._state, answer=area.text))
        self._show_choices()

    # --- logging

    def action_repondu(self) -> None:
        self._log(Status.ANSWERED)

    def action_a_rappeler(self) -> None:
        self._log(Status.ON_HOLD)

    @work(exclusive=True, group="transfer")
    async def action_transmettre(self) -> None:
        if self.services is None or self._state is None:
            return
        others = [
            Choice(p.slug, p.label) for p in self.services.poles() if p.slug != self._state.pole
        ]
        order = await self.app.push_screen_wait(TransferDialog("Transférer à…", others))
        if order:
            self._log(Status.IN_PROGRESS, order)

    def _log(self, status: Status, order: TransferOrder | None = None) -> None:
        if self.services is None:
            self.say("La base s’ouvre encore : le brouillon est gardé, réessayez dans un instant.")
            return
        if self._state is not None and not self._saving:
            self._saving = True
            seconds = int((self.desk.now() - self._state.started_at).total_seconds())
            duration = max(0, seconds) if self.CHANNEL is Channel.PHONE else None
            self._write(self.services, self._state, status, duration, order)

    @work(thread=True, group="write", exit_on_error=False)
    def _write(
        self,
        services: Services,
        state: FormState,
        status: Status,
        duration_s: int | None,
        order: TransferOrder | None,
    ) -> None:
        try:
            question = self._write_now(services, state, status, duration_s, order)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
        else:
            self.post_message(self.Logged(question, state, _said(question, order, services)))

    def _write_now(
        self,
        services: Services,
        state: FormState,
        status: Status,
        duration_s: int | None,
        order: TransferOrder | None,
    ) -> Question:
        call, settings = to_call(state, duration_s=duration_s), services.settings
        if status is Status.ANSWERED:
            texts = services.entry_texts(state.sources)
            return capture.log_answered(services.store, call, settings=settings, entry_texts=texts)
        question = capture.log_open(services.store, call, settings=settings, status=status)
        if order is not None:
            question = triage.transfer(
                services.store, question, by=settings.advisor, to_pole=order.pole, note=order.note
            )
        return question

    @on(Logged)
    def _logged(self, message: Logged) -> None:
        self._saving = False
        self.desk.drafts.forget(message.state.ident)
        self._undoable = (message.question, message.state)
        self.set_timer(_UNDO_SECONDS, self._undo_over(message.question))
        self.say(message.said)
        self.desk.questions_changed()
        self._start()
        self.desk.call_started = None
        self.refresh_bindings()

    @on(Refused)
    def _refused(self, message: Refused) -> None:
        self._saving = False
        self.complain(message.error)
        field = getattr(message.error, "field", "")
        if field:
            self.query_one({"text": "#question"}.get(field, f"#{field}")).focus()

    # --- taking back

    def _undo_over(self, question: Question) -> Callable[[], None]:
        def over() -> None:
            if self._undoable and self._undoable[0].reference == question.reference:
                self._undoable = None
                self.refresh_bindings()

        return over

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "reprendre":
            return self._undoable is not None
        return super().check_action(action, parameters)

    def action_reprendre(self) -> None:
        if self._undoable and self.services:
            self._take_back(self.services, *self._undoable)

    @work(thread=True, group="write", exit_on_error=False)
    def _take_back(self, services: Services, question: Question, state: FormState) -> None:
        try:
            again = capture.undo_answered(services.store, question, by=services.settings.advisor)
        except TeleconseilError as error:
            self.post_message(self.Refused(error))
            return
        state = replace(state, reference=again.reference, version=again.version)
        self.app.call_from_thread(self._taken_back, state)

    def _taken_back(self, state: FormState) -> None:
        self._undoable = None
        self.refresh_bindings()
        self.take_up(state)
        self._save_draft()
        self.say(f"{state.reference} est à nouveau ouverte : corrigez, puis Ctrl+S.")


class CallScreen(CaptureScreen):
    """A question on the phone: the timer runs."""

    MODE = "appel"
    CHANNEL = Channel.PHONE
    HELP = (
        "Tapez trois lettres de l’adhérent, Entrée, puis la question comme on vous la dit : les "
        "fiches, les textes et les questions déjà posées arrivent à droite. Ctrl+L reprend la "
        "fiche choisie, Ctrl+S consigne l’appel. Tout ce que vous tapez est gardé "
        "au fur et à mesure."
    )


class WrittenScreen(CaptureScreen):
    """A written question: no timer, a deadline."""

    MODE = "ecrit"
    CHANNEL = Channel.WRITTEN
    HELP = (
        "Comme un appel, sans chronomètre. Ctrl+S si vous répondez tout de suite ; Ctrl+R pour la "
        "garder à vous avec une échéance ; Ctrl+T pour l’autre pôle."
    )


def _said(question: Question, order: TransferOrder | None, services: Services) -> str:
    if order is not None:
        return f"{question.reference} transférée : {services.pole_label(question.pole)}."
    spent = french.duration(question.duration_s)
    parts = [question.reference, question.status.label, spent]
    return " · ".join(part for part in parts if part) + " — F9 pour reprendre."
