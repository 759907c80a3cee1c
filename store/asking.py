"""Asking: what answers a query, by the catalogue where it can say, else by the index.

What is known of an article besides its words stands in the catalogue, which is never behind; words
stand in the index. What the catalogue does not list any more is no answer, whatever the index says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any, TypeVar

from store.errors import QueryError
from store.model import Article, Highlight

if TYPE_CHECKING:
    from store.catalogue import Catalogue
    from store.facts import CatalogueFacts, Set, Snapshot
    from store.model import Hit
    from store.search.found import Found
    from store.search.index import SearchIndex
    from store.search.language.nodes import Fact, Leaf, Node, Query, Range, Tag
    from store.upkeep import Upkeep

Ids = frozenset[str]
T = TypeVar("T")

_LOOKS = 3
"""So often is asked again while another process writes to the index."""

_FEW = 200
"""So many articles that the index does not know are taken in before it is asked."""

_WAIT = 0.2
"""Seconds to wait for another process that writes to it just then; then it is asked as it is."""


class Asking:
    """Answers queries on one library.

    Args:
        catalogue: What the files say.
        upkeep: Looks after the index, which is opened only when a query has words.
        spellings: The paths under which a tag may be stored (``Codebook.spellings``).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        upkeep: Upkeep,
        spellings: Callable[[str], tuple[str, ...]],
    ) -> None:
        self._catalogue = catalogue
        self._upkeep = upkeep
        self._spellings = spellings
        self._facts: CatalogueFacts | None = None

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

    def facts(self) -> Snapshot:
        """What the catalogue knows now."""
        from store.facts import CatalogueFacts  # noqa: PLC0415 - not before the first frame

        if self._facts is None:
            self._facts = CatalogueFacts(self._catalogue)
        return self._facts.now()

    def languages(self) -> tuple[str, ...]:
        """In which languages words have other forms: a hit is one in any of the library's."""
        return self.facts().languages

    def articles(self, line: str = "") -> list[Article]:
        """The articles that answer ``line``, newest first unless it says ``sort:``; all for ``""``.

        Raises:
            QueryError: the query cannot be read.
        """
        if not line.strip():
            return self._catalogue.articles()
        query, facts = self.parsed(line), self.facts()
        return _in_order(self._catalogue.articles(self._ids(query, facts)), query, facts)

    def matching(self, line: str) -> Ids:
        """The ids of the articles that answer ``line``; all of them for ``""``.

        Raises:
            QueryError: the query cannot be read.
        """
        facts = self.facts()
        if not line.strip():
            return frozenset(facts.articles_in(facts.everything))
        return frozenset(self._ids(self.parsed(line), facts))

    def counts(self, lines: Sequence[str]) -> list[int]:
        """How many articles answer each query; -1 for a query that cannot be read."""
        facts = self.facts()
        counted: list[int] = []
        for line in lines:
            try:
                found = self._ids(self.parsed(line), facts) if line.strip() else None
            except QueryError:
                counted.append(-1)
            else:
                counted.append(len(facts if found is None else found))
        return counted

    def highlights(self, line: str = "") -> list[tuple[Article, Highlight]]:
        """The highlights that answer ``line``, by article (as in ``articles``) and place.

        Raises:
            QueryError: the query cannot be read.
        """
        query, facts = self.parsed(line), self.facts()
        by_article: dict[str, list[Highlight]] = {}
        wanted = set(self._marked(query, facts)) if line.strip() else None
        for key, highlight in self._catalogue.highlights():
            if wanted is None or (key, highlight.id) in wanted:
                by_article.setdefault(key, []).append(highlight)
        articles = _in_order(self._catalogue.articles(by_article), query, facts)
        return [
            (article, highlight) for article in articles for highlight in by_article[article.id]
        ]

    def found(
        self, line: str, *, limit: int, shown: int | None, cancelled: Callable[[], bool]
    ) -> Found:
        """The ranked hits in what the index holds now, and how many there are in all.

        ``shown`` is as for ``SearchIndex.search``.

        Raises:
            QueryError: the query cannot be read.
        """
        query, facts = self.parsed(line), self.facts()
        if query.root is None:
            return _nothing(query)
        index, texts = self._upkeep.open_index(), self._catalogue.texts
        for _ in range(_LOOKS):  # what is said of the index must be of the one that was asked
            generation = index.generation
            found = index.search(
                query, limit=limit, shown=shown, texts=texts, facts=facts, cancelled=cancelled
            )
            if cancelled():
                return found
            behind = self._upkeep.behind()
            still = index.generation == generation
            if still:
                break
        if still and not any(behind):
            return found
        gone = 0
        if behind.gone and found.articles:
            answers = index.matching(query, texts=texts, facts=facts)
            gone = sum(key not in facts for key in answers)
        whole = len(found.hits) - found.heads
        hits = self._there(found.hits[:whole], facts)
        heads = self._there(found.hits[whole:], facts)
        lag = len(behind.fresh | behind.gone) or 1
        return found._replace(
            hits=hits + heads, articles=found.articles - gone, behind=lag, heads=len(heads)
        )

    def _there(self, hits: Sequence[Hit], facts: Snapshot) -> tuple[Hit, ...]:
        """The hits whose article, and whose highlight, is there."""
        pairs = [(hit.id, hit.highlight) for hit in hits if hit.highlight]
        marks = self._catalogue.highlights_there(pairs)
        return tuple(
            hit
            for hit in hits
            if hit.id in facts and (not hit.highlight or (hit.id, hit.highlight) in marks)
        )

    # -- inside --------------------------------------------------------------------------------

    def _ids(self, query: Query, facts: Snapshot) -> list[str]:
        """The articles that answer, in no order; none when nothing was asked."""
        if query.root is None:
            return []
        if _is_known(query.root):
            if query.inside == "highlights":
                return facts.articles_in(facts.owners(_highlights(query.root, facts)))
            return facts.articles_in(_articles(query.root, facts))
        plain = replace(query, sort="newest")  # no order is wanted: ranking would take the longest
        texts = self._catalogue.texts
        found = self._told(lambda index: index.matching(plain, texts=texts, facts=facts))
        return [key for key in found if key in facts]

    def _marked(self, query: Query, facts: Snapshot) -> Iterable[tuple[str, str]]:
        """The highlights that answer, each with its article's id before its own."""
        if query.root is None:
            return ()
        if _is_known(query.root):
            return facts.highlights_in(_highlights(query.root, facts))
        texts = self._catalogue.texts
        return self._told(lambda index: index.marked(query, texts=texts, facts=facts))

    def _told(self, ask: Callable[[SearchIndex], T]) -> T:
        """What the index says, when it has taken in what it lacks, if that is little."""
        index = self._upkeep.open_index()
        if 0 < sum(map(len, self._upkeep.behind())) <= _FEW:
            self._upkeep.update_index(wait=_WAIT)
        rebuilt = index.rebuilt
        found = ask(index)
        if index.rebuilt == rebuilt:
            return found
        self._upkeep.update_index()  # it was damaged: what it said was nothing
        return ask(index)


