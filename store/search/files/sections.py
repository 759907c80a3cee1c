"""A file of a segment: sections of bytes one after the other, and at the end a directory of them.

Layout: ``MAGIC`` and a letter for the kind of file, the sections, the directory as JSON, its length
(4 bytes), ``MAGIC`` and the letter again. Nothing in it can run code.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

MAGIC = b"postil\x00"

_LENGTH = struct.Struct("=I")

Section = tuple[int, int]
"""Where a section begins, and its bytes."""


class SectionWriter:
    """Writes a file of sections.

    Args:
        file: Has ``write``.
        kind: One letter.
    """

    def __init__(self, file: Any, kind: bytes) -> None:
        self._file = file
        self._magic = MAGIC + kind
        file.write(self._magic)
        self._at = len(self._magic)

    def write(self, *parts: bytes | bytearray) -> Section:
        """Write one section."""
        return self.stream(parts)

    def stream(self, parts: Iterable[bytes | bytearray]) -> Section:
        """Write one section in pieces."""
        start = self._at
        for part in parts:
            self._file.write(part)
            self._at += len(part)
        return start, self._at - start

    def numbers(self, numbers: array[int]) -> Section:
        """Write rising numbers: 4 bytes each, 8 if they must be (the reader tells by the size)."""
        narrow = not numbers or numbers[-1] < 1 << 32
        return self.write((array("I", numbers) if narrow else array("Q", numbers)).tobytes())

    def close(self, directory: Mapping[str, Any]) -> None:
        """Write the directory."""
        data = json.dumps(directory).encode()
        self._file.write(data + _LENGTH.pack(len(data)) + self._magic)


def directory(data: memoryview, kind: bytes) -> Mapping[str, Any]:
    """The directory of a file.

    Raises:
        ValueError: It is no such file, or not whole.
    """
    magic = MAGIC + kind
    end = len(data) - len(magic) - _LENGTH.size
    if end < len(magic) or data[: len(magic)] != magic or data[-len(magic) :] != magic:
        raise ValueError(f"this is no file of the kind {kind!r}, or not all of it")
    (size,) = _LENGTH.unpack_from(data, end)
    found = json.loads(bytes(data[max(0, end - size) : end]))
    if not isinstance(found, dict):
        raise ValueError("the directory is damaged")  # noqa: TRY004 - of the file, not of the call
    return found


def part(data: memoryview, section: Section) -> memoryview:
    """The bytes of a section.

    Raises:
        ValueError: The file has no such part.
    """
    start, size = section
    found = data[start : start + size]
    if len(found) != size:
        raise ValueError("a section is not whole")
    return found


def numbers(data: memoryview, section: Section, count: int) -> memoryview:
    """What ``SectionWriter.numbers`` wrote.

    Raises:
        ValueError: They are not ``count`` numbers.
    """
    found = part(data, section)
    if len(found) not in (4 * count, 8 * count):
        raise ValueError("a section is not whole")
    return found.cast("I" if len(found) == 4 * count else "Q")
