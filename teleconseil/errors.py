"""Errors that a person can read.

Every error this program raises on purpose is a ``TeleconseilError``: one plain French sentence
that says what happened and where, and a second one that says what to do about it. The outermost
edges (the command line, the screens) print ``str(error)`` and nothing else.
"""


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
