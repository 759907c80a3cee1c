"""Heights of many units in lines: prefix sums that can be changed one by one (a Fenwick tree)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate


class Heights:
    """Heights of units; every question and change costs O(log n)."""

    __slots__ = ("_heights", "_tree", "total")

    def __init__(self, heights: Iterable[int]) -> None:
        self._heights = list(heights)
        tops = [0, *accumulate(self._heights)]
        self.total = tops[-1]
        self._tree = [top - tops[index & (index - 1)] for index, top in enumerate(tops)]

    def top(self, unit: int) -> int:
        """The first line of ``unit``: the sum of the heights before it."""
        tree = self._tree
        found = 0
        while unit:
            found += tree[unit]
            unit &= unit - 1
        return found

    def tops(self) -> list[int]:
        """The first line of every unit, and the number of lines at the end."""
        return [0, *accumulate(self._heights)]

    def set(self, unit: int, height: int) -> None:
        """Give ``unit`` another height."""
        change = height - self._heights[unit]
        if not change:
            return
        self._heights[unit] = height
        self.total += change
        index = unit + 1
        while index < len(self._tree):
            self._tree[index] += change
            index += index & -index

    def find(self, line: int) -> tuple[int, int]:
        """The unit that holds ``line``, and the line's row in it; the last unit if past the end."""
        tree = self._tree
        index, rest = 0, line
        step = 1 << (len(self._heights).bit_length())
        while step:
            ahead = index + step
            if ahead < len(tree) and tree[ahead] <= rest:
                index = ahead
                rest -= tree[ahead]
            step >>= 1
        if index >= len(self._heights):
            last = len(self._heights) - 1
            return last, line - self.top(last)
        return index, rest
