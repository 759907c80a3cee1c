"""A box over the text with a few lines of their own: a footnote, right under its reference."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from store.text.document import Document
from themes.theme import Theme, over
from tui.layout.columns import MARGIN, RIGHT, Columns
from tui.layout.flow import Flow
from tui.layout.lines import Line
from tui.layout.paint import Layers
from tui.theming import rich_style
from tui.widgets.reader_paint import LinePainter

FRAME = 2
"""Lines and cells that the frame takes."""


class Popup(Widget):
    """The lines of a short document in a frame; more than fit are scrolled through.

    Args:
        document: What is shown.
        theme: How it looks.
        width: Cells of the box; ``rows``: lines that it may have at most. Both with its frame.
    """

    DEFAULT_CSS = "Popup { overlay: screen; position: absolute; width: auto; height: auto; }"

    def __init__(self, document: Document, theme: Theme, width: int, rows: int) -> None:
        super().__init__()
        inner = width - FRAME
        columns = Columns(inner, 0, max(inner - MARGIN - RIGHT, 1))
        flow = Flow(document, columns.text)
        self._lines: list[Line] = [
            line for unit in range(len(flow.units)) for line in flow.lay(unit).lines
        ][1:]  # the air above the first block
        panel = theme.paints["panel"]
        paints = {**theme.paints, "background": over(theme.paints["background"], panel)}
        self._painter = LinePainter(document, theme._replace(paints=paints), columns)
        self._border = rich_style(over(paints["background"], paints["border"]))
        self._top = 0
        self._page = max(min(len(self._lines), rows - FRAME), 1)
        self._inner = inner
        self.styles.width = width
        self.styles.height = self.height = self._page + FRAME

    @property
    def rest(self) -> int:
        """Lines that are left below."""
        return len(self._lines) - self._top - self._page

    def scroll_lines(self, lines: int) -> bool:
        """Scroll; says whether there is more than is shown at once."""
        last = max(len(self._lines) - self._page, 0)
        self._top = min(max(self._top + lines, 0), last)
        self.refresh()
        return last > 0

    @property
    def page(self) -> int:
        """Lines shown at once."""
        return self._page

    def render_line(self, y: int) -> Strip:
        """The strip of one line of the box."""
        if y == 0:
            return self._edge("╭", "╮", "↑" if self._top else "")
        if y > self._page:
            return self._edge("╰", "╯", f"↓ {self.rest}" if self.rest > 0 else "")
        line = self._lines[self._top + y - 1]
        side = Segment("│", self._border)
        inside = self._painter.paint(line, Layers(), (), bar=False)
        return Strip([side, *inside, side], self._inner + FRAME)

    def _edge(self, left: str, right: str, sign: str) -> Strip:
        sign = f" {sign} " if sign else ""
        bar = "─" * (self._inner - len(sign) - 1) + sign + "─"
        return Strip([Segment(f"{left}{bar}{right}", self._border)], self._inner + FRAME)
