"""What may stand in one place of a phrase, and patterns for it. Pure."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence

from store.search.columns import signs
from store.search.columns.sequences import WIDTH

Range = tuple[int, int]
"""Codes ``[low, high)``."""

Step = Sequence[Range]
"""The codes that may stand in one place of a phrase."""

FEW = 16
"""So many codes are looked for one after the other, each as plain bytes."""

_WIDE = 2_000  # more codes than this have nearly all signs


def width(step: Step) -> int:
    """How many codes may stand there."""
    return sum(high - low for low, high in step)


def widest(steps: Sequence[Step]) -> int:
    """How many codes may stand in the place that has most."""
    return max(map(width, steps))


def the_code(step: Step) -> int:
    """The only code that may stand there; -1: there are others."""
    return step[0][0] if width(step) == 1 else -1


def kept(steps: Sequence[Step]) -> Sequence[Sequence[bytes]]:
    """The codes of each step, as they are kept; where each has one, all of them as one."""
    found = [[_bytes(code) for low, high in step for code in range(low, high)] for step in steps]
    return [[b"".join(step[0] for step in found)]] if max(map(len, found)) == 1 else found


def fit(codes: array[int], steps: Sequence[Step]) -> bool:
    """Whether each code is one that may stand in its place."""
    return len(codes) == len(steps) and all(
        any(low <= code < high for low, high in step)
        for code, step in zip(codes, steps, strict=True)
    )


def signed(step: Step, sign: Callable[[int], int]) -> tuple[bytes, bool]:
    """A pattern for the signs of a step; and whether nothing else has such a sign."""
    if width(step) > _WIDE:
        return rb"[^\x00]", False
    found = {sign(code) for low, high in step for code in range(low, high)}
    pattern = b"|".join(re.escape(bytes((each,))) for each in sorted(found))
    if len(found) > 1:
        pattern = b"[" + b"".join(rb"\x%02x" % each for each in sorted(found)) + b"]"
    return pattern, min(found) >= signs.OWN and len(found) == width(step)


def phrases(steps: Sequence[Step]) -> Iterator[tuple[bytes, int]]:
    """Patterns that together find a phrase, each at its place that has fewest codes.

    With each, how many places are before that: it looks back at them.
    """
    pivot = min(range(len(steps)), key=lambda place: width(steps[place]))
    before = b"".join(map(_class, steps[:pivot]))
    after = b"".join(map(_class, steps[pivot + 1 :]))
    for start in _starts(steps[pivot]):
        yield start + (b"(?<=" + before + start + b")" if before else b"") + after, pivot


def _bytes(code: int) -> bytes:
    return code.to_bytes(WIDTH, "little")


def _starts(step: Step) -> list[bytes]:
    """Patterns that together find a code of a step: plain bytes, which are found fast, if few."""
    if width(step) > FEW:
        return [_class(step)]
    return [re.escape(_bytes(code)) for low, high in step for code in range(low, high)]


def _class(step: Step) -> bytes:
    """A pattern for one code of a step."""
    if width(step) == 1:
        return re.escape(_bytes(step[0][0]))
    rows: dict[tuple[int, int, int], list[Range]] = {}  # low bytes, by the two higher ones
    for low, high in step:
        for first, last in _rows(low, high - 1):
            key = (last >> 16, first >> 8 & 255, last >> 8 & 255)
            rows.setdefault(key, []).append((first & 255, last & 255))
    return b"(?:" + b"|".join(_row(*key, lows) for key, lows in rows.items()) + b")"


def _rows(first: int, last: int) -> Iterator[Range]:
    """Parts of a range whose lowest bytes are a range, the same in each of their rows of 256."""
    while first <= last:
        end = first | 255
        if first & 255 or end > last:  # a part of one row
            end = min(end, last)
        else:  # as many whole rows as there are with the same highest byte
            end = min((last + 1 & ~255) - 1, first | 0xFFFF)
        yield first, end
        first = end + 1


def _row(high: int, middle: int, most: int, lows: Sequence[Range]) -> bytes:
    inside = b"".join(rb"\x%02x-\x%02x" % each for each in lows)
    return rb"[%s][\x%02x-\x%02x]\x%02x" % (inside, middle, most, high)
