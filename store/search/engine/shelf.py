"""One Whoosh index at one moment: its segments, read as sets of document numbers.

A document's number counts through the segments in order. A shelf never changes; a commit makes
a new one, which takes over the segments that stayed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from whoosh.index import TOC, FileIndex
from whoosh.reading import TermNotFound

from store.search.codec import Postings, read
from store.search.engine import bits
from store.search.schema import SEPARATOR

_LISTS = 512
"""Posting lists that are kept of every segment, as read."""

_SETS = 4_096
"""Sets that are kept of a shelf: 1.25 kB each at 10,000 documents."""

_RETRIES = 20
_UNREAD = "not looked up yet"


class Leaf:
    """One segment's terms and rows. Deletions are the shelf's: a segment's files never change."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        codec = segment.codec()
        self.size: int = segment.doc_count_all()
        self._schema = schema
        self._terms = codec.terms_reader(storage, segment)
        self._file = segment.open_file(storage, codec.POSTS_EXT)
        self._documents = codec.per_document_reader(storage, segment)
        self._postings: dict[tuple[str, str], Postings | None] = {}

    @cached_property
    def rows(self) -> Sequence[Sequence[str]]:
        """The parts of ``meta`` for every document, deleted ones included."""
        if not self._documents.has_column("meta"):
            return [[""] * 5] * self.size
        reader = self._documents.column_reader("meta", self._schema["meta"].column_type)
        return [value.decode().split(SEPARATOR) for value in reader.rows]

    def stored(self, number: int) -> Any:
        """The stored fields of a document."""
        return self._documents.stored_fields(number)

    def postings(self, field: str, term: str) -> Postings | None:
        """The posting list of a term, or ``None``."""
        key = (field, term)
        found = self._postings.get(key, _UNREAD)
        if isinstance(found, str):
            found = self._read(field, term.encode())
            if len(self._postings) >= _LISTS:
                self._postings.clear()
            self._postings[key] = found
        return found

    def _read(self, field: str, term: bytes) -> Postings | None:
        try:
            info = self._terms.term_info(field, term)
        except TermNotFound:
            return None
        return read(self._file, info)

    def lists(self) -> Iterator[tuple[str, str, Postings]]:
        """Field, term and posting list of every term."""
        for (field, term), info in self._terms.items():
            yield field, term.decode(), read(self._file, info)

    def with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """The terms of ``field`` that begin with ``prefix``."""
        start = prefix.encode()
        for name, term in self._terms.terms_from(field, start):
            if name != field or not term.startswith(start):
                return
            yield term.decode()

    def close(self) -> None:
        """Give the files back."""
        self._terms.close()
        self._file.close()
        self._documents.close()


