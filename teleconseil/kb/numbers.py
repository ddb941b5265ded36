"""The figures that a French text states, in one form whatever way they are written.

« 2,5 », « deux jours et demi » and « 2 jours et demi » state the same figure; « quinze mois »
states 15; « un dixième » states 10. « 24 avril 2024 » and « 24/04/2024 » are the same day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORDS = {
    "zéro": 0, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
    "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40,
    "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000,
}  # fmt: skip
_ORDINALS = {
    "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3, "quatrième": 4, "cinquième": 5,
    "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10, "onzième": 11,
    "douzième": 12, "quinzième": 15, "vingtième": 20, "trentième": 30, "tiers": 3, "quart": 4,
}  # fmt: skip
_MONTHS = {
    "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "août": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12,
}  # fmt: skip

_MONTH = "|".join(_MONTHS)
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_HALF = re.compile(r"(?:\s+[^\W\d_]+){0,2}?\s+et\s+demie?\b")
_TOKEN = re.compile(
    r"(?P<reference>\bccn\s?t?\s?\d+|\b[lrd]\.?\s?\*?\d[\d-]*(?:\s(?:bis|ter))?"
    r"|\b(?:articles?|art\.|annexes?|avenants?|alinéas?|bloc|idcc)\s(?:n\s?°\s?)?\d[\d-]*(?:er)?"
    r"(?:(?:,\s?|\s(?:et|ou|à)\s)\d[\d-]*(?:er)?(?![\w,]|\s?%))*"
    r"|\bn\s?[°o]\s?[\d.\-–/]+|\b\d+(?:er|e|ème)?\s+alinéa|\b\d+\s?°(?!\s?[c]\b)"
    r"|[^\W\d_]+\d[\w-]*|\b\d+[-–]\d+[-–\d]*\b(?!\s?(?:[€%]|jours?|mois|ans?|heures?)))"
    rf"|(?P<day>\b\d{{1,2}}|\b1\s?er)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}})\b)?"
    r"|\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})\b"
    rf"|\b(?P<monthly>{_MONTH})\s+(?P<of>\d{{4}})\b"
    r"|\b(?P<number>\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?!\d)|\d+)(?P<decimals>,\d+)?"
    rf"|\b(?P<ordinal>{_ORDINAL})s?\b"
    rf"|\b(?P<words>(?:{_WORD})(?:(?:-et-|\s+et\s+)(?:une?|onze)\b|-une?\b|[-\s]+(?:{_WORD})\b)*)\b"
    r"|\b(?P<one>une?)\b"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text."""

    value: str
    """« 2,5 », « 15 », « 2024-04-24 », « 06-01 » (1er juin), « 2024-06 »."""
    written: str
    """As the text writes it."""
    offset: int


def figures(text: str, *, ones: bool = False) -> Iterator[Figure]:
    """Figures of a text in order; numbers of articles and of laws are not figures.

    ``ones`` makes « un » and « une » figures too: an article says « un mois » for 1 month, where
    elsewhere they are mere articles.
    """
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for match in _TOKEN.finditer(lowered):
        if match["reference"] or (match["one"] and not ones):
            continue
        written = text[match.start() : match.end()]
        for value in _values(match):
            yield Figure(value, written, match.start())
            half = _HALF.match(lowered, match.end())
            if half and value.isdigit():
                yield Figure(f"{value},5", text[match.start() : half.end()], match.start())


def statement(text: str) -> list[Figure]:
    """Figures that a sentence states: « 2 jours et demi » states 2,5 and not 2; 1 is left out."""
    found = list(figures(text))
    halves = {figure.offset for figure in found if figure.value.endswith(",5")}
    return [
        figure
        for figure in found
        if figure.value != "1" and (figure.offset not in halves or figure.value.endswith(",5"))
    ]


def _values(match: re.Match[str]) -> Iterator[str]:
    if match["month"]:
        day = int(match["day"].removesuffix("er"))
        yield _date(match["year"], _MONTHS[match["month"]], day)
    elif match["d"]:
        yield _date(match["y"], int(match["m"]), int(match["d"]))
    elif match["monthly"]:
        yield f"{match['of']}-{_MONTHS[match['monthly']]:02d}"
    elif match["number"]:
        whole = str(int(re.sub(r"\D", "", match["number"])))
        decimals = (match["decimals"] or "").rstrip("0").rstrip(",")
        yield whole + decimals
    elif match["ordinal"]:
        yield str(_ORDINALS[match["ordinal"]])
    elif match["one"]:
        yield "1"
    else:
        yield from map(str, _spelled(match["words"]))


def _date(year: str | None, month: int, day: int) -> str:
    return f"{year}-{month:02d}-{day:02d}" if year else f"{month:02d}-{day:02d}"


def _spelled(words: str) -> Iterator[int]:
    """Numbers of a run of number words: « vingt-quatre » is one, « deux trois » are two."""
    total, current = 0, 0
    for word in re.findall(rf"{_WORD}|une?", words):
        value = _WORDS.get(word, 1)
        if value == 1000:
            total, current = (total + max(current, 1)) * 1000, 0
        elif value == 100:
            current = max(current, 1) * 100
        elif value == 20 and current % 100 == 4:
            current += 76
        elif _adds(current, value):
            current += value
        else:
            yield total + current
            total, current = 0, value
    yield total + current


def _adds(current: int, value: int) -> bool:
    """« vingt » + « quatre », « soixante » + « douze », « dix » + « huit », « cent » + any."""
    tens = current % 100
    if tens == 10:
        return 7 <= value <= 9
    return tens == 0 or (tens >= 20 and tens % 10 == 0 and value < 20)
