"""Labels to be typed: as few keys as can be, and none begins another. Pure, no terminal."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

LETTERS = "asdfjklghqwertyuiopzxcvbnm"
"""Home row first: the letters that a hand at rest reaches are the first to be given out."""


def make(count: int, letters: str = LETTERS) -> tuple[str, ...]:
    """``count`` labels, shortest first and then in the order of ``letters``.

    No label begins another, and all of them together are as short as such labels can be: with 26
    letters one key each up to 26 labels, then as many of one key as there is room for and the rest
    of two, none of three up to 676.

    Args:
        count: How many, 0 or more.
        letters: The alphabet, at least two letters.
    """
    size = len(letters)
    if count <= size:
        return tuple(letters[:count])
    shorter, fit = list(letters), size * size
    while fit < count:
        shorter = [label + letter for label in shorter for letter in letters]
        fit *= size
    kept = (fit - count) // (size - 1)
    longer = (label + letter for label in shorter[kept:] for letter in letters)
    return (*shorter[:kept], *islice(longer, count - kept))


class Typing(NamedTuple):
    """Labels of which a part has been typed.

    Attributes:
        labels: All of them, as ``make`` made them.
        typed: What was typed; at least one label begins with it.
    """

    labels: tuple[str, ...]
    typed: str = ""

    def press(self, letter: str) -> Typing | None:
        """With one more letter (capitals count as small ones); ``None``: no label goes on so."""
        typed = self.typed + letter.lower()
        if not any(label.startswith(typed) for label in self.labels):
            return None
        return self._replace(typed=typed)

    def back(self) -> Typing:
        """With the last letter taken back."""
        return self._replace(typed=self.typed[:-1])

    @property
    def chosen(self) -> int | None:
        """The index of the label that is typed in full."""
        return self.labels.index(self.typed) if self.typed in self.labels else None

    @property
    def left(self) -> list[tuple[int, str]]:
        """The labels that are still meant: index, and what is to be typed of it."""
        cut = len(self.typed)
        return [
            (index, label[cut:])
            for index, label in enumerate(self.labels)
            if label.startswith(self.typed)
        ]
