"""Screens on which answers are looked up while someone types: the call form, an open question."""

from __future__ import annotations

from time import sleep
from typing import ClassVar

from textual import on, work
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea
from textual.worker import get_current_worker

from teleconseil import commands, french
from teleconseil.domain import QuestionSource, SearchLogEntry, SourceKind
from teleconseil.errors import TeleconseilError
from teleconseil.kb.model import Entry, Freshness
from teleconseil.kb.templates import words
from teleconseil.screens.desk_screen import DeskScreen
from teleconseil.widgets.desk import Tone
from teleconseil.widgets.live_panel import LivePanel
from teleconseil.widgets.lookup import (
    ENTRIES,
    MEMBER,
    PAST,
    TEXTS,
    Found,
    Line,
    Past,
    history,
    look_up,
    look_up_meaning,
    look_up_past,
    look_up_rest,
)
from teleconseil.widgets.reader import Reader

_SLOW_S = 0.1
"""A search that takes longer than this is said to be under way."""
_PAINT_S = 0.03
"""Left to the interface to paint what was found, before the processor is taken for the rest."""
_PAST_PAUSE_S = 0.08
"""Without a key for this long, the database is asked for past questions."""
_PAUSE_S = 0.19
"""Without a key for this long, what the sentence means is looked at: the model reads forty words in
some 60 ms, so that their order is there when a quarter of a second has passed."""

_RECORDED = 10
"""How many of the results the log of searches keeps."""


