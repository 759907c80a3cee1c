"""Where one is in a text, carried over to a later version of it: nobody loses the place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.model import Anchor
    from store.text.document import Document

Range = tuple[int, int]

_LEAST = 48
"""Code points that are looked for, at least: a place alone says nothing."""


def carried(old: Document, new: Document, ranges: Sequence[Range]) -> list[Range]:
    """Where ``ranges`` of the text of ``old`` are in that of ``new``, in the order given.

    What is not there any more is an empty range where it would be; an empty range stays empty, and
    the very top stays the top. What both texts begin and end with needs no search; for the rest it
    takes as long as placing as many highlights: for a thread.
    """
    from store import anchoring  # noqa: PLC0415 - only when a text was changed

    begins, ends = _alike(old.text, new.text)
    shift = len(new.text) - len(old.text)
    found: list[Range | None] = []
    for start, end in ranges:
        if end <= begins:
            found.append((start, end))
        else:
            found.append((start + shift, end + shift) if start >= ends else None)
    lost = [index for index, place in enumerate(found) if place is None]
    anchors = [
        anchoring.make_anchor(old.text, old.sha256, start, max(end, start + _LEAST))
        for start, end in (ranges[index] for index in lost)
    ]
    moved = anchoring.reanchor(old.text, new.text, anchors)
    for index, before, anchor in zip(lost, anchors, moved, strict=True):
        start, end = ranges[index]
        found[index] = _within(anchor, start - before.start, end - start, len(new.text))
    return [place or (0, 0) for place in found]


def _alike(old: str, new: str) -> tuple[int, int]:
    """Up to where two texts begin alike; and from where on, in the old one, they end alike.

    Of texts that say the same again and again, both may be the same words.
    """
    limit = min(len(old), len(new))
    begins = _common(limit, lambda n: old[:n] == new[:n])
    return begins, len(old) - _common(limit, lambda n: old[len(old) - n :] == new[len(new) - n :])


def _common(limit: int, alike: Callable[[int], bool]) -> int:
    """The largest length up to ``limit`` at which they are alike; by halving."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if alike(middle) else (low, middle - 1)
    return low


def _within(anchor: Anchor, skipped: int, length: int, limit: int) -> Range:
    """The part of a found passage that was asked for: ``length`` code points after ``skipped``."""
    if anchor.state == "unplaced":
        near = anchor.start if anchor.near is None else anchor.near
        return min(near, limit), min(near, limit)
    start = min(max(anchor.start + skipped, 0), anchor.end)
    end = anchor.end if length >= _LEAST else min(start + length, limit)
    return start, max(start, end)
