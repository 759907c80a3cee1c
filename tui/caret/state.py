"""The caret and what it selects, as values."""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.text.bounds import count_words
from tui.caret.ground import Ground, Range
from tui.counting import counted

By = Literal["character", "block"]

_COUNTED = 10_000
"""Code points up to which the words of a selection are counted for each key."""


class Caret(NamedTuple):
    """Where the caret is, and from where it selects.

    Attributes:
        anchor: The stop at which selecting began; without meaning while nothing is selected.
        at: The stop that the caret stands on.
        selecting: All from the one to the other is selected, both included.
        by: Whether the selection consists of characters or of whole blocks.
    """

    anchor: int
    at: int
    selecting: bool = True
    by: By = "character"

    @property
    def backward(self) -> bool:
        """The caret stands before the anchor."""
        return self.selecting and self.at < self.anchor

    def moved(self, at: int) -> Caret:
        """The caret elsewhere; it selects from where it did."""
        return self._replace(at=at)

    def over(self, first: int, last: int) -> Caret:
        """A selection from a stop to another, its caret at the end at which it was."""
        anchor, at = (last, first) if self.backward else (first, last)
        return self._replace(anchor=anchor, at=at, selecting=True)

    def swapped(self) -> Caret:
        """The same selection with the caret at its other end."""
        return self._replace(anchor=self.at, at=self.anchor)


def selection(ground: Ground, caret: Caret) -> Range:
    """The offsets ``[start, end)`` that are selected; without a selection, the caret's cluster."""
    if not caret.selecting:
        return caret.at, ground.end_of(caret.at)
    low, high = min(caret.anchor, caret.at), max(caret.anchor, caret.at)
    if caret.by == "block":
        blocks = ground.document.blocks
        return blocks[ground.block_at(low)].start, blocks[ground.block_at(high)].end
    return low, ground.end_of(high)


def told(ground: Ground, caret: Caret) -> str:
    """How much is selected, in words; ``""``: nothing. A long selection is told in paragraphs."""
    if not caret.selecting:
        return ""
    start, end = selection(ground, caret)
    if caret.by == "character" and end - start <= _COUNTED:
        return counted(count_words(ground.text, start, end), "word")
    return counted(ground.block_at(end - 1) - ground.block_at(start) + 1, "paragraph")
