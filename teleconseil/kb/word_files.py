"""The TOML files of words that stand beside the entries: read whole, or said why not."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from teleconseil.errors import os_reason
from teleconseil.kb.model import Problem

_PLACE = re.compile(r"line (\d+)(?:, column (\d+))?")
_QUIET = re.compile("[\\s\"']")


@dataclass(frozen=True, slots=True)
class WordFile:
    """One of these files, as an editor knows it."""

    name: str
    title: str
    """« Le fichier des synonymes », as a sentence begins with it."""
    remedy: str
    """How it is written."""
    rule: str

    def read(self, folder: Path) -> tuple[dict[str, object] | None, tuple[Problem, ...]]:
        """What it holds in that folder (nothing when there is none), and what is wrong with it.

        None for a file that cannot be read at all.
        """
        path = folder / self.name
        try:
            text = path.read_text(encoding="utf-8-sig")
            return tomllib.loads(text), ()
        except FileNotFoundError:
            return {}, ()
        except OSError as error:
            said = f"{self.title} ne peut pas être lu : {os_reason(error)}."
            return None, (self.problem(path, said, "Vérifiez ses droits d’accès."),)
        except UnicodeDecodeError:
            said = f"{self.title} n’est pas en UTF-8."
            return None, (self.problem(path, said, "Enregistrez-le à nouveau en UTF-8."),)
        except tomllib.TOMLDecodeError as error:
            said = f"{self.title} n’est pas du TOML lisible."
            return None, (self.problem(path, said, self.remedy, *place_of(error, text)),)

    def problem(
        self, path: Path, message: str, remedy: str = "", line: int = 1, column: int = 1
    ) -> Problem:
        """Something wrong in it; how it is written is the remedy when nothing better is known."""
        return Problem(path, line, column, message, remedy or self.remedy, rule=self.rule)


def place_of(error: tomllib.TOMLDecodeError, text: str) -> tuple[int, int]:
    """Line and column of a mistake in that text; its last line when the mistake is to end there."""
    place = _PLACE.search(str(error))
    if place is None:
        return text.count("\n") + 1, 1
    return int(place[1]), int(place[2] or 1)


def line_of(path: Path, header: str, number: int = 1) -> int:
    """The line of a table's header, the ``number``-th one that is written so; 1 when it is not.

    Its quotes and spaces do not count: what reads TOML does not say where a table stands.
    """
    with suppress(OSError, UnicodeDecodeError):
        for line, written in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
            if _QUIET.sub("", written.partition("#")[0]) == header:
                number -= 1
                if not number:
                    return line
    return 1


def texts(value: object) -> tuple[str, ...] | None:
    """A list of texts; nothing at all counts as an empty one, and anything else as None."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None
    return tuple(value)
