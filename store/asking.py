"""Asking: which articles answer a query, by the catalogue where it can say, else by the index.

What an article is (``is:``) stands in the catalogue only, words in the index only; tags in both,
and the catalogue is never behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from store.catalogue import Catalogue
from store.errors import UsageError
from store.model import Article
from store.tags import is_in

if TYPE_CHECKING:
    from store.search.found import Found
    from store.search.index import SearchIndex
    from store.search.query import Clause, Query

Ids = frozenset[str]


class Asking:
    """Answers queries on one library.

    Args:
        catalogue: What the files say.
        index: Gives the open index; called only when a query has words.
        spellings: The paths under which a tag may be stored (``Codebook.spellings``).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        index: Callable[[], SearchIndex],
        spellings: Callable[[str], tuple[str, ...]],
    ) -> None:
        self._catalogue = catalogue
        self._index = index
        self._spellings = spellings

    def parsed(self, line: str) -> Query:
        """What is asked by ``line``; an alias of a tag means that tag.

        Raises:
            UsageError: it cannot be read.
        """
        from store.search.query import parse  # noqa: PLC0415 - only with a query

        query = parse(line)
        if all(clause.kind != "tag" for clause in query.clauses):
            return query
        return replace(
            query,
            clauses=tuple(
                replace(c, words=self._spellings(c.words[0])) if c.kind == "tag" else c
                for c in query.clauses
            ),
        )

    def articles(self, query: str = "") -> list[Article]:
        """The articles that answer ``query``, newest first; all of them for ``""``.

        Raises:
            UsageError: the query cannot be read.
        """
        if not query.strip():
            return self._catalogue.articles()
        return self._catalogue.articles(self._ids(self.parsed(query), _Facts(self._catalogue)))

    def matching(self, query: str) -> Ids:
        """The ids of the articles that answer ``query``; all of them for ``""``.

        Raises:
            UsageError: the query cannot be read.
        """
        facts = _Facts(self._catalogue)
        return self._ids(self.parsed(query), facts) if query.strip() else facts.everything

    def counts(self, queries: Sequence[str]) -> list[int]:
        """How many articles answer each query; -1 for a query that cannot be read."""
        facts = _Facts(self._catalogue)
        counted: list[int] = []
        for line in queries:
            try:
                asked = self.parsed(line)
            except UsageError:
                counted.append(-1)
                continue
            counted.append(len(self._ids(asked, facts) if line.strip() else facts.everything))
        return counted

    def found(self, query: str, *, limit: int, cancelled: Callable[[], bool]) -> Found:
        """The ranked hits in what the index holds now, and how many there are in all.

        Raises:
            UsageError: the query cannot be read.
        """
        from store.search.found import Found  # noqa: PLC0415 - only with a query

        asked = self.parsed(query)
        states = [clause for clause in asked.clauses if clause.kind == "is"]
        only = _Facts(self._catalogue).holding(states) if states else None
        index, texts = self._index(), self._catalogue.texts
        hits = index.search(asked, limit=limit, texts=texts, cancelled=cancelled, only=only)
        if not hits or cancelled():
            return Found()
        ids = index.matching(asked, texts=texts, only=only)
        return Found(tuple(hits), len(ids), sum(hit.kind == "highlight" for hit in hits))

    def _ids(self, query: Query, facts: _Facts) -> Ids:
        """The articles for which all clauses hold; none when nothing was asked."""
        if not query.clauses:
            return frozenset()
        if all(clause.kind != "words" for clause in query.clauses):
            return facts.holding(query.clauses)
        states = [clause for clause in query.clauses if clause.kind == "is"]
        only = facts.holding(states) if states else None
        return frozenset(self._index().matching(query, texts=self._catalogue.texts, only=only))


class _Facts:
    """What the catalogue says of all articles, read once for several queries."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._states: dict[str, set[str]] | None = None
        self._tags: dict[str, set[str]] | None = None
        self._all: Ids | None = None

    @property
    def everything(self) -> Ids:
        """Every article."""
        if self._all is None:
            self._read_states()
        return self._all or frozenset()

    def holding(self, clauses: Sequence[Clause]) -> Ids:
        """The articles for which all of these clauses hold: ``is`` and ``tag`` only."""
        found = self.everything
        for clause in clauses:
            one = self._in_state(clause) if clause.kind == "is" else self._with_tag(clause)
            found = found - one if clause.negated else found & one
        return found

    def _in_state(self, clause: Clause) -> set[str]:
        if self._states is None:
            self._states = self._read_states()
        return self._states.get(clause.words[0], set())

    def _read_states(self) -> dict[str, set[str]]:
        states: dict[str, set[str]] = {"starred": set(), "archived": set()}
        rows = self._catalogue.states()
        for key, status, starred, archived in rows:
            states.setdefault(status, set()).add(key)
            if starred:
                states["starred"].add(key)
            if archived:
                states["archived"].add(key)
        self._states = states
        self._all = frozenset(row[0] for row in rows)
        return states

    def _with_tag(self, clause: Clause) -> set[str]:
        if self._tags is None:
            self._tags = self._read_tags()
        names = [n for n in self._tags if any(is_in(n, path) for path in clause.words)]
        return set().union(*(self._tags[name] for name in names))

    def _read_tags(self) -> dict[str, set[str]]:
        from store.text.fold import fold  # noqa: PLC0415 - only for a query with a tag

        as_typed: dict[str, set[str]] = {}
        for key, tags in self._catalogue.tagged():
            for tag in tags:
                as_typed.setdefault(tag, set()).add(key)
        folded: dict[str, set[str]] = {}
        for tag, keys in as_typed.items():
            folded.setdefault(fold(tag), set()).update(keys)
        return folded
