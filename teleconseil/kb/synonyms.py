"""``synonymes.toml``: the acronyms of the sector and the other ways that callers say things.

One table, the term as the key, a list of its other names::

    [synonymes]
    "congés trimestriels" = ["ct", "cpas", "congés payés supplémentaires"]
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from teleconseil.errors import os_reason
from teleconseil.kb.model import Problem

SYNONYMS_FILE = "synonymes.toml"
_PLACE = re.compile(r"line (\d+)(?:, column (\d+))?")


def read_synonyms(folder: Path) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    """Term to other names, and what is wrong with the file. No file, no synonyms."""
    path = folder / SYNONYMS_FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        message = f"Les synonymes ne peuvent pas être lus : {os_reason(error)}."
        return {}, (_problem(path, message, "Vérifiez les droits d’accès du fichier."),)
    except UnicodeDecodeError:
        message = "Le fichier des synonymes n’est pas en UTF-8."
        return {}, (_problem(path, message, "Enregistrez-le à nouveau en UTF-8."),)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2] or 1)) if place else (1, 1)
        message = "Le fichier des synonymes n’est pas du TOML lisible."
        remedy = 'Une ligne par terme : "terme" = ["autre nom", "sigle"].'
        return {}, (_problem(path, message, remedy, line, column),)
    return _groups(path, data.get("synonymes", data))


def _groups(path: Path, table: object) -> tuple[dict[str, tuple[str, ...]], tuple[Problem, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for term, names in table.items() if isinstance(table, dict) else ():
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            found[str(term)] = tuple(names)
        else:
            message = f"Les autres noms de « {term} » doivent être une liste de textes."
            remedy = f'Écrivez "{term}" = ["autre nom", "sigle"].'
            problems.append(_problem(path, message, remedy))
    return found, tuple(problems)


def _problem(path: Path, message: str, remedy: str, line: int = 1, column: int = 1) -> Problem:
    return Problem(path, line, column, message, remedy, rule="synonymes")
