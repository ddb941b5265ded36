"""Official texts: imported as published, never written here."""

from teleconseil.kb.texts.changes import ArticleChange, ChangeKind, TextInfo, TextReport
from teleconseil.kb.texts.errors import (
    IncompleteRelease,
    OlderRelease,
    TextsError,
    TextsStorage,
    UnreadableSource,
)
from teleconseil.kb.texts.library import TextLibrary

__all__ = [
    "ArticleChange",
    "ChangeKind",
    "IncompleteRelease",
    "OlderRelease",
    "TextInfo",
    "TextLibrary",
    "TextReport",
    "TextsError",
    "TextsStorage",
    "UnreadableSource",
]
