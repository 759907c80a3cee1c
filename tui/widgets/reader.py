"""The reader: one article, with a focus that moves through it.

It knows neither the library nor screens: values go in by methods, messages come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from store.model import Highlight
from store.text.document import Document
from themes.theme import Theme
from tui.layout.code_tokens import CodeTokens
from tui.layout.columns import Columns
from tui.layout.flow import Flow, Spot
from tui.layout.intervals import Intervals
from tui.layout.lines import Line
from tui.layout.paint import Layers
from tui.layout.typesetting import PLAIN, Typesetting
from tui.layout.viewport import CONTEXT, Align, Viewport
from tui.widgets import reader_motion as motions
from tui.widgets.code_colours import CodeColours
from tui.widgets.flow_view import MEASURE
from tui.widgets.labelled_view import LabelledView
from tui.widgets.popup_place import PopupPlace
from tui.widgets.reader_messages import FocusChanged, PlaceChanged, SelectionMade
from tui.widgets.reader_motion import Focus, FocusKind, Motion
from tui.widgets.reader_mouse import WHEEL_LINES, Mouse
from tui.widgets.reader_paint import LinePainter

if TYPE_CHECKING:
    from tui.caret.state import By
    from tui.layout.minimap import OnBar
    from tui.widgets.reader_caret import ReaderCaret

__all__ = ["Align", "Focus", "FocusKind", "Motion", "Reader"]


class Reader(LabelledView, can_focus=True, inherit_bindings=False):
    """Shows an article, its highlights, search matches, and the focus.

    Args:
        theme: How everything looks.
        measure: The width of the text column, in cells.
        typesetting: How paragraphs are set.
    """

    FocusChanged = FocusChanged
    PlaceChanged = PlaceChanged
    SelectionMade = SelectionMade

    def __init__(
        self,
        theme: Theme,
        *,
        measure: int = MEASURE,
        typesetting: Typesetting = PLAIN,
        id: str | None = None,  # noqa: A002 - every Textual widget calls it so
    ) -> None:
        super().__init__(measure=measure, typesetting=typesetting, id=id)
        self.set_reactive(Reader.auto_links, value=False)  # or every link hovered over repaints
        self._theme = theme
        self._painter = LinePainter(self._document, theme, self._columns)
        self._highlights: tuple[Highlight, ...] = ()
        self._ranges: tuple[tuple[int, int], ...] = ()
        self._layers = Layers()
        self._matches: Sequence[tuple[int, int]] = ()
        self._focus = Focus("block", 0, 0)
        self._headings: tuple[int, ...] = ()
        self._body_end = 0
        self._sentences = motions.Sentences(self._document)
        self._awaited: Focus | None = None
        self._told: tuple[int, int] | None = None
        self.mouse = Mouse(self, self._take_by_hand)
        self._colours = CodeColours(self)
        self.popup = PopupPlace(self)
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
        self._matches = ()
        self._take_highlights(highlights, len(document.text))
        self._take_structure(document)
        self._told = self._awaited = self.caret = None
        self._focus = Focus("block", 0, 0)
        self.mouse.drag.drop()
        self.load(document, title, meta, place)

    def set_structure(self, document: Document) -> None:
        """Show the same text with other blocks; what is on top stays, and the focus where it is.

        A focus on a block is one on the block that is there now, or on what folds it away.
        """
        self._take_structure(document)
        self.reload(document)
        view, focus = self._view, self._focus
        if view is None or not document.blocks:
            return
        if focus.kind == "block" or view.flow.is_folded(view.flow.unit_at(focus.start)):
            focus = motions.focus_block(view.flow, document.block_index(focus.start))
            self._set_focus(focus)
        view.reveal(focus.start, focus.end)
        self.steer()

    def set_text(
        self, document: Document, top: int, focus: tuple[int, int], *,
        title: str, meta: Sequence[str],
    ) -> None:  # fmt: skip
        """Show another text of the same article, with ``top`` where the first line is now.

        Args:
            document: The text; its highlights come by ``set_highlights``.
            top: The offset that is on top.
            focus: Where the passage in focus is; what is empty becomes the block there.
            title: As for ``show``.
            meta: Likewise.
        """
        kind, view = self._focus.kind, self._view
        above = view.row_of(view.anchor) if view is not None and view.anchor else 0
        caret = self.caret
        self.end_caret()
        self.show(document, place=top, title=title, meta=meta)
        view = self._view
        if view is None or not document.blocks:
            return
        if top and above > 0:
            view.scroll(-above)
        if kind == "block" or focus[0] == focus[1]:
            self._set_focus(motions.focus_block(view.flow, document.block_index(focus[0])))
        else:
            self._set_focus(Focus(kind, *focus))
        if caret is not None:
            self.start_caret(caret.state.by)
        self.steer()

    def _take_structure(self, document: Document) -> None:
        self.popup.close()
        self._layers.code = CodeTokens(document)
        self._headings = motions.headings_of(document)
        self._body_end = motions.body_end(document)
        self._sentences = motions.Sentences(document)

    def set_highlights(self, highlights: Iterable[Highlight]) -> None:
        """Show these highlights instead; scroll and focus stay."""
        self._take_highlights(highlights, len(self._document.text))
        self.repaint()
        self._repaint_bar()

    def set_matches(self, ranges: Sequence[tuple[int, int]], current: int | None = None) -> None:
        """Show search matches; ``current`` is the index of the one the search stands on."""
        if ranges is not self._layers.matches.ranges:
            self._layers.matches = Intervals(ranges)
        self._layers.current = current
        self._matches = ranges
        self.repaint()
        self._repaint_bar()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.columns_changed(self._columns)
        self.repaint()
        self._repaint_bar()

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

    @property
    def has_sections(self) -> bool:
        """There are headings."""
        return bool(self._headings)

    @property
    def has_matches(self) -> bool:
        """Search matches are shown."""
        return bool(self._layers.matches)

    @property
    def focus_folds(self) -> bool:
        """The focus is on a run of furniture or contents, folded or not."""
        if self._view is None or not self._document.blocks:
            return False
        flow = self._view.flow
        return flow.units[flow.unit_at(self._focus.start)].folds

    def highlight_ids_at_focus(self) -> list[str]:
        """The highlights that lie under the focus, the innermost (painted last) first.

        Of a focused highlight, itself comes before all others.
        """
        focus = self._focus
        under = sorted(self._layers.highlights.over(focus.start, focus.end), reverse=True)
        if focus.kind == "highlight":
            under.sort(key=lambda index: self._ranges[index] != focus[1:])
        return [self._highlights[index].id for index in under]

    def highlights_over(self, start: int, end: int) -> list[tuple[int, int]]:
        """The ranges of the highlights over ``[start, end)``, the innermost first."""
        under = sorted(self._layers.highlights.over(start, end), reverse=True)
        return [self._ranges[index] for index in under]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds ``offset``; of code and tables, the line."""
        return self._sentences.at(offset)

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

    @property
    def sentences(self) -> motions.Sentences:
        """The sentences of what is shown."""
        return self._sentences

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

    def focus_passage(self, start: int, end: int, kind: FocusKind, *, reveal: bool = True) -> None:
        """Give a passage the focus and, to ``reveal`` it, bring it on the screen and unfold it.

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
        if reveal:
            view.reveal(start, end)
        self.steer()

    def focus_sentence(self, offset: int) -> None:
        """Give the sentence at an offset the focus, as ``focus_passage`` does."""
        if self._document.blocks:
            self.focus_passage(*self._sentences.at(offset), "sentence")

    def show_popup(self, document: Document, offset: int) -> bool:
        """Show a short text in a box under the line at ``offset``; ``popup`` takes it away.

        Returns:
            Whether there is room for it.
        """
        return self.popup.show(document, self._theme, self._columns, offset)

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
        if focus != before:
            self.popup.close()
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
        super().view_moved()
        self.popup.view_moved()
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
        self.popup.close()
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
        strip = self._painter.paint(line, self._layers, self._highlights, bar=bar)
        if line.kind == "code" and self._layers.code is not None:
            self._colours.find(self._layers.code)
        return strip

    def blank_line(self) -> Strip:
        """The strip of a line past the end."""
        return self._painter.blank

    # The scroll bar

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """A bar with the highlights on it; made when it is first asked for, as Textual's."""
        if self._vertical_scrollbar is None:
            from tui.widgets.minimap import Minimap  # noqa: PLC0415 - not without an article

            bar = Minimap(lambda: self._theme, self._on_bar)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)  # noqa: SLF001 - how Textual makes its own
        return self._vertical_scrollbar

    def _repaint_bar(self) -> None:
        if self._vertical_scrollbar is not None:
            self._vertical_scrollbar.refresh()

    def _on_bar(self) -> OnBar:
        from tui.layout.minimap import OnBar  # noqa: PLC0415 - not without an article

        flow = self._view.flow if self._view is not None else None
        layers = self._layers
        return OnBar(flow, self._ranges, self._highlights, self._matches, layers.current)

    # Mouse and keys

    def key_escape(self, event: events.Key) -> None:
        """Clear the selection; without one, the key is the screen's."""
        busy = self.labels_shown or self.popup.shown is not None or self.caret is not None
        if not busy and self.clear_selection():
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
        self.mouse.down(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to the pointer; over the edge, scroll."""
        self.mouse.drag.move(event.x, event.y)

    def on_mouse_up(self) -> None:
        """Hand over what was selected."""
        self.mouse.up()

    def on_click(self, event: events.Click) -> None:
        """Focus or select what is under the pointer."""
        self.mouse.click(event)

    def _take_by_hand(self, focus: Focus) -> None:
        """Focus what is pointed at; in caret mode the caret goes there."""
        if self.caret is None:
            self._set_focus(focus)
        elif focus.kind == "selection":
            self.caret.take(focus.start, focus.end)
