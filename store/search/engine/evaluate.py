"""Which articles and which highlights a query holds for, as sets: exactly, without their texts.

Every leaf gives two sets: of articles, and of highlights. What is said of a highlight's own words
(its quote, note, tags) holds for its article too; what is said of an article alone (its title,
text, author, source; most of what the catalogue knows of it) holds for all its highlights. ``And``,
``Or`` and ``Not`` put both together in the same way.

Only a regular expression has to be looked for in texts: in those that everything else leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from store.search import bits
from store.search.engine.asked import OF_NOTES, Looked, Sought
from store.search.engine.sets import NOTHING, Cancelled, Sets
from store.search.engine.view import View
from store.search.found import Facts
from store.search.language.nodes import (
    And,
    Fact,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Query,
    Range,
    Regex,
    Tag,
    Words,
    leaves,
)
from store.search.texts.matching import field_of


class Patterns(Protocol):
    """Looks for regular expressions."""

    @property
    def unreached(self) -> Sets:
        """What was not looked at, because it took too long: nothing is known of it."""
        ...

    def __call__(self, leaf: Regex, bounds: Sets) -> Sets:
        """For what of a set an expression holds."""
        ...


class Answers(NamedTuple):
    """What a query holds for.

    Attributes:
        articles: The articles that answer; none if only highlights are asked for.
        notes: The highlights that answer, as documents of annotations.
        owners: The articles that are shown: with these highlights, or themselves.
    """

    articles: int
    notes: int
    owners: int


class Evaluation:
    """Evaluates queries on one view.

    Args:
        view: What is indexed.
        looked: What was looked for on it.
        facts: What the catalogue knows; ``None``: nothing, and no fact holds.
        patterns: Looks for regular expressions.
        cancelled: Asked before every leaf.
    """

    def __init__(
        self,
        view: View,
        looked: Looked,
        facts: Facts | None,
        patterns: Patterns,
        cancelled: Callable[[], bool],
    ) -> None:
        self._view = view
        self._looked = looked
        self._facts = facts
        self._patterns = patterns
        self._cancelled = cancelled

    def answers(self, query: Query) -> Answers:
        """What a query holds for.

        A highlight answers if everything holds for it, its article does, and something was asked
        that can hold for a highlight alone: ``title:salt`` is no question for highlights. With
        ``in:highlights`` it need only hold for the highlight.

        Raises:
            Cancelled: Nobody waits for it any more.
        """
        if query.root is None:
            return Answers(0, 0, 0)
        found = self._within(query.root, Sets(self._view.texts.live, self._view.notes.live))
        if query.inside == "highlights":
            notes = found.notes & self._view.marks
            return Answers(0, notes, self._view.articles(notes))
        if query.inside == "articles" or not found.notes or not self._of_highlights(query.root):
            return Answers(found.articles, 0, found.articles)
        notes = found.notes & self._view.marks
        if self._excludes(query.root) and self._view.articles(notes) & ~found.articles:
            notes &= self._view.notes_of(found.articles)
        return Answers(found.articles, notes, found.articles)

    @staticmethod
    def _excludes(root: Node) -> bool:
        """Whether something may hold for a highlight and not for its article."""
        return len(list(leaves(root))) > len(list(leaves(root, negated=False)))

    def _of_highlights(self, root: Node) -> bool:
        """Whether something is asked that can hold for a highlight alone."""
        for leaf in leaves(root, negated=False):
            if isinstance(leaf, Fact | Range):
                if self._fact(leaf)[1]:
                    return True
            elif isinstance(leaf, Tag) or field_of(leaf) in ("", *OF_NOTES):
                return True
        return False

    def _within(self, node: Node, bounds: Sets) -> Sets:
        """For what of a set a tree holds; costly leaves look at nothing else."""
        if bounds == NOTHING:
            return NOTHING
        if isinstance(node, And):
            for part in sorted(node.parts, key=_cost):
                bounds = self._within(part, bounds)
            return bounds
        if isinstance(node, Or):
            found = NOTHING
            for part in sorted(node.parts, key=_cost):
                found |= self._within(part, bounds.without(found))
            return found
        if isinstance(node, Not):
            left = bounds.without(self._within(node.part, bounds))
            return left.without(self._patterns.unreached)
        if self._cancelled():
            raise Cancelled
        return self._leaf(node, bounds) & bounds

    def _leaf(self, leaf: Leaf, bounds: Sets) -> Sets:
        if isinstance(leaf, Tag):
            noted = self._view.tagged(leaf)
            return Sets(self._view.articles(noted), noted)
        if isinstance(leaf, Fact | Range):
            return self._fact(leaf)[0]
        if isinstance(leaf, Regex):
            return self._patterns(leaf, bounds)
        return self._words(self._looked.of(leaf), bounds)

    def _words(self, sought: Sought, bounds: Sets) -> Sets:
        view = self._view
        articles = noted = 0
        if sought.in_texts:
            within = bounds.articles
            if sought.where:
                within |= view.articles(bounds.notes)
            articles = sought.texts(sought.where, within).both
            if sought.where:
                noted = view.notes_of(articles)
        if sought.in_notes:
            noted = sought.notes(sought.where, view.notes.live).both
            if bounds.articles & ~articles:
                articles |= view.articles(noted)
        return Sets(articles, noted)

    def _fact(self, leaf: Fact | Range) -> tuple[Sets, bool]:
        """For what a fact holds, and whether it is one of highlights."""
        if self._facts is None:
            return NOTHING, False
        view = self._view
        key = (self._facts.version, leaf)
        found = view.facts.get(key)
        if found is None:
            if any(version != key[0] for version, _ in view.facts):
                view.facts.clear()
            held = self._facts.holding(leaf)
            articles = view.table.rows_in(self._facts.ids, held.articles)
            if held.highlights is None:
                noted = view.notes_of(articles)
            else:
                wanted = set(held.highlights)
                marks = (
                    note for note, name in enumerate(view.notes.rows.column(1)) if name in wanted
                )
                noted = bits.from_ids(marks, view.notes.size) & view.notes_of(articles)
            found = view.facts[key] = (Sets(articles, noted), held.highlights is not None)
        return found


def _cost(node: Node) -> int:
    """What is quick comes first, and what it leaves out is not looked at by what is slow."""
    if isinstance(node, And | Or):
        return max(map(_cost, node.parts), default=0)
    if isinstance(node, Not):
        return _cost(node.part) + 1
    if isinstance(node, Words):
        return 6 if node.is_phrase else 4 if node.edits else 2 if node.prefix else 0
    return 8 if isinstance(node, Near) else 10 if isinstance(node, Regex) else 0
