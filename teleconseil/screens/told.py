"""What did we tell them? The entry or the article that an answer rests on, as it was then."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import App

from teleconseil.domain import QuestionSource, SourceKind
from teleconseil.kb.model import Snippet
from teleconseil.screens.lecture import ReadingScreen
from teleconseil.screens.versions import VersionsScreen
from teleconseil.widgets.choice import Choice, ChoiceDialog
from teleconseil.widgets.lookup import TEXTS, Line


async def read_source(app: App[None], sources: Sequence[QuestionSource]) -> None:
    """Open the source; ask which one when there are several. Runs in a worker."""
    chosen = sources[0] if sources else None
    if len(sources) > 1:
        choices = [Choice(str(n), s.title or s.ident) for n, s in enumerate(sources)]
        picked = await app.push_screen_wait(ChoiceDialog("Relire quelle source ?", choices))
        chosen = None if picked is None else sources[int(picked)]
    if chosen is None:
        return
    title = chosen.title or chosen.ident
    if chosen.kind is SourceKind.ENTRY:
        app.push_screen(VersionsScreen(chosen.ident, title, chosen.version))
    else:
        app.push_screen(ReadingScreen(TEXTS, Line(chosen.ident, title, Snippet(""), "")))
