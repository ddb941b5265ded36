"""Settings: environment variables first, then the TOML file, then defaults.

``load_settings()`` reads them afresh; nothing is cached, so a test or a command sees what is set
when it runs. Each field of ``Settings`` documents its key in the file and its variable.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from teleconseil import paths
from teleconseil.errors import ConfigError

THEMES = ("clair", "sombre", "terminal")
_SAID = {"oui": True, "non": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set, field by field."""

    database_url: str
    """``base_de_donnees`` / TELECONSEIL_DATABASE_URL: SQLAlchemy URL; a SQLite file by default."""
    kb_dir: Path
    """``base_de_connaissances`` / TELECONSEIL_KB_DIR: folder of the entries."""
    texts_dir: Path
    """``textes`` / TELECONSEIL_TEXTES_DIR: folder of the imported official texts."""
    advisor: str
    """``conseiller`` / TELECONSEIL_CONSEILLER: your name; the login name by default."""
    pole: str | None = None
    """``pole`` / TELECONSEIL_POLE: your pôle's slug, for « Mon pôle » and proposals."""
    timezone: str = "Europe/Paris"
    """``fuseau`` / TELECONSEIL_FUSEAU: IANA zone in which times are shown and counted."""
    theme: str = "sombre"
    """``apparence`` / TELECONSEIL_APPARENCE: ``clair``, ``sombre`` or ``terminal``."""
    due_hours: int = 16
    """``delai_heures``: business hours to answer a written question (two working days)."""
    day_start: time = time(9, 0)
    """``journee_debut``: start of the business day, « 09:00 »."""
    day_end: time = time(17, 0)
    """``journee_fin``: end of the business day, « 17:00 »."""
    learn_from_searches: bool = False
    """``apprendre_des_recherches``: let what searches ended with reorder close results."""
    meaning: bool = True
    """``sens`` / TELECONSEIL_SENS (« oui », « non »): find entries by what is meant, where the
    extra ``teleconseil[sens]`` is installed."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """``[touches]``: command id to key, to remap any command of the desk."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def load_settings() -> Settings:
    """Settings in force now.

    Raises:
        ConfigError: the file is not TOML, or a value cannot be used; the message names it.
    """
    file = paths.config_file()
    table = _read_toml(file)

    def text(key: str, variable: str, default: str) -> str:
        value = os.environ.get(variable) or table.get(key, default)
        if not isinstance(value, str):
            raise _bad(file, key, value, "une chaîne entre guillemets")
        return value

    database = text("base_de_donnees", "TELECONSEIL_DATABASE_URL", "")
    kb = text("base_de_connaissances", "TELECONSEIL_KB_DIR", "")
    texts = text("textes", "TELECONSEIL_TEXTES_DIR", "")
    theme = text("apparence", "TELECONSEIL_APPARENCE", "sombre")
    if theme not in THEMES:
        raise _bad(file, "apparence", theme, " ou ".join(THEMES))
    zone = _known_zone(file, text("fuseau", "TELECONSEIL_FUSEAU", "Europe/Paris"))
    due_hours = _due_hours(file, table)
    keymap = _keymap(file, table)
    learn = table.get("apprendre_des_recherches", False)
    if not isinstance(learn, bool):
        raise _bad(file, "apprendre_des_recherches", learn, "true ou false")
    day_start = _clock_time(file, table, "journee_debut", time(9))
    day_end = _clock_time(file, table, "journee_fin", time(17))
    if day_start >= day_end:
        raise _bad(file, "journee_fin", day_end.isoformat("minutes"), "une heure après le début")
    return Settings(
        database_url=database or f"sqlite:///{paths.database_file()}",
        kb_dir=Path(kb).expanduser() if kb else paths.packaged_knowledge_base(),
        texts_dir=Path(texts).expanduser() if texts else paths.data_dir() / "textes",
        advisor=text("conseiller", "TELECONSEIL_CONSEILLER", _login_name()),
        pole=text("pole", "TELECONSEIL_POLE", "") or None,
        timezone=zone,
        theme=theme,
        due_hours=due_hours,
        day_start=day_start,
        day_end=day_end,
        learn_from_searches=learn,
        meaning=_yes_or_no(file, table, "sens", "TELECONSEIL_SENS"),
        keymap=keymap,
    )


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        content = file.read_text(encoding="utf-8-sig")
        import tomllib  # here: most desks have no such file, and it is read before first paint

        return tomllib.loads(content)
    except FileNotFoundError:
        return {}
    except ValueError as error:  # not UTF-8, or not TOML
        raise ConfigError(
            f"Le fichier de configuration {file} n’est pas du TOML lisible : {error}.",
            "Corrigez cette ligne, ou renommez le fichier pour repartir des valeurs par défaut.",
        ) from error
    except OSError as error:
        raise ConfigError(
            f"Le fichier de configuration {file} ne peut pas être lu : {error.strerror}.",
            "Vérifiez ses droits, ou la variable TELECONSEIL_CONFIG.",
        ) from error


def _bad(file: Path, key: str, value: object, expected: str) -> ConfigError:
    return ConfigError(
        f"Réglage « {key} » : la valeur {value!r} ne convient pas.",
        f"Donnez {expected}, dans {file} ou dans la variable d’environnement correspondante.",
    )


def _known_zone(file: Path, zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _bad(file, "fuseau", zone, "un fuseau comme « Europe/Paris »") from error
    return zone


def _due_hours(file: Path, table: Mapping[str, Any]) -> int:
    hours = table.get("delai_heures", 16)
    if not isinstance(hours, int) or isinstance(hours, bool) or not 1 <= hours <= 400:
        raise _bad(file, "delai_heures", hours, "un nombre d’heures de 1 à 400")
    return hours


def _keymap(file: Path, table: Mapping[str, Any]) -> dict[str, str]:
    keymap = table.get("touches", {})
    if not isinstance(keymap, dict) or not all(isinstance(v, str) for v in keymap.values()):
        raise _bad(file, "touches", keymap, 'une table commande = "touche"')
    return dict(keymap)


def _yes_or_no(file: Path, table: Mapping[str, Any], key: str, variable: str) -> bool:
    """True unless it was set otherwise."""
    value = os.environ.get(variable) or table.get(key, True)
    if isinstance(value, bool):
        return value
    if value in _SAID:
        return _SAID[value]
    raise _bad(file, key, value, "« oui » ou « non »")


def _clock_time(file: Path, table: Mapping[str, Any], key: str, default: time) -> time:
    value = table.get(key)
    if value is None:
        return default
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _bad(file, key, value, "une heure comme « 09:00 »") from error


def _login_name() -> str:
    for variable in ("USER", "LOGNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    return "conseiller"
