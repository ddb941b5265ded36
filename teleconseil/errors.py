"""Errors that a person can read.

Every error this program raises on purpose is a ``TeleconseilError``: one plain French sentence
that says what happened and where, and a second one that says what to do about it. The outermost
edges (the command line, the screens) print ``str(error)`` and nothing else.
"""

import errno


class TeleconseilError(Exception):
    """What went wrong (``message``, with its place in it) and how to mend it (``remedy``)."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UsageProblem(TeleconseilError):
    """The request itself makes no sense (a month 2024-13, an unknown pôle): exit status 2."""


class ConfigError(TeleconseilError):
    """The configuration file or an environment variable cannot be used."""


_REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota de disque est atteint",
    errno.EACCES: "les droits d’accès ne le permettent pas",
    errno.EPERM: "les droits d’accès ne le permettent pas",
    errno.EROFS: "le dossier est en lecture seule",
    errno.ENOENT: "il n’existe pas",
    errno.ENOTDIR: "un des dossiers du chemin est un fichier",
    errno.EISDIR: "c’est un dossier",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.EFBIG: "le fichier serait trop grand",
    errno.EIO: "le disque ne répond pas correctement",
}


def os_reason(error: OSError) -> str:
    """Why the system refused, as the end of a French sentence, without its full stop."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or error.strerror or str(error)
