"""The right pane: title, tags and note of the article, its highlights, its contents.

The row under the cursor is unfolded: its note is shown whole. Rows are laid out when they come on
the screen; of the others only the height is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from store.model import Article, Highlight
from store.text.document import Document
from tui.note_lines import BitLine, as_typed, is_markdown, note_lines
from tui.outline import OutlineEntry, section_at
from tui.panel_rows import Part, Row, height, lines, rows_of
from tui.theming import Look
from tui.widgets.panel_paint import Standing, paint_line
from tui.widgets.rows import RowList
from tui.widgets.tag_pieces import TagColor, no_color

__all__ = ["Row", "SidePanel"]

_PARTS: tuple[Part, ...] = ("about", "highlights", "contents")
_KEPT_NOTES = 16
_STEP = 3
"""Lines that ``j`` and ``k`` scroll inside a long row."""


class SidePanel(RowList):
    """What belongs to the open article. The cursor stands on highlights, headings and the note.

    Attributes:
        parse: Asked to parse a note's Markdown; the answer comes back by ``take_note``, perhaps
            at once. Without it notes are shown as they were typed.
        follows: The panel goes along with the reader.
        slot_moved: Called when the lines given by ``open_slot`` stand elsewhere.
    """

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(look, id=id)
        self._article: Article | None = None
        self._highlights: Sequence[Highlight] = ()
        self._outline: Sequence[OutlineEntry] = ()
        self._chosen: Callable[[Highlight], bool] | None = None
        self._rows: list[Row] = []
        self._heights: list[int] = []
        self._row_of: dict[str, int] = {}
        self._first_heading = 0
        self._known: dict[str, tuple[Highlight, int, int]] = {}
        self._unfolded = -1
        self._section = -1
        self._under = ""
        self._wanted: Part | None = None
        self._parsed: dict[str, Document] = {}
        self._asked: set[str] = set()
        self._asking = False
        self._slot: tuple[str, int] | None = None
        self._shown: dict[int, Sequence[BitLine]] = {}
        self._painted: dict[tuple[object, ...], Strip] = {}
        self._tag_color: TagColor = no_color
        self.parse: Callable[[str], None] | None = None
        self.follows = True
        self.slot_moved: Callable[[], None] | None = None

    # -- what it shows -------------------------------------------------------------------------

    def show(
        self,
        article: Article | None,
        highlights: Sequence[Highlight] = (),
        outline: Sequence[OutlineEntry] = (),
    ) -> None:
        """Show another article (``None``: nothing is open), or new values of the same."""
        chosen = self.selected
        same = article is not None and self._article is not None and article.id == self._article.id
        self._article, self._highlights, self._outline = article, highlights, outline
        if not same:
            self._known.clear()
            self._chosen = None
            self._section = -1
            self._under = ""
            self._wanted = None
        self._make_rows()
        if not same:
            self.cursor = self._home()
        elif chosen is not None:
            self.cursor = self._nearest(self._row_of.get(_key(chosen), self.cursor))
            if self._is_slot(chosen) and self._slot is not None and self.selected is not None:
                self._slot = (_key(self.selected), self._slot[1])  # it has its saved id now
        self._lay_out_rows()
        if not same:
            self.scroll_to(y=0, animate=False, force=True)

    def choose(self, chosen: Callable[[Highlight], bool] | None) -> tuple[int, int]:
        """List only the highlights that ``chosen`` says yes to; ``None``: all.

        Returns:
            How many are listed, and how many there are.
        """
        before = self.selected
        self._chosen = chosen
        self._make_rows()
        first = next((i for i, row in enumerate(self._rows) if row.highlight), 0)
        self.cursor = self._nearest(self._row_of.get(_key(before), first) if before else first)
        self._lay_out_rows()
        self.show_cursor()
        return sum(bool(row.highlight) for row in self._rows), len(self._highlights)

    @property
    def is_chosen(self) -> bool:
        """Only some of the highlights are listed."""
        return self._chosen is not None

    def read_notes(self, parse: Callable[[str], None]) -> None:
        """From now on show notes as Markdown, parsed by ``parse``."""
        self.parse = parse
        self._lay_out_rows()

    def take_note(self, note: str, document: Document) -> None:
        """Take a note's Markdown, parsed."""
        if len(self._parsed) >= _KEPT_NOTES:
            oldest = next(iter(self._parsed))
            del self._parsed[oldest]
            self._asked.discard(oldest)
        self._parsed[note] = document
        self._painted.clear()
        if self._rows and not self._asking:
            self._lay_out_rows()
            self.show_cursor()

    # -- together with the reader --------------------------------------------------------------

    def reader_at(self, offset: int, highlights: Sequence[str], *, leads: bool) -> None:
        """The reader's focus is at ``offset`` and on ``highlights`` (ids, the innermost first).

        When the reader ``leads``, the cursor goes along: in the part its user has chosen, else to
        the highlight.
        """
        section = section_at(self._outline, offset)
        under = highlights[0] if highlights else ""
        if section != self._section or under != self._under:
            self._section, self._under = section, under
            self.repaint()
        if not (self.follows and leads):
            return
        if self._wanted == "contents" or not self._highlights:
            if section >= 0:
                self._put_cursor(self._first_heading + section)
        elif under in self._row_of:
            self._put_cursor(self._row_of[under])

    def _put_cursor(self, index: int) -> None:
        if index != self.cursor:
            self.move_cursor(index)

    @property
    def selected(self) -> Row | None:
        """The row under the cursor, if it leads anywhere."""
        if self.cursor < len(self._rows) and self.selectable(self.cursor):
            return self._rows[self.cursor]
        return None

    def next_part(self, direction: int) -> bool:
        """Move the cursor to the next (1) or previous (-1) part; ``False``: there is none."""
        here = self.selected
        if here is None:
            return False
        wanted = _PARTS.index(here.part) + direction
        for index, row in enumerate(self._rows):
            if 0 <= wanted < len(_PARTS) and row.part == _PARTS[wanted] and row.leads:
                self.move_cursor(index)
                return True
        return False

    # -- room for a field ----------------------------------------------------------------------

    def open_slot(self, wanted: int) -> int:
        """Keep up to ``wanted`` lines free in place of the chosen row's note; how many."""
        page = self.scrollable_content_region.height
        room = max(1, min(wanted, page - 4))
        row = self.selected
        self._slot = (_key(row) if row is not None else "", room)
        self._painted.clear()
        self._lay_out_rows()
        self.show_cursor()
        return room

    def close_slot(self) -> None:
        """Show the note again."""
        if self._slot is not None:
            self._slot = None
            self._painted.clear()
            self._lay_out_rows()
            self.show_cursor()

    @property
    def slot_top(self) -> int | None:
        """The first free line, counted from the top of the panel; ``None``: there is none."""
        if self._slot is None or self._slot[0] not in self._row_of:
            return None
        index = self._row_of[self._slot[0]]
        end = self._starts[index] + self._heights[index]
        return end - self._slot[1] - int(self.scroll_offset.y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Take the field along."""
        super().watch_scroll_y(old_value, new_value)
        if self.slot_moved is not None:
            self.slot_moved()

    # -- rows ----------------------------------------------------------------------------------

    def selectable(self, index: int) -> bool:
        """Only highlights, headings and the note lead anywhere."""
        return 0 <= index < len(self._rows) and self._rows[index].leads

    def move(self, motion: str, count: int = 1) -> None:
        """As any list; and a row that is longer than the panel is first read to its end."""
        if self.count and not self._read_on(motion):
            super().move(motion, count)

    def _read_on(self, motion: str) -> bool:
        """Scroll inside the row under the cursor while there is more of it that way."""
        top, page = int(self.scroll_offset.y), self.scrollable_content_region.height
        start = self._starts[self.cursor]
        end = start + self._height(self.cursor)
        step = page - 2 if motion.startswith("page") else _STEP
        if motion in ("next", "page_down") and start <= top + page < end:
            self.scroll_to(y=min(top + step, end - page), animate=False, force=True)
        elif motion in ("previous", "page_up") and start < top < end:
            self.scroll_to(y=max(start, top - step), animate=False, force=True)
        else:
            return False
        return True

    def move_cursor(self, index: int, *, center: bool = False) -> None:
        """As any list; the part where its user puts it is the one that goes along with the text."""
        super().move_cursor(index, center=center)
        if self.has_focus and self.selected is not None:
            self._wanted = self.selected.part

    def show_cursor(self, *, center: bool = False) -> None:
        """Unfold the row under the cursor, and scroll as far as that asks for."""
        if self._unfolded != self.cursor:
            self._lay_out_rows()
        super().show_cursor(center=center)

    def on_resize(self) -> None:
        """Another width: other lines."""
        self._lay_out_rows()
        if self.slot_moved is not None:
            self.slot_moved()

    def _home(self) -> int:
        """The first highlight, else the first row that leads anywhere."""
        index = next((i for i, row in enumerate(self._rows) if row.highlight), -1)
        return index if index >= 0 else self._nearest(len(self._rows) and self._first_heading)

    @property
    def _width(self) -> int:
        return max(8, self.scrollable_content_region.width - 3)

    def _make_rows(self) -> None:
        article = self._article
        self._rows = (
            rows_of(article, self._highlights, self._outline, self._chosen) if article else []
        )
        self._first_heading = len(self._rows) - len(self._outline)
        self._painted.clear()  # it goes by the values of the rows that were
        self._row_of = {_key(row): index for index, row in enumerate(self._rows)}
        self._starts = range(len(self._rows))
        self._shown.clear()

    def _lay_out_rows(self) -> None:
        """Find out where each row is, and unfold the one under the cursor."""
        width = self._width
        if not self.size.area:
            return  # on_resize comes when there is a place for it
        self._unfolded = self.cursor
        self._shown.clear()
        self._heights = [self._height_of(index, row, width) for index, row in enumerate(self._rows)]
        *starts, total = accumulate(self._heights, initial=0)
        self.lay_out(starts, total)

    def _height_of(self, index: int, row: Row, width: int) -> int:
        if index == self._unfolded or not isinstance(row.value, Highlight):
            return (
                len(self._row_lines(index)) if index == self._unfolded else self._plain(row, width)
            )
        known = self._known.get(row.highlight)
        if known is None or known[0] is not row.value or known[1] != width:
            known = self._known[row.highlight] = (row.value, width, self._plain(row, width))
        return known[2]

    def _plain(self, row: Row, width: int) -> int:
        return height(row, width, self._note_lines, unfolded=False)

    def lay_out(self, starts: Sequence[int], lines: int) -> None:
        """As any list; but a row that unfolds must not make the whole screen lay itself out."""
        size = Size(self.scrollable_content_region.width, lines)
        reactive: Reactive[Size] = Widget.virtual_size
        self.set_reactive(reactive, size)
        super().lay_out(starts, lines)
        if self.size.area:
            self._scroll_update(size)

    def _row_lines(self, index: int) -> Sequence[BitLine]:
        if index not in self._shown:
            self._shown[index] = self._make_lines(index)
        return self._shown[index]

    def _make_lines(self, index: int) -> Sequence[BitLine]:
        row = self._rows[index]
        unfolded = index == self._unfolded
        if self._slot is None or not self._is_slot(row):
            return lines(row, self._width, self._note_lines, unfolded=unfolded)
        bare = row
        if isinstance(row.value, Highlight):
            bare = row._replace(value=replace(row.value, note=""))
        kept = lines(bare, self._width, _no_lines, unfolded=True)
        return [*kept, *([()] * self._slot[1])]

    def _is_slot(self, row: Row) -> bool:
        return self._slot is not None and self._slot[0] == _key(row)

    def _note_lines(self, note: str, width: int) -> Sequence[BitLine]:
        """A note's lines: its Markdown's if that is parsed, until then as it was typed."""
        if self.parse is not None and note not in self._asked and is_markdown(note):
            self._asked.add(note)
            self._asking = True
            self.parse(note)
            self._asking = False
        return note_lines(self._parsed.get(note) or as_typed(note), width)

    # -- painting ------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region as they are painted: Textual would copy each three times."""
        styles = self.styles
        has_ground = self.look.theme.paints["panel"].bg is not None
        if styles.gutter or self.opacity != 1 or styles.tint.a or not has_ground:
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self._painted.clear()
        super().set_look(look)

    def set_tag_color(self, color: TagColor) -> None:
        """Paint tags in the colours that their user gave them."""
        self._tag_color = color
        self._painted.clear()
        self.repaint()

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """One line of a row, with a bar at the left when the cursor or the reader is on it."""
        row = self._rows[index]
        active = cursor and self.has_focus
        here = row.kind == "heading" and index - self._first_heading == self._section
        beside = bool(row.highlight) and (row.highlight == self._under or self._is_slot(row))
        standing = Standing(active, index == self._unfolded, here, beside)
        key = (id(row.value), line, width, standing)
        strip = self._painted.get(key)
        if strip is None:
            found = self._row_lines(index)
            strip = paint_line(self.look, row, found, line, width, standing, self._tag_color)
            self._painted[key] = strip
        return strip


def _no_lines(note: str, width: int) -> Sequence[BitLine]:  # noqa: ARG001 - the shape of a layouter
    return ()


def _key(row: Row) -> str:
    """What tells a row from the others of its article: a highlight's id, a heading's place."""
    return row.highlight or f"{row.kind} {row.start}"
