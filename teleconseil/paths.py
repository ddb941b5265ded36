"""Every location that the program reads or writes, in one place.

Each is platformdirs' folder for this user, unless an environment variable (or the configuration
file, see ``config``) names another. Nothing is created here: whoever writes makes its folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("teleconseil", appauthor=False)


def data_dir() -> Path:
    """Database, drafts kept aside, the texts' default folder (``TELECONSEIL_DATA_DIR``)."""
    override = os.environ.get("TELECONSEIL_DATA_DIR")
    return Path(override).expanduser() if override else Path(_DIRS.user_data_dir)


def cache_dir() -> Path:
    """What can be rebuilt: the saved search index (in the data folder when that one is moved)."""
    if os.environ.get("TELECONSEIL_DATA_DIR"):
        return data_dir() / "cache"
    return Path(_DIRS.user_cache_dir)


def log_dir() -> Path:
    """The log of unexpected errors."""
    if os.environ.get("TELECONSEIL_DATA_DIR"):
        return data_dir() / "logs"
    return Path(_DIRS.user_log_dir)


def config_file() -> Path:
    """The settings file (``TELECONSEIL_CONFIG``); it may not exist."""
    override = os.environ.get("TELECONSEIL_CONFIG")
    return Path(override).expanduser() if override else Path(_DIRS.user_config_dir) / "config.toml"


def packaged_knowledge_base() -> Path:
    """The knowledge base that came with the program.

    An installed wheel carries it as ``teleconseil/_knowledge_base``; a source tree has it beside
    the package.
    """
    package = Path(__file__).parent
    inside = package / "_knowledge_base"
    return inside if inside.is_dir() else package.parent / "knowledge_base"


def database_file() -> Path:
    """The default SQLite database."""
    return data_dir() / "teleconseil.sqlite"


def backup_dir() -> Path:
    """Copies of the SQLite file taken before each migration."""
    return data_dir() / "sauvegardes"


def drafts_dir() -> Path:
    """Where drafts are kept when the database cannot be written."""
    return data_dir() / "brouillons"
