"""Texts and annotations together at one moment: everything is said in numbers of articles.

The number of an article is the number of its text document on the shelf of texts.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from itertools import compress, count, repeat
from operator import or_
from typing import NamedTuple

from store.search import bits
from store.search.engine.sets import Sets
from store.search.engine.shelf import Shelf
from store.search.language.nodes import Fact, Range, Tag
from store.search.segment.schema import JOINT

_CACHED = 2_000_000
"""Bytes of sets that a view keeps."""

_SPARSE = 300


class Table:
    """What is known of every article by its number; stays while only annotations change."""

    def __init__(self, texts: Shelf) -> None:
        self._texts = texts
        self._rows: tuple[Sequence[str], Sequence[int]] = ((), ())

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

    def rows_in(self, ids: Sequence[str], rows: bytes) -> int:
        """The articles of some rows of ``ids`` (a byte each: 1 or 0), as far as they are here."""
        known, numbers = self._rows
        if known is not ids:
            numbers = array("i", map(self.numbers.get, ids, repeat(-1)))
            self._rows = ids, numbers
        return _of_all(compress(numbers, rows), self._texts.size)

    def key(self, number: int) -> tuple[str, str]:
        """An article's id, and a stamp of its text."""
        return self.ids[number], self._texts.rows.value(number, 3)

    def title(self, number: int) -> str:
        """An article's title."""
        return self._texts.rows.value(number, 4)

    def head(self, number: int) -> Sequence[str]:
        """An article's title, author and source."""
        return [self._texts.rows.value(number, column) for column in (4, 5, 6)]


class Noted(Mapping[str, Sequence[int]]):
    """The live documents of annotations by the id of their article, in rising order."""

    def __init__(self, view: View) -> None:
        owners = view.owners
        live = bits.to_ids(view.notes.live)
        self._numbers = view.table.numbers
        self._ids = view.table.ids
        self._notes = array("I", sorted(live, key=owners.__getitem__))
        self._owners = array("i", map(owners.__getitem__, self._notes))

    def __getitem__(self, article: str) -> Sequence[int]:
        number = self._numbers.get(article)
        if number is None:
            raise KeyError(article)
        low = bisect_left(self._owners, number)
        if low == len(self._owners) or self._owners[low] != number:
            raise KeyError(article)
        return self._notes[low : bisect_right(self._owners, number, low)]

    def __iter__(self) -> Iterator[str]:
        for number in sorted(set(self._owners)):
            yield self._ids[number]

    def __len__(self) -> int:
        return len(set(self._owners))


class Note(NamedTuple):
    """One document of annotations: of a highlight, or (``highlight`` is ``""``) of an article."""

    highlight: str
    quote: str
    note: str
    tags: tuple[str, ...]
    start: int
    end: int


class Neighbour(NamedTuple):
    """A word near another one.

    Attributes:
        edits: How many letters differ.
        term: The word, folded.
    """

    edits: int
    term: str


