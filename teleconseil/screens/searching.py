"""Screens on which answers are looked up while someone types: the call form, an open question."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.message import Message
from textual.widgets import TextArea
from textual.worker import get_current_worker

from teleconseil import french
from teleconseil.domain import QuestionSource, SourceKind
from teleconseil.errors import TeleconseilError
from teleconseil.kb.model import Freshness
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import ENTRIES, MEMBER, TEXTS, Found, Line, history, look_up
from teleconseil.widgets.reader import Reader

_STALE = frozenset({Freshness.CHANGED, Freshness.OVERDUE})


class SearchingScreen(DeskScreen):
    """Has a ``LivePanel`` and a ``Reader``; the results follow what is typed.

    Subclasses call ``look_up_words`` when the words change and take what is chosen in
    ``source_used``. At 80 columns the panel takes the place of the ``MAIN`` widget when asked for.
    """

    MAIN: ClassVar[str] = ""
    """Selector of what stands left of the panel."""

    class Searched(Message):
        """The words typed so far were looked up."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    class HistoryRead(Message):
        """The last questions of a member."""

        def __init__(self, number: str, lines: tuple[Line, ...]) -> None:
            super().__init__()
            self.number = number
            self.lines = lines

    class SearchFailed(Message):
        """The database or the index refused."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._warned_of = ""
        self._words = ""
        self._member = ""

    # --- for subclasses

    def found(self, found: Found) -> None:
        """Something more to do with what was found."""

    def source_used(self, source: QuestionSource, answer: str) -> None:
        """An entry or an article was chosen; ``answer`` is its short answer, if it has one."""
        raise NotImplementedError

    # --- looking up

    def look_up_words(self, words: str, *, literal: bool = False) -> None:
        """The words have changed: look them up, the earlier search no longer matters."""
        self._words = words
        self._look_up(words, literal)

    def read_history(self, number: str) -> None:
        """Show the last questions of that member; none for an empty number."""
        self._member = number
        self._read_history(number)

    @work(thread=True, exclusive=True, group="search")
    def _look_up(self, words: str, literal: bool) -> None:
        worker, services = get_current_worker(), self.services
        if services is None:
            return
        try:
            found = look_up(
                services,
                words,
                topic=None,
                cancelled=lambda: worker.is_cancelled,
                literal=literal,
            )
        except TeleconseilError as error:
            self.post_message(self.SearchFailed(error))
            return
        if found is not None and not worker.is_cancelled:
            self.post_message(self.Searched(found))

    @work(thread=True, exclusive=True, group="history")
    def _read_history(self, number: str) -> None:
        services = self.services
        try:
            lines = history(services, number) if services and number else ()
        except TeleconseilError as error:
            self.post_message(self.SearchFailed(error))
            return
        self.post_message(self.HistoryRead(number, lines))

    @on(Searched)
    def _show_found(self, message: Searched) -> None:
        found = message.found
        if found.query != self._words:
            return
        panel = self.query_one(LivePanel)
        panel.show(found.panels)
        panel.say(_how(found), found.repairs)
        self.found(found)

    @on(HistoryRead)
    def _show_history(self, message: HistoryRead) -> None:
        if message.number == self._member:
            self.query_one(LivePanel).show({MEMBER: message.lines})

    @on(SearchFailed)
    def _say_failure(self, message: SearchFailed) -> None:
        self.complain(message.error)

    # --- moving in what was found, without leaving the field

    def action_resultat_suivant(self) -> None:
        self.query_one(LivePanel).move(1)

    def action_resultat_precedent(self) -> None:
        self.query_one(LivePanel).move(-1)

    def action_volet_suivant(self) -> None:
        if not self._open_panel():
            self.query_one(LivePanel).turn(1)

    def action_volet_precedent(self) -> None:
        self.query_one(LivePanel).turn(-1)

    def _open_panel(self) -> bool:
        """At 80 columns, put the panel in the place of the form; False when it is there."""
        if not self.has_class("-narrow") or self.has_class("-volets"):
            return False
        self.add_class("-volets")
        return True

    def close_panel(self) -> bool:
        """At 80 columns, put the form back; False when it is there."""
        opened = self.has_class("-narrow") and self.has_class("-volets")
        self.remove_class("-volets")
        return opened

    def key_ctrl_right(self) -> None:
        """At the end of a text the key does nothing there: it opens what was found."""
        field = self.focused
        if isinstance(field, TextArea) and field.cursor_at_end_of_text:
            self._open_panel()

    @on(LivePanel.Moved)
    def _follow_reader(self, message: LivePanel.Moved) -> None:
        self.query_one(Reader).follow(message.panel, message.line)

    def action_lire(self) -> None:
        """Read the chosen result in full, over the screen."""
        from teleconseil.screens.lecture import ReadingScreen

        panel = self.query_one(LivePanel)
        if panel.line is not None:
            self.app.push_screen(ReadingScreen(panel.current, panel.line))

    @on(LivePanel.Picked)
    def _picked(self, message: LivePanel.Picked) -> None:
        if message.panel in (ENTRIES, TEXTS):
            self.action_utiliser()
        else:
            self.action_lire()

    # --- using what was found

    def action_utiliser(self) -> None:
        """Take the entry's short answer and remember its exact version."""
        panel = self.query_one(LivePanel)
        if panel.current == TEXTS and (line := panel.line):
            source = QuestionSource(SourceKind.ARTICLE, line.ident, line.ident, line.title)
            self.source_used(source, "")
            self.say(f"Article retenu : {line.title}.")
        elif line := panel.best(ENTRIES):
            self._use_entry(line)
        else:
            self.say("Aucune fiche à utiliser : décrivez la question, ou écrivez la réponse.")

    def _use_entry(self, line: Line) -> None:
        entry = self.services.entry(line.ident) if self.services else None
        if entry is None:
            return
        state = line.freshness
        stale = state in _STALE
        if stale and state and self._warned_of != entry.version:
            self._warned_of = entry.version
            self.say(
                f"« {entry.title} » : {state.label}. Relisez-la, puis Ctrl+L à nouveau pour "
                "l’utiliser quand même.",
                Tone.WARNING,
            )
            return
        source = QuestionSource(SourceKind.ENTRY, entry.slug, entry.version, entry.title, stale)
        self.source_used(source, entry.short_answer)
        glyph = state.glyph if state else ""
        version = entry.version[:7]
        self.say(f"{glyph} « {entry.title} » : réponse reprise, version {version} retenue.")


def _how(found: Found) -> str:
    if not found.query.strip():
        return ""
    size = french.plural(found.searched, "document") if found.searched else ""
    return ", ".join(part for part in (size, f"{found.duration_ms:.0f} ms") if part)
