"""The words of every document in order, as numbers: phrases and ``NEAR`` without reading texts.

For each field of a segment one column: the codes of all documents, ``WIDTH`` bytes each (the
lowest byte first), one document after the other, and where each begins. A code stands for a term of
the field's lexicon; ``END`` follows each value of a document, and ``STOP`` parts two unspaced
characters with punctuation between them. Runs of pairs (``compounds``) stand behind the words, an
``END`` after each. So a phrase is a string of bytes that is searched in a memory map.
"""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from store.search.columns import couples, places, signs
from store.search.files import sections
from store.search.files.storage import forget

WIDTH = 3
END, STOP = 0, 1

FIRST = 2
"""The code of the first word."""

EXTRA = 0x800000
"""The code of the first pair."""

MOST_TERMS = EXTRA - FIRST
"""So many words, and so many pairs, may a field of a segment have."""

_KIND = b"S"


def packed(codes: array[int]) -> bytes:
    """Codes (4 bytes each) as they are kept."""
    wide = _little(codes)
    found = bytearray(WIDTH * len(codes))
    for byte in range(WIDTH):
        found[byte::WIDTH] = wide[byte::4]
    return bytes(found)


def unpacked(data: bytes | memoryview) -> array[int]:
    """What ``packed`` was given."""
    wide = bytearray(len(data) // WIDTH * 4)
    for byte in range(WIDTH):
        wide[byte::4] = data[byte::WIDTH]
    found = array("I", bytes(wide))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _little(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers = array("I", numbers)
        numbers.byteswap()
    return numbers.tobytes()


class SequenceWriter:
    """Writes the columns of a segment one after the other."""

    def __init__(self, file: Any) -> None:
        self._sections = sections.SectionWriter(file, _KIND)
        self._fields: dict[str, Any] = {}

    def add(
        self, field: str, documents: Iterable[array[int]], *, stops: bool, table: bytes = b"",
        everywhere: Sequence[int] = (),
    ) -> None:  # fmt: skip
        """Write a column; none of nothing.

        Args:
            field: Its name.
            documents: The codes of every document.
            stops: Whether there may be a ``STOP`` among them.
            table: The signs of its codes (``signs.table``).
            everywhere: The codes of words whose places are not kept (``places``).
        """
        placed = places.Gathering(range(FIRST, len(table)), everywhere)
        coupled = couples.Gathering()
        offsets = array("Q", (0,))
        row = bytearray()

        def counted() -> Iterator[bytes]:
            for codes in documents:
                placed.add(codes)
                offsets.append(offsets[-1] + len(codes))
                own = signs.row(codes, table)
                coupled.add(own)
                row.extend(own)
                yield packed(codes)

        codes = self._sections.stream(counted())
        if offsets[-1]:
            self._fields[field] = [
                len(offsets), codes, self._sections.numbers(offsets), stops,
                self._sections.write(row), self._sections.write(table),
                placed.write(self._sections), coupled.write(self._sections),
            ]  # fmt: skip

    def close(self) -> None:
        """Write the directory."""
        self._sections.close(self._fields)


def columns(data: memoryview, mapped: Any) -> Mapping[str, Column]:
    """The columns of a file, by field.

    Args:
        data: The file.
        mapped: The same with a method ``find``.

    Raises:
        ValueError: It is none.
    """
    fields = sections.directory(data, _KIND)
    return {field: Column(data, mapped, entry) for field, entry in fields.items()}


class Column:
    """The words of one field of a segment, in order.

    Attributes:
        mapped: The file.
        row: Where the signs begin in it.
        offsets: Where each document begins in the column, and where the last one ends.
        has_stops: Whether there may be a ``STOP``.
        places: Where its words stand, but for the most frequent ones.
        couples: Which documents have two of those side by side.
    """

    def __init__(self, data: memoryview, mapped: Any, entry: Sequence[Any]) -> None:
        count, codes, offsets, stops, row, table, placed, coupled = entry
        self._data = sections.part(data, codes)
        self.mapped = mapped
        self._start: int = codes[0]
        self.offsets = sections.numbers(data, offsets, count)
        self.has_stops = bool(stops)
        self.row: int = row[0]
        self._table = sections.part(data, table)
        self.places = places.Places(data, placed)
        self.couples = couples.Couples(data, coupled, count - 1)

    def codes(self, low: int, high: int) -> bytes:
        """The codes of the documents ``[low, high)``."""
        return bytes(self._data[WIDTH * self.offsets[low] : WIDTH * self.offsets[high]])

    def length(self, low: int, high: int) -> int:
        """How many codes the documents ``[low, high)`` have."""
        return self.offsets[high] - self.offsets[low]

    def at(self, low: int, high: int) -> array[int]:
        """The codes ``[low, high)`` of the column."""
        return unpacked(self._data[WIDTH * low : WIDTH * high])

    def is_at(self, low: int, codes: bytes) -> bool:
        """Whether some codes, as they are kept, stand at ``low``."""
        start = WIDTH * low
        return self._data[start : start + len(codes)] == codes

    def find_signs(self, pattern: re.Pattern[bytes], low: int, high: int) -> tuple[int, int] | None:
        """Where a pattern of signs stands first in ``[low, high)`` of the column."""
        base = self.row
        match = pattern.search(self.mapped, base + low, base + high)
        return None if match is None else (match.start() - base, match.end() - base)

    def sign(self, code: int) -> int:
        """The sign of a code."""
        return signs.of(code, self._table)

    def find_codes(self, pattern: re.Pattern[bytes], low: int, high: int, before: int) -> int:
        """Where a pattern of codes stands first in ``[low, high)`` of the column; or -1.

        Args:
            pattern: It may look at so many codes before what it finds.
            low: The first code.
            high: Past the last.
            before: How many.
        """
        base, end = self._start, self._start + WIDTH * high
        match = pattern.search(self.mapped, base + WIDTH * (low + before), end)
        while match is not None:
            place, rest = divmod(match.start() - base, WIDTH)
            if not rest:
                return place
            match = pattern.search(self.mapped, match.start() + 1, end)
        return -1

    def document(self, place: int) -> int:
        """The document that a place of the column is in."""
        return bisect_right(self.offsets, place) - 1

    def forget(self) -> None:
        """Let go of what was read of the file."""
        forget(self.mapped)
