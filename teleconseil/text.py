"""Text that comes from outside, made harmless and comparable. Pure."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor moves
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?"  # OSC and other strings: titles, links
    r"|\x1b[ -/]*[0-~]?"  # the other escapes
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks that turn the reading direction
    "\ufeff\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_FORMULA = re.compile(r"'*[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})


def clean(text: str) -> str:
    """The text without what could harm a terminal, a database or a reader.

    Terminal escape sequences, control characters (but ``\\n`` and ``\\t``) and marks that turn the
    reading direction are taken out; every line end becomes ``\\n``; a lone surrogate, which UTF-8
    cannot hold, becomes U+FFFD. Brackets, quotes and emoji stay: they are words.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _ESCAPES.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _UNWANTED.sub("", text)
    return storable(text)


def clean_line(text: str) -> str:
    """``clean``, on one line: names, contacts, identifiers."""
    return _SPACES.sub(" ", clean(text)).strip()


def storable(text: str) -> str:
    """The text as it is but for what no database can hold: NUL and lone surrogates."""
    if _SURROGATES.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", "")


def fold(text: str) -> str:
    """The text for comparing: lower case, no accents, ligatures opened, straight apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def neutralise(text: str) -> str:
    """The text with a leading apostrophe when a spreadsheet would run it as a formula."""
    return f"'{text}" if _runs(text) else text


def restore(cell: str) -> str:
    """The text that ``neutralise`` was given."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(text: str) -> bool:
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None
