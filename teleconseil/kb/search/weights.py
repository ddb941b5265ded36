"""Every number that the ranking rests on, in one table.

Learned on the development sets by cross-validation (``benchmarks/RESULTS.md`` has what each one
gives); none was set for a single query.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a word counts in a field, and how much a long field is held against it (0 to 1)."""

    weight: float
    length: float


@dataclass(frozen=True, slots=True)
class Weights:
    """The table. A new engine may be opened with another one, which is how they are measured."""

    fields: dict[str, FieldWeight] = field(
        default_factory=lambda: {
            "title": FieldWeight(3.0, 0.4),
            "keywords": FieldWeight(3.0, 0.3),
            "summary": FieldWeight(1.5, 0.4),
            "headings": FieldWeight(1.5, 0.4),
            "body": FieldWeight(1.0, 0.6),
            "note": FieldWeight(0.5, 0.6),
        }
    )
    saturation: float = 1.2
    """BM25's k1: how soon a repeated word stops counting."""
    inflected: float = 0.6
    """Another form of the same stem, beside the word as typed."""
    completed: float = 0.7
    """A word that begins as the last one does, which is still being typed."""
    completions: int = 12
    repaired: tuple[float, float] = (0.8, 0.5)
    """A word at one or two edits of a word that is unknown."""
    repairs: int = 5
    doubted: float = 0.4
    """Times ``repaired``, for a rare word that is in the index all the same."""
    synonym: float = 0.5
    """A synonym's words, beside those that were typed."""
    asking: float = 0.1
    """Words of asking (« quelle est », « comment »)."""
    amendment: float = 0.8
    """What an amendment's score is multiplied by, within the text that it amends."""