class Shelf:
    """A snapshot of one index.

    Attributes:
        generation: Whoosh's number of the commit.
        size: Documents, deleted ones included.
        live: The set of documents that are not deleted.
        leaves: By segment id.
    """

    def __init__(self, generation: int, leaves: dict[str, Leaf], live: int) -> None:
        self.generation = generation
        self.leaves = leaves
        self._ordered = list(leaves.values())
        self._bases: list[int] = []
        self.size = 0
        for leaf in self._ordered:
            self._bases.append(self.size)
            self.size += leaf.size
        self.live = live
        self._sets: dict[tuple[str, str, bool], int] = {}

    @cached_property
    def rows(self) -> Sequence[Sequence[str]]:
        """The parts of ``meta`` of every document, deleted ones included."""
        return [row for leaf in self._ordered for row in leaf.rows]

    def stored(self, number: int) -> Any:
        """The stored fields of a document."""
        leaf, local = self._at(number)
        return leaf.stored(local)

    def having(self, field: str, term: str) -> int:
        """The documents that have a term."""
        return self._cached(field, term, whole=True)

    def having_prefix(self, field: str, prefix: str) -> int:
        """The documents that have a term that begins with ``prefix``."""
        return self._cached(field, prefix, whole=False)

    def _cached(self, field: str, term: str, *, whole: bool) -> int:
        key = (field, term, whole)
        found = self._sets.get(key)
        if found is None:
            found = 0
            for leaf, base in zip(self._ordered, self._bases, strict=True):
                found |= self._leaf_set(leaf, field, term, whole=whole) << base
            found &= self.live
            if len(self._sets) >= _SETS:
                self._sets.clear()
            self._sets[key] = found
        return found

    @staticmethod
    def _leaf_set(leaf: Leaf, field: str, term: str, *, whole: bool) -> int:
        found = 0
        for each in (term,) if whole else leaf.with_prefix(field, term):
            postings = leaf.postings(field, each)
            if postings is not None:
                found |= postings.bits
        return found

    def counter(self, term: str) -> Callable[[int], int]:
        """What tells how often the word ``term`` stands in a document."""
        lists = [leaf.postings("words", term) for leaf in self._ordered]

        def count(number: int) -> int:
            segment = bisect_right(self._bases, number) - 1
            postings = lists[segment]
            if postings is None:
                return 0
            local = number - self._bases[segment]
            index = bisect_left(postings.numbers, local)
            if index == postings.length or postings.numbers[index] != local:
                return 0
            return postings.counts[index]

        return count

    def leading(self, term: str, limit: int) -> int:
        """About ``limit`` documents of each segment in which the word stands most often."""
        key = ("words", f"{term} {limit}", True)  # no term has a blank
        found = self._sets.get(key)
        if found is None:
            found = 0
            for leaf, base in zip(self._ordered, self._bases, strict=True):
                postings = leaf.postings("words", term)
                if postings is not None:
                    found |= _leading(postings, limit) << base
            found &= self.live
            self._sets[key] = found
        return found

    def _at(self, number: int) -> tuple[Leaf, int]:
        index = bisect_right(self._bases, number) - 1
        return self._ordered[index], number - self._bases[index]

    def close(self) -> None:
        """Give the files of all segments back."""
        for leaf in self._ordered:
            leaf.close()


def _leading(postings: Postings, limit: int) -> int:
    if postings.length <= limit:
        return postings.bits
    counts = bytes(postings.counts)
    kept, least = 0, 255
    while least > 1 and kept + counts.count(least) <= limit:
        kept += counts.count(least)
        least -= 1
    numbers = postings.numbers
    chosen = [numbers[i] for i, count in enumerate(counts) if count > least]
    return bits.from_ids(chosen, chosen[-1] + 1) if chosen else 0


def open_shelf(index: FileIndex, schema: Any, before: Shelf | None = None) -> Shelf:
    """The newest state of an index.

    Args:
        index: Where it is.
        schema: Its schema (the pickled one is never read).
        before: An older state whose segments are taken over; segments that are gone are left to
            those who still read them.

    Raises:
        Exception: Whatever a damaged index makes Whoosh raise.
    """
    for attempt in range(_RETRIES):
        toc = TOC.read(index.storage, index.indexname, schema=schema)
        try:
            return _from_toc(index.storage, toc, schema, before)
        except FileNotFoundError:
            # A writer of another process replaced the segments between the two reads.
            if attempt == _RETRIES - 1:
                raise
    raise AssertionError("the loop returns or raises")


def _from_toc(storage: Any, toc: Any, schema: Any, before: Shelf | None) -> Shelf:
    known = before.leaves if before is not None else {}
    leaves: dict[str, Leaf] = {}
    live = 0
    base = 0
    for segment in toc.segments:
        name = segment.segment_id()
        leaf = known.get(name) or Leaf(storage, schema, segment)
        leaves[name] = leaf
        gone = bits.from_ids(segment.deleted_docs(), leaf.size)
        live |= (bits.all_below(leaf.size) & ~gone) << base
        base += leaf.size
    return Shelf(toc.generation, leaves, live)
