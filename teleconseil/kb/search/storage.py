"""A segment in a file of the cache, read back by mapping it in memory.

The file is a header (magic, version, checksum), a JSON directory of its arrays, then the arrays.
It is written aside and put in place at once, so that two processes that build it together do no
harm. One that is truncated, altered or of another version is as good as none: it is made again.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from teleconseil.kb.search.lexicon import Lexicon
from teleconseil.kb.search.segment import FIELDS, Segment
from teleconseil.kb.search.store import DocumentStore
from teleconseil.kb.search.worth import Groups

FORMAT = 8
"""Changes with the file, and with the analysis of words: what is saved is what it gave."""
_MAGIC = b"TCINDEX\n"
_HEADER = struct.Struct("<8sIIQ")
"""Magic, format, CRC-32 of all that follows, length of all that follows."""
_ALIGN = 64


class BadIndex(Exception):
    """The file is no index that this program can read; the engine makes it again."""


def load(path: Path) -> Segment:
    """The segment of a file.

    Raises BadIndex, and FileNotFoundError when there is none.
    """
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(path) from error
    except (OSError, ValueError) as error:
        raise BadIndex(str(error)) from error
    try:
        return _segment(_arrays(data))
    except (struct.error, ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise BadIndex(str(error)) from error


def save(segment: Segment, path: Path) -> None:
    """Write the segment at once or not at all.

    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, _parts(segment))
        Path(name).replace(path)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _parts(segment: Segment) -> dict[str, NDArray[np.generic]]:
    lexicon = segment.lexicon
    return {
        "blob": _bytes(segment.documents.blob),
        "offsets": segment.documents.offsets,
        "terms": _words(lexicon.terms),
        "frequency": lexicon.frequency,
        "stems": _words(lexicon.stems),
        "stem_order": lexicon.stem_order,
        "stem_starts": lexicon.stem_starts,
        "signatures": lexicon.signatures,
        "word_lengths": lexicon.lengths,
        "starts": segment.starts,
        "docs": segment.docs,
        "impacts": segment.impacts,
        "tokens": segment.tokens,
        "lengths": segment.lengths.ravel(),
        "token_starts": segment.token_starts,
        "worth": segment.worth,
        "sections": segment.sections.numbers,
        "section_sizes": segment.sections.sizes,
        "chapters": segment.chapters.numbers,
        "chapter_sizes": segment.chapters.sizes,
        "names": _words(segment.names),
        "texts": _words(segment.texts),
        "text_starts": segment.text_starts,
    }


def _segment(parts: dict[str, NDArray[np.generic]]) -> Segment:
    lexicon = Lexicon(
        terms=_split(parts["terms"]),
        frequency=parts["frequency"].astype(np.int32, copy=False),
        stems=_split(parts["stems"]),
        stem_order=parts["stem_order"].astype(np.int32, copy=False),
        stem_starts=parts["stem_starts"].astype(np.int32, copy=False),
        signatures=parts["signatures"].astype(np.uint64, copy=False),
        lengths=parts["word_lengths"].astype(np.uint8, copy=False),
    )
    offsets = parts["offsets"].astype(np.int64, copy=False)
    count = len(offsets) - 1
    return Segment(
        documents=DocumentStore(parts["blob"].data, offsets),
        lexicon=lexicon,
        starts=parts["starts"].astype(np.int64, copy=False),
        docs=parts["docs"].astype(np.int32, copy=False),
        impacts=parts["impacts"].astype(np.float32, copy=False),
        tokens=parts["tokens"].astype(np.int32, copy=False),
        lengths=parts["lengths"].astype(np.int32, copy=False).reshape(count, len(FIELDS)),
        token_starts=parts["token_starts"].astype(np.int64, copy=False),
        worth=parts["worth"].astype(np.float32, copy=False),
        sections=_groups(parts["sections"], parts["section_sizes"]),
        chapters=_groups(parts["chapters"], parts["chapter_sizes"]),
        names=_split(parts["names"]),
        texts=_split(parts["texts"]),
        text_starts=parts["text_starts"].astype(np.int32, copy=False),
    )


def _groups(numbers: NDArray[np.generic], sizes: NDArray[np.generic]) -> Groups:
    return Groups(numbers.astype(np.int32, copy=False), sizes.astype(np.int32, copy=False))


def _words(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words end to end, each with a line feed after it (none holds one)."""
    return _bytes("".join(f"{word}\n" for word in words).encode())


def _bytes(data: bytes | memoryview) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8) if len(data) else np.zeros(0, np.uint8)


def _split(data: NDArray[np.generic]) -> list[str]:
    return data.tobytes().decode().split("\n")[:-1]


def _write(file: BinaryIO, parts: Mapping[str, NDArray[np.generic]]) -> None:
    """The arrays one after the other; the header last, when the checksum is known."""
    directory: dict[str, tuple[str, int, int]] = {}
    place = 0
    for name, array in parts.items():
        place += -place % _ALIGN
        directory[name] = (array.dtype.newbyteorder("<").str, place, len(array))
        place += array.nbytes
    listed = json.dumps(directory).encode()
    head = struct.pack("<Q", len(listed)) + listed
    head += b"\0" * (-(_HEADER.size + len(head)) % _ALIGN)
    file.write(b"\0" * _HEADER.size)
    file.write(head)
    checksum, length = zlib.crc32(head), len(head)
    for (_, start, _), array in zip(directory.values(), parts.values(), strict=True):
        gap = b"\0" * (start - (length - len(head)))
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).data
        for piece in (gap, data):
            checksum = zlib.crc32(piece, checksum)
            file.write(piece)
        length = len(head) + start + array.nbytes
    file.seek(0)
    file.write(_HEADER.pack(_MAGIC, FORMAT, checksum, length))


def _arrays(data: memoryview) -> dict[str, NDArray[np.generic]]:
    magic, version, checksum, length = _HEADER.unpack_from(data)
    if magic != _MAGIC or version != FORMAT:
        raise ValueError("another format")
    content = data[_HEADER.size :]
    if len(content) != length or zlib.crc32(content) != checksum:
        raise ValueError("truncated or altered")
    (listed,) = struct.unpack_from("<Q", content)
    directory = json.loads(bytes(content[8 : 8 + listed]))
    base = 8 + listed
    base += -(_HEADER.size + base) % _ALIGN
    return {
        name: np.frombuffer(content, np.dtype(kind), count, base + start)
        if count
        else np.zeros(0, np.dtype(kind))
        for name, (kind, start, count) in directory.items()
    }
