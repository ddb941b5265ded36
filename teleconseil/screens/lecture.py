"""One result read in full, over the screen it was found on; beside it, the articles it cites."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from teleconseil import commands, french
from teleconseil.domain import EntryFeedback
from teleconseil.errors import TeleconseilError
from teleconseil.kb.model import Entry
from teleconseil.kb.templates import fields, words
from teleconseil.screens.explained import Explained
from teleconseil.widgets.articles import ArticlesPane
from teleconseil.widgets.clipboard import copy
from teleconseil.widgets.closing import Dialogue
from teleconseil.widgets.desk import desk_of
from teleconseil.widgets.lookup import ENTRIES, Cited, Line, cited_articles
from teleconseil.widgets.reader import Reader


class ReadingScreen(Dialogue[None], Explained):
    """An entry, an article or a past question; the arrows scroll, Échap goes back.

    ``articles``: the articles that the entry cites are open from the start.
    """

    CSS_PATH = "lecture.tcss"
    COMMANDS_HERE = commands.READING
    HELP_ON = "Lecture"
    HELP = (
        "Les flèches, Page↑, Page↓ et Espace font défiler. Une fiche s’ouvre à côté des articles "
        "qu’elle cite, à la version en vigueur : un carré plein dit que l’article a changé depuis "
        "qu’elle a été écrite."
    )
    BINDINGS: ClassVar[list[Any]] = [
        *commands.bindings(commands.READING),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    class ArticlesRead(Message):
        """The articles that the entry cites."""

        def __init__(self, cited: tuple[Cited, ...]) -> None:
            super().__init__()
            self.cited = cited

    def __init__(self, panel: str, line: Line, *, articles: bool = False) -> None:
        super().__init__()
        self._panel = panel
        self._line = line
        self._articles_first = articles
        self._entry: Entry | None = None

    def compose(self) -> ComposeResult:
        services = desk_of(self).services
        if services is not None and self._panel == ENTRIES:
            self._entry = services.entry(self._line.ident)
        with Vertical(classes="dialogue"):
            with Horizontal(id="lecture-cote-a-cote"):
                yield Reader(id="lecture-choisi")
                if self._entry is not None and self._entry.citations:
                    yield ArticlesPane([c.article for c in self._entry.citations])
            yield Static(classes="aide", markup=False)

    def on_mount(self) -> None:
        self.query_one("#lecture-choisi", Reader).follow(self._panel, self._line, at_once=True)
        if self._articles_first:
            self._open_articles()
        self._show_keys()

    # --- the articles

    @property
    def _articles(self) -> ArticlesPane | None:
        """The articles, when they are open."""
        pane = self.query(ArticlesPane)
        return pane.first() if pane and self.has_class("-articles") else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == commands.OpenSources.name:
            return bool(self.query(ArticlesPane))
        if action in (commands.LeaveRemark.name, commands.EntryVersions.name):
            return self._entry is not None
        if action in _ON_ARTICLES:
            return self._articles is not None
        return True

    def action_sources(self) -> None:
        """Open the articles beside the entry; close them when they are open."""
        if self._articles is None:
            self._open_articles()
        else:
            self.remove_class("-articles")
            self._show_keys()

    def _open_articles(self) -> None:
        if self.query(ArticlesPane):
            self.add_class("-articles")
            self._read_articles()
            self._show_keys()

    @work(thread=True, exclusive=True, group="articles")
    def _read_articles(self) -> None:
        services, entry = desk_of(self).services, self._entry
        if services is not None and entry is not None:
            self.post_message(self.ArticlesRead(cited_articles(services, entry)))

    async def on_reading_screen_articles_read(self, message: ArticlesRead) -> None:
        await self.query_one(ArticlesPane).use(message.cited)

    def action_article_suivant(self) -> None:
        if pane := self._articles:
            pane.turn(1)

    def action_article_precedent(self) -> None:
        if pane := self._articles:
            pane.turn(-1)

    async def action_version(self) -> None:
        if pane := self._articles:
            await pane.other_version()

    # --- reading, copying, going back

    @property
    def _scrolled(self) -> Reader:
        """What the arrows move: the articles when they are open."""
        pane = self._articles
        return pane.query_one(Reader) if pane else self.query_one("#lecture-choisi", Reader)

    def action_scroll(self, step: int) -> None:
        self._scrolled.scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        reader = self._scrolled
        reader.scroll_relative(y=step * max(1, reader.size.height - 2), animate=False)

    def action_copier(self) -> None:
        """Copy the article that is read, else the letter or short answer, else the whole text."""
        article = self._articles.shown if self._articles else None
        shown = article or self.query_one("#lecture-choisi", Reader).found
        if shown is None:
            return
        text = words(self._entry) if self._entry and article is None else shown.text
        copy(self.app, text)
        desk_of(self).say(copied(shown.title, text))

    # --- the entry, for its editors

    @work(exclusive=True, group="dialog")
    async def action_signaler(self) -> None:
        """Tell the editors what is missing or wrong, or that it helped."""
        from teleconseil.screens.dialogues import RemarkDialog

        entry = self._entry
        remark = await self.app.push_screen_wait(RemarkDialog(entry.title)) if entry else None
        if entry is not None and remark is not None:
            self._leave(EntryFeedback(entry.slug, entry.version, "", remark.text, remark.helpful))

    @work(thread=True, group="remark")
    def _leave(self, remark: EntryFeedback) -> None:
        desk = desk_of(self)
        if (services := desk.services) is None:
            return
        try:
            services.store.add_feedback(replace(remark, by=services.settings.advisor))
        except TeleconseilError as error:
            self.app.call_from_thread(desk.complain, error)
        else:
            said = "Retour transmis : les rédacteurs le verront dans l’Atelier."
            self.app.call_from_thread(desk.say, said)

    def action_versions(self) -> None:
        from teleconseil.screens.versions import VersionsScreen

        if (entry := self._entry) is not None:
            self.app.push_screen(VersionsScreen(entry.slug, entry.title))

    def action_fermer(self) -> None:
        self.dismiss()

    def _show_keys(self) -> None:
        """The line at the bottom: what can be done while reading."""
        keymap = desk_of(self).settings.keymap
        shown: tuple[type[commands.Command], ...] = (*commands.READING, commands.Help)
        acts = [
            Content.assemble((c.shown_keys(keymap)[0], "bold $accent"), f" {c.label}")
            for c in shown
            if c.label and self.check_action(c.name, ())
        ]
        self.query_one(".aide", Static).update(Content("   ").join(acts))


def copied(title: str, text: str) -> str:
    """What was copied, how long it is, and that a letter is still to be filled."""
    parts = [f"« {title} »", french.plural(len(text), "caractère")]
    if left := fields(text):
        parts.append(f"{french.plural(len(left), 'champ')} à remplir")
    return f"Copié : {', '.join(parts)}."


_ON_ARTICLES = frozenset(
    c.name for c in (commands.NextArticle, commands.PreviousArticle, commands.OtherVersion)
)
