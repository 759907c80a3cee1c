"""Facts: what the catalogue says of articles and highlights besides their words, for queries.

All of it is read once, as columns of numbers, two megabytes for ten thousand articles; from then on
only what has changed. A ``Snapshot`` never changes, whatever is written meanwhile.

A set of articles, or of highlights, is an integer with a byte for each: 1 or 0.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date
from itertools import compress
from typing import TYPE_CHECKING, Any

from store.fact_tables import Articles, Highlights
from store.said_dates import start_of
from store.search.found import Held
from store.search.language.nodes import Fact, Range, Tag
from store.tags import is_in
from store.text.fold import fold

if TYPE_CHECKING:
    from store.catalogue import Catalogue
    from store.fact_rows import Version

Set = int
"""The articles, or the highlights, for which something holds: a byte each."""

_FEW = 1_000
"""So many changes are never too many to take them over one by one."""


class CatalogueFacts:
    """The facts of one catalogue, kept up to date. Safe from any thread."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._orders = _Orders(catalogue)
        self._last: Snapshot | None = None

    def now(self) -> Snapshot:
        """The facts as they are now.

        Raises:
            StoreError: the catalogue cannot be read.
        """
        with self._lock:
            version = self._catalogue.version()
            last = self._last
            if last is None or last.version.catalogue != version.catalogue:
                last = None
            elif last.version == version:
                return last
            new = last and last.after(version)
            self._last = new = new or Snapshot.read(self._catalogue, version, self._orders)
            return new


