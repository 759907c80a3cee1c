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

from store.search import sections, signs
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
"""The first place in a part of a column, -1 if there is none."""

_KIND = b"S"
_FEW = 2  # if fewer than one document in so many is asked for, they are looked at one by one
_WIDE = 2_000  # more codes than this have nearly all signs
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

    def add(
        self, field: str, documents: Iterable[array[int]], *, stops: bool, table: bytes = b""
    ) -> None:
        """Write a column; none of nothing.

        Args:
            field: Its name.
            documents: The codes of every document.
            stops: Whether there may be a ``STOP`` among them.
            table: The signs of its codes (``signs.table``).
        """
        offsets = array("Q", (0,))
        row = bytearray()

        def counted() -> Iterator[bytes]:
            for codes in documents:
                offsets.append(offsets[-1] + len(codes))
                row.extend(signs.row(codes, table))
                yield packed(codes)

        codes = self._sections.stream(counted())
        if offsets[-1]:
            self._fields[field] = [
                len(offsets), codes, self._sections.numbers(offsets), stops,
                self._sections.write(bytes(row)), self._sections.write(table),
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
    return {field: Column(data, mapped, *entry) for field, entry in fields.items()}


class Column:
    """The words of one field of a segment, in order."""

    def __init__(
        self, data: memoryview, mapped: Any, count: int, codes: sections.Section,
        offsets: sections.Section, stops: bool,  # noqa: FBT001 - as the directory has it
        row: sections.Section, table: sections.Section,
    ) -> None:  # fmt: skip
        self._data = sections.part(data, codes)
        self._mapped = mapped
        self._start, self._end = codes[0], sum(codes)
        self._offsets = sections.numbers(data, offsets, count)
        self.has_stops = stops
        self._row = row[0]
        self._table = sections.part(data, table)

    def codes(self, low: int, high: int) -> bytes:
        """The codes of the documents ``[low, high)``."""
        return bytes(self._data[WIDTH * self._offsets[low] : WIDTH * self._offsets[high]])

    def length(self, low: int, high: int) -> int:
        """How many codes the documents ``[low, high)`` have."""
        return self._offsets[high] - self._offsets[low]

    def adjacent(self, candidates: int, steps: Sequence[Step]) -> int:
        """The documents of a set in which codes stand one after the other."""
        if max(map(_width, steps)) <= _STARTS:
            return self._holding(candidates, [_Signed(self, steps)])
        return self._holding(candidates, [_Coded(self, *each) for each in _phrases(steps)])

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
        narrow, wide = sorted((left, right), key=lambda steps: max(map(_width, steps)))
        if max(map(_width, wide)) > _STARTS:
            return self._holding(candidates, [_Around(self, narrow, wide, distance)])
        both = ((left, right), (right, left))
        return self._holding(
            candidates, [_Near(self, first, second, distance) for first, second in both]
        )

    def at(self, low: int, high: int) -> array[int]:
        """The codes ``[low, high)`` of the column."""
        return unpacked(self._data[WIDTH * low : WIDTH * high])

    def is_at(self, low: int, codes: bytes) -> bool:
        """Whether some codes, as they are kept, stand at ``low``."""
        start = WIDTH * low
        return self._data[start : start + len(codes)] == codes

    def signs(self, pattern: re.Pattern[bytes]) -> Callable[[int, int], tuple[int, int] | None]:
        """What tells where a pattern of signs stands first in a part of the column."""
        search, mapped, base = pattern.search, self._mapped, self._row

        def find(low: int, high: int) -> tuple[int, int] | None:
            match = search(mapped, base + low, base + high)
            return None if match is None else (match.start() - base, match.end() - base)

        return find

    def signed(self, step: Step) -> tuple[bytes, bool]:
        """A pattern for the signs of a step; and whether nothing else has such a sign."""
        if _width(step) > _WIDE:
            return rb"[^\x00]", False
        found = {signs.of(code, self._table) for low, high in step for code in range(low, high)}
        pattern = b"|".join(re.escape(bytes((sign,))) for sign in sorted(found))
        if len(found) > 1:
            pattern = b"[" + b"".join(rb"\x%02x" % sign for sign in sorted(found)) + b"]"
        return pattern, min(found) >= signs.OWN and len(found) == _width(step)

    def find_codes(self, pattern: re.Pattern[bytes], low: int, high: int, before: int) -> int:
        """Where a pattern of codes stands first in ``[low, high)`` of the column; or -1.

        Args:
            pattern: It may look at so many codes before what it finds.
            low: The first code.
            high: Past the last.
            before: How many.
        """
        base, end = self._start, self._start + WIDTH * high
        match = pattern.search(self._mapped, base + WIDTH * (low + before), end)
        while match is not None:
            place, rest = divmod(match.start() - base, WIDTH)
            if not rest:
                return place
            match = pattern.search(self._mapped, match.start() + 1, end)
        return -1

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
        offsets = self._offsets
        held = [
            number
            for number in bits.to_ids(candidates)
            if find(offsets[number], offsets[number + 1]) >= 0
        ]
        return bits.from_ids(held, held[-1] + 1) if held else 0

    def _all(self, candidates: int, find: Find) -> int:
        """All documents in one go; nothing that is found goes from one into the next."""
        held = []
        offsets = self._offsets.tolist()
        at = find(0, offsets[-1])
        while at >= 0:
            number = bisect_right(offsets, at) - 1
            held.append(number)
            at = find(offsets[number + 1], offsets[-1])
        return bits.from_ids(held, held[-1] + 1) & candidates if held else 0


class _Coded:
    """Finds a pattern of codes."""

    def __init__(self, column: Column, pattern: bytes, before: int) -> None:
        self._column = column
        self._pattern = re.compile(pattern)
        self._before = before

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        return self._column.find_codes(self._pattern, low, high, self._before)


class _Signed:
    """Finds a phrase by its signs, and looks at the codes where others have such signs."""

    def __init__(self, column: Column, steps: Sequence[Step]) -> None:
        self._column = column
        self._steps = _kept(steps)
        patterns, own = zip(*map(column.signed, steps), strict=True)
        self._signs = column.signs(re.compile(b"".join(patterns)))
        self._is_sure = all(own)

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        found = self._signs(low, high)
        while found is not None:
            if self._is_sure or _fits(self._column, found[0], self._steps):
                return found[0]
            found = self._signs(found[0] + 1, high)
        return -1


class _Near:
    """Finds one phrase behind another, with fewer than ``distance`` words between them."""

    def __init__(
        self, column: Column, first: Sequence[Step], second: Sequence[Step], distance: int
    ) -> None:
        self._column = column
        self._first, self._second = _kept(first), _kept(second)
        self._sizes = len(first), len(second)
        self._distance = distance
        self._reach = distance - 1 + (_STOPS if column.has_stops else 0)
        before, behind = ([column.signed(step) for step in steps] for steps in (first, second))
        self._is_sure = not column.has_stops and all(own for _, own in (*before, *behind))
        gap = rb"[^\x00]{0,%d}?" % self._reach  # not over the end of a value
        signs_of = (b"".join(sign for sign, _ in each) for each in (before, behind))
        self._signs = column.signs(re.compile(gap.join(signs_of)))

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        found = self._signs(low, high)
        while found is not None:
            if self._is_sure or self._stands(*found, high):
                return found[0]
            found = self._signs(found[0] + 1, high)
        return -1

    def _stands(self, start: int, end: int, high: int) -> bool:
        """Whether they stand at ``start``; their signs do, up to ``end``."""
        size, behind = self._sizes
        if not _fits(self._column, start, self._first):
            return False
        limit = min(high, start + size + self._reach + behind)
        for place in range(end - behind, limit - behind + 1):
            if _fits(self._column, place, self._second):
                return _is_small(self._column.at(start + size, place), self._distance)
        return False


class _Around:
    """Finds a phrase with another one, of many codes, near it."""

    def __init__(
        self, column: Column, phrase: Sequence[Step], other: Sequence[Step], distance: int
    ) -> None:
        self._column = column
        self._find = _Signed(column, phrase)
        self._size = len(phrase)
        self._other = other
        self._distance = distance
        self._reach = distance - 1 + (_STOPS if column.has_stops else 0) + len(other)

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        at = self._find(low, high)
        while at >= 0:
            end = at + self._size
            behind = self._column.at(end, min(high, end + self._reach))
            before = self._column.at(max(low, at - self._reach), at)
            if self._is_in(behind, behind=True) or self._is_in(before, behind=False):
                return at
            at = self._find(at + 1, high)
        return -1

    def _is_in(self, codes: array[int], *, behind: bool) -> bool:
        size = len(self._other)
        return any(
            _fit(codes[place : place + size], self._other)
            and _is_small(codes[:place] if behind else codes[place + size :], self._distance)
            for place in range(len(codes) - size + 1)
        )


def _is_small(gap: array[int], distance: int) -> bool:
    """Whether so few words are in it, and no end of a value."""
    return END not in gap and len(gap) - gap.count(STOP) < distance


def _kept(steps: Sequence[Step]) -> Sequence[Sequence[bytes]]:
    """The codes of each step, as they are kept; where each has one, all of them as one."""
    found = [[_bytes(code) for low, high in step for code in range(low, high)] for step in steps]
    return [[b"".join(step[0] for step in found)]] if max(map(len, found)) == 1 else found


def _fits(column: Column, place: int, steps: Sequence[Sequence[bytes]]) -> bool:
    """Whether the codes at a place of a column are some that may stand there."""
    for at, step in enumerate(steps, place):
        if not any(column.is_at(at, codes) for codes in step):
            return False
    return True


def _fit(codes: array[int], steps: Sequence[Step]) -> bool:
    """Whether each code is one that may stand in its place."""
    return len(codes) == len(steps) and all(
        any(low <= code < high for low, high in step)
        for code, step in zip(codes, steps, strict=True)
    )


def _bytes(code: int) -> bytes:
    return code.to_bytes(WIDTH, "little")


def _width(step: Step) -> int:
    return sum(high - low for low, high in step)


def _starts(step: Step) -> list[bytes]:
    """Patterns that together find a code of a step: plain bytes, which are found fast, if few."""
    if _width(step) > _STARTS:
        return [_class(step)]
    return [re.escape(_bytes(code)) for low, high in step for code in range(low, high)]


def _phrases(steps: Sequence[Step]) -> Iterator[tuple[bytes, int]]:
    """Patterns that together find a phrase, each at its place that has fewest codes.

    With each, how many places are before that: it looks back at them.
    """
    pivot = min(range(len(steps)), key=lambda place: _width(steps[place]))
    before = b"".join(map(_class, steps[:pivot]))
    after = b"".join(map(_class, steps[pivot + 1 :]))
    for start in _starts(steps[pivot]):
        yield start + (b"(?<=" + before + start + b")" if before else b"") + after, pivot


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
