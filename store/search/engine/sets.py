"""For what something holds, as two sets: of articles, and of what was noted."""

from __future__ import annotations

from typing import NamedTuple


class Sets(NamedTuple):
    """For what something holds.

    Attributes:
        articles: Numbers of articles.
        notes: Documents of annotations: those of articles as a whole, and those of highlights.
    """

    articles: int
    notes: int

    def __and__(self, other: Sets) -> Sets:
        return Sets(self.articles & other.articles, self.notes & other.notes)

    def __or__(self, other: Sets) -> Sets:
        return Sets(self.articles | other.articles, self.notes | other.notes)

    def without(self, other: Sets) -> Sets:
        """What is not in ``other``."""
        return Sets(self.articles & ~other.articles, self.notes & ~other.notes)


NOTHING = Sets(0, 0)


class Cancelled(Exception):  # noqa: N818 - it is no error
    """Nobody waits for the answer any more."""
