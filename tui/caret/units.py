"""Sentences, blocks and sections around a caret, each as its first and its last stop."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from store.text.bounds import sentences
from store.text.document import Block
from tui.caret.ground import Ground, Range

_BY_LINE = frozenset({"code", "table"})
_LONG = 20_000
_REACH = 4_000
"""Code points: of a block longer than the one, only the other around the caret is looked at."""


# Sentences


def sentence_at(ground: Ground, at: int) -> Range:
    """The offsets ``[start, end)`` of the sentence at ``at``; its block where that has none.

    Between two sentences it is the one after.
    """
    index = ground.block_at(at)
    block = ground.document.blocks[index]
    found = _sentences_near(ground, block, at)
    return next((span for span in found if at < span[1]), (block.start, block.end))


def sentences_from(ground: Ground, at: int) -> Iterator[Range]:
    """The sentences that end past ``at``, in order."""
    for block in ground.shown_blocks(at, 1):
        position = max(at, block.start)
        while position < block.end:
            ahead = [
                span for span in _sentences_near(ground, block, position) if span[1] > position
            ]
            yield from _stops(ground, ahead)
            position = ahead[-1][1] if ahead and block.end - block.start > _LONG else block.end


def sentences_to(ground: Ground, at: int) -> Iterator[Range]:
    """The sentences that begin at ``at`` or before it, the nearest first."""
    for block in ground.shown_blocks(at, -1):
        position = min(at, block.end - 1)
        while position >= block.start:
            near = _sentences_near(ground, block, position)
            behind = [span for span in near if span[0] <= position]
            yield from _stops(ground, reversed(behind))
            position = behind[0][0] - 1 if behind and block.end - block.start > _LONG else -1


def _sentences_near(ground: Ground, block: Block, at: int) -> list[Range]:
    """The sentences of a block; of a very long one those around ``at``, none of them cut off."""
    text, low, high = ground.text, block.start, block.end
    if high - low > _LONG:
        low, high = max(low, at - _REACH), min(high, at + _REACH)
        if low > block.start:
            low = text.find(" ", low, at) + 1 or ground.floor(low)
    found = _lines(text, low, high) if block.kind in _BY_LINE else sentences(text, low, high)
    if low > block.start and len(found) > 1 and found[0][1] <= at:
        del found[0]
    if high < block.end and len(found) > 1 and found[-1][0] > at:
        del found[-1]
    return found


def _lines(text: str, start: int, end: int) -> list[Range]:
    """The lines of code or of a table that are not empty."""
    found = []
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


# Blocks


def blocks_from(ground: Ground, at: int) -> Iterator[Range]:
    """The blocks that end past ``at``, in order."""
    for block in ground.shown_blocks(at, 1):
        yield from _stops(ground, [(block.start, block.end)])


def blocks_to(ground: Ground, at: int) -> Iterator[Range]:
    """The blocks that begin at ``at`` or before it, the nearest first."""
    for block in ground.shown_blocks(at, -1):
        yield from _stops(ground, [(block.start, block.end)])


# Sections


def sections_from(ground: Ground, at: int) -> Iterator[Range]:
    """The sections that end past ``at``, in order: a heading and what stands below it."""
    first = bisect_right(ground.headings, ground.block_at(at)) - 1
    for index in range(first, len(ground.headings)):
        yield from _section(ground, index)


def sections_to(ground: Ground, at: int) -> Iterator[Range]:
    """The sections that begin at ``at`` or before it, the nearest first."""
    first = bisect_right(ground.headings, ground.block_at(at)) - 1
    for index in range(first, -2, -1):
        yield from _section(ground, index)


def _section(ground: Ground, index: int) -> Iterator[Range]:
    """The stops of the section of that index; -1 is what stands before the first heading."""
    headings, blocks = ground.headings, ground.document.blocks
    first = headings[index] if index >= 0 else 0
    last = headings[index + 1] if index + 1 < len(headings) else len(blocks)
    low, high = ground.shown_block(first, 1), ground.shown_block(last - 1, -1)
    if low is None or high is None or not first <= low <= high:
        return
    start = ground.first_in(blocks[low].start, blocks[low].end)
    end = ground.last_in(blocks[high].start, blocks[high].end)
    if start is not None and end is not None:
        yield start, end


def _stops(ground: Ground, spans: Iterable[Range]) -> Iterator[Range]:
    for start, end in spans:
        stops = ground.stops_of(start, end)
        if stops is not None:
            yield stops
