"""A selection drawn with the mouse: from where the button went down to the pointer."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer

from tui.widgets.flow_view import FlowView

_EDGE_PAUSE = 0.05


class Drag:
    """One drag at a time over ``view``; held over its edge, it scrolls.

    Args:
        view: What is dragged over; it has the mouse until the button goes up.
        under: The offsets ``[start, end)`` of what is shown at a cell ``(x, y)`` of the view.
        select: Called with the offsets ``start, end`` each time the selection changes.
    """

    def __init__(
        self,
        view: FlowView,
        under: Callable[[int, int], tuple[int, int]],
        select: Callable[[int, int], None],
    ) -> None:
        self._view = view
        self._under = under
        self._select = select
        self._from: tuple[int, int] | None = None
        self._cell = (0, 0)
        self._timer: Timer | None = None
        self.selected = False

    def begin(self, x: int, y: int) -> None:
        """The button went down on a cell."""
        self._from = self._under(x, y)
        self._cell = (x, y)
        self.selected = False
        self._view.capture_mouse()

    def move(self, x: int, y: int) -> None:
        """The pointer is over a cell, perhaps outside of the view."""
        if self._from is None:
            return
        self._cell = (x, y)
        self._reach()
        outside = not 0 <= y < self._view.scrollable_content_region.height
        if outside and self._timer is None:
            self._timer = self._view.set_interval(_EDGE_PAUSE, self._scroll)

    def drop(self) -> bool:
        """End it; says whether it selected anything."""
        made = self._from is not None and self.selected
        self._from = None
        self._stop_timer()
        if self._view.is_attached and self._view.app.mouse_captured is self._view:
            self._view.release_mouse()
        return made

    def _reach(self) -> None:
        """Select from where it began to the pointer."""
        if self._from is None:
            return
        here = self._under(*self._cell)
        if here == self._from and not self.selected:
            return
        start, end = min(self._from[0], here[0]), max(self._from[1], here[1])
        if start < end:
            self.selected = True
            self._select(start, end)

    def _scroll(self) -> None:
        """Scroll while the pointer is held over an edge."""
        below = self._cell[1] - self._view.scrollable_content_region.height + 1
        lines = below if below > 0 else min(self._cell[1], 0)
        if self._from is None or not lines:
            self._stop_timer()
            return
        self._view.scroll_by_lines(lines)
        self._reach()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
