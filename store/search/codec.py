"""How posting lists are written and read: Whoosh's own codec with one thing changed.

Whoosh packs postings into pickled blocks and walks them one by one. Here a posting list is read
at once, as a set of bits (``engine.bits``) or as a sorted array with the counts beside it.
A rare term is a list of document numbers, a frequent one a bitmap.

Layout (native byte order; an index never leaves its machine): ``flags count bitmap_size``, then
the bitmap, the numbers (2 or 4 bytes each), the counts (1 byte each, at most 255), if flagged.
"""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.matching import ListMatcher

from store.search.engine import bits

_HEAD = struct.Struct("=BII")
_BITMAP, _LIST, _COUNTS, _WIDE = 1, 2, 4, 8
_INFO = struct.Struct("!BfIBBfIIqi")
"""As ``W3TermInfo.to_bytes`` has it: inlined, weight, documents, least and greatest length and
weight, first and last document, offset and size of the posting list."""

_DENSE = 16  # a bitmap is no larger than a list of 2-byte numbers from 1 document in 16 on


class Postings:
    """One term's documents in one segment."""

    __slots__ = ("__dict__", "_bitmap", "_counts", "_numbers", "length")

    def __init__(self, data: bytes) -> None:
        flags, self.length, bitmap_size = _HEAD.unpack_from(data)
        if not self.length or not flags & (_BITMAP | _LIST):
            raise ValueError("this is no posting list")
        position = _HEAD.size
        view = memoryview(data)
        self._bitmap = view[position : position + bitmap_size] if flags & _BITMAP else None
        position += bitmap_size
        self._numbers: Sequence[int] | None = None
        if flags & _LIST:
            width = 4 if flags & _WIDE else 2
            listed = view[position : position + width * self.length]
            self._numbers = listed.cast("I") if flags & _WIDE else listed.cast("H")
            position += width * self.length
        self._counts = view[position : position + self.length] if flags & _COUNTS else None

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The documents in rising order."""
        return bits.to_ids(self.bits) if self._numbers is None else self._numbers

    @cached_property
    def bits(self) -> int:
        """The documents as a set."""
        if self._bitmap is not None:
            return int.from_bytes(self._bitmap, "little")
        numbers = self.numbers
        return bits.from_ids(numbers, numbers[-1] + 1)

    @property
    def counts(self) -> Sequence[int]:
        """How often the term stands in each of ``numbers``."""
        return b"\x01" * self.length if self._counts is None else self._counts


def pack(packed: Sequence[int], *, countable: bool) -> tuple[bytes, int]:
    """The bytes of one posting list, and the sum of its counts.

    Args:
        packed: Document number << 8 | count, rising.
        countable: Whether the counts matter.
    """
    if len(packed) == 1 and packed[0] & 255 == 1 and packed[0] < 0x1000000:  # most terms
        return _HEAD.pack(_LIST, 1, 0) + struct.pack("=H", packed[0] >> 8), 1
    numbers = [posting >> 8 for posting in packed]
    size = numbers[-1] + 1
    flags = 0
    parts = [b"", b"", b""]
    if len(numbers) * _DENSE >= size:
        flags |= _BITMAP
        parts[0] = bits.from_ids(numbers, size).to_bytes((size + 7) >> 3, "little")
    counts = bytes([posting & 255 for posting in packed]) if countable else b""
    if countable or not flags:
        flags |= _LIST | (_WIDE if size > 0x10000 else 0)
        parts[1] = array("I" if flags & _WIDE else "H", numbers).tobytes()
    if counts.count(1) != len(counts):
        flags |= _COUNTS
        parts[2] = counts
    data = _HEAD.pack(flags, len(numbers), len(parts[0])) + b"".join(parts)
    return data, sum(counts) if countable else len(numbers)


def read(file: Any, info: Any) -> Postings:
    """The posting list that a term's ``info`` points to in the file of posting lists."""
    offset, length = info.extent()
    if isinstance(length, tuple):  # whoosh to this day forgets to unpack it
        (length,) = length
    return Postings(file.get(offset, length))


class PostingCodec(W3Codec):  # type: ignore[misc]  # whoosh has no types
    """Whoosh's codec with our posting lists."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> PostingWriter:
        """The writer of all fields of a new segment."""
        return PostingWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> ListMatcher:
        """A posting list for Whoosh's own queries; ours ``read`` it as a set."""
        postings = read(dbfile, terminfo)
        weights = [float(count) for count in postings.counts]
        return ListMatcher(
            postings.numbers, weights, format=format_, scorer=scorer, term=term, terminfo=terminfo
        )


class PostingWriter(W3FieldWriter):  # type: ignore[misc]  # whoosh has no types
    """Writes whole posting lists as they come out of a ``Pool``."""

    def add_postings(
        self, schema: Any, lengths: Any, items: Iterable[tuple[str, str, Sequence[int]]]
    ) -> None:
        """Write all terms of all fields, in order of field and term."""
        del lengths
        self._end = self._postfile.tell()
        field = None
        countable = False
        for name, term, packed in items:
            if name != field:
                if field is not None:
                    self.finish_field()
                field = name
                self.start_field(name, schema[name])
                countable = isinstance(schema[name].format, formats.Frequency)
            self._put(term, packed, *pack(packed, countable=countable))
        if field is not None:
            self.finish_field()

    def _put(self, term: str, packed: Sequence[int], data: bytes, weight: int) -> None:
        self._postfile.write(data)
        key = struct.pack("!H", self._fieldid) + term.encode()
        count, first, last = len(packed), packed[0] >> 8, packed[-1] >> 8
        info = _INFO.pack(0, weight, count, 0, 0, 0.0, first, last, self._end, len(data))
        self._tindex.add(key, info)
        self._end += len(data)


class Pool:
    """Collects the postings of a new segment in memory, one rising array a term.

    A posting is packed as document number << 8 | count. This takes the place of Whoosh's pool,
    which keeps a tuple for each posting and sorts them.
    """

    def __init__(self) -> None:
        self._fields: defaultdict[str, dict[str, array[int]]] = defaultdict(dict)

    def put(self, field: str, document: int, counts: Mapping[str, int]) -> None:
        """Add all terms of a field of a document, which is larger than those before it."""
        terms = self._fields[field]
        high = document << 8
        for term, count in counts.items():
            packed = high | (count if count < 255 else 255)  # noqa: FURB136 - min() is twice as slow here
            postings = terms.get(term)
            if postings is None:
                terms[term] = array("I", (packed,))
            else:
                postings.append(packed)

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Add one posting as Whoosh's ``add_document`` gives it."""
        field, term, document, count, _ = item
        self.put(field, document, {term.decode(): int(count)})

    def extend(
        self, field: str, term: str, postings: Postings, documents: Mapping[int, int]
    ) -> None:
        """Add a posting list of an older segment.

        Args:
            field: The field.
            term: The term.
            postings: What the older segment has for it.
            documents: Old to new number of the documents that live on; the new ones are larger
                than all numbers in the pool.
        """
        packed = [
            documents[number] << 8 | count
            for number, count in zip(postings.numbers, postings.counts, strict=True)
            if number in documents
        ]
        if not packed:
            return
        known = self._fields[field].get(term)
        if known is None:
            self._fields[field][term] = array("I", packed)
        else:
            known.extend(packed)

    def iter_postings(self) -> Iterator[tuple[str, str, array[int]]]:
        """Field, term and postings, in order."""
        for field in sorted(self._fields):
            terms = self._fields[field]
            for term in sorted(terms):
                yield field, term, terms[term]

    def cleanup(self) -> None:
        """Nothing was written to disk."""
        self._fields.clear()
