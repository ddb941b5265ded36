"""Vectors kept between two starts, by the hash of the text and the model that they come from.

A hash never lies about a text, so that nothing here can be out of date. The file is small, written
at once or not at all, and its last bytes prove that it is whole; one that is not is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from teleconseil.errors import os_reason
from teleconseil.kb.model import Cancelled
from teleconseil.kb.search.meaning.encoders import Encoder, Vectors

_FORMAT = 1
_KEY_BYTES, _SUM_BYTES = 16, 32
Notice = Callable[[str], None]
Progress = Callable[[int, int], None]
"""Told how many things are done, of how many."""


def never() -> bool:
    """Nothing is given up."""
    return False


def cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    """(n,): how close each row comes to the vector, all of length 1.

    Not ``@``: the threads of the library behind it wait by turning in circles, and the next query
    is encoded on half a machine.
    """
    return np.asarray(np.einsum("ij,j->i", vectors, vector), dtype=np.float32)


def standard(values: Vectors) -> Vectors:
    """In standard deviations from the mean; zeros where all are alike."""
    spread = float(values.std())
    if spread < 1e-6:
        return np.zeros_like(values)
    return np.asarray((values - values.mean()) / spread, dtype=np.float32)


class VectorCache:
    """The vectors of one model, in one file of the cache directory. Threads may share it."""

    def __init__(self, folder: Path, model: str, notice: Notice) -> None:
        named = hashlib.sha256(model.encode()).hexdigest()[:12]
        self._path = folder / f"sens-{named}.vecteurs"
        self._model = model
        self._notice = notice
        self._lock = threading.Lock()
        self._vectors: dict[bytes, Vectors] | None = None

    def get(self, text: str) -> Vectors | None:
        """The vector of that very text, (dimension,), or None when it must be computed."""
        with self._lock:
            return self._known().get(_key(text))

    def put(self, text: str, vector: Vectors) -> None:
        """Keep a vector, in memory until ``save``."""
        with self._lock:
            self._known()[_key(text)] = vector

    def learn(
        self,
        encoder: Encoder,
        things: Sequence[Sequence[str]],
        progress: Progress | None,
        cancelled: Cancelled,
    ) -> bool:
        """Compute the vectors that are missing of the texts of each thing, and keep those alone.

        False when it was given up; what was computed is saved in any case.
        """
        missing = [texts for texts in things if any(self.get(text) is None for text in texts)]
        everything = [text for texts in things for text in texts]
        try:
            for done, texts in enumerate(missing):
                if progress:
                    progress(done, len(missing))
                for text in texts:
                    if cancelled():
                        return False
                    if self.get(text) is None:
                        self.put(text, encoder.passages([text])[0])
        finally:
            if missing:
                self.save(everything)
        return True

    def save(self, texts: Iterable[str]) -> None:
        """Write the vectors of these texts; those of any other are forgotten."""
        with self._lock:
            wanted = {_key(text) for text in texts}
            kept = {key: vector for key, vector in self._known().items() if key in wanted}
            self._vectors = kept
            try:
                self._write(_packed(self._model, kept))
            except OSError as error:
                self._notice(
                    f"Le sens des fiches n’a pas pu être gardé ({os_reason(error)}) : "
                    "il sera recalculé au prochain démarrage."
                )

    def _known(self) -> dict[bytes, Vectors]:
        if self._vectors is None:
            self._vectors = {}
            try:
                self._vectors = _unpacked(self._path.read_bytes(), self._model)
            except FileNotFoundError:
                pass
            except (OSError, ValueError, KeyError, TypeError):
                self._notice(
                    "Le sens des fiches gardé en cache était inutilisable : il est refait."
                )
        return self._vectors

    def _write(self, data: bytes) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            temporary.write_bytes(data)
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            raise


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]


def _packed(model: str, vectors: Mapping[bytes, Vectors]) -> bytes:
    """One line of JSON, the keys, the vectors, and the SHA-256 of all that."""
    rows = np.asarray(list(vectors.values()), dtype="<f4")
    dimension = int(rows.shape[1]) if len(vectors) else 0
    head = {"format": _FORMAT, "model": model, "count": len(vectors), "dimension": dimension}
    body = json.dumps(head).encode() + b"\n" + b"".join(vectors) + rows.tobytes()
    return body + hashlib.sha256(body).digest()


def _unpacked(data: bytes, model: str) -> dict[bytes, Vectors]:
    """Raises ValueError, KeyError or TypeError when it is not what ``_packed`` wrote."""
    body, proof = data[:-_SUM_BYTES], data[-_SUM_BYTES:]
    if hashlib.sha256(body).digest() != proof:
        raise ValueError("truncated or damaged")
    line, _, rest = body.partition(b"\n")
    head = json.loads(line)
    if head["format"] != _FORMAT or head["model"] != model:
        raise ValueError("another format or another model")
    count, dimension = int(head["count"]), int(head["dimension"])
    keys, rows = rest[: count * _KEY_BYTES], rest[count * _KEY_BYTES :]
    matrix = np.frombuffer(rows, dtype="<f4").reshape(count, dimension).astype(np.float32)
    return {
        keys[place * _KEY_BYTES : (place + 1) * _KEY_BYTES]: matrix[place] for place in range(count)
    }