class Snapshot:
    """The facts at one time: implements ``store.search.found.Facts``."""

    def __init__(
        self, catalogue: Catalogue, version: Version, orders: _Orders, articles: Articles
    ) -> None:
        self._catalogue = catalogue
        self._version = version
        self._orders = orders
        self._articles = articles
        self._highlights: Highlights | None = None

    @classmethod
    def read(cls, catalogue: Catalogue, version: Version, orders: _Orders) -> Snapshot:
        """All facts, anew."""
        return cls(catalogue, version, orders, Articles(catalogue.article_facts()))

    def after(self, version: Version) -> Snapshot | None:
        """These facts with what has changed until ``version``; ``None``: read them anew."""
        since = self._version.change
        held = len(self._articles.ids)
        dead = held - len(self._articles.at)
        if version.change - since > max(_FEW, held // 4) or dead > max(_FEW, held // 2):
            return None
        rows = self._catalogue.article_facts(since)
        articles, gone = self._articles.after(rows)
        new = Snapshot(self._catalogue, version, self._orders, articles)
        if self._highlights is not None:
            marks = self._catalogue.highlight_facts(since)
            new._highlights = self._highlights.after(marks, articles, gone)
        return new

    @property
    def version(self) -> Version:
        """Equal as long as the facts are."""
        return self._version

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of the articles, as tags in small letters; ``""``: of some it is unknown."""
        return tuple(sorted(self._articles.language.kinds))

    # -- what is asked by id -------------------------------------------------------------------

    def __contains__(self, article: str) -> bool:
        return article in self._articles.at

    def __len__(self) -> int:
        return len(self._articles.at)

    @property
    def ids(self) -> Sequence[str]:
        """The articles by row, with some that are gone."""
        return self._articles.ids

    def holding(self, leaf: Fact | Range | Tag) -> Held:
        """For what a leaf holds."""
        articles, highlights = self.where(leaf)
        rows = articles.to_bytes(len(self.ids), "little")
        return Held(rows, None if highlights is None else self._ids(highlights))

    def order(self, sort: str) -> Sequence[str]:
        """The ids of all articles, in the order of ``newest oldest longest title``."""
        return self._orders.ids(sort)

    def articles_in(self, found: Set) -> list[str]:
        """The ids of a set of articles."""
        ids = self._articles.ids
        return list(compress(ids, found.to_bytes(len(ids), "little")))

    def highlights_in(self, found: Set) -> list[tuple[str, str]]:
        """The ids of a set of highlights, each after that of its article."""
        marks, ids = self._marks, self._articles.ids
        pairs = zip(map(ids.__getitem__, marks.owners), marks.ids, strict=True)
        return list(compress(pairs, found.to_bytes(len(marks.ids), "little")))

    def _ids(self, highlights: Set) -> list[str]:
        marks = self._marks
        return list(compress(marks.ids, highlights.to_bytes(len(marks.ids), "little")))

    # -- sets ----------------------------------------------------------------------------------

    @property
    def everything(self) -> Set:
        """All articles."""
        return _set(self._articles.alive)

    @property
    def every_highlight(self) -> Set:
        """All highlights of these articles."""
        return _set(self._marks.alive)

    def where(self, leaf: Fact | Range | Tag) -> tuple[Set, Set | None]:
        """For which articles and which highlights a leaf holds.

        The latter is ``None`` where it is a fact of the article's: then it holds for all of them.
        """
        found, marked = self._where(leaf)
        articles = 0 if found is None else _set(found) & self.everything
        if marked is None:
            return articles, None
        highlights = _set(marked) & self.every_highlight
        return articles | self.owners(highlights), highlights

    def owners(self, highlights: Set) -> Set:
        """The articles of highlights."""
        owners = self._marks.owners
        found = bytearray(len(self._articles.ids))
        for row in compress(owners, highlights.to_bytes(len(owners), "little")):
            found[row] = 1
        return _set(found)

    def highlights_of(self, articles: Set) -> Set:
        """All highlights of articles."""
        inside = articles.to_bytes(len(self._articles.ids), "little")
        return _set(bytes(map(inside.__getitem__, self._marks.owners))) & self.every_highlight

    @property
    def _marks(self) -> Highlights:
        """What is told of highlights, read when it is asked for first."""
        if self._highlights is None:
            self._highlights = Highlights(self._catalogue.highlight_facts(), self._articles)
        return self._highlights

    def _where(self, leaf: Fact | Range | Tag) -> tuple[bytes | None, bytes | None]:
        """The rows of articles, and those of highlights, for which a leaf holds by itself."""
        articles = self._articles
        if isinstance(leaf, Tag):
            inside = _below(leaf)
            return articles.tags.where(inside), self._marks.tags.where(inside)
        if isinstance(leaf, Range):
            if leaf.name == "marked":
                return None, self._marks.marked.between(*_moments(leaf))
            return articles.number(leaf.name).between(*_bounds(leaf)), None
        if leaf.name == "has" and leaf.value == "highlight":
            return articles.highlights.between(1, None), None
        if leaf.name in {"has", "color"}:
            return articles.having(leaf), self._marks.having(leaf)
        return articles.kind(leaf), None


class _Orders:
    """The orders of all articles, each made when it is asked for first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._version: tuple[str, int] | None = None
        self._ids: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def ids(self, sort: str) -> tuple[str, ...]:
        """The ids; only a change of an article's own file makes them other ones."""
        with self._lock:
            version = self._catalogue.version()
            if (version.catalogue, version.articles) != self._version:
                self._version, self._ids = (version.catalogue, version.articles), {}
            if sort not in self._ids:
                rows = self._catalogue.newest()
                if sort != "newest":
                    rows.sort(key=_KEYS[sort])
                self._ids[sort] = tuple(row[0] for row in rows)
            return self._ids[sort]


def _by_title(row: tuple[str, str, str, int]) -> tuple[bool, str]:
    title = fold(row[1]).strip()
    return not title, title


_KEYS: dict[str, Callable[[tuple[str, str, str, int]], Any]] = {
    "oldest": lambda row: row[2],
    "longest": lambda row: -row[3],
    "title": _by_title,
}


def _set(rows: bytes | bytearray) -> Set:
    return int.from_bytes(rows, "little")


def _below(leaf: Tag) -> Callable[[tuple[str, ...]], bool]:
    """Whether one of some tags is the one of a leaf, or nested in it."""
    paths = leaf.paths
    if leaf.prefix:
        return lambda tags: any(tag.startswith(paths) for tag in tags)
    return lambda tags: any(is_in(tag, path) for tag in tags for path in paths)


def _bounds(leaf: Range) -> tuple[int | None, int | None]:
    """The bounds of a range as its column counts."""
    if leaf.name in {"added", "read"}:
        return _moments(leaf)
    if leaf.name == "published":
        return _ordinal(leaf.low), _ordinal(leaf.high)
    return _whole(leaf.low), _whole(leaf.high)


def _moments(leaf: Range) -> tuple[int | None, int | None]:
    low, high = _ordinal(leaf.low), _ordinal(leaf.high)
    return None if low is None else start_of(low), None if high is None else start_of(high)


def _ordinal(day: str | int | None) -> int | None:
    return date.fromisoformat(day).toordinal() if isinstance(day, str) else None


def _whole(number: str | int | None) -> int | None:
    return number if isinstance(number, int) else None
