"""What the desk knows is read again while it is used."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from teleconseil.kb.library import Library
from teleconseil.kb.model import Document
from teleconseil.kb.texts import TextLibrary
from teleconseil.services import Knowledge
from tests.kb.entry_samples import entry_text, put

GRACE_S = 0.2
"""How long a second pass is given to overtake the first, were it allowed to."""


class Search:
    """Stands for the search; the first one that is made anew is slow."""

    def __init__(self, titles: tuple[str, ...] = ()) -> None:
        self.titles = titles
        self.meanwhile: Any = None

    def with_entries(self, documents: Iterable[Document], *_words: object) -> Search:
        made = Search(tuple(document.title for document in documents))
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        return made


def test_a_slow_pass_never_puts_back_an_older_search(tmp_path: Path) -> None:
    put(tmp_path / "kb", "a", entry_text(titre="Un"))
    library = Library(tmp_path / "kb", cache_dir=tmp_path)
    library.load()
    search = Search()
    knowledge = Knowledge(library, TextLibrary(tmp_path / "textes"), search)  # type: ignore[arg-type]
    second = threading.Thread(target=knowledge.refresh)

    def save_again() -> None:
        put(tmp_path / "kb", "a", entry_text(titre="Trois"))
        second.start()
        second.join(GRACE_S)

    search.meanwhile = save_again
    put(tmp_path / "kb", "a", entry_text(titre="Deux"))
    knowledge.refresh()
    second.join()
    assert isinstance(knowledge.search, Search)
    assert knowledge.search.titles == ("Trois",)
