"""What lies behind the panes: painted as one line, many times.

Textual makes each line of a container anew, though all are alike and the panes cover most of them:
before the first frame that costs as much as the panes themselves.
"""

from __future__ import annotations

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
