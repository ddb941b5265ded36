"""Every number that the ranking rests on, in one table.

Learned on the development sets by cross-validation (``benchmarks/RESULTS.md`` has what each one
gives); none was set for a single query.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a word counts in a field, and how much a long field is held against it (0 to 1)."""

    weight: float
    length: float
    together: float = 1.0
    """How much two words that follow each other there count."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The table. A new engine may be opened with another one, which is how they are measured."""

    fields: dict[str, FieldWeight] = field(
        default_factory=lambda: {
            "title": FieldWeight(3.0, 0.4, 2.0),
            "keywords": FieldWeight(3.0, 0.3),
            "summary": FieldWeight(1.5, 0.4),
            "headings": FieldWeight(3.0, 0.6, 4.0),
            "asked": FieldWeight(1.5, 0.6),
            "body": FieldWeight(1.0, 0.6, 0.25),
            "note": FieldWeight(0.5, 0.6, 0.5),
        }
    )
    entry_body: float = 0.3
    """The body of an entry, instead of ``fields``: its title, keywords and short answer tell better
    what it answers; the body also speaks of what lies around."""
    saturation: float = 2.0
    """BM25's k1: how soon a repeated word stops counting."""

    # What a typed word may stand for, the word itself being worth 1.
    inflected: float = 0.5
    """Another form of the same stem."""
    completed: float = 0.7
    """A word that begins as the last one does, which is still being typed."""
    completions: int = 12
    repaired: tuple[float, float] = (0.8, 0.5)
    """A word at one or two edits of a word that is unknown."""
    repairs: int = 5
    first_letter: float = 0.6
    """Times ``repaired``, when the repair changes the first letter."""
    common: float = 0.15
    """Power of a candidate's number of documents: of two repairs the common word is likelier."""
    doubted: float = 0.4
    """Times ``repaired``, for a rare word that is in the index all the same."""
    acronym: float = 0.8
    """What an acronym means, in full."""
    synonym: float = 0.4
    """Another way to say what was typed."""
    asking: float = 0.1
    """Words of asking (« quelle est », « comment »)."""

    # What the words of a document say together.
    together: float = 0.6
    """Two words of the query that follow each other in the document."""
    passage: float = 0.5
    """The words that stand in one passage, beside the whole document."""
    section: float = 0.5
    """What the other articles of the same section of a code are worth on average."""
    chapter: float = 0.2
    """The same of its chapter, law and decrees together."""
    named: float = 0.5
    """What people call the chapter of an article, said in the query."""
    meant: float = 0.6
    """The same, close to what the query means."""
    lent: float = 0.5
    """What an entry gives of its score to the article that it cites, were it the only one."""

    # What a document is worth before anything is asked.
    amendment: float = 0.7
    """An amendment, beside the base text that it amends and often repeats."""
    regulatory: float = 0.8
    """A regulatory article (R, D), beside the law that it applies."""
    cited: float = 0.05
    """For each doubling (and some) of the articles of the code that cite this one."""
    leading: float = 0.08
    """The first article of a section; the second has half of it, the third a third."""

    def for_entries(self) -> Weights:
        """The table for entries."""
        body = replace(self.fields["body"], weight=self.entry_body)
        return replace(self, fields={**self.fields, "body": body})
