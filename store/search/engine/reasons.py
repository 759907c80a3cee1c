"""Why an article answers: in which of its fields what was asked for stands, and how it differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.search.engine.asked import OF_NOTES, OF_TEXTS, Sought, Stands
from store.search.engine.view import View
from store.search.language.nodes import Query, Tag
from store.search.language.nodes import leaves as all_leaves

_OWN = ("title", "author", "source")


class Reasons:
    """Tells of one article after the other.

    Args:
        view: What is indexed.
        query: What was asked.
        leaves: What it looks for in texts.
    """

    def __init__(self, view: View, query: Query, leaves: Sequence[Sought]) -> None:
        self._view = view
        self._leaves = leaves
        self._paths = [
            path
            for leaf in all_leaves(query.root, negated=False)
            if isinstance(leaf, Tag)
            for path in leaf.paths
        ]

    def of(self, number: int) -> Iterator[str]:
        """Reasons of ``model.REASONS``, but for ``folded``, in no order; some may come twice."""
        for leaf in self._leaves:
            typed = other = False
            for field, stands in self._fields(leaf, number):
                typed |= bool(stands.typed)
                other |= bool(stands.other)
                if stands.both:
                    yield field
            if other and not typed:
                yield "fuzzy" if leaf.is_fuzzy else "stemmed"
        if self._paths and self._in_tags(self._view.notes_of(1 << number)):
            yield "tag"

    def _in_tags(self, notes: int) -> bool:
        """Whether one of the tags that are asked for is on one of some annotations."""
        having = self._view.notes.having
        return any(having("tags", path) & notes for path in self._paths)

    def is_own(self, number: int) -> bool:
        """Whether something stands in the title, author or source, or in tags of the article."""
        article = 1 << number
        notes = self._view.notes_of(article) & ~self._view.marks
        return self._in_tags(notes) or any(
            any(
                leaf.texts(field, article).both & article for field in _OWN if leaf.counts_in(field)
            )
            or (leaf.counts_in("tag") and leaf.notes("tag", notes).both & notes)
            for leaf in self._leaves
        )

    def _fields(self, leaf: Sought, number: int) -> Iterator[tuple[str, Stands]]:
        """The fields in which a leaf may stand, and whether it does."""
        article = 1 << number
        for field in OF_TEXTS:
            if leaf.counts_in(field):
                found = leaf.texts(field, article)
                yield field, Stands(found.typed & article, found.other & article)
        noted = self._view.notes_of(article)
        for field in OF_NOTES if noted else ():
            if leaf.counts_in(field):
                found = leaf.notes(field, noted)
                yield field, Stands(found.typed & noted, found.other & noted)
