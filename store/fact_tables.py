"""The columns that facts are told from: one table of articles and one of highlights. Pure.

A table never changes: what has changed gets a new row in a new table, and its old row is dead.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from store.catalogue_rows import SEPARATOR
from store.columns import NONE, Kinds, Numbers
from store.said_dates import first_day, moment
from store.search.language.nodes import Fact
from store.search.language.sites import host_of, is_of
from store.text.fold import fold

if TYPE_CHECKING:
    from store.fact_rows import ArticleFacts, HighlightFacts


class _Table:
    """Columns with the same rows.

    Attributes:
        ids: By row, of dead ones too.
        alive: By row, 1 or 0.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = list(ids)
        self.alive = bytes([1]) * len(self.ids)

    def joined(self, more: Self, dead: Iterable[int]) -> Self:
        """This table with more rows, and some of its own dead."""
        new = copy(self)
        alive = bytearray(self.alive)
        for row in dead:
            alive[row] = 0
        new.ids, new.alive = self.ids + more.ids, bytes(alive) + more.alive
        for name, column in vars(self).items():
            if isinstance(column, Kinds | Numbers):
                setattr(new, name, column.joined(vars(more)[name]))
        return new


class Articles(_Table):
    """What is told of articles."""

    def __init__(self, rows: Sequence[ArticleFacts]) -> None:
        super().__init__(row.key for row in rows)
        self.at = {key: at for at, key in enumerate(self.ids)}
        self.status = Kinds(row.status for row in rows)
        self.starred = Kinds(row.starred for row in rows)
        self.archived = Kinds(row.archived for row in rows)
        self.noted = Kinds(row.noted for row in rows)
        self.tags = Kinds(_tags(row.tags) for row in rows)
        self.language = Kinds(_language(row.language) for row in rows)
        self.site = Kinds(host_of(row.source) for row in rows)
        self.words = Numbers(row.words for row in rows)
        self.highlights = Numbers(row.highlights for row in rows)
        self.added = Numbers(_moment(row.added) for row in rows)
        self.published = Numbers(_first_day(row.published) for row in rows)
        self.read = Numbers(_moment(row.read_at) for row in rows)

    def after(self, rows: Sequence[ArticleFacts]) -> tuple[Articles, frozenset[int]]:
        """This table with what is told of some articles now, and the rows that are dead by that."""
        dead = frozenset(self.at[row.key] for row in rows if row.key in self.at)
        new = self.joined(Articles([row for row in rows if row.id is not None]), dead)
        new.at = self.at.copy()
        for told in rows:
            new.at.pop(told.key, None)
        for row, key in enumerate(new.ids[len(self.ids) :], len(self.ids)):
            new.at[key] = row
        return new, dead

    def number(self, name: str) -> Numbers:
        """The column of a range."""
        numbers = {
            "words": self.words, "highlights": self.highlights, "added": self.added,
            "published": self.published, "read": self.read,
        }  # fmt: skip
        return numbers[name]

    def having(self, leaf: Fact) -> bytes | None:
        """The rows with what a highlight may have, too."""
        if leaf.name == "has" and leaf.value == "note":
            return self.noted.where(bool)
        return self.tags.where(bool) if leaf.name == "has" and leaf.value == "tag" else None

    def kind(self, leaf: Fact) -> bytes:
        """The rows for which a fact holds that only an article has."""
        name, value = leaf.name, leaf.value
        if name == "is" and value in {"starred", "archived"}:
            return (self.starred if value == "starred" else self.archived).where(bool)
        if name in {"is", "status"}:
            return self.status.where(lambda status: status == value)
        if name == "lang":
            wanted = _language(value)
            return self.language.where(lambda tag: f"{tag}-".startswith(f"{wanted}-"))
        if name == "site":
            return self.site.where(lambda host: is_of(host, value))
        raise ValueError(name)


class Highlights(_Table):
    """What is told of highlights; those of an article that is not here have no row."""

    def __init__(self, rows: Sequence[HighlightFacts], articles: Articles) -> None:
        here = [row for row in rows if row.article in articles.at]
        super().__init__(row.id for row in here)
        self.owners = array("i", (articles.at[row.article] for row in here))
        self.color = Kinds(row.color for row in here)
        self.state = Kinds(row.state for row in here)
        self.noted = Kinds(row.noted for row in here)
        self.tags = Kinds(_tags(row.tags) for row in here)
        self.marked = Numbers(_moment(row.created) for row in here)

    def having(self, leaf: Fact) -> bytes:
        """The rows for which a fact holds that a highlight has by itself."""
        value = leaf.value
        if leaf.name == "color":
            return self.color.where(lambda color: color == value)
        if value == "unplaced":
            return self.state.where(lambda state: state == value)
        return self.noted.where(bool) if value == "note" else self.tags.where(bool)

    def after(
        self, rows: Sequence[HighlightFacts], articles: Articles, dead: frozenset[int]
    ) -> Highlights:
        """This table with the highlights that changed articles have now; ``dead`` had theirs."""
        more = Highlights(rows, articles)
        new = self.joined(more, [row for row, owner in enumerate(self.owners) if owner in dead])
        new.owners = self.owners + more.owners
        return new


def _moment(said: str) -> int:
    found = moment(said) if said else None
    return NONE if found is None else found


def _first_day(said: str) -> int:
    found = first_day(said) if said else None
    return NONE if found is None else found


@lru_cache(maxsize=4096)
def _tags(joined: str) -> tuple[str, ...]:
    """The tags of a row, folded."""
    return tuple(fold(tag).strip("/") for tag in joined.split(SEPARATOR)) if joined else ()


def _language(tag: str) -> str:
    return tag.casefold().replace("_", "-")
