"""Words that are nearly the same: how far two are apart, and what near words have in common. Pure.

The distance counts letters put in, left out, replaced, and two neighbours that changed places
(each 1; no stretch is changed twice: "optimal string alignment").
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

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
    if abs(len(one) - len(other)) > most:
        return most + 1
    end = min(len(one), len(other))
    start = 0
    while start < end and one[start] == other[start]:
        start += 1
    tail = 0
    while tail < end - start and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    one, other = one[start : len(one) - tail], other[start : len(other) - tail]
    if not one or not other:
        return min(len(one) + len(other), most + 1)
    return min(_table(one, other, most), most + 1)


def _table(one: str, other: str, most: int) -> int:
    """The distances of all beginnings, row by row, given up when a row has only larger ones."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    last = ""
    for at, letter in enumerate(one, 1):
        row = [at]
        previous = ""
        for to, against in enumerate(other, 1):
            least = min(above[to] + 1, row[to - 1] + 1, above[to - 1] + (letter != against))
            if letter == previous and last == against:
                least = min(least, before[to - 2] + 1)
            row.append(least)
            previous = against
        if min(row) > most and min(above) > most:
            return most + 1
        before, above, last = above, row, letter
    return above[-1]


class Part(NamedTuple):
    """A piece that a near word may have kept.

    Attributes:
        letters: The piece.
        first: The word begins with it, if no edit lies in it.
        last: The word ends with it.
    """

    letters: str
    first: bool
    last: bool


def parts(word: str, edits: int) -> list[Part]:
    """Pieces of which every word that is at most ``edits`` away has at least one, where it was.

    ``edits + 1`` pieces, since each edit hurts one; a swap over the border of two hurts both, so
    the word is cut in several ways: every border lies elsewhere in each of them.
    """
    found: dict[Part, None] = {}
    count = edits + 1
    for shift in range(count):
        borders = [0, *(len(word) * n // count + shift for n in range(1, count)), len(word)]
        for low, high in pairwise(borders):
            if low < high:
                found[Part(word[low:high], low == 0, high == len(word))] = None
    return list(found)
