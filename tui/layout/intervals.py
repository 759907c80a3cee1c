"""Which of many ranges overlap a stretch, in O(log n + found).

An implicit augmented tree over the ranges sorted by start: each node knows the farthest end in its
subtree, as in Heng Li's cgranges.
"""

from __future__ import annotations

from collections.abc import Sequence


class Intervals:
    """Ranges ``[start, end)``, in any order; answers are indexes into the sequence given.

    Attributes:
        ranges: That sequence.
    """

    __slots__ = ("_ends", "_order", "_reach", "_starts", "ranges")

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self.ranges = ranges
        self._order = sorted(range(len(ranges)), key=ranges.__getitem__)
        self._starts = [ranges[index][0] for index in self._order]
        self._ends = [ranges[index][1] for index in self._order]
        self._reach = list(self._ends)
        if ranges:
            self._grow(0, len(ranges))

    def __len__(self) -> int:
        return len(self.ranges)

    def bounds(self, index: int) -> tuple[int, int]:
        """The range ``[start, end)`` of that index."""
        return self.ranges[index]

    def over(self, start: int, end: int) -> list[int]:
        """The ranges that share a code point with ``[start, end)``, by start, then end."""
        found: list[int] = []
        if self._order and start < end:
            self._collect(0, len(self._order), start, end, found)
        return found

    def _grow(self, low: int, high: int) -> int:
        middle = (low + high) // 2
        reach = self._ends[middle]
        if low < middle:
            reach = max(reach, self._grow(low, middle))
        if middle + 1 < high:
            reach = max(reach, self._grow(middle + 1, high))
        self._reach[middle] = reach
        return reach

    def _collect(self, low: int, high: int, start: int, end: int, found: list[int]) -> None:
        middle = (low + high) // 2
        if self._reach[middle] <= start:
            return
        if low < middle:
            self._collect(low, middle, start, end, found)
        if self._starts[middle] >= end:
            return
        if self._ends[middle] > start:
            found.append(self._order[middle])
        if middle + 1 < high:
            self._collect(middle + 1, high, start, end, found)
