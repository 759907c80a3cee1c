"""The reader: one article, with a focus that moves through it.

It knows neither the library nor screens: values go in by methods, messages come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.strip import Strip

from store.model import Highlight
from store.text.document import Document
from themes.theme import Theme
from tui.layout.columns import Columns
from tui.layout.flow import Flow, Spot
from tui.layout.intervals import Intervals
from tui.layout.lines import Line
from tui.layout.paint import Layers
from tui.layout.viewport import CONTEXT, Align, Viewport
from tui.widgets import reader_motion as motions
from tui.widgets.flow_view import MEASURE, FlowView
from tui.widgets.reader_drag import Drag
from tui.widgets.reader_messages import FocusChanged, PlaceChanged, SelectionMade
from tui.widgets.reader_motion import Focus, FocusKind, Motion
from tui.widgets.reader_paint import LinePainter

if TYPE_CHECKING:
    from tui.caret.state import By
    from tui.widgets.reader_caret import ReaderCaret

__all__ = ["Align", "Focus", "FocusKind", "Motion", "Reader"]

WHEEL_LINES = 3


class Reader(FlowView, can_focus=True, inherit_bindings=False):
    """Shows an article, its highlights, search matches, and the focus.

    Args:
        theme: How everything looks.
        measure: The width of the text column, in cells.
    """

    FocusChanged = FocusChanged
    PlaceChanged = PlaceChanged
    SelectionMade = SelectionMade

    def __init__(self, theme: Theme, *, measure: int = MEASURE, id: str | None = None) -> None:  # noqa: A002 - every Textual widget calls it so
        super().__init__(measure=measure, id=id)
        self._theme = theme
        self._painter = LinePainter(self._document, theme, self._columns)
        self._highlights: tuple[Highlight, ...] = ()
        self._ranges: tuple[tuple[int, int], ...] = ()
        self._layers = Layers()
        self._focus = Focus("block", 0, 0)
        self._headings: tuple[int, ...] = ()
        self._body_end = 0
        self._sentences = motions.Sentences(self._document)
        self._awaited: Focus | None = None
        self._told: tuple[int, int] | None = None
        self._drag = Drag(self, self._cluster_under, self._select)
        self.caret: ReaderCaret | None = None  # while it is shown

    # What is shown

    def show(
        self,
        document: Document,
        *,
        highlights: Iterable[Highlight] = (),
        place: int = 0,
        meta: Sequence[str] = (),
        title: str = "",
    ) -> None:
        """Show another article.

        Args:
            document: The article's text with its structure.
            highlights: Its highlights; only those that have a place are painted.
            place: The offset to put on top of the screen.
            meta: Lines below the title (author, date, minutes).
            title: Shown on top when the text has no title of its own.
        """
        self._layers = Layers()
        self._take_highlights(highlights, len(document.text))
        self._headings = motions.headings_of(document)
        self._body_end = motions.body_end(document)
        self._sentences = motions.Sentences(document)
        self._told = self._awaited = self.caret = None
        self._focus = Focus("block", 0, 0)
        self._drag.drop()
        self.load(document, title, meta, place)

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Show these highlights instead; scroll and focus stay."""
        self._take_highlights(highlights, len(self._document.text))
        self.repaint()

    def set_matches(self, ranges: Sequence[tuple[int, int]], current: int | None = None) -> None:
        """Show search matches; ``current`` is the index of the one the search stands on."""
        if ranges is not self._layers.matches.ranges:
            self._layers.matches = Intervals(ranges)
        self._layers.current = current
        self.repaint()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.columns_changed(self._columns)
        self.repaint()

    def _take_highlights(self, highlights: Iterable[Highlight], length: int) -> None:
        self._highlights = motions.painted(highlights, length)
        self._ranges = tuple((h.anchor.start, min(h.anchor.end, length)) for h in self._highlights)
        self._layers.highlights = Intervals(self._ranges)

    # Where one is

    @property
    def focus_range(self) -> Focus:
        """What the next command acts on."""
        return self._focus

    @property
    def progress(self) -> int:
        """Percent read, 0 to 100: what lies above the screen; 100 when the end is on it."""
        view = self._view
        if view is None or not self._document.text:
            return 0
        if view.range[1] >= self._body_end:
            return 100
        return min(99, 100 * view.anchor // max(self._body_end, 1))

    @property
    def section(self) -> int | None:
        """The index of the heading that the focus stands under, or ``None`` before the first."""
        here = self._document.block_index(self._focus.start)
        return max((index for index in self._headings if index <= here), default=None)

    def highlight_ids_at_focus(self) -> list[str]:
        """The highlights that lie under the focus, the innermost (painted last) first.

        Of a focused highlight, itself comes before all others.
        """
        focus = self._focus
        under = sorted(self._layers.highlights.over(focus.start, focus.end), reverse=True)
        if focus.kind == "highlight":
            under.sort(key=lambda index: self._ranges[index] != focus[1:])
        return [self._highlights[index].id for index in under]

    def selected_text(self) -> str:
        """The selected text; empty when nothing is selected."""
        if self._focus.kind != "selection":
            return ""
        return self._document.text[self._focus.start : self._focus.end]

    def clear_selection(self) -> bool:
        """Give the focus back to the block where the selection began; says if there was one."""
        if self._focus.kind != "selection" or self._view is None:
            return False
        index = self._document.block_index(self._focus.start)
        self._set_focus(motions.focus_block(self._view.flow, index))
        return True

    # Moving

    def move(self, motion: Motion, count: int = 1) -> None:
        """Move focus or screen ``count`` times; at the end of the way it stays where it is."""
        view = self._view
        if view is None or not self._document.blocks:
            return
        name, _, direction = motion.rpartition("_")
        step = 1 if direction in ("next", "down") else -1
        count = max(count, 1)
        if motion in ("top", "end"):
            self._set_focus(motions.edge_block(view.flow, 1 if motion == "top" else -1))
            view.go(view.flow.end if motion == "end" else Spot(0, 0))
            self.steer()
        elif name in ("line", "half", "page"):
            lines = {"line": 1, "half": view.page // 2, "page": view.page - CONTEXT}[name]
            self.scroll_by_lines(step * max(lines, 1) * count)
        else:
            self._move_focus(view, name, step * count)

    def _move_focus(self, view: Viewport, name: str, steps: int) -> None:
        focus = motions.moved_focus(
            view.flow, self._focus, name, steps, self._sentences, self._headings, self._ranges
        )
        if focus == self._focus:
            return
        if name == "section":
            self._set_focus(focus)
            self.scroll_to_offset(focus.start)
        else:
            self.focus_passage(focus.start, focus.end, focus.kind)

    def focus_passage(self, start: int, end: int, kind: FocusKind) -> None:
        """Give a passage the focus and bring it on the screen; unfolds what hides it.

        Before there is a screen, that waits until there is one.
        """
        view = self._view
        if view is None:
            self._awaited = Focus(kind, start, end)
            return
        length = len(self._document.text)
        start = min(max(start, 0), length)
        end = min(max(end, start), length)
        self.end_caret()
        unit = view.flow.unit_at(start)
        hidden = view.flow.is_folded(unit) and (start, end) != view.flow.unit_range(unit)
        if hidden and view.flow.set_open(unit, opened=True):
            self.repaint()
        self._set_focus(Focus(kind, start, end))
        view.reveal(start, end)
        self.steer()

    def focus_sentence(self, offset: int) -> None:
        """Give the sentence at an offset the focus, as ``focus_passage`` does."""
        if self._document.blocks:
            self.focus_passage(*self._sentences.at(offset), "sentence")

    def toggle_fold(self, block: int | None = None) -> bool:
        """Unfold or fold the run of furniture or contents at a block (``None``: at the focus).

        Returns:
            Whether there was a run.
        """
        view = self._view
        if view is None or not self._document.blocks:
            return False
        index = self._document.block_index(self._focus.start) if block is None else block
        unit = view.flow.unit_of_block(index)
        if not view.flow.set_open(unit, opened=view.flow.is_folded(unit)):
            return False
        self.repaint()
        view.go(view.top)
        if self.caret is not None:
            self.caret.go(self.caret.state.at)
        else:
            self._set_focus(motions.focus_block(view.flow, view.flow.units[unit].first))
            view.reveal(self._focus.start, self._focus.end)
        self.steer()
        return True

    def _set_focus(self, focus: Focus, *changed: tuple[int, int]) -> None:
        """Give the focus away; ``changed`` looks different besides."""
        before, self._focus = self._focus, focus
        span = (focus.start, focus.end)
        self._layers.selection = span if focus.kind == "selection" else None
        self._layers.focus = span if focus.kind in ("sentence", "highlight") else None
        self.repaint_ranges([*motions.differing(before, focus), *changed])
        if focus != before:
            self.post_message(FocusChanged(self, focus))

    def start_caret(self, by: By = "character") -> bool:
        """Show the caret, selecting from the focus on; ``False``: there is nothing to stand on."""
        from tui.widgets.reader_caret import ReaderCaret  # noqa: PLC0415 - not at start

        caret = ReaderCaret(self, self._layers, self._set_focus)
        if self._view is not None and caret.begin(self._focus, by):
            self.caret = caret
        return self.caret is not None

    def end_caret(self) -> None:
        """Leave caret mode; the focus stays."""
        if self.caret is not None:
            self.caret.end()
            self.caret = None

    def rest_on(self, start: int, end: int, kind: FocusKind) -> None:
        """Leave caret mode with the focus on a passage; nothing scrolls."""
        self.end_caret()
        self._set_focus(Focus(kind, start, end))

    # What the view calls

    def view_made(self, view: Viewport) -> None:
        """Focus the block on top of what is shown first."""
        self._set_focus(motions.first_focus(view.flow, view.anchor))
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.focus_passage(awaited.start, awaited.end, awaited.kind)

    def view_moved(self) -> None:
        """Take the focus along when it was scrolled away, and tell where one is."""
        view = self._view
        stays = self._focus.kind == "selection" or self.caret or not self._document.blocks
        if view is not None and not stays:
            first, last = view.range
            if self._focus.start >= last or self._focus.end <= first:
                self._set_focus(motions.first_block_on(view.flow, first, last))
        place = (self.top_offset, self.progress)
        if place != self._told:
            self._told = place
            self.post_message(PlaceChanged(self, *place))

    def columns_changed(self, columns: Columns) -> None:
        """Paint for another width or theme."""
        self._painter = LinePainter(self._document, self._theme, columns)

    @property
    def paints_all(self) -> bool:
        """Themes with colours give every cell a ground."""
        return self._theme.paints["background"].bg is not None

    def paint_line(self, spot: Spot, line: Line, flow: Flow) -> Strip:
        """The strip of one line."""
        bar = motions.is_beside(flow, spot, self._focus)
        if self.caret is not None:
            line = self.caret.on_line(spot, line, flow)
        return self._painter.paint(line, self._layers, self._highlights, bar=bar)

    def blank_line(self) -> Strip:
        """The strip of a line past the end."""
        return self._painter.blank

    # Mouse and keys

    def key_escape(self, event: events.Key) -> None:
        """Clear the selection; without one, the key is the screen's."""
        if self.caret is None and self.clear_selection():
            event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by lines, at once."""
        event.prevent_default().stop()
        self.scroll_by_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by lines, at once."""
        event.prevent_default().stop()
        self.scroll_by_lines(-WHEEL_LINES)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a selection."""
        if event.button == 1 and self._view is not None and self._document.text:
            self._drag.begin(event.x, event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the pointer; over the edge, scroll."""
        self._drag.move(event.x, event.y)

    def on_mouse_up(self) -> None:
        """Hand over what was selected."""
        if self._drag.drop():
            self.post_message(SelectionMade(self, self._focus))

    def on_click(self, event: events.Click) -> None:
        """One click focuses or unfolds, two select the word, three the sentence."""
        view = self._view
        if view is None or not self._document.blocks or event.button != 1:
            return
        spot = view.spot_at(max(event.y, 0))
        offset = self._cluster_under(event.x, event.y)[0]
        if event.chain > 1:
            self._select_around(view, offset, event.chain)
        elif view.flow.line(spot).kind == "fold":
            self.toggle_fold(view.flow.units[spot.unit].first)
        elif self.caret is not None and not self._drag.selected:
            self.caret.put(spot, offset)
        elif not self._drag.selected:
            self._set_focus(self._focus_at(view, offset))

    def _cluster_under(self, x: int, y: int) -> tuple[int, int]:
        """The offsets of what is shown at a cell of the widget, or of the text nearest to it."""
        view = self._view
        if view is None:
            return 0, 0
        row = min(max(y - self.styles.gutter.top, 0), view.page - 1)
        cell = x - self.styles.gutter.left - self._columns.text_left
        return view.flow.cluster_at(view.spot_at(row), cell)

    def _focus_at(self, view: Viewport, offset: int) -> Focus:
        """What a click on ``offset`` focuses: the innermost highlight there, else the block."""
        under = self._layers.highlights.over(offset, offset + 1)
        if under:
            return Focus("highlight", *self._ranges[max(under)])
        return motions.focus_block(view.flow, self._document.block_index(offset))

    def _select_around(self, view: Viewport, offset: int, clicks: int) -> None:
        """Select the word (two clicks) or the sentence (three) at ``offset``."""
        if view.flow.is_folded(view.flow.unit_at(offset)):
            return
        span: tuple[int, int] | None = motions.word_at(self._document, offset)
        if clicks > 2:
            span = self._sentences.at(offset)
        if span and span[0] < span[1]:
            self._select(*span)
            self.post_message(SelectionMade(self, self._focus))

    def _select(self, start: int, end: int) -> None:
        if self.caret is not None:
            self.caret.take(start, end)
        else:
            self._set_focus(Focus("selection", start, end))
