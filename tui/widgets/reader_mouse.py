"""The mouse in the reader: what clicks of either button and a drag do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual import events

from tui.layout.flow import Spot
from tui.layout.viewport import Viewport
from tui.widgets import reader_motion as motions
from tui.widgets.menu_asked import MenuAsked
from tui.widgets.reader_drag import Drag
from tui.widgets.reader_messages import SelectionMade
from tui.widgets.reader_motion import Focus

if TYPE_CHECKING:
    from tui.widgets.reader import Reader

WHEEL_LINES = 3
_LEFT, _RIGHT = 1, 3
_MARK_CELLS = (-3, -2)
"""Where the marks of highlights stand, in cells from the text column."""


class _Under(NamedTuple):
    """What is under the pointer: a line, and the offset of the text there or nearest to it.

    Attributes:
        beside: The pointer is on no text.
        fold: It is on the line that folds and unfolds what stands around the article.
    """

    spot: Spot
    offset: int
    beside: bool
    fold: bool


class Mouse:
    """The hand over one reader.

    Args:
        reader: What is pointed at.
        take: Called with what is to have the focus; nothing scrolls.
    """

    def __init__(self, reader: Reader, take: Callable[[Focus], None]) -> None:
        self._reader = reader
        self._take = take
        self.drag = Drag(reader, reader.cluster_under, self._select)

    def down(self, event: events.MouseDown) -> None:
        """Begin a selection."""
        reader = self._reader
        if event.button == _LEFT and reader.view is not None and reader.document.text:
            self.drag.begin(event.x, event.y)

    def up(self) -> None:
        """Hand over what was selected."""
        if self.drag.drop():
            self._tell()

    def click(self, event: events.Click) -> None:
        """Focus or unfold; twice: select the word, three times: the sentence; right: a menu."""
        reader = self._reader
        view = reader.view
        if view is None or not reader.document.blocks:
            return
        under = self._under(view, event.x, event.y)
        if event.button == _RIGHT:
            self._focus_for_menu(view, under, event.x)
            reader.post_message(MenuAsked(reader, event.screen_x, event.screen_y))
        elif event.button != _LEFT:
            return
        elif under.fold:
            if event.chain == 1:
                reader.toggle_fold(view.flow.units[under.spot.unit].first)
        elif event.chain > 1:
            self._select_around(view, under.offset, event.chain)
        elif not self.drag.selected and reader.caret is not None:
            reader.caret.put(under.spot, under.offset)
        elif not self.drag.selected:
            self._take(self._focus_at(view, under, event.x))

    def _under(self, view: Viewport, x: int, y: int) -> _Under:
        """Right of a line's end, its last character is the nearest text."""
        found = view.line_at(min(max(y, 0), view.page - 1))
        start, end = self._reader.cluster_under(x, y)
        beside = start == end
        if found is None:
            return _Under(view.flow.end, max(start - 1, 0), beside, fold=False)
        spot, line = found
        if beside and any(piece.start < start == piece.end for piece in line.pieces):
            start -= 1
        return _Under(spot, start, beside, fold=line.kind == "fold")

    def _focus_at(self, view: Viewport, under: _Under, x: int) -> Focus:
        """The highlight whose words or whose mark are under the pointer, else the block."""
        reader = self._reader
        cell = reader.cell_of_text(x)
        ranges: list[tuple[int, int]] = []
        if cell in _MARK_CELLS:
            pieces = view.flow.line(under.spot).pieces
            low = min((piece.start for piece in pieces), default=0)
            high = max((piece.end for piece in pieces), default=0)
            marked = reader.highlights_over(low, high)[::-1]
            ranges = marked[_MARK_CELLS.index(cell) :] or marked[:1]
        elif not under.beside:
            ranges = reader.highlights_over(under.offset, under.offset + 1)
        if ranges:
            return Focus("highlight", *ranges[0])
        return motions.focus_block(view.flow, reader.document.block_index(under.offset))

    def _focus_for_menu(self, view: Viewport, under: _Under, x: int) -> None:
        """A selection under the pointer stays; else the highlight or the sentence there."""
        reader = self._reader
        focus = reader.focus_range
        if focus.kind == "selection" and focus.start <= under.offset < focus.end:
            return
        found = self._focus_at(view, under, x)
        if found.kind == "block" and not under.beside and not view.flow.is_folded(under.spot.unit):
            found = Focus("sentence", *reader.sentence_at(under.offset))
        if reader.caret is not None:
            reader.caret.put(under.spot, under.offset)
        else:
            self._take(found)

    def _select_around(self, view: Viewport, offset: int, clicks: int) -> None:
        """Select the word (two clicks) or the sentence (three) at ``offset``."""
        if view.flow.is_folded(view.flow.unit_at(offset)):
            return
        span: tuple[int, int] | None = motions.word_at(self._reader.document, offset)
        if clicks > 2:
            span = self._reader.sentence_at(offset)
        if span and span[0] < span[1]:
            self._select(*span)
            self._tell()

    def _select(self, start: int, end: int) -> None:
        self._take(Focus("selection", start, end))

    def _tell(self) -> None:
        self._reader.post_message(SelectionMade(self._reader, self._reader.focus_range))
