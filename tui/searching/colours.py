"""The typed line, the place that is wrong underlined."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.style import Style
from rich.text import Text


class LineColours(Highlighter):
    """Paints what is typed into one field.

    Attributes:
        wrong: What cannot be read, in code points; ``None``: nothing is wrong.
    """

    def __init__(self, style: Style) -> None:
        self._style = style
        self.wrong: tuple[int, int] | None = None

    def highlight(self, text: Text) -> None:
        """Mark the wrong place; where something is missing, what stands before it."""
        if self.wrong is not None:
            start, end = self.wrong
            text.stylize(self._style, max(0, min(start, end - 1)), end)
