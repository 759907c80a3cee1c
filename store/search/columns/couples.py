"""Which documents of a column have two of its most frequent words side by side.

Words that stand everywhere have no places, and most documents have both; so this is kept of every
such couple. What is written down are their signs (``signs``): each has one of its own.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from store.search import bits
from store.search.columns import signs
from store.search.columns.places import EVERYWHERE
from store.search.files import sections
from store.search.files.postings import NARROW, Postings, pack_set, width_of

Entry = tuple[int, sections.Section, sections.Section, sections.Section]
"""How many couples, and the sections: their signs, where the set of each ends, the sets."""

_COUPLE = re.compile(rb"(?=([\x%02x-\x%02x]{2}))" % (signs.OWN, signs.OWN + EVERYWHERE - 1))


class Gathering:
    """Gathers the couples of a column."""

    def __init__(self) -> None:
        self._found: dict[bytes, array[int]] = {}
        self._documents = 0

    def add(self, row: bytes) -> None:
        """Add the next document; ``row`` are its signs."""
        number = self._documents
        self._documents += 1
        for couple in set(_COUPLE.findall(row)):
            known = self._found.get(couple)
            if known is None:
                self._found[couple] = array("I", (number,))
            else:
                known.append(number)

    def write(self, writer: sections.SectionWriter) -> Entry:
        """Write them."""
        couples = sorted(self._found)
        width = width_of(self._documents)
        ends = array("Q")

        def written() -> Iterator[bytes]:
            end = 0
            for couple in couples:
                found = bits.from_ids(self._found[couple], self._documents)
                data = pack_set(found, width)
                end += len(data)
                ends.append(end)
                yield data

        names = writer.write(b"".join(couples))
        sets = writer.stream(written())
        return len(couples), names, writer.numbers(ends), sets


class Couples:
    """The couples of a column of some documents.

    Raises:
        ValueError: The file is not whole.
    """

    def __init__(self, data: memoryview, entry: Entry, documents: int) -> None:
        count, names, ends, sets = entry
        self._packed = sections.part(data, names)
        self._count = count
        self._ends = sections.numbers(data, ends, count)
        self._sets = sections.part(data, sets)
        self._wide = documents > NARROW

    @cached_property
    def _names(self) -> Sequence[bytes]:
        packed = bytes(self._packed)
        return [packed[at : at + 2] for at in range(0, 2 * self._count, 2)]

    def of(self, one: int, other: int) -> int:
        """The documents in which the words with two signs stand side by side."""
        couple = bytes((one, other))
        at = bisect_left(self._names, couple)
        if at == len(self._names) or self._names[at] != couple:
            return 0
        start = self._ends[at - 1] if at else 0
        return Postings(self._sets[start : self._ends[at]], wide=self._wide).bits
