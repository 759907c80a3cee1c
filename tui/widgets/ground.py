"""Shorter ways to the screen for lines that need nothing laid under them.

Textual makes each line of a container anew, though all are alike and the panes cover most of them;
and it copies each painted line three times to lay styles under and frames around it. Together that
is half of what a frame costs.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class LinesAlike(Widget):
    """A mixin for containers whose lines are all alike: no title, no border above or below."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The first line of a region, once for each of its lines."""
        first = super().render_lines(Region(crop.x, crop.y, crop.width, min(crop.height, 1)))
        return first * crop.height


class Ground(LinesAlike):
    """A container that does no more than hold its children and give them a ground."""

    DEFAULT_CSS = """
    Ground { width: 1fr; height: 1fr; layout: vertical; overflow: hidden; }
    """


def finished(widget: Widget, strips: Iterable[Strip], crop: Region) -> list[Strip]:
    """Whole lines of ``widget``, as its ``render_lines`` gives them: filtered, cut to ``crop``.

    Only where every cell has its ground and the widget no frame: see ``needs_no_more``.
    """
    lines = list(strips)
    background = widget.background_colors[1]
    for line_filter in widget.get_line_filters():
        lines = [strip.apply_filter(line_filter, background) for strip in lines]
    if crop.column_span != (0, widget.size.width):
        lines = [strip.crop(*crop.column_span) for strip in lines]
    return lines


def needs_no_more(widget: Widget) -> bool:
    """Whether nothing is laid around or over the widget's own lines."""
    styles = widget.styles
    return not styles.gutter and widget.opacity == 1 and not styles.tint.a
