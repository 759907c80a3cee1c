"""One Whoosh index at one moment: its segments, read as sets of document numbers.

A document's number counts through the segments in order. A shelf never changes; a commit makes
a new one, which takes over the segments that stayed.

Fields of a shelf of texts: ``text title author source``; of a shelf of notes: ``quote note tag``
(words) and ``tags`` (paths). The field ``words`` (or ``""``) is all fields with words together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from itertools import repeat
from typing import Any

from store.search import bits
from store.search.columns import runs
from store.search.commits.contents import Segment
from store.search.files.postings import Postings
from store.search.files.rows import EachRow
from store.search.files.storage import MappedStorage
from store.search.segment.leaf import Leaf
from store.search.segment.parts import segment_of
from store.search.segment.schema import JOINT
from store.search.words import accents
from store.search.words.compounds import pair
from store.text.fold import fold

_EACH = 8
"""A list of so many more documents than are asked for is not read as a whole."""

_SETS = 8_000_000
"""Bytes of the sets that are kept of a shelf."""

Phrase = Sequence[Collection[str]]
"""For every place the terms that may stand there: a word, its other forms, a pair."""


class Rows(EachRow):
    """The rows of all segments, each read when it is asked for."""

    def __init__(self, leaves: Sequence[Leaf], bases: Sequence[int], size: int) -> None:
        self._leaves = leaves
        self._bases = bases
        self._size = size

    def __len__(self) -> int:
        return self._size

    def row(self, index: int) -> Sequence[str]:
        """All values of one document."""
        leaf = bisect_right(self._bases, index) - 1
        return self._leaves[leaf].rows[index - self._bases[leaf]]

    def column(self, number: int) -> list[str]:
        """One value of every document, deleted ones included."""
        return [value for leaf in self._leaves for value in leaf.rows.column(number)]

    def value(self, document: int, column: int) -> str:
        """One value of one document."""
        leaf = bisect_right(self._bases, document) - 1
        return self._leaves[leaf].rows.value(document - self._bases[leaf], column)


class Shelf:
    """A snapshot of one index.

    Attributes:
        segments: What the table of contents says of it.
        size: Documents, deleted ones included.
        live: The set of documents that are not deleted.
        leaves: By segment id.
        languages: Of the articles, as far as their words have stems.
        rows: What is kept of every document, deleted ones included.
    """

    def __init__(self, segments: Sequence[Segment], leaves: dict[str, Leaf], live: int) -> None:
        self.segments = segments
        self.leaves = leaves
        self._ordered = list(leaves.values())
        self._bases: list[int] = []
        self.size = 0
        for leaf in self._ordered:
            self._bases.append(self.size)
            self.size += leaf.size
        self.live = live
        self.languages = frozenset().union(*(leaf.languages for leaf in self._ordered))
        self.rows = Rows(self._ordered, self._bases, self.size)
        self._sets: dict[tuple[str, ...], int] = {}
        self._kept = 0

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields with words."""
        return frozenset().union(*(leaf.texts for leaf in self._ordered))

    def having(self, field: str, term: str) -> int:
        """The documents that have a term: a word, a pair, a special, a path of a tag."""
        return self._all_fields(field, term, self._having)

    def having_prefix(self, field: str, prefix: str) -> int:
        """The documents that have a term that begins with ``prefix``."""
        return self._all_fields(field, prefix, self._beginning)

    def exactly(self, field: str, typed: str) -> int:
        """The documents that have a word with the accents it was typed with (or without)."""
        return self._all_fields(field, accents.spelling(typed), self._exactly)

    def count(self, term: str, field: str = "") -> int:
        """How many documents have a term."""
        return self.having(field, term).bit_count()

    def terms(self, field: str = "", prefix: str = "") -> Iterator[str]:
        """The words that begin with ``prefix``, each once, in order; some of deleted documents."""
        names = self.fields if field in {"", "words"} else (field,)
        before = ""
        for term in merge(
            *(leaf.terms(name, prefix) for leaf in self._ordered for name in sorted(names))
        ):
            if term != before:
                yield term
                before = term

    def having_forms(self, field: str, keys: Sequence[str]) -> int:
        """The documents that have a word for which one of some keys of the forms stands.

        In each segment those words count that are forms there; the stem itself is one, too.
        """
        return self._all_fields(field, " ".join(keys), self._having_forms)

    def forms(self, key: str) -> frozenset[str]:
        """The words that a key of the forms stands for; some may be of deleted documents."""
        return frozenset(word for leaf in self._ordered for word in leaf.forms(key))

    def adjacent(
        self, candidates: int, phrase: Phrase, *, prefix: bool = False, where: str = ""
    ) -> int:
        """The documents of a set in which words stand one after the other in one field.

        Args:
            candidates: The set.
            phrase: For every place the terms that may stand there.
            prefix: The terms of the last place may go on.
            where: The field; ``""``: any.
        """

        def holds(leaf: Leaf, field: str, local: int) -> int:
            steps = leaf.steps(field, phrase, prefix=prefix)
            return runs.adjacent(leaf.columns[field], local, steps) if steps else 0

        return self._in_columns(candidates, where, holds)

    def near(
        self, candidates: int, left: Phrase, right: Phrase, distance: int, *,
        prefix_left: bool = False, prefix_right: bool = False, where: str = "",
    ) -> int:  # fmt: skip
        """The documents of a set in which two phrases stand near each other in one field.

        Args:
            candidates: The set.
            left: A phrase, as for ``adjacent``.
            right: Another one; either may come first, and they do not overlap.
            distance: With fewer than so many words between them (1: side by side).
            prefix_left: The terms of the last place of ``left`` may go on.
            prefix_right: Those of ``right``.
            where: The field; ``""``: any.
        """

        def holds(leaf: Leaf, field: str, local: int) -> int:
            lefts = leaf.steps(field, left, prefix=prefix_left, pairs=False)
            rights = leaf.steps(field, right, prefix=prefix_right, pairs=False)
            if not lefts or not rights:
                return 0
            return runs.near(leaf.columns[field], local, lefts, rights, distance)

        return self._in_columns(candidates, where, holds)

    def compound(
        self, candidates: int, words: Sequence[str], marks: Sequence[str], *,
        prefix: bool = False, where: str = "",
    ) -> int:  # fmt: skip
        """The documents of a set that have words written together with these marks.

        Marks that only part words (``--``, brackets) may be any others.

        Args:
            candidates: The set.
            words: As ``compounds.compound`` gives them.
            marks: The same.
            prefix: The last word may go on.
            where: The field; ``""``: any.
        """
        if len(words) == 1:
            return self._run(candidates, words, prefix=prefix, where=where)
        pairs = [pair(*each) for each in zip(words[:-1], marks, words[1:], strict=True)]
        found = self.adjacent(candidates, [(word,) for word in words], prefix=prefix, where=where)
        run: list[str] = []
        for each in (*pairs, ""):
            if each:
                run.append(each)
            elif run:
                goes_on = prefix and run[-1] == pairs[-1]
                found &= self._run(found, run, prefix=goes_on, where=where)
                run = []
        return found

    def _run(self, candidates: int, run: Sequence[str], *, prefix: bool, where: str) -> int:
        if len(run) == 1:
            held = self.having_prefix(where, run[0]) if prefix else self.having(where, run[0])
            return candidates & held
        return self.adjacent(candidates, [(each,) for each in run], prefix=prefix, where=where)

    def lists_of(self, field: str, term: str) -> Iterator[tuple[int, Postings]]:
        """The posting list of a term in each segment, with the number its documents begin at."""
        for leaf, base in zip(self._ordered, self._bases, strict=True):
            postings = leaf.postings(field, term)
            if postings is not None:
                yield base, postings

    def counter(self, term: str, field: str = "text") -> Callable[[int], int]:
        """What tells how often a word stands in a field of a document; at most 255."""
        lists = [leaf.postings(field, term) for leaf in self._ordered]

        def count(number: int) -> int:
            segment = bisect_right(self._bases, number) - 1
            postings = lists[segment]
            return 0 if postings is None else postings.count_in(number - self._bases[segment])

        return count

    def counts(self, term: str, field: str, numbers: Sequence[int]) -> Iterator[int]:
        """How often a word stands in a field of some documents (in rising order); at most 255."""
        low = 0
        for leaf, base in zip(self._ordered, self._bases, strict=True):
            high = bisect_left(numbers, base + leaf.size, low)
            if low < high:
                postings = leaf.postings(field, term)
                if postings is None:
                    yield from repeat(0, high - low)
                elif (high - low) * _EACH < postings.length:
                    for number in numbers[low:high]:
                        yield postings.count_in(number - base)
                else:
                    count = dict(zip(postings.numbers, postings.counts, strict=True)).get
                    for number in numbers[low:high]:
                        yield count(number - base, 0)
            low = high

    def leading(self, term: str, limit: int) -> int:
        """About ``limit`` documents of each segment in whose text a word weighs most.

        Args:
            term: The word.
            limit: At most ``postings.CHAMPIONS``; a shorter list is given whole.
        """
        found = 0
        for leaf, base in zip(self._ordered, self._bases, strict=True):
            postings = leaf.postings("text", term)
            if postings is not None:
                best = postings.champions[:limit]
                found |= (bits.from_ids(best, leaf.size) if best else postings.bits) << base
        return found & self.live

    def stored(self, number: int) -> Mapping[str, Any]:
        """What is kept of a document besides its row's first values."""
        row = self.rows[number]
        if len(row) == 7:
            return {"head": (row[4], row[5], row[6])}
        quote, note, tags, start, end = row[3:]
        paths = tuple(tags.split(JOINT)) if tags else ()
        return {"body": (quote, note, paths, int(start), int(end))}

    def _all_fields(self, field: str, term: str, look: Callable[[Leaf, str, str], int]) -> int:
        """A set of one field, or of all together, with deleted documents left out."""
        key = (look.__name__, field, term)
        found = self._sets.get(key)
        if found is None:
            found = 0
            if field in {"", "words"}:  # each alone is asked for soon, too
                for name in self.fields:
                    found |= self._all_fields(name, term, look)
            else:
                for leaf, base in zip(self._ordered, self._bases, strict=True):
                    found |= look(leaf, field, term) << base
                found &= self.live
            self._keep(key, found)
        return found

    def _keep(self, key: tuple[str, ...], found: int) -> None:
        self._kept += 200 + (found.bit_length() >> 3)
        if self._kept > _SETS:
            self._sets.clear()
            self._kept = 0
        self._sets[key] = found

    @staticmethod
    def _having(leaf: Leaf, field: str, term: str) -> int:
        postings = leaf.postings(field, term)
        return 0 if postings is None else postings.bits

    @classmethod
    def _having_forms(cls, leaf: Leaf, field: str, keys: str) -> int:
        found = 0
        for term in leaf.forms_of(keys):
            found |= cls._having(leaf, field, term)
        return found

    @staticmethod
    def _beginning(leaf: Leaf, field: str, prefix: str) -> int:
        return leaf.beginning(field, prefix)

    @classmethod
    def _exactly(cls, leaf: Leaf, field: str, spelled: str) -> int:
        if accents.word_of(spelled):
            return cls._having(leaf, field, spelled)
        word = fold(spelled)
        otherwise = cls._having(leaf, field, accents.only_otherwise(word))
        return cls._having(leaf, field, word) & ~otherwise

    def _in_columns(
        self, candidates: int, where: str, holds: Callable[[Leaf, str, int], int]
    ) -> int:
        found = 0
        for leaf, base in zip(self._ordered, self._bases, strict=True):
            local = (candidates >> base) & bits.all_below(leaf.size)
            here = 0
            for field in leaf.columns if where in {"", "words"} else (where,):
                left = local & ~here
                if left and field in leaf.columns:
                    here |= holds(leaf, field, left)
            found |= here << base
        return found & candidates

    def close(self) -> None:
        """Give the files of all segments back."""
        for leaf in self._ordered:
            leaf.close()


def open_shelf(
    storage: MappedStorage, part: str, segments: Sequence[Segment], before: Shelf | None = None
) -> Shelf:
    """An index as the table of contents has it.

    Args:
        storage: Where its files are.
        part: Its name.
        segments: What the table of contents says of it.
        before: An older state whose segments are taken over; those that are gone are left to who
            still reads them.

    Raises:
        Exception: Whatever damage leads to.
    """
    if before is not None and before.segments == segments:
        return before
    known = before.leaves if before is not None else {}
    leaves: dict[str, Leaf] = {}
    live = 0
    base = 0
    for each in segments:
        leaf = known.get(each.name) or Leaf(storage, segment_of(part, each))
        leaves[each.name] = leaf
        live |= (bits.all_below(leaf.size) & ~each.deleted) << base
        base += leaf.size
    return Shelf(segments, leaves, live)
