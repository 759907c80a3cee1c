"""Columns: a value a row, in little room, that tell at once for which rows one holds. Pure.

A column never changes, so it may be asked from any thread. Answers are bytes, one a row: 1 where
it holds, else 0.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")

NONE = -(2**63)
"""Stands for "no value" among numbers."""

_FEW = 200
"""So many rows are put into an order one by one."""


class Kinds(Generic[T]):
    """Values of which many rows have the same."""

    def __init__(self, values: Iterable[T]) -> None:
        self._codes: dict[T, int] = {}
        self._rows = array("i", map(self._code, values))

    def _code(self, value: T) -> int:
        return self._codes.setdefault(value, len(self._codes))

    @property
    def kinds(self) -> Iterable[T]:
        """Every value once, also those that only dead rows had."""
        return self._codes.keys()

    def joined(self, more: Kinds[T]) -> Kinds[T]:
        """This column with the rows of another one behind its own."""
        new: Kinds[T] = Kinds(())
        new._codes = self._codes.copy()
        codes = [new._code(value) for value in more._codes]
        new._rows = self._rows + array("i", map(codes.__getitem__, more._rows))
        return new

    def where(self, holds: Callable[[T], bool]) -> bytes:
        """The rows with a value for which ``holds``; it is called once for each kind."""
        chosen = bytes(map(holds, self._codes))
        return bytes(map(chosen.__getitem__, self._rows)) if any(chosen) else bytes(len(self._rows))


class Numbers:
    """Whole numbers of 64 bits, or ``NONE``."""

    def __init__(self, values: Iterable[int]) -> None:
        self._rows = array("q", values)
        self._sorted: array[int] | None = None

    def joined(self, more: Numbers) -> Numbers:
        """This column with the rows of another one behind its own."""
        new = Numbers(())
        new._rows = self._rows + more._rows
        if self._sorted is not None and len(new._rows) - len(self._rows) <= _FEW:
            order = self._sorted[:]
            for row in range(len(self._rows), len(new._rows)):
                insort(order, row, key=new._rows.__getitem__)
            new._sorted = order
        return new

    def between(self, low: int | None, high: int | None) -> bytes:
        """The rows with ``low <= value < high``; ``None``: no bound. Never those with ``NONE``."""
        rows = self._rows
        order = self._order()
        first = bisect_left(order, NONE + 1 if low is None else low, key=rows.__getitem__)
        last = len(order) if high is None else bisect_left(order, high, key=rows.__getitem__)
        found = bytearray(len(rows))
        for row in order[first:last]:
            found[row] = 1
        return bytes(found)

    def _order(self) -> array[int]:
        """All rows, the least number first. Made when it is asked for; by two threads: twice."""
        if self._sorted is None:
            rows = self._rows
            self._sorted = array("i", sorted(range(len(rows)), key=rows.__getitem__))
        return self._sorted
