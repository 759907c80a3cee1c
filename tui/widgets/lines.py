"""A few lines of bits, as they are given: heads, notices, what the keys do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from tui.note_lines import BitLine
from tui.theming import Look
from tui.widgets.rows import Piece, line_of


class Lines(Widget):
    """Lines of bits, as they are given."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Lines { height: auto; width: 1fr; padding: 0 1; }"

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: Sequence[BitLine] = ()

    def show(self, lines: Sequence[BitLine]) -> None:
        """Show these lines."""
        self._lines = lines
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line."""
        base = self._look.style("panel")
        bits = self._lines[y] if y < len(self._lines) else ()
        pieces: list[Piece] = [(bit.text, self._look.style("panel", *bit.roles)) for bit in bits]
        return line_of(pieces, self.size.width, base)
