"""The mouse in the reader: what a click, a double click, a drag and the wheel do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events

from tui.layout.viewport import Viewport
from tui.widgets import reader_motion as motions
from tui.widgets.reader_drag import Drag
from tui.widgets.reader_messages import SelectionMade
from tui.widgets.reader_motion import Focus

if TYPE_CHECKING:
    from tui.widgets.reader import Reader

WHEEL_LINES = 3


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
        if event.button == 1 and reader.view is not None and reader.document.text:
            self.drag.begin(event.x, event.y)

    def up(self) -> None:
        """Hand over what was selected."""
        if self.drag.drop():
            self._tell()

    def click(self, event: events.Click) -> None:
        """One click focuses or unfolds, two select the word, three the sentence."""
        reader = self._reader
        view = reader.view
        if view is None or not reader.document.blocks or event.button != 1:
            return
        spot = view.spot_at(max(event.y, 0))
        offset = reader.cluster_under(event.x, event.y)[0]
        if event.chain > 1:
            self._select_around(view, offset, event.chain)
        elif view.flow.line(spot).kind == "fold":
            reader.toggle_fold(view.flow.units[spot.unit].first)
        elif not self.drag.selected:
            self._take(self._focus_at(view, offset))

    def _focus_at(self, view: Viewport, offset: int) -> Focus:
        """What a click on ``offset`` focuses: the innermost highlight there, else the block."""
        under = self._reader.highlights_over(offset, offset + 1)
        if under:
            return Focus("highlight", *under[0])
        return motions.focus_block(view.flow, self._reader.document.block_index(offset))

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
