"""The posting lists of one term in several older segments, as the one it has in a new segment."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from store.search import bits
from store.search.files import postings
from store.search.files.postings import Postings


class Joined(NamedTuple):
    """A posting list of the new segment.

    Attributes:
        data: As ``postings.pack`` gives it; empty: all of its documents are deleted.
        many: How many documents it has.
        weight: How often the term stands in all of them together.
        found: They as a set; 0: they are in ``numbers``.
        numbers: They in rising order, if there is no set of them.
    """

    data: bytes
    many: int
    weight: int
    found: int
    numbers: Sequence[int]


NOTHING = Joined(b"", 0, 0, 0, ())


class _Part:
    """What one older segment brings: its documents with their new numbers."""

    def __init__(self, old: Postings, documents: Sequence[int]) -> None:
        self._old = old
        self._counts: Sequence[int] = old.counts if old.has_counts else b""
        self._numbers: Sequence[int] = ()
        self.length = old.length
        self._shift = -1
        if isinstance(documents, range):  # none is deleted
            self._shift = documents.start
        else:
            numbers = list(map(documents.__getitem__, old.listed()))
            if min(numbers) < 0:
                living = [number >= 0 for number in numbers]
                numbers = list(compress(numbers, living))
                self._counts = bytes(compress(self._counts, living))
                self.length = len(numbers)
            self._numbers = numbers

    @property
    def last(self) -> int:
        if self._shift < 0:
            return self._numbers[-1]
        return self._old.last + self._shift

    def numbers(self) -> Sequence[int]:
        if self._shift <= 0:
            return self._numbers if self._shift else self._old.listed()
        shift = self._shift
        return [number + shift for number in self._old.listed()]

    def found(self) -> int:
        if self._shift < 0:
            return bits.from_ids(self._numbers, self._numbers[-1] + 1)
        return self._old.bits << self._shift

    @property
    def has_counts(self) -> bool:
        return bool(self._counts)

    def counts(self) -> bytes:
        return bytes(self._counts) or b"\1" * self.length


def join(
    lists: Sequence[tuple[Postings, Sequence[int]]], width: int, *, countable: bool,
    lengths: Sequence[float] = (),
) -> Joined:  # fmt: skip
    """Make one posting list of some.

    Args:
        lists: Those of the older segments, each with the new numbers of the segment's documents
            (``pool.Merged``); all numbers of one are below those of the next.
        width: As for ``postings.pack``, like the others.
        countable: Likewise.
        lengths: Likewise.
    """
    parts = [part for part in (_Part(*each) for each in lists) if part.length]
    count = sum(part.length for part in parts)
    if not count:
        return NOTHING
    size = parts[-1].last + 1
    counts = b""
    if countable and any(part.has_counts for part in parts):
        counts = b"".join(part.counts() for part in parts)
        if counts.count(1) == count:
            counts = b""
    if count == 1 and not counts:
        return Joined(postings.pack_one(size - 1, width), 1, 1, 0, (size - 1,))
    weight = sum(counts) if counts else count
    is_set = postings.is_shorter_as_set(count, size, width)
    leads = bool(lengths) and count > postings.CROWD
    numbers = array("H" if width == 2 else "I")
    found = 0
    if is_set:
        for part in parts:
            found |= part.found()
        if leads:
            numbers.extend(bits.to_ids(found))
    else:
        for part in parts:
            numbers.extend(part.numbers())
    leading = postings.champions(numbers, counts or b"\1" * count, lengths) if leads else ()
    data = postings.assembled(numbers, found, counts, leading)
    return Joined(data, count, weight, found, numbers)


def join_rare(numbers: Sequence[int], width: int) -> Joined:
    """The posting list of documents that have the term once each; -1 stands for a deleted one."""
    living = [number for number in numbers if number >= 0] if min(numbers) < 0 else numbers
    count = len(living)
    if count < 2:
        return Joined(postings.pack_one(living[0], width), 1, 1, 0, living) if living else NOTHING
    size = living[-1] + 1
    found = bits.from_ids(living, size) if postings.is_shorter_as_set(count, size, width) else 0
    listed = array("H" if width == 2 else "I", living)
    return Joined(postings.assembled(listed, found, b"", ()), count, count, found, listed)
