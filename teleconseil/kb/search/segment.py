"""A part of the index: the documents, which of them hold each term, and how much it counts there.

Postings are numpy arrays sorted by term, then document. What a term weighs in a document (its
count in each field, times the field's weight, against the field's length) is worked out when the
segment is built: BM25F, but for its saturation, which needs the whole query word. The tokens of
each document are kept in order too: what words say together is read from them, and a segment is
made anew from those of the documents that did not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.model import Document
from teleconseil.kb.search.analysis import raw_words, term
from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.store import DocumentStore
from teleconseil.kb.search.weights import Weights
from teleconseil.kb.search.worth import Groups, chapters, sections, worth

FIELDS = ("title", "keywords", "summary", "headings", "asked", "body", "note")
"""In reading order. ``asked`` stands before the body: what is told of passages begins there."""
_TEXTS = attrgetter(*FIELDS)


class Postings(NamedTuple):
    """Documents that hold a term, in order, and how much it counts in each."""

    docs: NDArray[np.int32]
    impacts: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Segment:
    """N documents in a fixed order: text, rank, ident."""

    documents: DocumentStore
    lexicon: Lexicon
    starts: NDArray[np.int64]
    """Where each term's postings begin; one more at the end."""
    docs: NDArray[np.int32]
    impacts: NDArray[np.float32]
    tokens: NDArray[np.int32]
    """Term ids in reading order, field after field, document after document; -1 for none."""
    lengths: NDArray[np.int32]
    """(N, fields): tokens in each field."""
    token_starts: NDArray[np.int64]
    """Where each document's tokens begin; one more at the end."""
    worth: NDArray[np.float32]
    sections: Groups
    chapters: Groups
    names: Sequence[str]
    """Of each document, number, id, cid, version and what its ``asked`` holds, between tabs."""
    texts: Sequence[str]
    """Distinct text slugs, in the order of the documents."""
    text_starts: NDArray[np.int32]
    """Where the documents of each text begin; one more at the end."""

    def __len__(self) -> int:
        return len(self.documents)

    def postings(self, ident: int, part: slice | None = None) -> Postings:
        """The postings of a term, of all the documents or of a run of them."""
        start, end = self.starts[ident], self.starts[ident + 1]
        docs = self.docs[start:end]
        if part is not None:
            low, high = np.searchsorted(docs, (part.start, part.stop))
            return Postings(docs[low:high], self.impacts[start + low : start + high])
        return Postings(docs, self.impacts[start:end])

    def text_range(self, text: str) -> slice | None:
        """The documents of that text; None when there is none."""
        if text not in self.texts:
            return None
        place = self.texts.index(text)
        return slice(int(self.text_starts[place]), int(self.text_starts[place + 1]))

    def ident(self, place: int) -> str:
        """The slug or article id of a document."""
        return self.names[place].split("\t")[1]


def build_segment(
    documents: Iterable[Document], weights: Weights, known: Segment | None = None
) -> Segment:
    """Index these documents, in whatever order they come.

    Those that ``known`` holds in the same version, asked in the same sentences, are not read again;
    what comes out is the same.
    """
    ordered = sorted(documents, key=lambda d: (d.text, d.rank, d.ident))
    rows = {name: row for row, name in enumerate(known.names)} if known else {}
    vocabulary = _Vocabulary(known.lexicon.terms if known else ())
    runs: list[NDArray[np.int32]] = []
    lengths = np.zeros((len(ordered), len(FIELDS)), np.int32)
    for row, document in enumerate(ordered):
        old = rows.get(_name(document))
        if known is not None and old is not None:
            lengths[row] = known.lengths[old]
            runs.append(known.tokens[known.token_starts[old] : known.token_starts[old + 1]])
        else:
            words = [raw_words(text) for text in _TEXTS(document)]
            lengths[row] = [len(found) for found in words]
            flat = [vocabulary[word] for found in words for word in found]
            runs.append(np.array(flat, np.int32))
    numbered = np.concatenate(runs) if runs else np.zeros(0, np.int32)
    terms, places = vocabulary.sorted(numbered)
    return _assemble(ordered, terms, places[numbered], lengths, weights)


