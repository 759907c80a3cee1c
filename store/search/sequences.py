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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from store.search import sections
from store.search.engine import bits
from store.search.storage import forget

WIDTH = 3
END, STOP = 0, 1

FIRST = 2
"""The code of the first word."""

EXTRA = 0x800000
"""The code of the first pair."""

MOST_TERMS = EXTRA - FIRST
"""So many words, and so many pairs, may a field of a segment have."""

Range = tuple[int, int]
"""Codes ``[low, high)``."""

Step = Sequence[Range]
"""The codes that may stand in one place of a phrase."""

Find = Callable[[int, int], int]
"""The first place in a part of the file, -1 if there is none."""

_KIND = b"S"
_FEW = 4  # if fewer than one document in so many is asked for, they are looked at one by one
_STARTS = 16  # so many codes are searched one after the other, each as plain bytes
_STOPS = 64  # so many codes that are no words may stand between two that are near each other


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

    def add(self, field: str, documents: Iterable[bytes], *, stops: bool) -> None:
        """Write a column; none of nothing.

        Args:
            field: Its name.
            documents: The codes of every document.
            stops: Whether there may be a ``STOP`` among them.
        """
        offsets = array("Q", (0,))

        def counted() -> Iterator[bytes]:
            for codes in documents:
                offsets.append(offsets[-1] + len(codes) // WIDTH)
                yield codes

        codes = self._sections.stream(counted())
        if offsets[-1]:
            self._fields[field] = [len(offsets), codes, self._sections.numbers(offsets), stops]

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
    return {field: Column(data, mapped, *entry) for field, entry in fields.items()}


class Column:
    """The words of one field of a segment, in order."""

    def __init__(
        self, data: memoryview, mapped: Any, count: int, codes: sections.Section,
        offsets: sections.Section, stops: bool,  # noqa: FBT001 - as the directory has it
    ) -> None:  # fmt: skip
        self._data = sections.part(data, codes)
        self._mapped = mapped
        self._start, self._end = codes[0], sum(codes)
        self._offsets = sections.numbers(data, offsets, count)
        self.has_stops = stops

    def codes(self, low: int, high: int) -> bytes:
        """The codes of the documents ``[low, high)``."""
        return bytes(self._data[WIDTH * self._offsets[low] : WIDTH * self._offsets[high]])

    def length(self, low: int, high: int) -> int:
        """How many codes the documents ``[low, high)`` have."""
        return self._offsets[high] - self._offsets[low]

    def adjacent(self, candidates: int, steps: Sequence[Step]) -> int:
        """The documents of a set in which codes stand one after the other."""
        if all(len(step) == 1 and step[0][1] - step[0][0] == 1 for step in steps):
            needle = re.escape(b"".join(_bytes(step[0][0]) for step in steps))
            return self._holding(candidates, [self._finder(needle)])
        return self._holding(candidates, [self._finder(each) for each in _phrases(steps)])

    def near(
        self, candidates: int, left: Sequence[Step], right: Sequence[Step], distance: int
    ) -> int:
        """The documents of a set in which two phrases stand near each other, in either order.

        Args:
            candidates: The set.
            left: A phrase.
            right: Another.
            distance: With fewer than so many words between them.
        """
        reach = WIDTH * (distance - 1 + (_STOPS if self.has_stops else 0))
        return self._holding(
            candidates,
            [
                _Near(self._mapped, self._start, start, first, second, reach, distance)
                for first, second in ((left, right), (right, left))
                for start in _starts(first[0])
            ],
        )

    def _finder(self, pattern: bytes) -> Find:
        search, mapped, base = re.compile(pattern).search, self._mapped, self._start

        def find(start: int, end: int) -> int:
            match = search(mapped, start, end)
            while match is not None:
                at = match.start()
                if not (at - base) % WIDTH:
                    return at
                match = search(mapped, at + 1, end)
            return -1

        return find

    def _holding(self, candidates: int, finders: Sequence[Find]) -> int:
        """The documents of a set in which one of the finders finds something."""
        found = 0
        many = candidates.bit_count() * _FEW > len(self._offsets)
        look = self._all if many else self._one_by_one
        for find in finders:
            left = candidates & ~found
            if left:
                found |= look(left, find)
        if many:
            forget(self._mapped)  # or all that was looked at stays in this process
        return found

    def _one_by_one(self, candidates: int, find: Find) -> int:
        offsets, base = self._offsets, self._start
        held = [
            number
            for number in bits.to_ids(candidates)
            if find(base + WIDTH * offsets[number], base + WIDTH * offsets[number + 1]) >= 0
        ]
        return bits.from_ids(held, held[-1] + 1) if held else 0

    def _all(self, candidates: int, find: Find) -> int:
        """All documents in one go; nothing that is found goes from one into the next."""
        held = []
        offsets, base = self._offsets.tolist(), self._start
        end = base + WIDTH * offsets[-1]
        at = find(base, end)
        while at >= 0:
            number = bisect_right(offsets, (at - base) // WIDTH) - 1
            held.append(number)
            at = find(base + WIDTH * offsets[number + 1], end)
        return bits.from_ids(held, held[-1] + 1) & candidates if held else 0


class _Near:
    """Finds one phrase behind another, with little between.

    Args:
        mapped: The file.
        base: Where the codes begin in it.
        start: A pattern for the first place of ``first``.
        first: A phrase.
        second: Another.
        reach: So many bytes may lie between them.
        distance: And fewer than so many words.
    """

    def __init__(
        self, mapped: Any, base: int, start: bytes, first: Sequence[Step], second: Sequence[Step],
        reach: int, distance: int,
    ) -> None:  # fmt: skip
        self._mapped = mapped
        self._base = base
        self._widths = (WIDTH * len(first), WIDTH * len(second))
        self._reach = reach
        self._distance = distance
        behind = b"".join(map(_class, second))
        before = start + b"".join(map(_class, first[1:]))
        self._search = re.compile(rb"%s(?s:.{0,%d}?)%s" % (before, reach, behind)).search
        self._second = re.compile(behind).search

    def __call__(self, start: int, end: int) -> int:
        """Where it stands first in a part of the file; -1 if it does not."""
        match = self._search(self._mapped, start, end)
        while match is not None:
            at = match.start()
            if not (at - self._base) % WIDTH:
                low, high = at + self._widths[0], match.end() - self._widths[1]
                if self._is_near(low, high, end):
                    return at
            match = self._search(self._mapped, at + 1, end)
        return -1

    def _is_near(self, low: int, high: int, end: int) -> bool:
        """Whether the second phrase is near behind ``low``; it may be at ``high``."""
        while (high - low) % WIDTH:  # there it begins inside a code
            limit = min(end, low + self._reach + self._widths[1])
            match = self._second(self._mapped, high + 1, limit)
            if match is None:
                return False
            high = match.start()
        words = 0
        for code in unpacked(self._mapped[low:high]):
            if code == END:
                return False
            words += code != STOP
        return words < self._distance


def _bytes(code: int) -> bytes:
    return code.to_bytes(WIDTH, "little")


def _width(step: Step) -> int:
    return sum(high - low for low, high in step)


def _starts(step: Step) -> list[bytes]:
    """Patterns that together find a code of a step: plain bytes, which are found fast, if few."""
    if _width(step) > _STARTS:
        return [_class(step)]
    return [re.escape(_bytes(code)) for low, high in step for code in range(low, high)]


def _phrases(steps: Sequence[Step]) -> Iterator[bytes]:
    """Patterns that together find a phrase; each begins with the place that has fewest codes."""
    pivot = min(range(len(steps)), key=lambda place: _width(steps[place]))
    before = b"".join(map(_class, steps[:pivot]))
    after = b"".join(map(_class, steps[pivot + 1 :]))
    for start in _starts(steps[pivot]):
        yield start + (b"(?<=" + before + start + b")" if before else b"") + after


def _class(step: Step) -> bytes:
    """A pattern for one code of a step."""
    if _width(step) == 1:
        return re.escape(_bytes(step[0][0]))
    rows: dict[tuple[int, int, int], list[Range]] = {}  # low bytes, by the two higher ones
    for low, high in step:
        for first, last in _rows(low, high - 1):
            key = (last >> 16, first >> 8 & 255, last >> 8 & 255)
            rows.setdefault(key, []).append((first & 255, last & 255))
    return b"(?:" + b"|".join(_row(*key, lows) for key, lows in rows.items()) + b")"


def _rows(first: int, last: int) -> Iterator[Range]:
    """Parts of a range whose lowest bytes are a range, the same in each of their rows of 256."""
    while first <= last:
        end = first | 255
        if first & 255 or end > last:  # a part of one row
            end = min(end, last)
        else:  # as many whole rows as there are with the same highest byte
            end = min((last + 1 & ~255) - 1, first | 0xFFFF)
        yield first, end
        first = end + 1


def _row(high: int, middle: int, most: int, lows: Sequence[Range]) -> bytes:
    inside = b"".join(rb"\x%02x-\x%02x" % each for each in lows)
    return rb"[%s][\x%02x-\x%02x]\x%02x" % (inside, middle, most, high)
