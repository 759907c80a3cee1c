"""Posting lists: which documents of a segment have a term, and how often.

A list is read at once, as a set of bits (``engine.bits``) or as rising numbers with the counts
beside them. Document numbers take 2 bytes each, 4 in a segment of more than 65,536 documents.

Layout (native byte order; an index never leaves its machine):

* as long as one number: one document, which has the term once (most terms are so rare);
* else a byte of flags; the size of the bitmap (4 bytes) if there is one; the champions (their
  number in 2 bytes, then they) if there are any; a bitmap or the numbers, whatever is shorter; the
  counts (1 byte each, at most 255) if any is more than 1.

*Champions* are the documents in which a frequent term weighs most, best first: they are known
without a walk over the list.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from functools import cached_property
from heapq import nlargest
from operator import truediv
from typing import Literal

from store.search import bits

NARROW = 0x10000
"""A segment of up to so many documents has numbers of 2 bytes."""

CHAMPIONS = 128
"""So many documents lead in a term's list."""

CROWD = 2 * CHAMPIONS
"""A list of no more documents than this is its own champions."""

_BITMAP, _LIST, _COUNTS, _CHAMPIONS = 1, 2, 4, 8
_SIZE = struct.Struct("=I")
_NUMBER = struct.Struct("=H")
_LITTLE = sys.byteorder == "little"
_LOW, _MIDDLE, _HIGH = (0, 1, 2) if _LITTLE else (3, 2, 1)  # bytes of a 4-byte number


