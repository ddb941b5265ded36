"""Adhérents: a member found by any part of what one knows, its card, everything it asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from teleconseil import commands, french
from teleconseil.desk.member_card import MemberCard, contact_lines, member_card
from teleconseil.desk.members import MemberHit
from teleconseil.domain import QuestionFilter
from teleconseil.errors import TeleconseilError
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.screens.member_page import card_content
from teleconseil.widgets.clipboard import copy
from teleconseil.widgets.question_columns import QuestionColumns
from teleconseil.widgets.question_list import QuestionList
from teleconseil.widgets.row_list import Column, RowList

if TYPE_CHECKING:
    from teleconseil.services import Services

_MOST_FOUND = 200
_PAUSE_S = 0.08
"""A member under the cursor for less than that is only passed by."""


class MembersScreen(DeskScreen):
    """Left, the members found; right, the card and the history of the chosen one."""

    MODE = "adherents"
    CSS_PATH = "adherents.tcss"
    COMMANDS_HERE = commands.MEMBERS
    BINDINGS: ClassVar[list[Any]] = commands.bindings(commands.MEMBERS)
    AUTO_FOCUS = "#adherents-saisie"
    HELP = (
        "Tapez une partie du nom, de la ville, d’un établissement ou du numéro ; les flèches "
        "choisissent. Entrée va à l’historique, puis ouvre une question passée. Ctrl+T commence "
        "un appel de cet adhérent, Ctrl+L une question écrite."
    )

    class CardRead(Message):
        """A member's card."""

        def __init__(self, card: MemberCard) -> None:
            super().__init__()
            self.card = card

    class MembersChanged(Message):
        """Members were imported since."""

    def __init__(self) -> None:
        super().__init__()
        self._hits: Sequence[MemberHit] = ()
        self._shown = ""
        self._pause: Timer | None = None

    def compose_body(self) -> ComposeResult:
        columns = QuestionColumns(self.desk.settings.advisor, self.desk.now, self._short_pole)
        with Horizontal(classes="body"):
            with Vertical(id="adherents-trouves"):
                yield Input(
                    placeholder="nom, ville, établissement ou numéro", id="adherents-saisie"
                )
                members: RowList[MemberHit] = RowList(
                    _member_columns(), lambda hit: hit.member.number, id="adherents-liste"
                )
                members.can_focus = False
                members.empty = "Ouverture de la base…"
                yield members
            with Vertical(id="adherents-fiche"):
                with VerticalScroll(id="adherents-carte", can_focus=False):
                    yield Static("", id="adherents-texte", markup=False)
                history = QuestionList(columns.past(members=False), id="adherents-historique")
                history.empty = "Aucune question de cet adhérent jusqu’ici."
                yield history

    def on_mount(self) -> None:
        self.query_one("#adherents-fiche").visible = False
        self.watch(self.desk, "revision", self._questions_changed, init=False)

    def services_ready(self, services: Services) -> None:
        self._search()

    def on_screen_resume(self) -> None:
        self._refresh_members()
        self._questions_changed()

    # --- finding

    @work(thread=True, exclusive=True, group="members")
    def _refresh_members(self) -> None:
        """Members imported meanwhile by someone else are found too."""
        try:
            if self.services is not None and self.services.refresh_members():
                self.post_message(self.MembersChanged())
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))

    @on(MembersChanged)
    @on(Input.Changed, "#adherents-saisie")
    def _search(self) -> None:
        services = self.services
        if services is None:
            return
        typed = self.query_one(Input).value
        found = typed.strip()
        directory = services.members
        self._hits = directory.search(typed, _MOST_FOUND) if found else directory.everyone()
        members = self._members
        members.empty = (
            "Personne ne répond à ces mots. Essayez une autre partie du nom, la ville ou le numéro."
            if found
            else "Aucun adhérent. « teleconseil importer adherents FICHIER.csv » les apporte."
        )
        members.show(self._hits, from_top=True)
        self.refresh_bindings()
        self.query_one("#adherents-fiche").visible = bool(self._hits)

    @property
    def _members(self) -> RowList[MemberHit]:
        members: RowList[MemberHit] = self.query_one("#adherents-liste", RowList)
        return members

    @property
    def _hit(self) -> MemberHit | None:
        return self._members.current

    def key_down(self) -> None:
        self._members.action_move(1)

    def key_up(self) -> None:
        self._members.action_move(-1)

    def key_pagedown(self) -> None:
        self._members.action_page(1)

    def key_pageup(self) -> None:
        self._members.action_page(-1)

    # --- the card and the history of the chosen one

    @on(RowList.Moved, "#adherents-liste")
    def _chosen(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        if (hit := self._hit) is not None and hit.member.number != self._shown:
            self._pause = self.set_timer(_PAUSE_S, lambda: self._show_member(hit))

    def _show_member(self, hit: MemberHit) -> None:
        number = hit.member.number
        self._shown = number
        self._read_card(hit)
        history = QuestionFilter(statuses=frozenset(), member_number=number, newest_first=True)
        self.query_one(QuestionList).ask(lambda _: history)
        self.refresh_bindings()

    @work(thread=True, exclusive=True, group="card")
    def _read_card(self, hit: MemberHit) -> None:
        services = self.services
        if services is None:
            return
        try:
            card = member_card(services.store, hit.member, self.desk.now(), services.settings.zone)
        except TeleconseilError as error:
            self.post_message(self.NotRead(error))
            return
        if not get_current_worker().is_cancelled:
            self.post_message(self.CardRead(card))

    @on(CardRead)
    def _show_card(self, message: CardRead) -> None:
        services = self.services
        if services is not None and message.card.member.number == self._shown:
            shown = card_content(message.card, services.topic_label)
            self.query_one("#adherents-texte", Static).update(shown)
            self.query_one("#adherents-carte").scroll_home(animate=False)

    def _questions_changed(self) -> None:
        hit = self._hit
        if self.services is not None and hit is not None:
            self._read_card(hit)
            self.query_one(QuestionList).again()

    def _short_pole(self, slug: str) -> str:
        return self.services.pole_short(slug) if self.services else slug

    # --- acts

    def possible(self, command: type[commands.Command]) -> bool:
        return command is commands.Back or self._hit is not None

    @on(Input.Submitted, "#adherents-saisie")
    @on(RowList.Opened, "#adherents-liste")
    def _to_history(self) -> None:
        """To the card; where there is little room it takes the place of the list."""
        if self._hit is not None:
            self.add_class("-fiche")
            self.query_one(QuestionList).focus()

    @on(RowList.Opened, "#adherents-historique")
    def action_ouvrir(self) -> None:
        from teleconseil.screens.question import QuestionScreen

        history = self.query_one(QuestionList)
        if not history.has_focus:
            self._to_history()
        elif history.current is not None:
            self.app.push_screen(QuestionScreen(history.current))

    def action_retour(self) -> None:
        """From the history to the search, from a search to everyone, then to the queue."""
        field = self.query_one(Input)
        self.remove_class("-fiche")
        if not field.has_focus:
            field.focus()
        elif field.value:
            field.value = ""
        else:
            self.app.switch_mode("triage")

    def action_appel_de(self) -> None:
        self._begin("appel")

    def action_ecrit_de(self) -> None:
        self._begin("ecrit")

    @work
    async def _begin(self, mode: str) -> None:
        """A new question of this member; what was being typed there stays as a draft."""
        from teleconseil.screens.appel import CaptureScreen
        from teleconseil.screens.capture_form import new_form

        hit = self._hit
        await self.app.switch_mode(mode)
        screen = self.app.screen
        if hit is not None and isinstance(screen, CaptureScreen):
            form = new_form(screen.CHANNEL, self.desk.now())
            place = hit.establishment.code if hit.establishment else ""
            screen.take_up(
                replace(
                    form,
                    member_number=hit.member.number,
                    typed_member=hit.member.name,
                    establishment_code=place,
                )
            )

    def action_copier_contact(self) -> None:
        if (hit := self._hit) is not None:
            copy(self.app, contact_lines(hit.member))
            known = " · ".join(part for part in (hit.member.phone, hit.member.email) if part)
            self.say(f"Copié : {hit.member.name}, {known or 'sans téléphone ni adresse'}.")


def _member_columns() -> tuple[Column[MemberHit], ...]:
    return (
        Column("N°", lambda hit: Content.styled(hit.member.number, "$texte-discret"), width=6),
        Column("Adhérent", lambda hit: french.short_name(hit.member.name), share=3),
        Column("", lambda hit: Content.styled(hit.matched, "$texte-discret"), share=2),
    )
