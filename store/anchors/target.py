"""The text that anchors are to be placed in, ready to be searched."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from store.anchors.context import Range, Surroundings
from store.anchors.likeness import Folded
from store.anchors.tokens import Table, Tokens
from store.text.bounds import snap

HITS = 300
"""Of more places of one quote only those between the same words are looked at."""
_WEIGHED = 12
_SAME_PLACE = 0.15  # what it counts for that a quote stands where it stood
_AGREES = 0.3
_MARGIN = 0.1


class Found(NamedTuple):
    """A place for an anchor.

    Attributes:
        start: First code point.
        end: Past the last.
        is_same: It reads as what was looked for.
        is_sure: Else one may be asked about it.
    """

    start: int
    end: int
    is_same: bool
    is_sure: bool = True

    @property
    def range(self) -> Range:
        """``(start, end)``."""
        return self.start, self.end


Weighed = tuple[float, Range]
"""A place, after how far its surroundings agree."""


class Target:
    """A text, its tokens and what is worked out of it.

    Attributes:
        text: The text.
        table: For the tokens of other texts, to be compared with these.
        tokens: Its tokens.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.table = Table()
        self.tokens = Tokens(text, self.table)

    @cached_property
    def folded(self) -> Folded:
        """For what is only alike."""
        return Folded(self.text)

    def codes(self, quote: str) -> str:
        """The tokens of ``quote``, as codes."""
        return Tokens(quote, self.table).codes

    def all(self, wanted: str) -> list[int]:
        """The indexes of the first ``HITS`` tokens where the codes ``wanted`` begin."""
        found: list[int] = []
        at = self.tokens.codes.find(wanted) if wanted else -1
        while at >= 0 and len(found) < HITS:
            found.append(at)
            at = self.tokens.codes.find(wanted, at + 1)
        return found

    def range(self, low: int, high: int) -> Range:
        """Where the tokens ``[low, high)`` stand, in whole characters."""
        return snap(self.text, *self.tokens.range(low, high))

    def weighed(
        self, around: Surroundings, hits: list[Range], last: Range | None = None
    ) -> list[Weighed]:
        """``hits`` with how far their surroundings agree, the best first.

        Args:
            around: What they are compared with.
            hits: Of many only those are weighed that have the most letters in common beside them.
            last: Where it was: that counts a little.
        """
        if len(hits) > _WEIGHED:
            hits = sorted(hits, key=lambda hit: (-around.neighbours(self.text, hit), hit))
            hits = hits[:_WEIGHED]
        weighed = [
            (around.agreement(self.text, hit) + (_SAME_PLACE if hit == last else 0.0), hit)
            for hit in hits
        ]
        weighed.sort(key=lambda each: (-each[0], each[1]))
        return weighed


def sure_one(weighed: list[Weighed], *, is_long: bool) -> Range | None:
    """The best place, unless its surroundings do not agree or those of another agree as well.

    Args:
        weighed: The best first.
        is_long: The passage is so long that, if there is but one place, that is it.
    """
    if not weighed:
        return None
    best, place = weighed[0]
    if len(weighed) == 1 and is_long:
        return place
    second = weighed[1][0] if len(weighed) > 1 else 0.0
    return place if best >= _AGREES and best - second >= _MARGIN else None
