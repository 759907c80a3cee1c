"""Texts and annotations together at one moment: everything is said in numbers of articles.

The number of an article is the number of its text document on the shelf of texts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat

from store.search.engine import bits
from store.search.engine.shelf import Shelf

_CACHED = 4_096


class Table:
    """What is known of every article by its number; stays while only annotations change."""

    def __init__(self, texts: Shelf) -> None:
        self._texts = texts

    @cached_property
    def ids(self) -> Sequence[str]:
        """The article's id by its number."""
        return self._texts.rows.column(0)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of every article that is here."""
        ids = self.ids
        if self._texts.live.bit_count() == self._texts.size:
            return dict(zip(ids, range(len(ids)), strict=True))
        return {ids[number]: number for number in bits.to_ids(self._texts.live)}

    @cached_property
    def lengths(self) -> Sequence[int]:
        """Words of every text document."""
        return array("I", map(int, self._texts.rows.column(2)))

    @cached_property
    def mean_length(self) -> float:
        """Words of a text on average; at least 1."""
        return max(1.0, sum(self.lengths) / max(1, len(self.lengths)))

    @cached_property
    def newest(self) -> Sequence[int]:
        """All numbers, the article that came last first; ties by number, the higher first."""
        added = self._texts.rows.column(1)
        order = range(self._texts.size - 1, -1, -1)
        return array("I", sorted(order, key=added.__getitem__, reverse=True))

    @cached_property
    def ages(self) -> Sequence[int]:
        """Every number's place in ``newest``."""
        newest = self.newest
        return array("I", sorted(range(len(newest)), key=newest.__getitem__))


class Noted(Mapping[str, Sequence[int]]):
    """The live documents of annotations by the id of their article, in rising order."""

    def __init__(self, view: View) -> None:
        owners = view.owners
        live = bits.to_ids(view.notes.live)
        self._numbers = view.table.numbers
        self._ids = view.table.ids
        self._notes = array("I", sorted(live, key=owners.__getitem__))
        self._owners = array("i", map(owners.__getitem__, self._notes))
        self._orphans: defaultdict[str, list[int]] = defaultdict(list)
        for note in self._notes[: bisect_right(self._owners, -1)]:
            self._orphans[view.notes.rows.value(note, 0)].append(note)

    def __getitem__(self, article: str) -> Sequence[int]:
        number = self._numbers.get(article)
        if number is None:
            if article not in self._orphans:
                raise KeyError(article)
            return self._orphans[article]
        low = bisect_left(self._owners, number)
        if low == len(self._owners) or self._owners[low] != number:
            raise KeyError(article)
        return self._notes[low : bisect_right(self._owners, number, low)]

    def __iter__(self) -> Iterator[str]:
        yield from self._orphans
        for number in sorted(set(self._owners)):
            if number >= 0:
                yield self._ids[number]

    def __len__(self) -> int:
        return len(self._orphans) + len(set(self._owners) - {-1})


class View:
    """A snapshot of both indexes; never changes.

    Attributes:
        texts: One document an article.
        notes: One document for an article's own tags and note, one for each highlight.
        table: What ``texts`` says of every article.
    """

    def __init__(self, texts: Shelf, notes: Shelf, before: View | None = None) -> None:
        self.texts = texts
        self.notes = notes
        if before is not None and before.texts is texts:
            self.table: Table = before.table
        else:
            self.table = Table(texts)
        self._articles: dict[int, int] = {}

    def load(self) -> View:
        """Read what every search needs, so that the first one is as quick as the others."""
        _ = self.table.ages, self.table.mean_length, self.noted
        return self

    @cached_property
    def owners(self) -> Sequence[int]:
        """For every document of ``notes`` the number of its article, -1 if that has no text."""
        return array("i", map(self.table.numbers.get, self.notes.rows.column(0), repeat(-1)))

    @cached_property
    def noted(self) -> Mapping[str, Sequence[int]]:
        """The live documents of ``notes`` by the id of their article."""
        return Noted(self)

    def versions(self) -> dict[str, str]:
        """The version of every article by its id; "" if its text or its annotations are missing."""
        found = dict.fromkeys(self.table.numbers, "")
        found.update(dict.fromkeys(self.noted, ""))
        owners, rows, ids = self.owners, self.notes.rows, self.table.ids
        highlights, versions = rows.column(1), rows.column(2)
        for note in bits.to_ids(self.notes.live):
            if owners[note] >= 0 and not highlights[note]:
                found[ids[owners[note]]] = versions[note]
        return found

    def articles(self, notes: int) -> int:
        """The articles that own a set of documents of ``notes``."""
        if not notes:
            return 0
        found = self._articles.get(notes)
        if found is None:
            owners = self.owners
            numbers = {owners[note] for note in bits.to_ids(notes)} - {-1}
            found = bits.from_ids(numbers, self.texts.size)
            if len(self._articles) >= _CACHED:
                self._articles.clear()
            self._articles[notes] = found
        return found
