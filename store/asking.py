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

if TYPE_CHECKING:
    from store.facts import CatalogueFacts, Snapshot
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
        self._facts: CatalogueFacts | None = None

    def facts(self) -> Snapshot:
        """What the catalogue knows now."""
        from store.facts import CatalogueFacts  # noqa: PLC0415 - not before the first frame

        if self._facts is None:
            self._facts = CatalogueFacts(self._catalogue)
        return self._facts.now()

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
        return self._catalogue.articles(self._ids(self.parsed(query), self.facts()))

    def matching(self, query: str) -> Ids:
        """The ids of the articles that answer ``query``; all of them for ``""``.

        Raises:
            UsageError: the query cannot be read.
        """
        facts = self.facts()
        if query.strip():
            return self._ids(self.parsed(query), facts)
        return frozenset(facts.articles_in(facts.everything))

    def counts(self, queries: Sequence[str]) -> list[int]:
        """How many articles answer each query; -1 for a query that cannot be read."""
        facts = self.facts()
        counted: list[int] = []
        for line in queries:
            try:
                asked = self.parsed(line)
            except UsageError:
                counted.append(-1)
                continue
            counted.append(len(self._ids(asked, facts) if line.strip() else facts))
        return counted

    def found(self, query: str, *, limit: int, cancelled: Callable[[], bool]) -> Found:
        """The ranked hits in what the index holds now, and how many there are in all.

        Raises:
            UsageError: the query cannot be read.
        """
        from store.search.found import Found  # noqa: PLC0415 - only with a query

        asked = self.parsed(query)
        states = [clause for clause in asked.clauses if clause.kind == "is"]
        only = _holding(states, self.facts()) if states else None
        index, texts = self._index(), self._catalogue.texts
        hits = index.search(asked, limit=limit, texts=texts, cancelled=cancelled, only=only)
        if not hits or cancelled():
            return Found()
        ids = index.matching(asked, texts=texts, only=only)
        return Found(tuple(hits), len(ids), sum(hit.kind == "highlight" for hit in hits))

    def _ids(self, query: Query, facts: Snapshot) -> Ids:
        """The articles for which all clauses hold; none when nothing was asked."""
        if not query.clauses:
            return frozenset()
        if all(clause.kind != "words" for clause in query.clauses):
            return _holding(query.clauses, facts)
        states = [clause for clause in query.clauses if clause.kind == "is"]
        only = _holding(states, facts) if states else None
        return frozenset(self._index().matching(query, texts=self._catalogue.texts, only=only))


def _holding(clauses: Sequence[Clause], facts: Snapshot) -> Ids:
    """The articles for which all of these clauses hold: ``is`` and ``tag`` only."""
    from store.search.language.nodes import Fact, Tag  # noqa: PLC0415 - only with a query

    found = facts.everything
    for clause in clauses:
        leaf = Tag(clause.words) if clause.kind == "tag" else Fact("is", clause.words[0])
        one = facts.where(leaf)[0]
        found &= facts.everything ^ one if clause.negated else one
    return frozenset(facts.articles_in(found))
