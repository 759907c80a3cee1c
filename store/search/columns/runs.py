"""Words that stand together in a column: phrases and ``NEAR``.

Where a word of middle frequency is among them, its places lead to them (``at_places``). Else the
signs are searched, document by document or all in one go. Where signs are shared, the codes decide.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise, product

from store.search import bits
from store.search.columns import at_places, steps
from store.search.columns.sequences import END, STOP, Column
from store.search.columns.steps import FEW, Step

Find = Callable[[int, int], int]
"""The first place in a part of a column, -1 if there is none."""

_HALF = 2  # if fewer than one document in so many is asked for, they are looked at one by one
_MANY = 5_000  # the places of more words than that are not gathered
_STOPS = 64  # so many codes that are no words may stand between two that are near each other


def adjacent(column: Column, candidates: int, phrase: Sequence[Step]) -> int:
    """The documents of a set in which codes stand one after the other."""
    found = at_places.adjacent(column, candidates, phrase)
    if found is not None:
        return found
    if len(phrase) > 1 and all(at_places.is_everywhere(column, step) for step in phrase):
        own = [column.sign(steps.the_code(step)) for step in phrase]
        for one, other in pairwise(own):
            candidates &= column.couples.of(one, other)
        if len(own) == 2:
            return candidates
    if steps.widest(phrase) <= FEW:
        return _holding(column, candidates, [_Signed(column, phrase)])
    finders = [_Coded(column, *each) for each in steps.phrases(phrase)]
    return _holding(column, candidates, finders)


def near(
    column: Column, candidates: int, left: Sequence[Step], right: Sequence[Step], distance: int
) -> int:
    """The documents of a set in which two phrases stand near each other, in either order.

    Args:
        column: What is looked at.
        candidates: The set.
        left: A phrase.
        right: Another.
        distance: With fewer than so many words between them.
    """
    is_of_words = len(left) == len(right) == 1 and not column.has_stops
    if is_of_words and steps.widest([*left, *right]) > _MANY:
        found = at_places.beginning_near(column, candidates, left[0], right[0], distance)
        if found is not None:
            return found
    elif is_of_words:
        found = 0
        pairs = product(at_places.parts(column, left[0]), at_places.parts(column, right[0]))
        for one, other in pairs:
            few = candidates & ~found
            held = at_places.words_near(column, few, one, other, distance) if few else 0
            found |= _looked_for(column, few, [one], [other], distance) if held is None else held
        return found
    return _looked_for(column, candidates, left, right, distance)


def _looked_for(
    column: Column, candidates: int, left: Sequence[Step], right: Sequence[Step], distance: int
) -> int:
    narrow, wide = sorted((left, right), key=steps.widest)
    if steps.widest(wide) > FEW:
        finders: Sequence[Find] = [_Around(column, narrow, wide, distance)]
    else:
        both = ((left, right), (right, left))
        finders = [_Near(column, first, second, distance) for first, second in both]
    reach = _reach(column, distance) + len(left) + len(right)

    def stands(place: int) -> bool:
        number = column.document(place)
        low = max(column.offsets[number], place - reach)
        high = min(column.offsets[number + 1], place + reach)
        return any(find(low, high) >= 0 for find in finders)

    found = at_places.near(column, candidates, left, right, reach, stands)
    return _holding(column, candidates, finders) if found is None else found


def _holding(column: Column, candidates: int, finders: Sequence[Find]) -> int:
    """The documents of a set in which one of the finders finds something."""
    found = 0
    many = candidates.bit_count() * _HALF > len(column.offsets)
    look = _all if many else _one_by_one
    for find in finders:
        left = candidates & ~found
        if left:
            found |= look(column, left, find)
    if many:
        column.forget()  # or all that was looked at stays in this process
    return found


def _one_by_one(column: Column, candidates: int, find: Find) -> int:
    offsets = column.offsets
    held = [
        number
        for number in bits.to_ids(candidates)
        if find(offsets[number], offsets[number + 1]) >= 0
    ]
    return bits.from_ids(held, held[-1] + 1) if held else 0


def _all(column: Column, candidates: int, find: Find) -> int:
    """All documents in one go; nothing that is found goes from one into the next."""
    held = []
    offsets = column.offsets.tolist()
    at = find(0, offsets[-1])
    while at >= 0:
        number = bisect_right(offsets, at) - 1
        held.append(number)
        at = find(offsets[number + 1], offsets[-1])
    return bits.from_ids(held, held[-1] + 1) & candidates if held else 0


class _Coded:
    """Finds a pattern of codes."""

    def __init__(self, column: Column, pattern: bytes, before: int) -> None:
        self._column = column
        self._pattern = re.compile(pattern)
        self._before = before

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        return self._column.find_codes(self._pattern, low, high, self._before)


class _Signed:
    """Finds a phrase by its signs, and looks at the codes where others have such signs."""

    def __init__(self, column: Column, phrase: Sequence[Step]) -> None:
        self._column = column
        self._steps = steps.kept(phrase)
        patterns, own = zip(*(steps.signed(step, column.sign) for step in phrase), strict=True)
        self._pattern = re.compile(b"".join(patterns))
        self._is_sure = all(own)

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        found = self._column.find_signs(self._pattern, low, high)
        while found is not None:
            if self._is_sure or _fits(self._column, found[0], self._steps):
                return found[0]
            found = self._column.find_signs(self._pattern, found[0] + 1, high)
        return -1


class _Near:
    """Finds one phrase behind another, with fewer than ``distance`` words between them."""

    def __init__(
        self, column: Column, first: Sequence[Step], second: Sequence[Step], distance: int
    ) -> None:
        self._column = column
        self._first, self._second = steps.kept(first), steps.kept(second)
        self._sizes = len(first), len(second)
        self._distance = distance
        self._reach = _reach(column, distance)
        before, behind = (
            [steps.signed(step, column.sign) for step in each] for each in (first, second)
        )
        self._is_sure = not column.has_stops and all(own for _, own in (*before, *behind))
        gap = rb"[^\x00]{0,%d}?" % self._reach  # not over the end of a value
        signs_of = (b"".join(sign for sign, _ in each) for each in (before, behind))
        self._pattern = re.compile(gap.join(signs_of))

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        found = self._column.find_signs(self._pattern, low, high)
        while found is not None:
            if self._is_sure or self._stands(*found, high):
                return found[0]
            found = self._column.find_signs(self._pattern, found[0] + 1, high)
        return -1

    def _stands(self, start: int, end: int, high: int) -> bool:
        """Whether they stand at ``start``; their signs do, up to ``end``."""
        size, behind = self._sizes
        if not _fits(self._column, start, self._first):
            return False
        limit = min(high, start + size + self._reach + behind)
        for place in range(end - behind, limit - behind + 1):
            if _fits(self._column, place, self._second):
                return _is_small(self._column.at(start + size, place), self._distance)
        return False


class _Around:
    """Finds a phrase with another one, of many codes, near it."""

    def __init__(
        self, column: Column, phrase: Sequence[Step], other: Sequence[Step], distance: int
    ) -> None:
        self._column = column
        self._find = _Signed(column, phrase)
        self._size = len(phrase)
        self._other = other
        self._distance = distance
        self._reach = _reach(column, distance) + len(other)

    def __call__(self, low: int, high: int) -> int:
        """Where it stands first in ``[low, high)`` of the column; -1 if it does not."""
        at = self._find(low, high)
        while at >= 0:
            end = at + self._size
            behind = self._column.at(end, min(high, end + self._reach))
            before = self._column.at(max(low, at - self._reach), at)
            if self._is_in(behind, behind=True) or self._is_in(before, behind=False):
                return at
            at = self._find(at + 1, high)
        return -1

    def _is_in(self, codes: array[int], *, behind: bool) -> bool:
        size = len(self._other)
        return any(
            steps.fit(codes[place : place + size], self._other)
            and _is_small(codes[:place] if behind else codes[place + size :], self._distance)
            for place in range(len(codes) - size + 1)
        )


def _reach(column: Column, distance: int) -> int:
    """So many codes at most may lie between two phrases with fewer than ``distance`` words."""
    return distance - 1 + (_STOPS if column.has_stops else 0)


def _is_small(gap: array[int], distance: int) -> bool:
    """Whether so few words are in it, and no end of a value."""
    return END not in gap and len(gap) - gap.count(STOP) < distance


def _fits(column: Column, place: int, phrase: Sequence[Sequence[bytes]]) -> bool:
    """Whether the codes at a place of a column are some that may stand there."""
    for at, step in enumerate(phrase, place):
        if not any(column.is_at(at, codes) for codes in step):
            return False
    return True
