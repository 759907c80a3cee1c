"""Words that are nearly the same: how far two are apart. Pure.

The distance counts letters put in, left out, replaced, and two neighbours that changed places
(each 1; no stretch is changed twice: "optimal string alignment").
"""

from __future__ import annotations

SHORT = 4
"""Words of fewer letters have no neighbours: nearly everything would be near them."""

LONG = 7
"""Two edits are allowed from so many letters on."""


def allowed(word: str, edits: int) -> int:
    """How many of ``edits`` are sensible in a word of its length."""
    if len(word) < SHORT:
        return 0
    return min(edits, 2 if len(word) >= LONG else 1)


def distance(one: str, other: str, most: int) -> int:
    """How many edits make ``other`` of ``one``; ``most + 1`` if it takes more than ``most``."""
    for edits in range(most + 1):
        if _is_near(one, other, edits):
            return edits
    return most + 1


def _is_near(one: str, other: str, edits: int) -> bool:
    """Whether so few edits are enough: what both begin with is left away, then each is tried."""
    if not edits:
        return one == other
    if abs(len(one) - len(other)) > edits:
        return False
    end = min(len(one), len(other))
    at = 0
    while at < end and one[at] == other[at]:
        at += 1
    one, other = one[at:], other[at:]
    if not one or not other:
        return True
    left = edits - 1
    if _is_near(one[1:], other[1:], left):
        return True
    if _is_near(one[1:], other, left) or _is_near(one, other[1:], left):
        return True
    swapped = len(one) > 1 and one[:2] == other[1::-1]
    return swapped and _is_near(one[2:], other[2:], left)
