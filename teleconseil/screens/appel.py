"""Appel: a contact is written down while its answer is found; ``ecrit`` has the written kind.

Left, the form; right, what the words typed so far bring. The form is a value (``FormState``): each
change makes a new one, which is kept as the draft and logged as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static, TextArea

from teleconseil import commands
from teleconseil.desk.letters import not_logged_yet
from teleconseil.domain import Channel, Question, QuestionSource, SourceKind, Status
from teleconseil.screens.capture_form import FormState, new_form, to_call, to_draft, with_source
from teleconseil.screens.dialogues import TransferDialog, TransferOrder
from teleconseil.screens.logging_calls import LoggingScreen, Order
from teleconseil.widgets.choice import Choice, ChoiceDialog, ChoiceField
from teleconseil.widgets.fields import LineField, TextField
from teleconseil.widgets.form_row import FormRow
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES, Found
from teleconseil.widgets.member_field import MemberField
from teleconseil.widgets.reader import Reader
from teleconseil.widgets.result_lines import best_content

if TYPE_CHECKING:
    from teleconseil.services import Services


_AS_ASKED = "telle qu’elle est posée"
_AS_TYPED = "‹ proposé en tapant ›"
_ANSWER = "choisir une fiche, ou écrire ici"


class CaptureScreen(LoggingScreen):
    """A contact being written down, on the phone or (``ecrit.WrittenScreen``) in writing."""

    CHANNEL: ClassVar[Channel]
    CSS_PATH = "appel.tcss"
    MAIN = "#formulaire"
    COMMANDS_HERE = commands.CAPTURE
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.CAPTURE)
    AUTO_FOCUS = "#adherent-saisie"

    def __init__(self) -> None:
        super().__init__()
        self._state = new_form(self.CHANNEL, datetime.now().astimezone())
        self._taken_up_at: datetime | None = None
        """When the stretch of time being counted began; None: nothing is under way."""

    def compose_body(self) -> ComposeResult:
        with Horizontal(classes="body"):
            with VerticalScroll(id="formulaire", can_focus=False):
                yield FormRow("Adhérent", MemberField(id="adherent"))
                yield FormRow("Contact", LineField(placeholder="nom ou fonction", id="contact"))
                yield from self.compose_more()
                yield FormRow("Question", TextField(id="question", placeholder=_AS_ASKED))
                yield FormRow("", Static(id="meilleure", markup=False), classes="etroit")
                yield FormRow(
                    "Pôle",
                    ChoiceField(self._pole_label, "‹ à choisir ›", id="pole"),
                    classes="dense",
                )
                yield FormRow("Thème", ChoiceField(self._topic_label, _AS_TYPED, id="theme"))
                yield FormRow("Réponse", TextField(id="reponse", placeholder=_ANSWER))
                used = Static(id="utilisees", classes="discret", markup=False)
                yield FormRow("", used, classes="sources")
                yield FormRow("Note", LineField(placeholder="pour les collègues", id="note"))
            yield LivePanel(id="volets")
            yield Reader(id="lecture")

    def compose_more(self) -> ComposeResult:
        """The fields that one kind of contact has and the other has not."""
        yield from ()

    def on_mount(self) -> None:
        self._show(self._state)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_best)

    # --- the desk opens

    def services_ready(self, services: Services) -> None:
        field = self.query_one(MemberField)
        field.use(services.members)
        if self._state.member_number:
            field.show(services.members.get(self._state.member_number), self._state.typed_member)
        self._show_choices()
        self.read_history(self._state.member_number)

    def knowledge_changed(self) -> None:
        self._show_choices()
        self.look_up_words(self._state.text)

    # --- beginning, taking up again, leaving

    @property
    def has_something(self) -> bool:
        """Something is typed that is not logged yet."""
        return not self._state.is_empty

    def begin(self) -> None:
        """The phone rings, or a letter is opened: an empty form, the timer from now.

        When something is under way on this screen, this only comes back to it.
        """
        if not self.has_something:
            self._start()
            self._run_from(self.desk.now())

    def take_up(self, state: FormState) -> None:
        """Show this form again, to the letter; what was on screen stays as a draft."""
        self._save_draft()
        self._show(state)
        self._run_from(self.desk.now())
        self.query_one("#question").focus()

    def _start(self) -> None:
        self._show(new_form(self.CHANNEL, self.desk.now()))
        self._run_from(None)
        self.query_one("#adherent-saisie").focus()

    def _run_from(self, moment: datetime | None) -> None:
        self._taken_up_at = moment
        if self.CHANNEL is Channel.PHONE:
            spent = timedelta(seconds=self._state.spent_s)
            self.desk.call_started = None if moment is None else moment - spent

    def _spent_s(self) -> int:
        """Seconds spent on this contact until now."""
        if self._taken_up_at is None:
            return self._state.spent_s
        stretch = (self.desk.now() - self._taken_up_at).total_seconds()
        return self._state.spent_s + max(0, int(stretch))

    def _show(self, state: FormState) -> None:
        self._state = state
        self.remove_class("-volets")
        member = self.services.members.get(state.member_number) if self.services else None
        self.query_one(LivePanel).clear()
        with self.prevent(TextArea.Changed, Input.Changed):
            self.query_one(MemberField).show(member, state.typed_member)
            self.show_fields(state)
        self._show_choices()
        self._show_sources()
        self.look_up_words(state.text)
        self.read_history(state.member_number)
        self.refresh_bindings()

    def show_fields(self, state: FormState) -> None:
        """Write into the fields what the form holds."""
        self.query_one("#contact", LineField).value = state.contact
        self.query_one("#note", LineField).value = state.note
        for field, text in (("#question", state.text), ("#reponse", state.answer)):
            area = self.query_one(field, TextField)
            area.text = text
            area.move_cursor(area.document.end)

    def action_suivante(self) -> None:
        """The next one: this one stays as a draft unless nothing was typed."""
        self._put_aside()
        self.begin()

    def action_plus_tard(self) -> None:
        if not self.close_panel():
            self._put_aside()
            self.app.switch_mode("triage")

    def _put_aside(self) -> None:
        if self.has_something:
            self._save_draft()
            self.say("Gardée en brouillon — Ctrl+B pour la reprendre")
        self._start()

    def possible(self, command: type[commands.Command]) -> bool:
        if command is commands.UndoSave:
            return self.can_take_back
        if command is commands.Drafts:
            return not self.has_something
        if command in (commands.SaveAnswered, commands.SaveToCallBack, commands.SaveTransferred):
            return self.has_something
        return True

    # --- what is typed

    def _update(self, state: FormState) -> None:
        """The form changed: keep it. The first word starts the timer if no key did."""
        was_empty = self._state.is_empty
        if self._taken_up_at is None and not state.is_empty:
            now = self.desk.now()
            state = replace(state, started_at=now)
            self._run_from(now)
        self._state = state
        self._save_draft()
        if was_empty != state.is_empty:
            self.refresh_bindings()

    def _save_draft(self) -> None:
        if self.has_something:
            state = replace(self._state, spent_s=self._spent_s())
            self.desk.drafts.save(to_draft(state, self.desk.settings.advisor, self.desk.now()))

    @on(TextArea.Changed, "#question")
    def _question_typed(self, event: TextArea.Changed) -> None:
        self._update(replace(self._state, text=event.text_area.text))
        self.look_up_words(self._state.text)

    @on(TextArea.Changed, "#reponse")
    def _answer_typed(self, event: TextArea.Changed) -> None:
        self._update(replace(self._state, answer=event.text_area.text))

    @on(Input.Changed, "#contact")
    def _contact_typed(self, event: Input.Changed) -> None:
        self._update(replace(self._state, contact=event.value))

    @on(Input.Changed, "#note")
    def _note_typed(self, event: Input.Changed) -> None:
        self._update(replace(self._state, note=event.value))

    @on(MemberField.Typed)
    def _member_typed(self, event: MemberField.Typed) -> None:
        self._update(
            replace(self._state, typed_member=event.text, member_number="", establishment_code="")
        )
        self.read_history("")

    @on(Input.Submitted, "#contact, #note, #recue")
    def _to_next_field(self) -> None:
        self.focus_next()

    @on(MemberField.Chosen)
    def _member_chosen(self, event: MemberField.Chosen) -> None:
        if event.hit is not None:
            member, place = event.hit.member, event.hit.establishment
            self._update(
                replace(
                    self._state,
                    typed_member=member.name,
                    member_number=member.number,
                    establishment_code=place.code if place else "",
                )
            )
            self.read_history(member.number)
        self.query_one("#question").focus()

    # --- pôle and theme

    def _pole_label(self, slug: str | None) -> str:
        return self.services.pole_label(slug) if self.services else slug or ""

    def _topic_label(self, slug: str | None) -> str:
        return self.services.topic_label(slug) if self.services else slug or ""

    def _default_pole(self) -> str:
        """One's own pôle, else the first one: a call can always be logged."""
        if self.desk.settings.pole:
            return self.desk.settings.pole
        poles = self.services.poles() if self.services else ()
        return poles[0].slug if poles else ""

    def _show_choices(self) -> None:
        if not self._state.pole:
            self._state = replace(self._state, pole=self._default_pole())
        state = self._state
        pole, theme = self.query_one("#pole", ChoiceField), self.query_one("#theme", ChoiceField)
        pole.value, theme.value = state.pole or None, state.topic or None
        pole.proposed, theme.proposed = not state.pole_chosen, not state.topic_chosen
        for choice in (pole, theme):
            choice.refresh()  # the same value may have another name now

    def _show_sources(self) -> None:
        used = " · ".join(
            f"{'!' if source.stale else '↳'} {source.title or source.ident}"
            for source in self._state.sources
        )
        self.query_one("#utilisees", Static).update(used)

    def found(self, found: Found) -> None:
        state = self._state
        if found.proposal and not state.topic_chosen:
            pole = state.pole if state.pole_chosen else found.proposal.pole
            if pole == found.proposal.pole:
                self._state = replace(state, pole=pole, topic=found.proposal.topic or "")
                self._show_choices()

    @on(ChoiceField.Asked, "#pole")
    @work(exclusive=True, group="choice")
    async def _ask_pole(self) -> None:
        if self.services is None:
            return
        choices = [Choice(p.slug, p.label) for p in self.services.poles()]
        dialog = ChoiceDialog("Quel pôle répond ?", choices, self._state.pole)
        if chosen := await self.app.push_screen_wait(dialog):
            topic = self._state.topic if chosen == self._state.pole else ""
            self._update(replace(self._state, pole=chosen, pole_chosen=True, topic=topic))
            self._show_choices()

    @on(ChoiceField.Asked, "#theme")
    @work(exclusive=True, group="choice")
    async def _ask_topic(self) -> None:
        if self.services is None:
            return
        topics = self.services.topics(self._state.pole if self._state.pole_chosen else None)
        choices = [Choice(t.slug, t.label, indent=t.parent is not None) for t in topics]
        dialog = ChoiceDialog("Quel thème ?", choices, self._state.topic)
        if chosen := await self.app.push_screen_wait(dialog):
            pole = next(t.pole for t in topics if t.slug == chosen)
            self._update(replace(self._state, topic=chosen, topic_chosen=True, pole=pole))
            self._show_choices()

    # --- what is found

    @on(LivePanel.Moved)
    def _show_best(self) -> None:
        """At 80 columns the best entry stands under the question; elsewhere it is not there."""
        if not self.has_class("-narrow"):
            return
        shown, panel = self.query_one("#meilleure", Static), self.query_one(LivePanel)
        best = panel.best(ENTRIES)
        key = commands.NextPanel.shown_keys(self.desk.settings.keymap)[0]
        more = f"{key} : tout ce qui est trouvé"
        content = best_content(best, max(40, shown.size.width - 2), more) if best else ""
        shown.update(content, layout=False)  # it always has its three lines

    def source_used(self, source: QuestionSource | None, answer: str) -> None:
        area = self.query_one("#reponse", TextField)
        if answer and answer not in area.text:
            area.text = f"{area.text}\n{answer}".strip()
        state = self._state if source is None else with_source(self._state, source)
        self._update(replace(state, answer=area.text))
        self._show_sources()

    def asked(self, services: Services) -> Question:
        settings = services.settings
        call = to_call(
            self._state, duration_s=None, now=self.desk.now(), day_start=settings.day_start
        )
        return not_logged_yet(call, settings)

    # --- logging

    def action_repondu(self) -> None:
        self._log(Status.ANSWERED)

    def action_a_rappeler(self) -> None:
        self._log(Status.ON_HOLD)

    @work(exclusive=True, group="transfer")
    async def action_transmettre(self) -> None:
        if self.services is None:
            self._log(Status.NEW)
            return
        others = [p for p in self.services.poles() if p.slug != self._state.pole]
        dialog = TransferDialog("Transférer à…", [Choice(p.slug, p.label) for p in others])
        if order := await self.app.push_screen_wait(dialog):
            self._log(Status.IN_PROGRESS, order)

    def _log(self, status: Status, transfer: TransferOrder | None = None) -> None:
        state = self._state
        used = next((s.ident for s in state.sources if s.kind is SourceKind.ENTRY), None)
        searched = self.search_record(used=used)
        self.log_form(Order(state, status, self._duration_s(), transfer, searched))

    def _duration_s(self) -> int | None:
        return self._spent_s() if self.CHANNEL is Channel.PHONE else None

    def logged(self, state: FormState) -> None:
        self.desk.drafts.forget(state.ident)
        if self._state.ident == state.ident:
            self._start()
        self.refresh_bindings()

    def taken_back(self, state: FormState) -> None:
        self.take_up(state)
        self._save_draft()

    def show_missing(self, field: str) -> None:
        self.query_one({"text": "#question"}.get(field, f"#{field}")).focus()


class CallScreen(CaptureScreen):
    """A question on the phone: the timer runs."""

    MODE = "appel"
    CHANNEL = Channel.PHONE
    HELP = (
        "Tapez trois lettres de l’adhérent, Entrée, puis la question comme on vous la dit : les "
        "fiches, les textes et les questions déjà posées arrivent à droite. Ctrl+L reprend la "
        "fiche choisie, Ctrl+S consigne l’appel. Tout ce que vous tapez est gardé au fur et à "
        "mesure."
    )
