"""Sentences by which a question is put: which of them say the same in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from teleconseil.text import clean_line, fold

_WORD = re.compile(r"\w+")


def words_of(sentence: str) -> str:
    """The words of the sentence, folded, a space between: the same for « CP ? » and « cp »."""
    return " ".join(_WORD.findall(fold(sentence)))


def distinct(sentences: Iterable[str]) -> tuple[str, ...]:
    """The sentences, each on one line; of those with the same words the first, none without."""
    found: dict[str, str] = {}
    for sentence in sentences:
        if words := words_of(sentence):
            found.setdefault(words, clean_line(sentence))
    return tuple(found.values())
