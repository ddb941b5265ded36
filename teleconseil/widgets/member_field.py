"""Who is calling: a field that suggests members as one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from teleconseil import french
from teleconseil.desk.members import MemberDirectory, MemberHit
from teleconseil.domain import SECTORS, Member
from teleconseil.widgets.fields import LineField

_SHOWN = 6


class MemberField(Vertical):
    """The field, the suggestions under it while one types, then a line about the member chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("escape", "close", show=False),
    ]

    class Chosen(Message):
        """A member was chosen; None: Enter was pressed on what names nobody."""

        def __init__(self, hit: MemberHit | None) -> None:
            super().__init__()
            self.hit = hit

    class Typed(Message):
        """Something was typed that is no choice yet."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._directory = MemberDirectory()
        self._hits: Sequence[MemberHit] = ()
        self.member: Member | None = None

    def compose(self) -> ComposeResult:
        yield LineField(placeholder="nom, ville, établissement ou numéro", id="adherent-saisie")
        yield OptionList(id="suggestions", markup=False)
        yield Static("", id="adherent-resume", classes="discret", markup=False)

    def on_mount(self) -> None:
        suggestions = self.query_one(OptionList)
        suggestions.display = False
        suggestions.can_focus = False
        self.query_one("#adherent-resume").display = False

    def use(self, directory: MemberDirectory) -> None:
        """Suggest from this directory from now on."""
        self._directory = directory
        if self.member is None:
            self._suggest(self.query_one(Input).value)

    def show(self, member: Member | None, typed: str = "") -> None:
        """Show a member as chosen, or what was typed when there is none."""
        self.member = member
        with self.prevent(Input.Changed):
            self.query_one(Input).value = member.name if member else typed
        self._hide()
        self._summarise()

    @property
    def typed(self) -> str:
        """What the field holds."""
        return self.query_one(Input).value

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.member is not None:
            self.member = None
            self._summarise()
        self._suggest(event.value)
        self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        options = self.query_one(OptionList)
        if self.member is None and options.display and options.highlighted is not None:
            self._choose(options.highlighted)
        else:
            self.post_message(self.Chosen(None if self.member is None else _as_hit(self.member)))

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.display and options.option_count:
            options.highlighted = ((options.highlighted or 0) + step) % options.option_count
        else:
            self.screen.focus_next() if step > 0 else self.screen.focus_previous()

    def action_close(self) -> None:
        self._hide()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "close":
            return self.query_one(OptionList).display
        return True

    def _choose(self, index: int) -> None:
        hit = self._hits[index]
        self.show(hit.member)
        self.post_message(self.Chosen(hit))

    def _suggest(self, typed: str) -> None:
        self._hits = self._directory.search(typed, _SHOWN) if typed.strip() else ()
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_line(hit)) for hit in self._hits)
        options.display = bool(self._hits)
        if self._hits:
            options.highlighted = 0

    def _hide(self) -> None:
        self._hits = ()
        self.query_one(OptionList).display = False

    def _summarise(self) -> None:
        line = self.query_one("#adherent-resume", Static)
        line.display = self.member is not None
        if self.member is not None:
            line.update(Content(summary(self.member)))


def summary(member: Member) -> str:
    """« n° 0412 · Hauts-de-France · handicap · 1 240 salariés »."""
    size = french.plural(member.headcount, "salarié") if member.headcount else member.size_band
    sector = SECTORS.get(member.sector, member.sector)
    parts = (f"n° {member.number}", member.town, member.region, sector, size)
    return " · ".join(part for part in parts if part)


def _line(hit: MemberHit) -> Content:
    return Content.assemble(hit.member.name, ("  " + hit.matched, "$texte-discret"))


def _as_hit(member: Member) -> MemberHit:
    return MemberHit(member, None, "", 0.0)