def _assemble(
    documents: Sequence[Document],
    terms: Sequence[str],
    tokens: NDArray[np.int32],
    lengths: NDArray[np.int32],
    weights: Weights,
) -> Segment:
    """The segment of documents whose tokens are known."""
    starts, docs, impacts = _postings(tokens, lengths, len(terms), weights)
    texts, text_starts = _runs([d.text for d in documents])
    return Segment(
        documents=DocumentStore.pack(documents),
        lexicon=Lexicon.build(terms, np.diff(starts).astype(np.int32)),
        starts=starts,
        docs=docs,
        impacts=impacts,
        tokens=tokens,
        lengths=lengths,
        token_starts=np.concatenate(([0], np.cumsum(lengths.sum(axis=1)))).astype(np.int64),
        worth=worth(documents, weights),
        sections=sections(documents),
        chapters=chapters(documents),
        names=[_name(document) for document in documents],
        texts=texts,
        text_starts=text_starts,
    )


def _postings(
    tokens: NDArray[np.int32], lengths: NDArray[np.int32], count: int, weights: Weights
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Where each of ``count`` terms begins, the documents that hold it, and its weight there."""
    owner, value = _token_weights(lengths, weights)
    kept = tokens >= 0
    order = np.argsort(tokens[kept], kind="stable")
    by_term, owners, values = tokens[kept][order], owner[kept][order], value[kept][order]
    first = np.ones(len(by_term), bool)
    first[1:] = (by_term[1:] != by_term[:-1]) | (owners[1:] != owners[:-1])
    places = np.flatnonzero(first)
    sums = np.add.reduceat(values, places) if len(places) else values
    starts = np.searchsorted(by_term[places], np.arange(count + 1)).astype(np.int64)
    return starts, owners[places].astype(np.int32), sums.astype(np.float32)


def _token_weights(
    lengths: NDArray[np.int32], weights: Weights
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """For each token, the document it stands in and what it counts for there."""
    count = len(lengths)
    known = np.maximum((lengths > 0).sum(axis=0), 1)
    average = np.maximum(lengths.sum(axis=0) / known, 1.0)
    table = [weights.fields[name] for name in FIELDS]
    weight = np.array([f.weight for f in table], np.float32)
    share = np.array([f.length for f in table], np.float32)
    per_field = weight / (1 - share + share * lengths / average.astype(np.float32))
    flat = lengths.ravel()
    owner = np.repeat(np.repeat(np.arange(count, dtype=np.int32), len(FIELDS)), flat)
    return owner, np.repeat(per_field.ravel().astype(np.float32), flat)


def _name(document: Document) -> str:
    asked = sha256(document.asked.encode("utf-8", "surrogatepass")) if document.asked else None
    told = asked.hexdigest()[:16] if asked else ""
    return "\t".join((document.number, document.ident, document.cid, document.version, told))


def _runs(values: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    names: list[str] = []
    starts: list[int] = []
    for place, value in enumerate(values):
        if not names or names[-1] != value:
            names.append(value)
            starts.append(place)
    return names, np.array([*starts, len(values)], np.int32)


class _Vocabulary(dict[str, int]):
    """Raw word to the number of its term; -1 for a word without one."""

    def __init__(self, terms: Sequence[str]) -> None:
        super().__init__()
        self._numbers = {name: number for number, name in enumerate(terms)}

    def __missing__(self, raw: str) -> int:
        name = term(raw)
        number = self._numbers.setdefault(name, len(self._numbers)) if name else -1
        self[raw] = number
        return number

    def sorted(self, used: NDArray[np.int32]) -> tuple[list[str], NDArray[np.int32]]:
        """The terms of these numbers in order, and each number's place among them (-1 stays)."""
        present = np.zeros(len(self._numbers) + 1, bool)
        present[used] = True
        terms = sorted(name for name, number in self._numbers.items() if present[number])
        places = np.full(len(self._numbers) + 1, -1, np.int32)
        for place, name in enumerate(terms):
            places[self._numbers[name]] = place
        return terms, places
