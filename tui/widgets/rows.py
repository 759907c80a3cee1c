"""A list of rows, painted line by line: only the rows on the screen are ever made.

Rows may have several lines, and some (headings) cannot be chosen. 10,000 rows cost no more than
the screen holds.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from itertools import chain

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.safe import clip
from tui.theming import Look
from tui.widgets.ground import finished, needs_no_more
from tui.widgets.menu_asked import MenuAsked

Piece = tuple[str, Style]


def line_of(
    pieces: Sequence[Piece], width: int, ground: Style, right: Piece | None = None
) -> Strip:
    """A line of exactly ``width`` cells: ``pieces`` from the left, ``right`` at the right end.

    Where both do not fit, ``right`` gets a third of the line, or what the others leave. Texts are
    made harmless and cut here, so that a caller can hand over any string. A piece keeps blanks at
    its ends.
    """
    room = width
    tail: list[Segment] = []
    if right is not None and right[0]:
        left = sum(cell_len(text[: 2 * width]) for text, _ in pieces)
        text = clip(right[0], min(max(width - left - 2, width // 3), width - 1))
        tail = [Segment(f"{text} ", right[1])]
        room -= cell_len(text) + 1
    segments: list[Segment] = []
    for text, style in pieces:
        if room <= 0:
            break
        shown = _keep_ends(text, room)
        segments.append(Segment(shown, style))
        room -= cell_len(shown)
    if room > 0:
        segments.append(Segment(" " * room, ground))
    return Strip([*segments, *tail]).adjust_cell_length(width, ground)


def _keep_ends(text: str, width: int) -> str:
    inner = text.strip(" ")
    if not inner:
        return text[:width]
    before = text[: len(text) - len(text.lstrip(" "))][:width]
    shown = before + clip(inner, width - len(before))
    after = text[len(text.rstrip(" ")) :]
    return shown + after[: max(0, width - cell_len(shown))]


class RowList(ScrollView, can_focus=True):
    """A list with a cursor. Subclasses say how a line of a row looks."""

    ALLOW_SELECT = False
    virtual_size = Reactive(Size(0, 0))
    """As every widget's; but other rows do not have the whole screen laid out anew."""
    DEFAULT_CSS = """
    RowList { scrollbar-size-vertical: 0; scrollbar-size-horizontal: 0; overflow-x: hidden; }
    """

    class Chosen(Message):
        """A row was chosen with the mouse."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> RowList:
            """The list it happened in."""
            return self.rows

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> RowList:
            """The list it happened in."""
            return self.rows

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.look = look
        self.cursor = 0
        self._starts: Sequence[int] = range(0)
        self._lines = 0
        self._strips: dict[tuple[int, int, bool], Strip] = {}

    # -- what a subclass says ------------------------------------------------------------------

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """Line ``line`` of row ``index`` as a strip of ``width`` cells."""
        raise NotImplementedError

    def selectable(self, index: int) -> bool:
        """Whether the cursor may stand on the row."""
        return 0 <= index < self.count

    # -- rows ----------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._starts)

    def lay_out(self, starts: Sequence[int], lines: int) -> None:
        """Take rows whose first lines are ``starts``; ``lines`` in all. The cursor stays."""
        self._starts = starts
        self._lines = lines
        self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, lines)
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        self.cursor = self._nearest(min(self.cursor, max(0, len(starts) - 1)))
        self.refresh()

    def repaint(self) -> None:
        """Make every line anew: colours or contents have changed, heights have not."""
        self._strips.clear()
        self.refresh()

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self.look = look
        self.repaint()

    def _height(self, index: int) -> int:
        end = self._starts[index + 1] if index + 1 < len(self._starts) else self._lines
        return end - self._starts[index]

    def _nearest(self, index: int) -> int:
        """The row nearest to ``index`` that can be chosen, downwards first."""
        for candidate in chain(range(index, self.count), range(index - 1, -1, -1)):
            if self.selectable(candidate):
                return candidate
        return 0

    # -- the cursor ----------------------------------------------------------------------------

    def move_cursor(self, index: int, *, center: bool = False) -> None:
        """Put the cursor on a row (or the nearest that can be chosen) and show it."""
        if not self.count:
            return
        target = self._nearest(max(0, min(index, self.count - 1)))
        changed, self.cursor = target != self.cursor, target
        self.show_cursor(center=center)
        self.refresh()
        if changed:
            self.post_message(self.Moved(self, target))

    def show_cursor(self, *, center: bool = False) -> None:
        """Scroll just as far as the row under the cursor asks for."""
        height = self.scrollable_content_region.height
        if not self.count or not height:
            return
        first, rows = self._starts[self.cursor], self._height(self.cursor)
        top = int(self.scroll_offset.y)
        if self._first_selectable(self.cursor):
            top = 0
        elif center:
            top = first - height // 2
        elif first < top:
            top = first
        elif first + rows > top + height:
            top = first + rows - height
        self.scroll_to(y=max(0, top), animate=False, force=True)

    def _first_selectable(self, index: int) -> bool:
        return not any(self.selectable(before) for before in range(min(index, 4))) and index < 4

    def move(self, motion: str, count: int = 1) -> None:
        """Move the cursor: next, previous, page_down, page_up, half_down, half_up, top, end."""
        if not self.count:
            return
        page = max(1, self.scrollable_content_region.height // max(1, self._height(self.cursor)))
        if motion == "top":
            self.move_cursor(0 if count == 1 else count - 1)
            return
        if motion == "end":
            self.move_cursor(self.count - 1 if count == 1 else count - 1)
            return
        steps = {
            "next": 1, "previous": -1, "page_down": page, "page_up": -page,
            "half_down": max(1, page // 2), "half_up": -max(1, page // 2),
        }[motion] * count  # fmt: skip
        self._step(steps)

    def _step(self, steps: int) -> None:
        direction = 1 if steps > 0 else -1
        left, index, best = abs(steps), self.cursor, self.cursor
        while left and 0 <= index + direction < self.count:
            index += direction
            if self.selectable(index):
                best = index
                left -= 1
        self.move_cursor(best)

    # -- painting ------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; painted ones go out as they are where the theme has a ground."""
        if self.look.style("panel").bgcolor is None or not needs_no_more(self):
            return super().render_lines(crop)
        return finished(self, map(self.render_line, crop.line_range), crop)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= self._lines or not self.count:
            return Strip.blank(width, self.look.style("panel"))
        index = bisect.bisect_right(self._starts, line) - 1
        cursor = index == self.cursor and self.selectable(index)
        key = (line, width, cursor)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > 2048:
                self._strips.clear()
            strip = self.paint(index, line - self._starts[index], width, cursor=cursor)
            self._strips[key] = strip
        return strip

    def on_resize(self) -> None:
        """The width has changed: keep the cursor in sight."""
        self._strips.clear()
        self.call_after_refresh(self.show_cursor)

    def on_focus(self) -> None:
        """The cursor looks different in the pane that has the focus."""
        self.repaint()

    def on_blur(self) -> None:
        """As ``on_focus``."""
        self.repaint()

    def row_under(self, y: int) -> int | None:
        """The row at a line of the widget, if the cursor may stand on it."""
        line = y + self.scroll_offset.y
        if not 0 <= line < self._lines:
            return None
        index = bisect.bisect_right(self._starts, line) - 1
        return index if self.selectable(index) else None

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor; a second one on it chooses; the other button asks."""
        index = self.row_under(event.y)
        if index is None or event.button not in (1, 3):
            return
        again = index == self.cursor
        self.move_cursor(index)
        if event.button == 3:
            self.post_message(MenuAsked(self, event.screen_x, event.screen_y))
        elif again or event.chain > 1:
            self.post_message(self.Chosen(self, index))

    def region_of_cursor(self) -> Region:
        """Where the row under the cursor is, in cells of the whole list."""
        if not self.count:
            return Region()
        return Region(0, self._starts[self.cursor], self.size.width, self._height(self.cursor))
