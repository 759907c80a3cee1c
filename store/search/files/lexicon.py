"""The terms of one field of a segment in order, and where the posting list of each is.

A term's number is its place in that order. The terms stand in blocks of ``BLOCK``; the first ones
of all blocks are kept in memory once a term was looked up. A field of a file of lexicons has the
number of its terms, where its posting lists begin in their file, and five sections: the terms (a
line each; no line end between blocks), the offsets of the blocks, the first terms of the blocks (a
line each), the offsets of the posting lists, a filter that tells of most words at once that they
are none of the terms; for many words, the columns of their ``letters``, too.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import Any
from zlib import crc32

from store.search.files import letters, sections

BLOCK = 64

_KIND = b"T"
_LINE = b"\n"


class LexiconWriter:
    """Writes the lexicons of a segment, field by field, and their posting lists beside them.

    Args:
        terms: The file of lexicons.
        postings: The file of posting lists.
    """

    def __init__(self, terms: Any, postings: Any) -> None:
        self._sections = sections.SectionWriter(terms, _KIND)
        self._postings = postings
        self._end = 0
        self._fields: dict[str, Any] = {}
        self._known: list[bytes] = []
        self._offsets: array[int] = array("Q", (0,))

    def __len__(self) -> int:
        """How many terms the present field has: the number of the next one."""
        return len(self._known)

    def add(self, term: bytes, data: bytes) -> None:
        """Add a term of the present field, which is greater than those before it."""
        self._postings.write(data)
        self._known.append(term)
        self._offsets.append(self._offsets[-1] + len(data))

    def extend(self, terms: Sequence[bytes], lists: Sequence[bytes]) -> None:
        """Add several terms, and the posting list of each."""
        self._postings.write(b"".join(lists))
        self._known += terms
        ends = accumulate(map(len, lists), initial=self._offsets[-1])
        self._offsets.extend(islice(ends, 1, None))

    def finish(self, field: str, *, with_letters: bool = False) -> Sequence[bytes]:
        """Write the terms that were added as those of ``field``; one without terms is not kept.

        Args:
            field: Its name.
            with_letters: Words that are nearly the same as one are found in it.

        Returns:
            The terms.
        """
        known, self._known = self._known, []
        offsets, self._offsets = self._offsets, array("Q", (0,))
        if not known:
            return known
        parts = [_LINE.join(known[low : low + BLOCK]) for low in range(0, len(known), BLOCK)]
        blocks = array("Q", (0,))
        for part in parts:
            blocks.append(blocks[-1] + len(part))
        write = self._sections
        many = with_letters and len(known) >= letters.LEAST
        self._fields[field] = [
            len(known), self._end, write.stream(parts), write.numbers(blocks),
            write.write(_LINE.join(known[::BLOCK])), write.numbers(offsets),
            write.write(_filter(known)),
            *map(write.write, letters.columns(known) if many else ()),
        ]  # fmt: skip
        self._end += offsets[-1]
        return known

    def close(self, **attributes: Any) -> None:
        """Write the directory, with what else it should say."""
        self._sections.close({"fields": self._fields, **attributes})


def _filter(terms: Sequence[bytes]) -> bytes:
    """Two bits for each term, among eight times as many: what lacks one is no term."""
    found = bytearray(1 << max(0, (len(terms) - 1).bit_length()))
    mask = 8 * len(found) - 1
    for term in terms:
        mixed = crc32(term)
        one, other = mixed & mask, mixed >> 9 & mask
        found[one >> 3] |= 1 << (one & 7)
        found[other >> 3] |= 1 << (other & 7)
    return bytes(found)


def directory(data: memoryview) -> Mapping[str, Any]:
    """The directory of a file of lexicons: ``fields``, and the attributes.

    Raises:
        ValueError: It is none.
    """
    return sections.directory(data, _KIND)


class Lexicon:
    """The terms of one field of a segment.

    Args:
        data: The file of lexicons.
        entry: What the directory says of the field.
    """

    def __init__(self, data: memoryview, entry: Sequence[Any]) -> None:
        count, base, text, blocks, heads, offsets, known, *columns = entry
        self._count, self._base = int(count), int(base)
        self._text = sections.part(data, text)
        self._heads = sections.part(data, heads)
        self._blocks = sections.numbers(data, blocks, -(-self._count // BLOCK) + 1)
        self._offsets = sections.numbers(data, offsets, self._count + 1)
        self._filter = sections.part(data, known)
        self._mask = 8 * len(self._filter) - 1
        self._letters = [sections.part(data, column) for column in columns] or None

    def __len__(self) -> int:
        """How many terms there are."""
        return self._count

    @cached_property
    def _firsts(self) -> Sequence[bytes]:
        """The first term of each block."""
        found = bytes(self._heads).split(_LINE)
        if len(found) + 1 != len(self._blocks):
            raise ValueError("the blocks of terms are damaged")
        return found

    def _block(self, number: int) -> list[bytes]:
        return bytes(self._text[self._blocks[number] : self._blocks[number + 1]]).split(_LINE)

    def at_least(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``."""
        block = bisect_right(self._firsts, term) - 1
        if block < 0:
            return 0
        return block * BLOCK + bisect_left(self._block(block), term)

    def find(self, term: bytes) -> int:
        """The number of a term, -1 if it is not here."""
        known, mask, mixed = self._filter, self._mask, crc32(term)
        one, other = mixed & mask, mixed >> 9 & mask
        if not known[one >> 3] >> (one & 7) & 1 or not known[other >> 3] >> (other & 7) & 1:
            return -1
        block = bisect_right(self._firsts, term) - 1
        if block < 0:
            return -1
        terms = self._block(block)
        place = bisect_left(terms, term)
        if place == len(terms) or terms[place] != term:
            return -1
        return block * BLOCK + place

    def beginning(self, prefix: bytes) -> tuple[int, int]:
        """The numbers ``[low, high)`` of the terms that begin with ``prefix``."""
        low = self.at_least(prefix)
        after = _after(prefix)
        return low, self._count if after is None else self.at_least(after)

    def terms(self, low: int = 0, high: int | None = None) -> Iterator[bytes]:
        """The terms with the numbers ``[low, high)`` in order."""
        end = self._count if high is None else high
        for block in range(low // BLOCK, -(-end // BLOCK) if end > low else 0):
            terms = self._block(block)
            start = block * BLOCK
            if start < low or start + BLOCK > end:
                terms = terms[max(0, low - start) : end - start]
            yield from terms

    def near(self, word: str, edits: int) -> Iterator[bytes]:
        """The terms that may be at most ``edits`` letters from a word, and few others."""
        if self._letters is None:
            return self.terms()
        return map(self.term, letters.near(self._letters, word, edits))

    def term(self, number: int) -> bytes:
        """The term with a number."""
        return self._block(number // BLOCK)[number % BLOCK]

    def extent(self, low: int, high: int) -> tuple[int, int]:
        """Where the posting lists of the terms ``[low, high)`` are in their file."""
        return self._base + self._offsets[low], self._base + self._offsets[high]

    def extents(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """Where the posting list of each of the terms ``[low, high)`` is in their file."""
        base = self._base
        start = base + self._offsets[low]
        for offset in self._offsets[low + 1 : high + 1]:
            yield start, base + offset
            start = base + offset


def _after(prefix: bytes) -> bytes | None:
    """The least string that is greater than all that begin with ``prefix``; ``None``: none is."""
    stripped = prefix.rstrip(b"\xff")
    return stripped[:-1] + bytes((stripped[-1] + 1,)) if stripped else None
