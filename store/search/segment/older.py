"""The terms of older segments, written again as those of a new one: merging, term by term.

The lexicons are walked side by side, some thousand terms at a time. Most terms stand in one
segment and one document; those that stand in several, ``joining`` does.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from store.search.columns.sequences import MOST_TERMS
from store.search.files.beginnings import Beginnings
from store.search.files.lexicon import Lexicon, LexiconWriter
from store.search.files.postings import Postings, width_of
from store.search.segment.joining import Joined, join, join_rare
from store.search.segment.pool import Merged
from store.search.words import forms

_PORTION = 4_096
"""So many terms of the largest lexicon are in memory at once."""


class Shape(NamedTuple):
    """What the posting lists of a new segment depend on.

    Attributes:
        width: Bytes of a document number.
        lengths: As for ``postings.pack``; empty where counts do not matter.
        often: In more documents than this, a term is one of the frequent ones.
        countable: Whether counts matter.
    """

    width: int
    lengths: Sequence[float]
    often: int
    countable: bool


class Source:
    """A lexicon of one older segment.

    Args:
        merged: The segment.
        name: Of the lexicon; there may be none.
        first: The code of its first term.

    Attributes:
        documents: Their new numbers (``pool.Merged``).
        size: How many terms it has.
        width: Bytes of a document number.
        wide: Whether they are 4.
        table: By the code of a term here, the one in the new segment.
    """

    def __init__(self, merged: Merged, name: str, first: int) -> None:
        self._leaf = merged.leaf
        self._lexicon: Lexicon | None = merged.leaf.lexicons.get(name)
        self.documents = merged.documents
        self.size = 0 if self._lexicon is None else len(self._lexicon)
        self.width = width_of(merged.leaf.size)
        self.wide = self.width == 4
        self.table = array("I", range(first)) + array("I", bytes(4 * self.size))

    def term(self, number: int) -> bytes:
        """The term with a number."""
        assert self._lexicon is not None  # noqa: S101 - it has terms
        return self._lexicon.term(number)

    def at_least(self, term: bytes) -> int:
        """The number of the first term that is not less than ``term``."""
        return 0 if self._lexicon is None else self._lexicon.at_least(term)

    def terms(self, low: int, high: int) -> Iterator[bytes]:
        """The terms ``[low, high)``."""
        return iter(()) if self._lexicon is None else self._lexicon.terms(low, high)

    def lists(self, low: int, high: int) -> list[bytes]:
        """What stands beside them, as it is kept."""
        return [] if self._lexicon is None else self._leaf.kept(self._lexicon, low, high)


class _Portion:
    """Terms of all sources in order, with where they come from.

    Attributes:
        order: The places of the terms.
        terms: By place.
        lists: By place, what is kept of the term.
        owners: By place, the source.
        numbers: By place, the number of the term there.
    """

    def __init__(self, sources: Sequence[Source], ranges: Sequence[tuple[int, int]]) -> None:
        self.terms: list[bytes] = []
        self.lists: list[bytes] = []
        self.owners: list[Source] = []
        self.numbers: list[int] = []
        for source, (low, high) in zip(sources, ranges, strict=True):
            self.terms += source.terms(low, high)
            self.lists += source.lists(low, high)
            self.owners += [source] * (high - low)
            self.numbers += range(low, high)
        # Quick, since each source is in order; of the same term the first source is the first.
        self.order = sorted(range(len(self.terms)), key=self.terms.__getitem__)

    def __iter__(self) -> Iterator[tuple[bytes, list[int]]]:
        """Each term, and its places."""
        if not self.order:
            return
        terms = self.terms
        places: list[int] = []
        term = terms[self.order[0]]
        for place in self.order:
            other = terms[place]
            if other != term:
                yield term, places
                term, places = other, [place]
            else:
                places.append(place)
        yield term, places


def _portions(sources: Sequence[Source]) -> Iterator[_Portion]:
    largest = max(sources, key=lambda source: source.size)
    lows = [0] * len(sources)
    for place in range(_PORTION, largest.size, _PORTION):
        bound = largest.term(place)
        highs = [source.at_least(bound) for source in sources]
        yield _Portion(sources, list(zip(lows, highs, strict=True)))
        lows = highs
    ends = [source.size for source in sources]
    yield _Portion(sources, list(zip(lows, ends, strict=True)))


def write_terms(
    sources: Sequence[Source], lexicons: LexiconWriter, shape: Shape, first: int,
    beginnings: Beginnings | None = None,
) -> list[tuple[int, int]]:  # fmt: skip
    """Add the terms of some sources to a lexicon, without those of deleted documents only.

    Args:
        sources: Their tables are filled.
        lexicons: The present field of it.
        shape: Of the new segment.
        first: The code of the first term.
        beginnings: Get the terms, too.

    Returns:
        How often each of the frequent terms stands in all documents, and its code.
    """
    weights: list[tuple[int, int]] = []
    number = 0
    for portion in _portions(sources):
        lists, owners, numbers = portion.lists, portion.owners, portion.numbers
        terms: list[bytes] = []
        found: list[bytes] = []
        for term, places in portion:
            joined = _joined(places, lists, owners, shape)
            if not joined.many or number >= MOST_TERMS:
                continue
            for place in places:
                owners[place].table[first + numbers[place]] = first + number
            terms.append(term)
            found.append(joined.data)
            if joined.many > shape.often and shape.countable:
                weights.append((joined.weight, first + number))
            if beginnings is not None:
                beginnings.add(term, joined.numbers, joined.found)
            number += 1
        lexicons.extend(terms, found)
    return weights


def _joined(
    places: Sequence[int], lists: Sequence[bytes], owners: Sequence[Source], shape: Shape
) -> Joined:
    """The posting list of a term."""
    numbers = []
    for place in places:
        source, kept = owners[place], lists[place]
        if len(kept) != source.width:
            break
        numbers.append(source.documents[int.from_bytes(kept, sys.byteorder)])
    else:  # each has one document: most terms are so rare
        return join_rare(numbers, shape.width)
    return join(
        [
            (Postings(memoryview(lists[place]), wide=owners[place].wide), owners[place].documents)
            for place in places
        ],
        shape.width, countable=shape.countable, lengths=shape.lengths,
    )  # fmt: skip


def write_forms(
    sources: Sequence[Source], lexicons: LexiconWriter, is_there: Callable[[str], bool] | None
) -> None:
    """Add the forms of some sources to a lexicon.

    Args:
        sources: Their lexicons of forms.
        lexicons: The present field of it.
        is_there: Whether a word is still there; ``None``: all are.
    """
    for portion in _portions(sources):
        keys: list[bytes] = []
        found: list[bytes] = []
        for term, places in portion:
            kept = {portion.lists[place] for place in places}
            if len(kept) == 1 and is_there is None:
                keys.append(term)
                found += kept
                continue
            key = term.decode()
            words = {word for data in kept for word in forms.unpacked(key, data)}
            if is_there is not None:
                words = set(filter(is_there, words))
            if words:
                keys.append(term)
                found.append(forms.packed(key, sorted(words)))
        lexicons.extend(keys, found)
