"""What can go wrong with the official texts."""

from __future__ import annotations

from teleconseil.errors import TeleconseilError


class TextsError(TeleconseilError):
    """The official texts cannot be imported or read."""


class UnreadableSource(TextsError):
    """A file or folder given to import is not a published text, or is damaged."""


class OlderRelease(TextsError):
    """The release given is older than the one that is stored."""


class IncompleteRelease(TextsError):
    """The release given lacks most of the articles that are stored."""


class TextsStorage(TextsError):
    """The folder of imported texts cannot be written, or was written by a newer program."""