class SearchingScreen(DeskScreen):
    """Has a ``LivePanel`` and a ``Reader``; the results follow what is typed.

    Subclasses call ``look_up_words`` when the words change and take what is chosen in
    ``source_used``. At 80 columns the panel takes the place of the ``MAIN`` widget when asked for.
    """

    MAIN: ClassVar[str] = ""
    """Selector of what stands left of the panel."""

    class Searched(Message):
        """The words typed so far were looked up for the panel that is shown."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    class Completed(Message):
        """The other panel and the theme are there too."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    class Weighed(Message):
        """The same, its entries ordered by what is meant too; then its articles, if they follow."""

        def __init__(self, found: Found) -> None:
            super().__init__()
            self.found = found

    class PastRead(Message):
        """The past questions that resemble them were read."""

        def __init__(self, past: Past) -> None:
            super().__init__()
            self.past = past

    class HistoryRead(Message):
        """The last questions of a member."""

        def __init__(self, number: str, lines: tuple[Line, ...]) -> None:
            super().__init__()
            self.number = number
            self.lines = lines

    class PastUsed(Message):
        """The answer to a past question, to be given again."""

        def __init__(self, reference: str, answer: str) -> None:
            super().__init__()
            self.reference = reference
            self.answer = answer

    class SearchFailed(Message):
        """The database or the index refused."""

        def __init__(self, error: TeleconseilError) -> None:
            super().__init__()
            self.error = error

    def __init__(self) -> None:
        super().__init__()
        self._warned_of = ""
        self._words = ""
        self._literal = False
        self._member = ""
        self._slow: Timer | None = None
        self._pause: Timer | None = None
        self._found: Found | None = None

    # --- for subclasses

    def found(self, found: Found) -> None:
        """Something more to do with what was found."""

    def source_used(self, source: QuestionSource | None, answer: str) -> None:
        """An entry, an article or a past answer (no source) was chosen; ``answer``: its words."""
        raise NotImplementedError

    # --- looking up

    def look_up_words(self, words: str) -> None:
        """The words have changed: look them up, the earlier search no longer matters."""
        self._words = words
        self._say_if_slow()
        self._stop_weighing()
        shown = self.query_one(LivePanel).current
        self._look_up(words, TEXTS if shown == TEXTS else ENTRIES, self._literal)

    def read_history(self, number: str) -> None:
        """Show the last questions of that member; none for an empty number."""
        self._member = number
        self._read_history(number)

    def action_tel_quel(self) -> None:
        """Search the words exactly as they were typed, without repairs; then with them again."""
        self._literal = not self._literal
        self.look_up_words(self._words)

    @work(thread=True, exclusive=True, group="search")
    def _look_up(self, words: str, panel: str, literal: bool) -> None:
        """First what is looked at, then the rest, each step given up when another key comes."""
        worker, services = get_current_worker(), self.services
        if services is None:
            return

        def cancelled() -> bool:
            return worker.is_cancelled

        try:
            found = look_up(services, words, cancelled=cancelled, panel=panel, literal=literal)
            if found is None or cancelled():
                return
            self.post_message(self.Searched(found))
            sleep(_PAINT_S)
            if cancelled() or (whole := look_up_rest(services, found, cancelled=cancelled)) is None:
                return
            self.post_message(self.Completed(whole))
            sleep(_PAST_PAUSE_S)
            if not cancelled():
                topic = whole.proposal.topic if whole.proposal else None
                self.post_message(self.PastRead(look_up_past(services, words, topic)))
        except TeleconseilError as error:
            self.post_message(self.SearchFailed(error))

    @work(thread=True, exclusive=True, group="meaning")
    def _weigh(self, found: Found) -> None:
        worker, services = get_current_worker(), self.services
        if services is None:
            return
        for weighed in look_up_meaning(services, found, cancelled=lambda: worker.is_cancelled):
            self.post_message(self.Weighed(weighed))
            sleep(_PAINT_S)

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
        if found.query == self._words:
            self._stop_waiting()
            self.query_one(LivePanel).show(found.panels, found.nothing)

    @on(Completed)
    def _show_whole(self, message: Completed) -> None:
        found = message.found
        if found.query != self._words:
            return
        self._found = found
        panel = self.query_one(LivePanel)
        panel.show(found.panels, found.nothing)
        panel.say(*self._how(found))
        self.found(found)
        self._pause = self.set_timer(_PAUSE_S, self.pause_is_over)

    def pause_is_over(self) -> None:
        """The sentence stands: order the entries, then the articles, by what it means too."""
        if self._found is not None:
            self._weigh(self._found)

    @on(Weighed)
    def _show_weighed(self, message: Weighed) -> None:
        """The panel leaves a line that someone moved to where it stands."""
        found = message.found
        if found.query == self._words and found.literal == self._literal:
            self._found = found
            self.query_one(LivePanel).show(found.panels, found.nothing)

    @on(PastRead)
    def _show_past(self, message: PastRead) -> None:
        past = message.past
        if past.query == self._words:
            nothing = {PAST: "Jamais posée en ces mots."} if past.query.strip() else {}
            self.query_one(LivePanel).show({PAST: past.lines}, nothing)

    @on(HistoryRead)
    def _show_history(self, message: HistoryRead) -> None:
        if message.number == self._member:
            nothing = {MEMBER: "C’est sa première question."} if message.number else {}
            self.query_one(LivePanel).show({MEMBER: message.lines}, nothing)

    @on(SearchFailed)
    def _say_failure(self, message: SearchFailed) -> None:
        self._stop_waiting()
        self.complain(message.error)

    def search_record(
        self, *, opened: str | None = None, used: str | None = None
    ) -> SearchLogEntry | None:
        """The last search, for the log that the editors read; None when nothing was searched."""
        found = self._found
        if found is None or not found.query.strip():
            return None
        lines = [line for panel in (ENTRIES, TEXTS) for line in found.panels[panel]]
        shown = tuple(line.ident for line in lines[:_RECORDED])
        return SearchLogEntry(found.query, "fiches,textes", len(lines), shown, opened, used)

    def _say_if_slow(self) -> None:
        self._stop_waiting()
        self._slow = self.set_timer(_SLOW_S, lambda: self.query_one(LivePanel).say("Recherche…"))

    def _stop_waiting(self) -> None:
        if self._slow is not None:
            self._slow.stop()

    def _stop_weighing(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self.workers.cancel_group(self, "meaning")

    def _how(self, found: Found) -> list[str]:
        """Which words were read otherwise, how many documents were searched, how fast."""
        if not found.query.strip():
            return []
        key = commands.LiteralSearch.shown_keys(self.desk.settings.keymap)[0]
        parts = [f"« {repair.typed} » lu « {repair.read} »" for repair in found.repairs[:3]]
        if found.repairs:
            parts.append(f"{key} tel quel")
        elif found.literal:
            parts.append(f"mots pris tels quels ({key} les corrige)")
        size = french.plural(found.searched, "texte")
        return [*parts, f"{size}, {found.duration_ms:.0f} ms"] if found.searched else parts

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
        typing = self.focused is not None and not message.by_hand
        self.query_one(Reader).follow(message.panel, message.line, typing=typing)

    def action_lire(self) -> None:
        """Read the chosen result in full, over the screen; an entry, beside what it cites."""
        from teleconseil.screens.lecture import ReadingScreen

        panel = self.query_one(LivePanel)
        if panel.line is not None:
            articles = panel.current == ENTRIES and not self.has_class("-narrow")
            self.app.push_screen(ReadingScreen(panel.current, panel.line, articles=articles))

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
        line = panel.line
        if panel.current == TEXTS and line is not None:
            source = QuestionSource(SourceKind.ARTICLE, line.ident, line.ident, line.title)
            self.source_used(source, "")
            self.say(f"Article retenu : {line.title}.")
        elif panel.current == PAST and line is not None:
            self._use_past(line)
        elif best := panel.best(ENTRIES):
            self._use_entry(best)
        else:
            self.say("Aucune fiche à utiliser : décrivez la question, ou écrivez la réponse.")

    def _use_entry(self, line: Line) -> None:
        entry = self.services.entry(line.ident) if self.services else None
        state = line.freshness
        if entry is None or state is None:
            return
        stale = state is not Freshness.VERIFIED
        if stale and self._warned_of != entry.version:
            self._warned_of = entry.version
            key = commands.UseEntry.shown_keys(self.desk.settings.keymap)[0]
            self.say(
                f"{state.glyph} « {entry.title} » : {line.warning or state.label}. Relisez-la ; "
                f"{key} à nouveau pour l’utiliser quand même.",
                Tone.WARNING,
            )
            return
        source = QuestionSource(SourceKind.ENTRY, entry.slug, entry.version, entry.title, stale)
        self.entry_used(source, entry)

    def entry_used(self, source: QuestionSource, entry: Entry) -> None:
        """Give what is said of that entry to the answer."""
        self.source_used(source, words(entry))
        version = entry.version[:7]
        self.say(f"« {entry.title} » : réponse reprise, version {version} retenue.")

    @work(thread=True, exclusive=True, group="past")
    def _use_past(self, line: Line) -> None:
        """Read the answer that was given then."""
        services = self.services
        if services is None:
            return
        try:
            answer = services.store.question(line.ident).answer
        except TeleconseilError as error:
            self.post_message(self.SearchFailed(error))
            return
        self.post_message(self.PastUsed(line.ident, answer))

    @on(PastUsed)
    def _take_past(self, message: PastUsed) -> None:
        if not message.answer:
            self.say(f"{message.reference} n’a pas de réponse écrite.")
            return
        self.source_used(None, message.answer)
        self.say(f"Réponse de {message.reference} reprise : relisez-la, la règle a pu changer.")
