"""Widening the blanks of a line so that it ends at a cell; no word is ever parted."""

from __future__ import annotations

import re
from itertools import pairwise

from tui.layout.cells import width as cell_width
from tui.layout.lines import Piece

WIDEST = 3
"""Cells of the widest gap between two words: a line that needs more stays as it is."""
_BLANKS = re.compile(" +")


def justified(text: str, start: int, end: int, cell: int, room: int) -> tuple[Piece, ...]:
    """The line ``[start, end)`` painted from ``cell`` on, if it can be so, ``room`` cells wide.

    Returns:
        Pieces that follow each other: each but the last ends with the blanks before a word and
        the cells that widen them.
    """
    line = text[start:end]
    gaps = [found.span() for found in _BLANKS.finditer(line) if found.start()]
    free = room - cell_width(line)
    whole = (Piece(cell, start, end),)
    if free <= 0 or not gaps:
        return whole
    count = len(gaps)
    sums = [(2 * free * at + count) // (2 * count) for at in range(count + 1)]
    wider = [after - before for before, after in pairwise(sums)]
    if any(last - first + more > WIDEST for (first, last), more in zip(gaps, wider, strict=True)):
        return whole
    pieces: list[Piece] = []
    position = 0
    for (_, last), more in zip(gaps, wider, strict=True):
        if more:
            pieces.append(Piece(cell, start + position, start + last, more))
            cell += cell_width(line[position:last]) + more
            position = last
    return (*pieces, Piece(cell, start + position, end))