class Postings:
    """One term's documents in one segment."""

    __slots__ = ("__dict__", "_bitmap", "_counts", "_listed", "champions", "length")

    def __init__(self, data: memoryview, *, wide: bool) -> None:
        """Data: as ``pack`` gave it; wide: the segment has more than ``NARROW`` documents.

        Raises:
            ValueError: It is no posting list.
        """
        width = 4 if wide else 2
        code: Literal["I", "H"] = "I" if wide else "H"
        self._bitmap: memoryview | None = None
        self._listed: Sequence[int] | None = None
        self._counts: memoryview | None = None
        self.champions: Sequence[int] = ()
        if len(data) == width:
            self._listed = data.cast(code)
            self.length = 1
            return
        flags = data[0] if len(data) else 0
        if flags & (_BITMAP | _LIST) not in (_BITMAP, _LIST) or flags >= 2 * _CHAMPIONS:
            raise ValueError("this is no posting list")
        at, size = 1, 0
        if flags & _BITMAP:
            (size,) = _SIZE.unpack_from(data, at)
            at += _SIZE.size
        if flags & _CHAMPIONS:
            (leading,) = _NUMBER.unpack_from(data, at)
            at += _NUMBER.size
            self.champions = data[at : at + leading * width].cast(code)
            at += leading * width
        if flags & _BITMAP:
            self._bitmap = data[at : at + size]
            self.length = self.bits.bit_count()
            at += size
        else:
            self.length = (len(data) - at) // (width + bool(flags & _COUNTS))
            self._listed = data[at : at + width * self.length].cast(code)
            at += width * self.length
        if flags & _COUNTS:
            self._counts = data[at : at + self.length]

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The documents in rising order."""
        return bits.to_ids(self.bits) if self._listed is None else self._listed

    @cached_property
    def bits(self) -> int:
        """The documents as a set."""
        if self._bitmap is not None:
            return int.from_bytes(self._bitmap, "little")
        numbers = self.numbers
        return bits.from_ids(numbers, numbers[-1] + 1)

    def listed(self) -> Sequence[int]:
        """The same as ``numbers``, which is not kept."""
        return bits.to_ids(self.bits) if self._listed is None else self._listed

    @property
    def last(self) -> int:
        """The greatest of the documents."""
        return self.bits.bit_length() - 1 if self._listed is None else self._listed[-1]

    @property
    def has_counts(self) -> bool:
        """Whether the term stands in one of them more than once."""
        return self._counts is not None

    @property
    def counts(self) -> Sequence[int]:
        """How often the term stands in each of ``numbers``."""
        return b"\x01" * self.length if self._counts is None else self._counts

    def count_in(self, number: int) -> int:
        """How often the term stands in a document; at most 255."""
        found = self.bits >> number
        if not found & 1:
            return 0
        if self._counts is None:
            return 1
        return self._counts[self.length - found.bit_count()]


def width_of(documents: int) -> int:
    """Bytes of a document number in a segment."""
    return 2 if documents <= NARROW else 4


def weight(packed: Sequence[int]) -> int:
    """How often a term stands in all documents together, of what ``pack`` is given."""
    data = (packed if isinstance(packed, array) else array("I", packed)).tobytes()
    return sum(data[_LOW::4])


def pack(
    packed: Sequence[int], width: int, *, countable: bool, lengths: Sequence[float] = ()
) -> bytes:
    """The bytes of one posting list.

    Args:
        packed: Document number << 8 | count, rising.
        width: ``width_of`` the segment's documents.
        countable: Whether the counts matter.
        lengths: How much a count weighs less in each document of the segment, for the longer
            ones; with these, a frequent term gets champions.
    """
    if len(packed) == 1:
        (posting,) = packed
        if not countable or posting & 255 == 1:
            return pack_one(posting >> 8, width)
    data = (packed if isinstance(packed, array) else array("I", packed)).tobytes()
    numbers = _numbers(data, width)
    size = numbers[-1] + 1
    leading: Sequence[int] = ()
    counts = b""
    if countable:
        counts = data[_LOW::4]
        if lengths and len(numbers) > CROWD:
            leading = champions(numbers, counts, lengths)
        if counts.count(1) == len(counts):
            counts = b""
    is_set = is_shorter_as_set(len(numbers), size, width)
    return assembled(numbers, bits.from_ids(numbers, size) if is_set else 0, counts, leading)


def pack_one(document: int, width: int) -> bytes:
    """The bytes of the list of one document that has the term once, or without counts."""
    return document.to_bytes(width, sys.byteorder)


def is_shorter_as_set(count: int, size: int, width: int) -> bool:
    """Whether so many documents below ``size`` take less room as a bitmap than as numbers."""
    return _SIZE.size + (size >> 3) < width * count


def assembled(numbers: array[int], found: int, counts: bytes, leading: Sequence[int]) -> bytes:
    """The bytes of a list of more than one posting, or of one that counts.

    Args:
        numbers: The documents, with as many bytes each as they take in the segment.
        found: The same as a set, if it is to be kept so; then ``numbers`` need not have them.
        counts: Those of the documents; none if all are 1, or do not matter.
        leading: The champions, if there are any.
    """
    flags, head, first = 0, b"", b""
    if leading:
        flags |= _CHAMPIONS
        first = _NUMBER.pack(len(leading)) + array(numbers.typecode, leading).tobytes()
    if counts:
        flags |= _COUNTS
    if found:
        flags |= _BITMAP
        body = found.to_bytes((found.bit_length() + 7) >> 3, "little")
        head = _SIZE.pack(len(body))
    else:
        flags |= _LIST
        body = numbers.tobytes()
    return b"".join((bytes((flags,)), head, first, body, counts))


def pack_set(found: int, width: int) -> bytes:
    """The bytes of the posting list of a set (not an empty one), without counts."""
    count, size = found.bit_count(), found.bit_length()
    if _SIZE.size + (size >> 3) < width * count:
        body = found.to_bytes((size + 7) >> 3, "little")
        return b"".join((bytes((_BITMAP,)), _SIZE.pack(len(body)), body))
    numbers = array("H" if width == 2 else "I", bits.to_ids(found)).tobytes()
    return numbers if count == 1 else bytes((_LIST,)) + numbers


def champions(
    numbers: Sequence[int], counts: Sequence[int], lengths: Sequence[float]
) -> Sequence[int]:
    """The documents in which a term weighs most, best first."""
    weights = list(map(truediv, counts, map(lengths.__getitem__, numbers)))
    least = nlargest(CHAMPIONS, weights)[-1]
    best = [(-weight, n) for weight, n in zip(weights, numbers, strict=True) if weight >= least]
    return [number for _, number in sorted(best)[:CHAMPIONS]]


def _numbers(data: bytes, width: int) -> array[int]:
    """The document numbers of packed postings (4 bytes each)."""
    size = len(data) // 4 * width
    found = bytearray(size)
    low, middle = (0, 1) if _LITTLE else (width - 1, width - 2)
    found[low::width] = data[_MIDDLE::4]
    found[middle::width] = data[_HIGH::4]
    if width == 4:
        found[2 if _LITTLE else 1 :: 4] = data[3 if _LITTLE else 0 :: 4]
    return array("H" if width == 2 else "I", bytes(found))
