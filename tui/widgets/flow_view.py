"""A scrolling view of a laid-out article: keeps Textual's scroll position and the layout in step.

What is on top of the screen is a line of the flow, not a line number, so that heights that are
corrected above it move nothing on the screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from store.text.document import Document
from tui.garbage import look_at_all, set_aside_what_is_loaded
from tui.layout.columns import Columns, place_columns
from tui.layout.flow import Flow, Spot
from tui.layout.lines import Line
from tui.layout.typesetting import PLAIN, Typesetting
from tui.layout.viewport import Align, Viewport
from tui.widgets.ground import finished, needs_no_more

MEASURE = 72
_SLICE = 0.006
_PAUSE = 0.03
_SLICES_TOLD = 8
"""Slices after which the scroll bar is told what they have found: painting it costs as much."""
_KEPT_STRIPS = 160


class FlowView(ScrollView, inherit_bindings=False):
    """Shows a document in a centred column; what it paints is up to ``paint_line``.

    Args:
        measure: The width of the text column, in cells.
        typesetting: How paragraphs are set.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    FlowView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(
        self,
        *,
        measure: int = MEASURE,
        typesetting: Typesetting = PLAIN,
        id: str | None = None,  # noqa: A002 - every Textual widget calls it so
    ) -> None:
        super().__init__(id=id)
        self._document = Document("", ())
        self._measure = measure
        self._typesetting = typesetting
        self._title = ""
        self._meta: tuple[str, ...] = ()
        self._place = 0
        self._view: Viewport | None = None
        self._columns = Columns(1, 0, 1)
        self._strips: dict[Spot, Strip] = {}
        self._steering = False
        self._refiner: Timer | None = None
        self._slices = 0

    # What a subclass paints and does

    def paint_line(self, spot: Spot, line: Line, flow: Flow) -> Strip:
        """The strip of one line, as wide as the view."""
        raise NotImplementedError

    def columns_changed(self, columns: Columns) -> None:
        """The text column has another place or width; everything is painted afresh."""

    def view_moved(self) -> None:
        """Other text is on the screen."""

    def view_made(self, view: Viewport) -> None:
        """A document is laid out for the first time."""

    # Where one is

    @property
    def measure(self) -> int:
        """The width asked for the text column, in cells; a narrow widget gives less."""
        return self._measure

    @property
    def document(self) -> Document:
        """What is shown."""
        return self._document

    @property
    def view(self) -> Viewport | None:
        """What is on the screen; ``None`` before the widget has a size."""
        return self._view

    @property
    def top_offset(self) -> int:
        """The first offset on the screen; 0 at the very top."""
        return self._view.anchor if self._view else self._place

    @property
    def visible_range(self) -> tuple[int, int]:
        """The offsets ``[start, end)`` from the first to the last that is on the screen."""
        return self._view.range if self._view else (0, 0)

    @property
    def is_refining(self) -> bool:
        """Heights of what is not on the screen are still being measured, in idle moments."""
        return self._refiner is not None

    def cluster_under(self, x: int, y: int) -> tuple[int, int]:
        """The offsets of what is shown at a cell of the widget, or of the text nearest to it.

        Beside the text they are empty; a cell above or below the widget is one of its edge. On a
        folded line they are of all that it hides.
        """
        view = self._view
        if view is None:
            return 0, 0
        row = min(max(y - self.styles.gutter.top, 0), view.page - 1)
        found = view.line_at(row)
        spot, line = found or (view.flow.end, None)
        start, end = view.flow.unit_range(spot.unit)
        if view.flow.is_folded(spot.unit) and (line is None or line.kind != "fold"):
            return start, start
        if line is None:
            return end, end
        return view.flow.cluster_at(spot, self.cell_of_text(x))

    def cell_of_text(self, x: int) -> int:
        """The cell of the text column at a cell of the widget; negative in the left margin."""
        return x - self.styles.gutter.left - self._columns.text_left

    def cell_of(self, offset: int) -> tuple[int, int]:
        """The cell ``(x, y)`` of the widget at which an offset is shown, or would be."""
        view = self._view
        if view is None:
            return 0, 0
        spot, cell = view.flow.position(offset)
        gutter = self.styles.gutter
        x = cell + self._columns.text_left + gutter.left
        return x, view.flow.number(spot) - view.number + gutter.top

    def set_measure(self, cells: int) -> None:
        """Set the width of the text column, in cells."""
        self._measure = max(cells, 1)
        self.ensure_view()

    @property
    def typesetting(self) -> Typesetting:
        """How paragraphs are set."""
        return self._typesetting

    def set_typesetting(self, typesetting: Typesetting) -> None:
        """Set paragraphs otherwise; the word on top stays there."""
        self._typesetting = typesetting
        view = self._view
        if view is not None and view.flow.setting != typesetting:
            view.resize(view.flow.at_width(view.flow.width, typesetting), view.page)
            self._laid_out(self._columns)

    def scroll_by_lines(self, lines: int) -> None:
        """Scroll down (up, if negative)."""
        if self._view is not None:
            self._view.scroll(lines)
            self.steer()

    def scroll_to_offset(self, offset: int, *, align: Align = "top") -> None:
        """Bring an offset on the screen.

        Args:
            offset: Of the document's text.
            align: ``top``: on the first line; ``third``: a third down; ``visible``: scroll only
                when it is not on the screen yet, and then a third down.
        """
        if self._view is not None:
            self._view.put(offset, align)
            self.steer()

    # Laying out

    def load(self, document: Document, title: str, meta: Sequence[str], place: int) -> None:
        """Take another document, with ``place`` on top; laid out as soon as there is a size."""
        self._document = document
        self._title, self._meta, self._place = title, tuple(meta), place
        self._view = None
        self._strips.clear()
        look_at_all()
        self.ensure_view()

    def reload(self, document: Document) -> None:
        """Take the same text with other blocks; what is on top stays there."""
        self._document = document
        view = self._view
        if view is not None:
            view.resize(view.flow.with_structure(document), view.page)
            self._laid_out(self._columns)

    def ensure_view(self) -> None:
        """Lay out for the present size and measure, keeping what is on top."""
        total, page = self.scrollable_content_region.size
        if total <= 0 or page <= 0:
            return
        columns = place_columns(total, self._measure)
        view = self._view
        if view is None:
            flow = Flow(
                self._document, columns.text, title=self._title, meta=self._meta,
                setting=self._typesetting,
            )  # fmt: skip
            self._view = Viewport(flow, page, anchor=self._place)
            self.view_made(self._view)
            self._laid_out(columns)
        elif columns != self._columns or page != view.page:
            flow = view.flow
            view.resize(flow if flow.width == columns.text else flow.at_width(columns.text), page)
            self._laid_out(columns)

    def _laid_out(self, columns: Columns) -> None:
        self._columns = columns
        self.columns_changed(columns)
        self.repaint()
        self.steer()
        if self._refiner is None:
            self._refiner = self.set_interval(_PAUSE, self._refine)

    def _refine(self) -> None:
        """Measure what is not on the screen, a slice at a time; nothing moves on the screen."""
        view = self._view
        more = view is not None and view.flow.refine(view.top.unit, _SLICE)
        self._slices += 1
        if view is not None and (not more or self._slices % _SLICES_TOLD == 0):
            self._renumber(view)
        if not more and self._refiner is not None:
            self._refiner.stop()
            self._refiner = None
            set_aside_what_is_loaded()

    def _renumber(self, view: Viewport) -> None:
        """The lines on the screen have other numbers: only the scroll bar has to know it."""
        number = view.number
        if number != round(self.scroll_y):
            # Not through the reactives: they would paint the whole view for the same lines.
            here: Reactive[float] = Widget.scroll_y
            target: Reactive[float] = Widget.scroll_target_y
            self.set_reactive(here, float(number))
            self.set_reactive(target, float(number))
            self.vertical_scrollbar.position = number
        self._fit_virtual_size(view)

    def on_resize(self) -> None:
        """Lay out for the new size; the word on top stays there."""
        self.ensure_view()

    # Scrolling

    def steer(self) -> None:
        """Bring Textual's scroll position in step with what is on top."""
        view = self._view
        if view is None:
            return
        self._fit_virtual_size(view)
        before = round(self.scroll_y)
        self._steering = True
        try:
            self.scroll_to(y=view.number, animate=False, force=True)
        finally:
            self._steering = False
        if round(self.scroll_y) == before:
            self.refresh()
        self.view_moved()

    def _fit_virtual_size(self, view: Viewport) -> None:
        size = Size(self.scrollable_content_region.width, view.flow.height)
        if size != self.virtual_size:
            # Not through the reactive: it would lay out the whole screen for a scroll bar's sake.
            reactive: Reactive[Size] = Widget.virtual_size
            self.set_reactive(reactive, size)
            self._steering = True  # Textual may cut the scroll position to the new size
            try:
                self._scroll_update(size)
            finally:
                self._steering = False

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the scroll bar."""
        super().watch_scroll_y(old_value, new_value)
        view = self._view
        if self._steering or view is None or view.number == round(new_value):
            return
        if view.page != self.scrollable_content_region.height:
            return  # a new size, to which Textual has cut the scroll position: on_resize follows
        view.go(view.flow.locate(round(new_value)))
        self.view_moved()

    # Painting

    def repaint(self) -> None:
        """Paint all lines afresh."""
        self._strips.clear()
        self.refresh()

    def repaint_ranges(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Paint the lines that show anything of ``ranges``, or stand at an end of one, afresh."""
        view = self._view
        if view is None or not ranges:
            return
        kept: dict[Spot, Strip] = {}
        for row, (spot, line) in enumerate(view.lines()):
            if view.flow.shows(spot, line, ranges):
                self.refresh(Region(0, row, self.size.width, 1))
            elif spot in self._strips:
                kept[spot] = self._strips[spot]
        self._strips = kept  # those that are not on the screen may show it, too

    @property
    def paints_all(self) -> bool:
        """``paint_line`` gives every cell a ground, so nothing has to be laid under it."""
        return False

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region, laid out for the size that the widget has by now."""
        self.ensure_view()
        if not self.paints_all or not needs_no_more(self):
            return super().render_lines(crop)
        return finished(self, map(self.render_line, crop.line_range), crop)

    def render_line(self, y: int) -> Strip:
        """The strip ``y`` lines below the top."""
        view = self._view
        if view is None:
            return Strip.blank(self.size.width, self.rich_style)
        found = view.line_at(y)
        if found is None:
            return self.blank_line()
        spot, line = found
        strip = self._strips.get(spot)
        if strip is None:
            if len(self._strips) >= _KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[spot] = self.paint_line(spot, line, view.flow)
        return strip

    def blank_line(self) -> Strip:
        """The strip of a line past the end."""
        return Strip.blank(self.size.width, self.rich_style)
