"""The reader's scroll bar: where one is, what lies above, and highlights and matches as ticks."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from rich.segment import Segment
from textual import events
from textual.scrollbar import ScrollBar, ScrollTo
from textual.strip import Strip

from themes.theme import Paint, Role, Theme, over
from tui.layout.minimap import OnBar, Ticks, line_of_cell, thumb, ticks_of
from tui.theming import rich_style

TICK = "━"
MATCH = "─"
ABOVE = "│"
"""Beside a highlight, a match, and what lies above the screen."""


class Minimap(ScrollBar):
    """A vertical bar of one cell. A click beside its thumb goes to what stands there.

    Args:
        theme: Gives the theme.
        shown: Gives what the ticks are made of.
    """

    def __init__(self, theme: Callable[[], Theme], shown: Callable[[], OnBar]) -> None:
        super().__init__(vertical=True, name="vertical", thickness=1)
        self._theme = theme
        self._shown = shown
        self._ticks: tuple[OnBar, tuple[int, int], Ticks] | None = None

    def render_line(self, y: int) -> Strip:
        """One cell."""
        size = self.size.height
        first, last = self._thumb(size)
        on_thumb = first <= y <= last
        paints = self._theme().paints
        bar: Role = "accent" if self.grabbed else "muted" if self.mouse_over else "border"
        if self._theme().colour:
            ground = Paint(bg=paints[bar].fg if on_thumb else paints["background"].bg)
        else:
            ground = Paint(reverse=on_thumb)
        glyph, paint = self._tick(y, self._ticks_on(size))
        if not glyph and y < first:
            glyph, paint = ABOVE, Paint(fg=paints["border"].fg)
        return Strip([Segment(glyph or " ", rich_style(over(ground, paint)))], 1)

    def _ticks_on(self, size: int) -> Ticks:
        """The ticks, found once for what is shown."""
        shown = self._shown()
        measured = (shown.flow.height if shown.flow is not None else 0, size)
        known = self._ticks
        if known is None or known[1] != measured or not _same(known[0], shown):
            known = self._ticks = shown, measured, ticks_of(shown, size)
        return known[2]

    def _tick(self, y: int, ticks: Ticks) -> tuple[str, Paint]:
        """Glyph and paint of what stands at a cell; of several things what is looked for now."""
        theme = self._theme()
        if y in ticks.matches:
            strong = Paint(bold=True) if y == ticks.current else Paint()
            return (TICK if strong.bold else MATCH), over(theme.paints["accent"], strong)
        if y not in ticks.marks:
            return "", Paint()
        glyph, paint = theme.mark(ticks.marks[y])
        return (TICK if theme.colour else glyph), paint

    def _thumb(self, size: int) -> tuple[int, int]:
        return thumb(
            int(self.position), ceil(self.window_size), ceil(self.window_virtual_size), size
        )

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the thumb, or go where was clicked."""
        size = self.size.height
        first, last = self._thumb(size)
        if first <= event.y <= last:
            self.action_grab()
        elif last >= first:
            line = line_of_cell(event.y, ceil(self.window_virtual_size), size)
            self.post_message(ScrollTo(y=line - self.window_size // 3, animate=False))


def _same(one: OnBar, other: OnBar) -> bool:
    """Whether two are of the very same things: comparing a thousand highlights takes too long."""
    return one.current == other.current and all(
        a is b for a, b in zip(one[:-1], other[:-1], strict=True)
    )
