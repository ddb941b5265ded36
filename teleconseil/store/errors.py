"""What can go wrong with the database, as typed errors in plain French.

This module imports neither SQLAlchemy nor SQLModel: whoever must react to an error can import it
before the store is loaded.
"""

from __future__ import annotations

from teleconseil.domain import Question
from teleconseil.errors import TeleconseilError


class StoreError(TeleconseilError):
    """The database could not do what was asked."""


class StoreUnavailable(StoreError):
    """The database cannot be reached, opened or written."""


class StoreFull(StoreUnavailable):
    """There is no room left to write; nothing was changed."""


class StoreLocked(StoreError):
    """Someone else has been writing for too long; trying again is enough."""


class StoreNewer(StoreError):
    """The database was written by a newer version of the program."""


class StoreDamaged(StoreError):
    """The file is not a database of this program, or it is damaged."""


class StoreNotEmpty(StoreError):
    """A ready-made history only goes into an empty database."""


class NotFound(StoreError):
    """There is no such question, member or draft."""


class UnknownValue(StoreError):
    """A pôle, theme, member or establishment that the database does not know was given."""


class AlreadyTaken(StoreError):
    """Someone else holds the question, or it is closed."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.by = question.advisor or ""
        super().__init__(_why_not(question), "Choisissez une autre question dans la file.")


class StaleQuestion(StoreError):
    """The question changed since the version that was shown; nothing was saved."""

    def __init__(self, current: Question, changed: tuple[str, ...]) -> None:
        self.current = current
        self.changed = changed
        what = f" ({', '.join(changed)})" if changed else ""
        super().__init__(
            f"La question {current.reference} a changé entre-temps{what}, rien n’a été enregistré.",
            "Relisez-la, puis enregistrez de nouveau ; votre saisie est conservée.",
        )


def _why_not(question: Question) -> str:
    who = f" par {question.advisor}" if question.advisor else ""
    if question.status.is_open:
        return f"La question {question.reference} est déjà prise{who}."
    return f"La question {question.reference} est déjà {question.status.label}{who}."
