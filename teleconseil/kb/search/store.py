"""The documents of a segment, packed: one is unpacked when it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.model import Document, Kind

_FIELDS = tuple(f.name for f in fields(Document))
_VALUES = attrgetter(*_FIELDS)


@dataclass(frozen=True, slots=True)
class DocumentStore:
    """JSON documents end to end, and where each begins."""

    blob: bytes | memoryview
    offsets: NDArray[np.int64]

    @classmethod
    def pack(cls, documents: Sequence[Document]) -> DocumentStore:
        encode = json.JSONEncoder(ensure_ascii=False).encode
        parts = [encode(_VALUES(d)).encode("utf-8", "surrogatepass") for d in documents]
        offsets = np.concatenate(([0], np.cumsum([len(p) for p in parts]))).astype(np.int64)
        return cls(b"".join(parts), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, place: int) -> Document:
        start, end = int(self.offsets[place]), int(self.offsets[place + 1])
        values = json.loads(bytes(self.blob[start:end]).decode("utf-8", "surrogatepass"))
        kind, *rest = values
        return Document(Kind(kind), *rest)

    def __iter__(self) -> Iterator[Document]:
        return (self[place] for place in range(len(self)))
