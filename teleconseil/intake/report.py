"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field

KEPT = 1_000
"""How many refused lines are kept with their reason; the others are counted."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that did not go in."""

    line: int
    message: str
    remedy: str


@dataclass(slots=True)
class ImportReport:
    """Lines read and what became of them; nothing but the refused ones is missing."""

    lines: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    """The first ``KEPT`` refused lines."""
    ignored_columns: tuple[str, ...] = ()

    def refuse(self, line: int, message: str, remedy: str) -> None:
        self.refused += 1
        if len(self.rejected) < KEPT:
            self.rejected.append(Rejected(line, message, remedy))
