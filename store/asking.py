"""Asking: which articles answer a query, by the catalogue where it can say, else by the index.

What is known of an article besides its words stands in the catalogue, which is never behind; words
stand in the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from store.catalogue import Catalogue
from store.errors import QueryError
from store.model import Article, Highlight

if TYPE_CHECKING:
    from store.facts import CatalogueFacts, Set, Snapshot
    from store.search.found import Found
    from store.search.index import SearchIndex
    from store.search.language.nodes import Leaf, Node, Query

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
            QueryError: it cannot be read.
        """
        from store.search.language.nodes import Tag, changed  # noqa: PLC0415 - only with a query
        from store.search.language.parser import parse  # noqa: PLC0415 - the same

        def meant(leaf: Leaf) -> Leaf:
            if not isinstance(leaf, Tag):
                return leaf
            paths = (path for typed in leaf.paths for path in self._spellings(typed))
            return replace(leaf, paths=tuple(dict.fromkeys(paths)))

        query = parse(line)
        return query if query.root is None else replace(query, root=changed(query.root, meant))

    def articles(self, line: str = "") -> list[Article]:
        """The articles that answer ``line``, newest first; all of them for ``""``.

        Raises:
            QueryError: the query cannot be read.
        """
        if not line.strip():
            return self._catalogue.articles()
        return self._catalogue.articles(self._ids(self.parsed(line), self.facts()))

    def matching(self, line: str) -> Ids:
        """The ids of the articles that answer ``line``; all of them for ``""``.

        Raises:
            QueryError: the query cannot be read.
        """
        facts = self.facts()
        if line.strip():
            return self._ids(self.parsed(line), facts)
        return frozenset(facts.articles_in(facts.everything))

    def counts(self, lines: Sequence[str]) -> list[int]:
        """How many articles answer each query; -1 for a query that cannot be read."""
        facts = self.facts()
        counted: list[int] = []
        for line in lines:
            try:
                asked = self.parsed(line)
            except QueryError:
                counted.append(-1)
                continue
            counted.append(len(self._ids(asked, facts) if line.strip() else facts))
        return counted

    def highlights(self, line: str = "") -> list[tuple[Article, Highlight]]:
        """The highlights that answer ``line``, by article (newest first) and place; all for ``""``.

        Raises:
            QueryError: the query cannot be read.
        """
        query = self.parsed(line)
        wanted = None if query.root is None else set(self._marked(query))
        by_article: dict[str, list[Highlight]] = {}
        for key, highlight in self._catalogue.highlights():
            if wanted is None or (key, highlight.id) in wanted:
                by_article.setdefault(key, []).append(highlight)
        return [
            (article, highlight)
            for article in self._catalogue.articles(by_article)
            for highlight in by_article[article.id]
        ]

    def found(self, line: str, *, limit: int, cancelled: Callable[[], bool]) -> Found:
        """The ranked hits in what the index holds now, and how many there are in all.

        Raises:
            QueryError: the query cannot be read.
        """
        query, facts = self.parsed(line), self.facts()
        index, texts = self._index(), self._catalogue.texts
        return index.search(query, limit=limit, texts=texts, facts=facts, cancelled=cancelled)

    def _marked(self, query: Query) -> Sequence[tuple[str, str]]:
        return self._index().marked(query, texts=self._catalogue.texts, facts=self.facts())

    def _ids(self, query: Query, facts: Snapshot) -> Ids:
        """The articles that answer; none when nothing was asked."""
        if query.root is None:
            return frozenset()
        if not query.inside and _is_known(query.root):
            return frozenset(facts.articles_in(_holding(query.root, facts)))
        plain = replace(query, sort="newest")  # no order is wanted
        index = self._index()
        return frozenset(index.matching(plain, texts=self._catalogue.texts, facts=facts))


def _is_known(root: Node) -> bool:
    """Whether the catalogue alone can answer."""
    from store.search.language.nodes import (  # noqa: PLC0415 - only with a query
        Fact,
        Range,
        Tag,
        leaves,
    )

    return all(isinstance(leaf, Fact | Range | Tag) for leaf in leaves(root))


def _holding(node: Node, facts: Snapshot) -> Set:
    """The articles for which a tree of nothing but facts holds."""
    from store.search.language.nodes import (  # noqa: PLC0415 - only with a query
        And,
        Fact,
        Not,
        Or,
        Range,
        Tag,
    )

    if isinstance(node, And):
        return reduce(and_, (_holding(part, facts) for part in node.parts), facts.everything)
    if isinstance(node, Or):
        return reduce(or_, (_holding(part, facts) for part in node.parts), 0)
    if isinstance(node, Not):
        return facts.everything ^ _holding(node.part, facts)
    if isinstance(node, Fact | Range | Tag):
        return facts.where(node)[0]
    raise TypeError(node)
