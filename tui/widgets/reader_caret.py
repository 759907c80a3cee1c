"""Caret mode of a reader: where the caret is, and its motions over the lines of the screen.

What a motion does to the text is in ``tui.caret``; here are those that need lines and cells, and
the screen that follows the caret.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.caret import objects
from tui.caret.ground import Ground, Range
from tui.caret.motions import MOTIONS
from tui.caret.state import By, Caret, selection, told
from tui.caret.units import sentence_at
from tui.layout.flow import Flow, Spot
from tui.layout.lines import Deco, Line, Piece
from tui.layout.paint import Layers
from tui.layout.viewport import CONTEXT, Viewport
from tui.widgets.flow_view import FlowView
from tui.widgets.reader_motion import Focus

_LINE_END = 1_000_000
"""The cell that is looked for after ``$``: the last one of whatever line."""


class ReaderCaret:
    """The caret of one reader, from when it is shown until it is left.

    Args:
        view: What it moves over; it has a viewport.
        layers: Where it says what is to be painted.
        set_focus: Called after each change with what it focuses, and what looks different besides.
    """

    def __init__(self, view: FlowView, layers: Layers, set_focus: Callable[..., None]) -> None:
        self._widget = view
        self._layers = layers
        self._set_focus = set_focus
        self.ground = Ground(view.document, self._folded)
        self._caret = Caret(0, 0)
        self._goal: int | None = None
        self._object: tuple[Caret, str] | None = None
        self._told: tuple[Caret, str] | None = None

    # What it is

    def begin(self, focus: Focus, by: By) -> bool:
        """Stand at the beginning of a focus, or at the first of it that is on the screen.

        A selection becomes the caret's. ``False``: there is nothing to stand on.
        """
        first, last = self._widget.visible_range
        seen = focus.start < last and focus.end > first
        at = self.ground.settle(max(focus.start, first) if seen else first)
        if at is None:
            return False
        chosen = self._between(focus.start, focus.end) if focus.kind == "selection" else None
        self.set((chosen or Caret(at, at))._replace(by=by))
        return True

    def end(self) -> None:
        """Show no caret any more; the focus stays."""
        before, self._layers.caret = self._layers.caret, None
        self._widget.repaint_ranges([before] if before else [])

    @property
    def state(self) -> Caret:
        """Where the caret is, and what it selects."""
        return self._caret

    @property
    def focus(self) -> Focus:
        """What verbs act on: the selection; without one, the sentence at the caret."""
        if self._caret.selecting:
            return Focus("selection", *selection(self.ground, self._caret))
        return Focus("sentence", *sentence_at(self.ground, self._caret.at))

    @property
    def told(self) -> str:
        """How much is selected, in words."""
        if self._told is None or self._told[0] != self._caret:
            self._told = self._caret, told(self.ground, self._caret)
        return self._told[1]

    def on_line(self, spot: Spot, line: Line, flow: Flow) -> Line:
        """The line with a cell for the caret, where that stands on nothing that is painted."""
        at = self._caret.at
        if flow.unit_at(at) != spot.unit or any(p.start <= at < p.end for p in line.pieces):
            return line
        where, cell = flow.position(at)
        return (
            line._replace(decos=(*line.decos, Deco(cell, " ", "caret"))) if where == spot else line
        )

    # Changing it

    def set(self, caret: Caret) -> None:
        """Another caret; the screen follows."""
        self._goal = None
        self._place(caret)

    def go(self, offset: int) -> None:
        """Move the caret to an offset, or to the next stop; it selects from where it did."""
        stop = self.ground.settle(offset)
        if stop is not None:
            self.set(self._caret.moved(stop))

    def put(self, spot: Spot, offset: int) -> None:
        """Move the caret to an offset on a line; past the text of the line, to its last stop."""
        flow = self._view.flow
        at = self.ground.settle(offset)
        if at is None or flow.position(at)[0] != spot:
            at = nearest_line(flow, self.ground, spot, _LINE_END, 1)
        self._land(at, None)

    def take(self, start: int, end: int) -> None:
        """Select ``[start, end)`` as the mouse does: the caret at its end, nothing scrolls."""
        chosen = self._between(start, end)
        if chosen is not None:
            self._goal = None
            self._place(chosen, follow=False)

    def _between(self, start: int, end: int) -> Caret | None:
        first, last = self.ground.settle(start), self.ground.before(end)
        if first is None or last is None or first > last:
            return None
        return Caret(first, last)

    def toggle_selecting(self) -> None:
        """Select from here on; or select nothing any more."""
        caret = self._caret
        self.set(Caret(caret.at, caret.at, selecting=not caret.selecting))

    def toggle_by(self) -> None:
        """Select whole blocks, or characters again; while nothing is selected, blocks from here."""
        caret = self._caret
        if not caret.selecting:
            self.set(Caret(caret.at, caret.at, by="block"))
        else:
            self.set(caret._replace(by="block" if caret.by == "character" else "character"))

    def select(self, kind: objects.Kind, count: int, *, around: bool) -> bool:
        """Select a text object; says whether there is one here."""
        name = f"{kind} {around}"
        again = self._object == (self._caret, name)
        found = objects.select(self.ground, self._caret, kind, count, around=around, again=again)
        if found is None:
            return False
        self.set(found)
        self._object = found, name
        return True

    def move(self, motion: str, count: int = 1) -> None:
        """Move ``count`` times; ``motion`` is one of ``tui.caret.motions`` or of lines."""
        over_text = MOTIONS.get(motion)
        if over_text is not None:
            self.set(self._caret.moved(over_text(self.ground, self._caret, count)))
            return
        name, _, how = motion.partition("_")
        if name == "line":
            self._over_lines(count if how == "down" else -count)
        elif name == "edge":
            self._to_edge(how, count)
        elif name == "screen":
            self._to_row(how, count)
        else:
            page = self._view.page
            lines = max(page // 2 if name == "half" else page - CONTEXT, 1)
            self._by_page(lines * (count if how == "down" else -count))

    # Over lines

    @property
    def _view(self) -> Viewport:
        view = self._widget.view
        if view is None:
            raise RuntimeError("a caret in a reader without a size")
        return view

    def _over_lines(self, lines: int) -> None:
        flow = self._view.flow
        spot, cell = flow.position(self._caret.at)
        goal = cell if self._goal is None else self._goal
        self._land(step_lines(flow, self.ground, spot, goal, lines), goal)

    def _to_edge(self, how: str, count: int) -> None:
        """To the beginning, the first word, or the end of the line; ``count - 1`` lines below."""
        flow = self._view.flow
        spot, _ = flow.position(self._caret.at)
        if how == "end" and count > 1:
            below = step_lines(flow, self.ground, spot, _LINE_END, count - 1)
            spot = spot if below is None else flow.position(below)[0]
        at = edge_of_line(flow, self.ground, spot, last=how == "end", blanks=how != "text")
        self._land(at, _LINE_END if how == "end" else None)

    def _to_row(self, how: str, count: int) -> None:
        """To the line on top of the screen, in its middle, below; ``count - 1`` lines inwards."""
        view = self._view
        context = _context(view)
        shown = min(view.page, view.flow.height - view.number)
        lowest = view.page - 1 - context
        inwards = min(count - 1, max(lowest - context, 0))
        if how == "top":
            row, step = (context if view.number else 0) + inwards, 1
        elif how == "bottom":
            row, step = lowest - inwards, -1
        else:
            row, step = shown // 2, 1
        spot = view.spot_at(row)
        at = nearest_line(view.flow, self.ground, spot, 0, step)
        self._land(at, None)

    def _by_page(self, lines: int) -> None:
        view = self._view
        spot, cell = view.flow.position(self._caret.at)
        goal = cell if self._goal is None else self._goal
        target = view.flow.step(spot, lines)
        view.scroll(lines)
        step = 1 if lines > 0 else -1
        self._land(nearest_line(view.flow, self.ground, target, goal, step), goal, scrolled=True)

    def _land(self, at: int | None, goal: int | None, *, scrolled: bool = False) -> None:
        if at is not None:
            self._goal = goal
            self._place(self._caret.moved(at), scrolled=scrolled)

    # The screen

    def _place(self, caret: Caret, *, scrolled: bool = False, follow: bool = True) -> None:
        self._caret = caret
        self._object = None
        scrolled = (follow and keep_in_sight(self._view, caret.at)) or scrolled
        after = (caret.at, self.ground.end_of(caret.at))
        before, self._layers.caret = self._layers.caret or after, after
        self._set_focus(self.focus, before, after)
        if scrolled:
            self._widget.steer()

    def _folded(self, block: int) -> Range | None:
        flow = self._view.flow
        unit = flow.unit_of_block(block)
        return (flow.units[unit].first, flow.units[unit].last) if flow.is_folded(unit) else None


# Rules over lines


def keep_in_sight(view: Viewport, at: int) -> bool:
    """Scroll as little as brings ``at`` on the screen, with some lines above and below it.

    Farther than a screen away, it comes a third down. Says whether anything moved.
    """
    before = view.top
    spot, _ = view.flow.position(at)
    row = view.flow.number(spot) - view.number
    context = _context(view)
    lowest = view.page - 1 - context
    if not -view.page < row < 2 * view.page:
        view.put(at, "third")
    elif row < context:
        view.scroll(row - context)
    elif row > lowest:
        view.scroll(row - lowest)
    return view.top != before


def _context(view: Viewport) -> int:
    return min(CONTEXT, (view.page - 1) // 4)


def step_lines(flow: Flow, ground: Ground, spot: Spot, goal: int, lines: int) -> int | None:
    """The stop nearest to cell ``goal`` so many lines with text below (above, if negative).

    As far as there are lines; ``None``: there is none.
    """
    step, found = (1 if lines > 0 else -1), None
    for _ in range(abs(lines)):
        following = flow.step(spot, step)
        while (stop := stop_on_line(flow, ground, following, goal)) is None:
            spot, following = following, flow.step(following, step)
            if following == spot:
                return found
        if following == spot:
            return found
        spot, found = following, stop
    return found


def nearest_line(flow: Flow, ground: Ground, spot: Spot, goal: int, step: int) -> int | None:
    """The stop nearest to cell ``goal`` on a line, else on the next one with text."""
    stop = stop_on_line(flow, ground, spot, goal)
    for direction in (step, -step):
        if stop is None:
            stop = step_lines(flow, ground, spot, goal, direction)
    return stop


def stop_on_line(flow: Flow, ground: Ground, spot: Spot, cell: int) -> int | None:
    """The stop at a cell of a line, or the nearest before it; ``None``: the line has none."""
    pieces = _pieces(flow, spot)
    if not pieces:
        return None
    start, end = flow.cluster_at(spot, cell)
    if start < end and ground.is_stop(start):
        return start
    for piece in reversed(pieces):
        if piece.cell <= cell:
            stop = _last_of(ground, piece._replace(end=max(min(start, piece.end), piece.start)))
            if stop is None:
                stop = _last_of(ground, piece)
            if stop is not None:
                return stop
    return edge_of_line(flow, ground, spot, last=False)


def edge_of_line(
    flow: Flow, ground: Ground, spot: Spot, *, last: bool, blanks: bool = True
) -> int | None:
    """The first or last stop of a line; without ``blanks``, the first that is none."""
    pieces = _pieces(flow, spot)
    for piece in reversed(pieces) if last else pieces:
        stop = _last_of(ground, piece) if last else _first_of(ground, piece)
        if stop is None:
            continue
        while not blanks and stop < piece.end - 1 and ground.text[stop].isspace():
            stop += 1
        return stop
    return None


def _pieces(flow: Flow, spot: Spot) -> Sequence[Piece]:
    """The pieces of a line from left to right."""
    return sorted(flow.line(spot).pieces)


def _first_of(ground: Ground, piece: Piece) -> int | None:
    if piece.start == piece.end:
        return piece.start if ground.is_stop(piece.start) else None
    return ground.first_in(piece.start, piece.end)


def _last_of(ground: Ground, piece: Piece) -> int | None:
    if piece.start == piece.end:
        return piece.start if ground.is_stop(piece.start) else None
    return ground.last_in(piece.start, piece.end)
