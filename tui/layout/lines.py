"""Laid-out lines as values, and the exact maps between offsets and cells inside one unit.

Cells count from the left edge of the text column; offsets are code points of ``Document.text``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple

from tui.layout.cells import Measure

LineKind = Literal["text", "blank", "code", "table", "rule", "meta", "fold"]
LineRole = Literal[
    "text", "title", "heading1", "heading", "heading3", "heading4", "heading5", "head", "byline",
    "quote", "code",
    "caption", "contents", "furniture", "muted", "rule", "caret",
]  # fmt: skip


class Piece(NamedTuple):
    """Text ``[start, end)`` painted from ``cell`` on.

    Attributes:
        fill: Cells after it by which its last blank is widened.
    """

    cell: int
    start: int
    end: int
    fill: int = 0


class Deco(NamedTuple):
    """What is painted beside the text: a list marker, a quote's bar, a rule."""

    cell: int
    text: str
    role: LineRole


class Line(NamedTuple):
    """One line of the screen, ``pieces`` and ``decos`` ordered by cell, not overlapping.

    Attributes:
        right_to_left: It begins a text that is read from right to left, which is said beside it.
    """

    kind: LineKind
    pieces: tuple[Piece, ...] = ()
    decos: tuple[Deco, ...] = ()
    role: LineRole = "text"
    right_to_left: bool = False


BLANK = Line("blank")


class UnitLayout:
    """The lines of one unit of a flow, and its maps."""

    __slots__ = ("_rows", "_starts", "lines", "text")

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.text = text
        self.lines = lines
        spots = [
            (piece.start, row, index)
            for row, line in enumerate(lines)
            for index, piece in enumerate(line.pieces)
        ]
        if any(line.kind == "table" for line in lines):
            spots.sort()
        self._starts = [spot[0] for spot in spots]
        self._rows = [spot[1:] for spot in spots]

    def position(self, offset: int) -> tuple[int, int]:
        """Row and cell at which ``offset`` is shown; for what is folded: the folded line.

        An offset inside a cluster goes to the cluster's start, one of a dropped blank to the end
        of its line.
        """
        if not self._rows:
            return self._fold_row(), 0
        row, index = self._rows[max(0, bisect_right(self._starts, offset) - 1)]
        piece = self.lines[row].pieces[index]
        if offset <= piece.start:
            return row, piece.cell
        measure = Measure(self.text[piece.start : piece.end])
        return row, piece.cell + measure.cell(min(offset, piece.end) - piece.start)

    def cluster_at(self, row: int, cell: int) -> tuple[int, int] | None:
        """The offsets of the cluster shown there; empty beside and between pieces.

        ``None`` where the whole unit has no text on the screen.
        """
        pieces = self.lines[row].pieces
        if not pieces:
            return self._beside(row)
        chosen = pieces[0]
        for piece in pieces:
            if piece.cell <= cell:
                chosen = piece
        if cell < chosen.cell:
            return chosen.start, chosen.start
        measure = Measure(self.text[chosen.start : chosen.end])
        at = cell - chosen.cell
        if measure.width <= at < measure.width + chosen.fill:
            at = measure.width - 1
        start, end = measure.cluster_at(at)
        return chosen.start + start, chosen.start + end

    def first_offset(self, row: int) -> int | None:
        """The first offset on ``row``, or on the next row that has text."""
        for line in self.lines[row:]:
            if line.pieces:
                return min(piece.start for piece in line.pieces)
        return None

    def last_offset(self, row: int) -> int | None:
        """Past the last offset on ``row``, or on the row before it that has text."""
        for line in reversed(self.lines[: row + 1]):
            if line.pieces:
                return max(piece.end for piece in line.pieces)
        return None

    def _beside(self, row: int) -> tuple[int, int] | None:
        offset = self.first_offset(row)
        if offset is None:
            offset = self.last_offset(row)
        return None if offset is None else (offset, offset)

    def _fold_row(self) -> int:
        return next((row for row, line in enumerate(self.lines) if line.kind == "fold"), 0)
