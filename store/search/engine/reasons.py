"""Why an article answers: in which of its fields what was asked for stands, and how it differs."""

from __future__ import annotations

from collections.abc import Sequence

from store.search.engine.asked import OF_NOTES, OF_TEXTS, Sought, Stands
from store.search.engine.view import View
from store.search.language.nodes import Query, Tag
from store.search.language.nodes import leaves as all_leaves
from store.search.texts.snippets import Known

_OWN = ("title", "author", "source")


class Reasons:
    """Tells why each of some articles answers.

    Args:
        view: What is indexed.
        query: What was asked.
        leaves: What it looks for in texts.
        shown: The articles.
    """

    def __init__(self, view: View, query: Query, leaves: Sequence[Sought], shown: int) -> None:
        self._view = view
        self._leaves = leaves
        notes = view.notes_of(shown)
        self._fields = [_fields(view, leaf, shown, notes) for leaf in leaves]
        self._tags = 0
        for leaf in all_leaves(query.root, negated=False):
            self._tags |= view.tagged(leaf) if isinstance(leaf, Tag) else 0
        self._tagged = view.articles(self._tags & notes)

    def of(self, number: int) -> list[str]:
        """Reasons of ``model.REASONS``, but for ``folded``, in no order; some may come twice."""
        found = ["tag"] if self._tagged >> number & 1 else []
        for leaf, fields in zip(self._leaves, self._fields, strict=True):
            typed = other = False
            for field, stands in fields:
                if stands.typed >> number & 1:
                    typed = True
                    found.append(field)
                elif stands.other >> number & 1:
                    other = True
                    found.append(field)
            if other and not typed:
                found.append("fuzzy" if leaf.is_fuzzy else "stemmed")
        return found

    def in_text(self, number: int) -> Sequence[Known]:
        """How each of the leaves stands in the text of an article."""
        return [
            next(
                (
                    "typed" if stands.typed >> number & 1 else "other"
                    for field, stands in fields
                    if field == "text" and stands.both >> number & 1
                ),
                "",
            )
            for fields in self._fields
        ]

    def is_own(self, number: int) -> bool:
        """Whether something stands in the title, author or source, or in tags of the article."""
        for fields in self._fields:
            for field, stands in fields:
                if field in _OWN and stands.both >> number & 1:
                    return True
        notes = self._view.notes_of(1 << number) & ~self._view.marks
        return bool(notes) and (
            self._tags & notes != 0
            or any(leaf.counts_in("tag") and leaf.notes("tag", notes).both & notes != 0
                   for leaf in self._leaves)
        )  # fmt: skip


def _fields(view: View, leaf: Sought, shown: int, notes: int) -> Sequence[tuple[str, Stands]]:
    """The fields in which a leaf stands, and for which of the articles."""
    found: list[tuple[str, Stands]] = []
    for field in OF_TEXTS:
        if leaf.counts_in(field):
            stands = leaf.texts(field, shown)
            if stands.both & shown:
                found.append((field, stands))
    for field in OF_NOTES if notes else ():
        if leaf.counts_in(field):
            typed, other = leaf.notes(field, notes)
            if (typed | other) & notes:
                articles = Stands(view.articles(typed & notes), view.articles(other & notes))
                found.append((field, articles))
    return found
