"""Our side: the index of a corpus, with what a catalogue would know of its articles."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Collection, Iterator
from pathlib import Path

from bench.searching.corpus import Budget, Corpus
from store.search.entry import Entry
from store.search.found import Found, Held
from store.search.index import SearchIndex
from store.search.language.nodes import Fact, Range
from store.search.language.parser import parse
from tui.searching.answers import FIRST

LIMIT = FIRST
_SHOWN = 8  # articles whose passages are asked for at a key, on a screen of 30 or 36 lines
_BUILT = "CREATE TABLE IF NOT EXISTS build(articles, found, merged)"


class CorpusFacts:
    """What is asked of a catalogue, from the corpus's table; read once."""

    version = 1

    def __init__(self, corpus: Corpus) -> None:
        self._rows = corpus.connection.execute(
            "SELECT id, added, published, words, status, starred, title FROM texts"
        ).fetchall()
        self.ids = [row[0] for row in self._rows]
        self._sorted: dict[int, tuple[list[str | int], list[int]]] = {}
        for column in range(1, 4):  # as theirs has indexes
            self._by(column)

    def holding(self, leaf: Fact | Range) -> Held:
        """``is``, ``status``, ``added``, ``published`` and ``words``."""
        if isinstance(leaf, Fact):
            if leaf.value == "starred":
                return Held(bytes(bool(row[5]) for row in self._rows))
            return Held(bytes(row[4] == leaf.value for row in self._rows))
        values, places = self._by(("added", "published", "words").index(leaf.name) + 1)
        low = 0 if leaf.low is None else bisect_left(values, leaf.low)
        high = len(places) if leaf.high is None else bisect_left(values, leaf.high)
        found = bytearray(len(places))
        for place in places[low:high]:
            found[place] = 1
        return Held(bytes(found))

    def order(self, sort: str) -> Collection[str]:
        """All ids in the order of ``sort``."""
        column = {"newest": 1, "oldest": 1, "longest": 3, "title": 6}[sort]
        ids = [self.ids[place] for place in self._by(column)[1]]
        return ids[::-1] if sort in {"newest", "longest"} else ids

    def _by(self, column: int) -> tuple[list[str | int], list[int]]:
        found = self._sorted.get(column)
        if found is None:
            rows = self._rows
            places = sorted(range(len(rows)), key=lambda at: (rows[at][column], rows[at][0]))
            found = self._sorted[column] = ([rows[at][column] for at in places], places)
        return found


class Ours:
    """An index of a corpus, in a folder."""

    def __init__(self, folder: Path, corpus: Corpus, facts: CorpusFacts | None = None) -> None:
        self.place = folder / f"index-{corpus.number}"
        self.index = SearchIndex(self.place)
        self._corpus = corpus
        self.facts = facts or CorpusFacts(corpus)

    def fill(self, budget: Budget) -> bool:
        """Go on indexing; whether everything is."""
        self.index.open()
        known = self.index.state()
        if len(known) == self._corpus.number:
            return True
        began = time.perf_counter()
        self.index.update(self._missing(set(known), budget), total=self._corpus.number)
        found = time.perf_counter()
        self.index.merge()
        merged = time.perf_counter()
        done = len(self.index.state())
        seconds = (found - began, merged - began)
        _remember(self._corpus, done - len(known), seconds, anew=not known)
        return done == self._corpus.number

    def _missing(self, known: Collection[str], budget: Budget) -> Iterator[Entry]:
        for row in self._corpus.rows():
            if row.id not in known:
                if budget.over:
                    return
                yield row.entry

    @property
    def rates(self) -> tuple[float, float]:
        """Articles a second while it was built, by the clock; 0 if it was built elsewhere.

        Until all are found, and until what is behind that is merged, too.
        """
        return _rates(self._corpus)

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(each.stat().st_size for each in self.place.iterdir() if each.is_file())

    def opened(self) -> Ours:
        """The same index with nothing read of it."""
        self.index.close()
        self.index = SearchIndex(self.place)
        self.index.open()
        return self

    def ask(self, line: str) -> Found:
        """The answer as the reader wants it at each key: the passages are of the first articles."""
        return self._asked(line, _SHOWN)

    def ask_whole(self, line: str) -> Found:
        """The answer as the reader wants it in a pause: with the passages of all."""
        return self._asked(line, None)

    def _asked(self, line: str, shown: int | None) -> Found:
        return self.index.search(
            parse(line), limit=LIMIT, shown=shown, texts=self._corpus.texts, facts=self.facts
        )


def _remember(corpus: Corpus, articles: int, seconds: tuple[float, float], *, anew: bool) -> None:
    with corpus.connection as connection:
        connection.execute(_BUILT)
        if anew:
            connection.execute("DELETE FROM build")
        connection.execute("INSERT INTO build VALUES (?, ?, ?)", (articles, *seconds))


def _rates(corpus: Corpus) -> tuple[float, float]:
    with corpus.connection as connection:
        connection.execute(_BUILT)
        articles, found, merged = connection.execute(
            "SELECT sum(articles), sum(found), sum(merged) FROM build"
        ).fetchone()
    return (articles / found, articles / merged) if found else (0.0, 0.0)
