"""Texts and annotations together at one moment: everything is said in numbers of articles.

The number of an article is the number of its text document on the shelf of texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

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
        return [row[0] for row in self._texts.rows]

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
        return [int(row[2]) for row in self._texts.rows]

    @cached_property
    def mean_length(self) -> float:
        """Words of a text on average; at least 1."""
        return max(1.0, sum(self.lengths) / max(1, len(self.lengths)))

    @cached_property
    def newest(self) -> Sequence[int]:
        """All numbers, the article that came last first; ties by number, the higher first."""
        added = [row[1] for row in self._texts.rows]
        order = list(range(self._texts.size - 1, -1, -1))
        order.sort(key=added.__getitem__, reverse=True)
        return order

    @cached_property
    def ages(self) -> Sequence[int]:
        """Every number's place in ``newest``."""
        places = [0] * self._texts.size
        for place, number in enumerate(self.newest):
            places[number] = place
        return places


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
        number = self.table.numbers.get
        return [number(row[0], -1) for row in self.notes.rows]

    @cached_property
    def noted(self) -> Mapping[str, Sequence[int]]:
        """The live documents of ``notes`` by the id of their article."""
        rows = self.notes.rows
        live = bits.to_ids(self.notes.live)
        found: dict[str, list[int]] = {rows[note][0]: [] for note in live}
        for note in live:
            found[rows[note][0]].append(note)
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