class View:
    """A snapshot of both indexes; never changes.

    Attributes:
        texts: One document an article.
        notes: One document for an article's own tags and note, one for each highlight.
        table: What ``texts`` says of every article.
        languages: Of the articles, as far as their words have stems.
        facts: For what a fact holds, and whether it is one of highlights, by the facts' version.
        neighbours: Words that are nearly the same as one, and the edits that are allowed.
        orders: Of all articles, by the facts' version and what they are sorted by.
    """

    def __init__(self, texts: Shelf, notes: Shelf, before: View | None = None) -> None:
        self.texts = texts
        self.notes = notes
        if before is not None and before.texts is texts:
            self.table: Table = before.table
        else:
            self.table = Table(texts)
        self.languages = tuple(sorted(texts.languages | notes.languages))
        self.facts: dict[tuple[Hashable, Fact | Range], tuple[Sets, bool]] = {}
        self.neighbours: dict[tuple[str, int], Sequence[Neighbour]] = {}
        self.orders: dict[tuple[Hashable, str], Sequence[int]] = {}
        self._articles: dict[int, int] = {}
        self._notes: dict[int, int] = {}
        self._kept = 0

    def load(self) -> View:
        """Read what every search needs, so that the first one is as quick as the others."""
        _ = self.table.ages, self.table.mean_length, self.noted, self.marks
        return self

    @cached_property
    def owners(self) -> Sequence[int]:
        """For every document of ``notes`` the number of its article, -1 if that is gone."""
        return array("i", map(self.table.numbers.get, self.notes.rows.column(0), repeat(-1)))

    @cached_property
    def noted(self) -> Mapping[str, Sequence[int]]:
        """The live documents of ``notes`` by the id of their article."""
        return Noted(self)

    def versions(self) -> dict[str, str]:
        """The version of every article by its id."""
        owners, rows, ids = self.owners, self.notes.rows, self.table.ids
        highlights, versions = rows.column(1), rows.column(2)
        live = bits.to_ids(self.notes.live)
        return {ids[owners[note]]: versions[note] for note in live if not highlights[note]}

    @cached_property
    def marks(self) -> int:
        """The documents of ``notes`` that are of highlights."""
        marks = bytes(map(bool, self.notes.rows.column(1)))
        return bits.from_flags(marks) & self.notes.live

    def tagged(self, tag: Tag) -> int:
        """The documents of ``notes`` that have a tag, or one below it."""
        having = self.notes.having_prefix if tag.prefix else self.notes.having
        return reduce(or_, (having("tags", path) for path in tag.paths), 0)

    def notes_by(self, number: int) -> Sequence[int]:
        """The documents of ``notes`` of an article, in order."""
        return self.noted.get(self.table.ids[number], ())

    def note(self, document: int) -> Note:
        """What a document of ``notes`` says."""
        _, highlight, _, quote, note, tags, start, end = self.notes.rows[document]
        return Note(
            highlight, quote, note, tuple(tags.split(JOINT)) if tags else (), int(start), int(end)
        )

    def own_note(self, number: int) -> Note | None:
        """What was noted on an article as a whole."""
        names = self.notes.rows.value
        own = (note for note in self.notes_by(number) if not names(note, 1))
        found = next(own, None)
        return None if found is None else self.note(found)

    def articles(self, notes: int) -> int:
        """The articles that own a set of documents of ``notes``."""
        if not notes:
            return 0
        found = self._articles.get(notes)
        if found is None:
            owners = self.owners
            if notes.bit_count() < _SPARSE:
                numbers = {owners[note] for note in bits.to_ids(notes)}
                found = bits.from_ids(numbers - {-1}, self.texts.size)
            else:
                flags = bits.to_flags(notes, self.notes.size)
                found = _of_all(compress(owners, flags), self.texts.size)
            self._keep(self._articles, notes, found)
        return found

    def notes_of(self, articles: int) -> int:
        """The live documents of ``notes`` of a set of articles."""
        if not articles:
            return 0
        found = self._notes.get(articles)
        if found is None:
            if articles.bit_count() < _SPARSE:
                some = (note for n in bits.to_ids(articles) for note in self.notes_by(n))
                found = bits.from_ids(some, self.notes.size)
            else:
                flags = bits.to_flags(articles, self.texts.size) + b"\0"  # that of no article
                theirs = compress(count(), map(flags.__getitem__, self.owners))
                found = bits.from_ids(theirs, self.notes.size) & self.notes.live
            self._keep(self._notes, articles, found)
        return found

    def _keep(self, where: dict[int, int], key: int, found: int) -> None:
        self._kept += (key.bit_length() + found.bit_length() >> 3) + 100
        if self._kept > _CACHED:
            self._articles.clear()
            self._notes.clear()
            self._kept = 0
        where[key] = found


def _of_all(numbers: Iterable[int], size: int) -> int:
    """The set of many numbers below ``size``, of which some may come twice; -1 is none."""
    flags = bytearray(size + 1)
    for number in numbers:
        flags[number] = 1
    return bits.from_flags(flags[:-1])
