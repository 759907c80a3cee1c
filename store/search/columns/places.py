"""Where the words of a column stand: the places of each, rising; of all but the most frequent ones.

Those stand everywhere, often: who looks for two of them walks through the column. For all others,
whoever looks for words that stand together goes from place to place of one (``at_places``).

The places of a word take 4 bytes each; of one with many 2: the lower halves, behind how many places
have each higher one (4 bytes for each 65,536 codes of the column).
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from store.search.files import sections

EVERYWHERE = 48
"""So many words, the most frequent, have no places."""

_MOST = 1 << 32  # in a longer column no word has
_LITTLE = sys.byteorder == "little"
_BYTES = (0, 1, 2, 3) if _LITTLE else (3, 2, 1, 0)  # of a number, the lowest first
_OF_HALF = (0, 1) if _LITTLE else (1, 0)

Entry = tuple[int, int, sections.Section, sections.Section, sections.Section]
"""The length of the column, how many words have places; the sections: their codes, where the
numbers of each end, in units of 2 bytes, and these."""


class Gathering:
    """Gathers the places of the words of a column.

    Args:
        codes: The words that have places, but for those of ``everywhere``.
        everywhere: Those that have none.
    """

    def __init__(self, codes: range, everywhere: Sequence[int]) -> None:
        self._codes = codes
        self._everywhere = frozenset(everywhere)
        self._known: dict[int, array[int]] = {}
        self._length = 0

    def add(self, codes: Sequence[int]) -> None:
        """Add what stands next in the column."""
        first, self._length = self._length, self._length + len(codes)
        known, without, low, high = self._known, self._everywhere, *self._ends
        if self._length > _MOST:
            known.clear()
            return
        get = known.get
        for place, code in enumerate(codes, first):
            found = get(code)
            if found is not None:
                found.append(place)
            elif low <= code < high and code not in without:
                known[code] = array("I", (place,))

    @property
    def _ends(self) -> tuple[int, int]:
        return self._codes.start, self._codes.stop

    def write(self, writer: sections.SectionWriter) -> Entry:
        """Write them."""
        codes = array("I", sorted(self._known))
        ends = array("Q")

        def written() -> Iterator[bytes]:
            end = 0
            for code in codes:
                data = _packed(self._known[code], self._length)
                end += len(data) // 2
                ends.append(end)
                yield data

        places = writer.stream(written())
        return self._length, len(codes), writer.numbers(codes), writer.numbers(ends), places


class Places:
    """The places of the words of a column.

    Raises:
        ValueError: The file is not whole.
    """

    def __init__(self, data: memoryview, entry: Entry) -> None:
        self._length, count, codes, ends, places = entry
        self._codes = sections.numbers(data, codes, count)
        self._ends = sections.numbers(data, ends, count)
        self._places = sections.part(data, places).cast("H")

    def count(self, code: int) -> int:
        """How many places of a word are known; -1: none are."""
        part = self._part(code)
        if part is None:
            return -1
        rooms = _rooms(self._length)
        return len(part) - 2 * rooms if _is_halved(len(part), rooms) else len(part) // 2

    def of(self, code: int) -> Sequence[int] | None:
        """Where a word stands; ``None``: that is not known.

        Raises:
            ValueError: The file is damaged.
        """
        part = self._part(code)
        return None if part is None else _unpacked(part, self._length)

    def _part(self, code: int) -> memoryview | None:
        at = bisect_left(self._codes, code)
        if at == len(self._codes) or self._codes[at] != code:
            return None
        return self._places[self._ends[at - 1] if at else 0 : self._ends[at]]


def _rooms(length: int) -> int:
    """How many higher halves there may be in a column."""
    return (length >> 16) + 1


def _is_halved(size: int, rooms: int) -> bool:
    """Whether so many units of 2 bytes are halves: of up to ``2 * rooms`` places all is kept."""
    return size > 4 * rooms


def _packed(places: array[int], length: int) -> bytes:
    rooms = _rooms(length)
    data = places.tobytes()
    if len(places) <= 2 * rooms:
        return data
    starts = [bisect_left(places, room << 16) for room in range(rooms)]
    counts = array("I", [high - low for low, high in pairwise((*starts, len(places)))])
    halves = bytearray(2 * len(places))
    for at, byte in zip(_OF_HALF, _BYTES, strict=False):
        halves[at::2] = data[byte::4]
    return counts.tobytes() + bytes(halves)


def _unpacked(part: memoryview, length: int) -> Sequence[int]:
    rooms = _rooms(length)
    if not _is_halved(len(part), rooms):
        return part.cast("B").cast("I")
    counts = part[: 2 * rooms].cast("B").cast("I")
    halves = part[2 * rooms :].tobytes()
    if 2 * sum(counts) != len(halves):
        raise ValueError("the places of a word are damaged")
    found = bytearray(2 * len(halves))
    for at, byte in zip(_OF_HALF, _BYTES, strict=False):
        found[byte::4] = halves[at::2]
    for shift, byte in ((0, _BYTES[2]), (8, _BYTES[3])):
        found[byte::4] = b"".join(
            bytes((room >> shift & 255,)) * count for room, count in enumerate(counts)
        )
    return memoryview(found).cast("I")