def _nothing(query: Query) -> Found:
    """The answer where nothing was asked."""
    from store.search.found import Found  # noqa: PLC0415 - only with a query

    return Found(notices=query.notices, asked=False)


def _in_order(articles: list[Article], query: Query, facts: Snapshot) -> list[Article]:
    """Articles that come newest first in the order that is asked for: a list knows no ranks."""
    if query.sort in {"relevance", "newest"}:
        return articles
    places = {key: place for place, key in enumerate(facts.order(query.sort))}
    return sorted(articles, key=lambda article: places.get(article.id, len(places)))


def _is_known(root: Node) -> bool:
    """Whether the catalogue alone can answer."""
    from store.search.language.nodes import Fact, Range, Tag, leaves  # noqa: PLC0415 - as above

    return all(isinstance(leaf, Fact | Range | Tag) for leaf in leaves(root))


def _articles(root: Node, facts: Snapshot) -> Set:
    """The articles for which a tree of facts holds."""
    return _within(root, facts.everything, lambda leaf: facts.where(leaf)[0])


def _highlights(root: Node, facts: Snapshot) -> Set:
    """The highlights for which a tree of facts holds."""

    def where(leaf: Fact | Range | Tag) -> Set:
        articles, highlights = facts.where(leaf)
        return facts.highlights_of(articles) if highlights is None else highlights

    return _within(root, facts.every_highlight, where)


def _within(node: Node, everything: Set, where: Callable[[Any], Set]) -> Set:
    """For what of ``everything`` a tree holds; ``where`` tells it of a leaf."""
    from store.search.language.nodes import And, Not, Or  # noqa: PLC0415 - as above

    if isinstance(node, Not):
        return everything ^ _within(node.part, everything, where)
    if isinstance(node, And):
        return reduce(and_, (_within(part, everything, where) for part in node.parts), everything)
    if isinstance(node, Or):
        return reduce(or_, (_within(part, everything, where) for part in node.parts), 0)
    return where(node)
