"""Words of a text, made comparable: folded, elisions cut, numbers and units in one form, stems.

A text becomes *raw words* (lower case, as written) and each raw word one *term*, or none when it
carries nothing. The vocabulary of a corpus is some ten thousand raw words: whoever analyses many
documents keeps the terms by raw word, so that all of this costs once per word and not per use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from teleconseil.kb.search.stems import stem as stem
from teleconseil.text import fold

_WORD = re.compile(r"\d+|[^\W\d_]+")
_MAX_WORD = 40

STOP_WORDS = frozenset(
    """
    au aux avec ce ces cet cette chez d dans de des du elle elles en entre et eux il ils j
    je jusqu l la le les leur leurs lorsqu lui m ma me meme mes mon n ne nos notre nous on
    ou par pas pour puisqu qu que qui s sa sans se ses si son sont soit sur t te tel telle
    tes ton tu un une vers vos votre vous y a c er ere eme nd nde
    """.split()
)
"""Never indexed: they say nothing and stand everywhere."""

_NUMBERS = {
    "deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7", "huit": "8",
    "neuf": "9", "dix": "10", "onze": "11", "douze": "12", "treize": "13", "quatorze": "14",
    "quinze": "15", "seize": "16", "vingt": "20", "vingts": "20", "trente": "30",
    "quarante": "40", "cinquante": "50", "soixante": "60", "cent": "100", "cents": "100",
    "mille": "1000", "premier": "1", "premiere": "1", "premiers": "1", "premieres": "1",
    "deuxieme": "2", "troisieme": "3", "quatrieme": "4", "cinquieme": "5", "sixieme": "6",
    "dixieme": "10",
}  # fmt: skip
_UNITS = {"h": "heures", "hr": "heures", "hrs": "heures", "an": "ans", "min": "minutes"}
_UNITS_AFTER_NUMBER = {
    "j": "jours", "jrs": "jours", "jr": "jours", "m": "mois", "a": "ans", "s": "semaines",
    "sem": "semaines",
}  # fmt: skip
_TENS = "vingt|trente|quarante|cinquante|soixante"
_COMPOUND = re.compile(
    rf"\b({_TENS}|quatre[- ]vingts?)(?:[- ]et)?[- ]"
    r"(dix[- ](?:sept|huit|neuf)|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze"
    r"|treize|quatorze|quinze|seize)\b"
)
_COMPOUND_HINTS = ("vingt", "trente", "quarante", "cinquante", "soixante")
_COMPOUND_ONES = {"un": 1, "une": 1}


def raw_words(text: str) -> list[str]:
    """Words and numbers as written, in lower case: « 12h » is two, « l’arrêt » is two."""
    return _WORD.findall(_prepared(text))


def word_matches(text: str) -> Iterator[re.Match[str]]:
    """Raw words with their character offsets in ``text``.

    Unlike ``raw_words``, numbers written in several words are not joined: offsets would move. A few
    letters (İ) change length with their case: a text that holds one is taken as it is written.
    """
    lowered = text.lower()
    return _WORD.finditer(lowered if len(lowered) == len(text) else text)


@lru_cache(maxsize=1 << 16)
def term(raw: str) -> str:
    """The form under which a raw word is indexed; empty when it carries nothing."""
    folded = fold(raw)
    if folded in STOP_WORDS or (len(folded) == 1 and not folded.isdigit() and folded != "h"):
        return ""
    if folded.isdigit():
        return folded[:_MAX_WORD].lstrip("0") or "0"
    return (_NUMBERS.get(folded) or _UNITS.get(folded) or folded)[:_MAX_WORD]


def unit_after_number(raw: str) -> str:
    """« j » of « 15 j » is jours; the word itself when it is no unit."""
    return _UNITS_AFTER_NUMBER.get(raw, raw)


def _prepared(text: str) -> str:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    lowered = text.lower()
    if any(hint in lowered for hint in _COMPOUND_HINTS):
        lowered = _COMPOUND.sub(_joined, lowered)
    return lowered


def _joined(match: re.Match[str]) -> str:
    """« vingt-quatre » is 24, « soixante et onze » is 71, « quatre-vingt-dix » is 90."""
    tens = 80 if match[1].startswith("quatre") else int(_NUMBERS[match[1]])
    ones = sum(_COMPOUND_ONES.get(w) or int(_NUMBERS[w]) for w in re.split(r"[- ]", match[2]))
    return str(tens + ones)
