"""Words around a caret: those of ``store.text.bounds``, or *big* ones, which only blanks part.

Looked for from the caret on, both ways, as far as somebody goes on asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from store.text.bounds import words
from tui.caret.ground import Ground, Range

_BIG = re.compile(r"\S+")
_REACH = 1000
"""Code points that are looked back for the blank before a word."""
_STRIDE = 400


def words_from(ground: Ground, at: int, *, big: bool = False) -> Iterator[Range]:
    """The words that end past ``at``, in order, each as its first and its last stop."""
    for block in ground.shown_blocks(at, 1):
        start = _word_start(ground, block.start, max(at, block.start))
        for span in _words(ground.text, start, block.end, big=big):
            stops = _stops(ground, span)
            if stops is not None and span[1] > at:
                yield stops


def words_to(ground: Ground, at: int, *, big: bool = False) -> Iterator[Range]:
    """The words that begin at ``at`` or before it, the nearest first, as their stops."""
    for block in ground.shown_blocks(at, -1):
        high = min(at, block.end - 1)
        while high >= block.start:
            low = _word_start(ground, block.start, max(high - _STRIDE, block.start))
            found = []
            for span in _words(ground.text, low, block.end, big=big):
                if span[0] > high:
                    break
                found.append(span)
            for span in reversed(found):
                stops = _stops(ground, span)
                if stops is not None:
                    yield stops
            high = low - 1


def word_at(ground: Ground, at: int) -> Range | None:
    """The offsets ``[start, end)`` of the word at ``at``; ``None``: there is none."""
    block = ground.document.blocks[ground.block_at(at)]
    start = _word_start(ground, block.start, at)
    for low, high in words(ground.text, start, block.end):
        if high > at:
            return (low, high) if low <= at else None
    return None


def whole_words(text: str, ranges: Iterable[Range]) -> list[Range]:
    """Those of ``ranges`` that are words from end to end, and no part of one."""
    return [
        (s, e) for s, e in ranges if (s, e) in words(text, max(s - 2, 0), min(e + 2, len(text)))
    ]


def _words(text: str, start: int, end: int, *, big: bool) -> Iterator[Range]:
    if big:
        return (found.span() for found in _BIG.finditer(text, start, end))
    return words(text, start, end)


def _word_start(ground: Ground, low: int, at: int) -> int:
    """Past the last blank before ``at``: no word reaches over it."""
    low = max(low, at - _REACH)
    rfind = ground.text.rfind
    return max(rfind(" ", low, at), rfind("\n", low, at), low - 1) + 1


def _stops(ground: Ground, span: Range) -> Range | None:
    """The first and the last stop of a word; ``None`` for one that is no text to stand on."""
    first, last = ground.floor(span[0]), ground.floor(span[1] - 1)
    return (first, last) if ground.is_stop(first) and ground.is_stop(last) else None
