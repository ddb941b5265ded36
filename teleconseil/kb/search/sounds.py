"""How a folded French word sounds, roughly: words that are spelt by ear share their key.

« licensiman » and « licenciement » have one key, « conjé » and « congé » too. Only what callers'
words need is told apart: silent endings, the spellings of s, k, j, f, of the nasal vowels and of é.
"""

from __future__ import annotations

import re
from functools import lru_cache

_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"(?<=[aeiou])ti(?=on)", "si"),
        (r"sc(?=[eiy])|c(?=[eiy])|ss", "s"),
        (r"ch", "C"),
        (r"qu?|k|c", "k"),
        (r"g(?=[eiy])e?(?=[aou])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"h", ""),
        (r"y", "i"),
        (r"eau|au", "o"),
        (r"(?:ement|emant|ment|man)s?$", "mA"),
        (r"(?:er|ez|ee|ees|es|et|ai|ais|ait)$", "e"),
        (r"ain|ein|in|im(?=[bp])", "I"),
        (r"[ae]n(?![aeiouIA])|[ae]m(?=[bp])", "A"),
        (r"on(?![aeiouIA])|om(?=[bp])", "O"),
        (r"ai|ei", "e"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)[tsdxpze]+$", ""),
    )
)


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """The key of a folded word; two words of one key are said alike, or nearly."""
    for pattern, key in _RULES:
        word = pattern.sub(key, word)
    return word
