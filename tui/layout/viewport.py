"""What is on the screen: the line on top, and the word that stays there when the width changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from tui.layout.flow import Flow, Spot
from tui.layout.lines import Line

Align = Literal["top", "third", "visible"]

CONTEXT = 2
"""Lines kept visible above and below a passage, where there is room."""


class Viewport:
    """A window of ``page`` lines on a flow.

    Attributes:
        top: The line on top.
        anchor: The first offset on the screen when it was last moved; 0 at the very top. A new
            width puts it on top again, so that resizing to and fro does not drift.
    """

    def __init__(self, flow: Flow, page: int, *, anchor: int = 0) -> None:
        self.flow = flow
        self.page = max(page, 1)
        self.top = Spot(0, 0)
        self.anchor = min(max(anchor, 0), len(flow.document.text))
        self._gap = 0
        self._at_top = self.anchor == 0
        self._return()

    @property
    def number(self) -> int:
        """The number of the line on top."""
        return self.flow.number(self.top)

    @property
    def range(self) -> tuple[int, int]:
        """The offsets ``[start, end)`` from the first to the last on the screen."""
        bottom = self.flow.step(self.top, self.page - 1)
        return self.flow.first_offset(self.top), self.flow.last_offset(bottom)

    def resize(self, flow: Flow, page: int) -> None:
        """Show another flow of the same document, or another number of lines."""
        self.flow = flow
        self.page = max(page, 1)
        self._return()

    def go(self, spot: Spot) -> None:
        """Put ``spot`` on top, or the last screenful if it lies in that."""
        self._set_top(spot)
        self._at_top = self.top == (0, 0)
        if self._at_top:
            self.anchor, self._gap = 0, 0
            return
        self.anchor = self.flow.first_offset(self.top)
        held, _ = self.flow.position(self.anchor)
        self._gap = max(0, self.flow.number(held) - self.number)

    def scroll(self, lines: int) -> None:
        """Move by so many lines; up, if negative."""
        self.go(self.flow.step(self.top, lines))

    def spot_at(self, row: int) -> Spot:
        """The line shown ``row`` lines below the top."""
        return self.flow.step(self.top, row)

    def lines(self) -> Iterator[tuple[Spot, Line]]:
        """The lines on the screen, from the top on."""
        unit, row = self.top
        left = self.page
        while left > 0 and unit < len(self.flow.units):
            lines = self.flow.lay(unit).lines[row : row + left]
            yield from ((Spot(unit, row + index), line) for index, line in enumerate(lines))
            left -= len(lines)
            unit, row = unit + 1, 0

    def line_at(self, row: int) -> tuple[Spot, Line] | None:
        """The line shown ``row`` lines below the top, or ``None`` past the end."""
        number = self.number + row
        if number >= self.flow.height:
            return None
        spot = self.flow.locate(number)
        return spot, self.flow.line(spot)

    def put(self, offset: int, align: Align) -> None:
        """Bring an offset on the screen.

        It goes to the first line (a block's start: below a blank), or a third down; with
        ``visible`` nothing moves when it is on the screen already.
        """
        spot, _ = self.flow.position(offset)
        if align == "visible" and 0 <= self._row(spot) < self.page:
            return
        above = self.page // 3
        if align == "top":
            above = 1 if self.flow.first_offset(Spot(spot.unit, 0)) >= offset else 0
        self.go(self.flow.step(spot, -above))

    def reveal(self, start: int, end: int) -> None:
        """Bring a passage on the screen with some context; does nothing if it is there already."""
        first, _ = self.flow.position(start)
        last, _ = self.flow.position(max(end - 1, start))
        page = self.page
        context = min(CONTEXT, page // 4)
        row, end_row = self._row(first), self._row(last)
        if (row >= context or (row >= 0 and self.number == 0)) and end_row < page - context:
            return
        height = end_row - row + 1
        if height > page - 2 * context:
            above = context
        else:
            wanted = page // 2 if row < context else page // 3
            above = max(context, min(page - height - context, wanted))
        self.go(self.flow.step(first, -above))

    def row_of(self, offset: int) -> int:
        """How many rows below the top an offset is shown; negative above the screen."""
        return self._row(self.flow.position(offset)[0])

    def _row(self, spot: Spot) -> int:
        return self.flow.number(spot) - self.number

    def _set_top(self, spot: Spot) -> None:
        last = self.flow.step(self.flow.end, 1 - self.page)
        self.top = min(spot, last)
        self.flow.step(self.top, self.page)  # lays out what will be on the screen

    def _return(self) -> None:
        """Put the anchor on top again; the anchor itself stays as it is."""
        spot = Spot(0, 0)
        if not self._at_top:
            found, _ = self.flow.position(self.anchor)
            spot = self.flow.step(found, -self._gap)
        self._set_top(spot)
