"""The head of the left pane: what is listed, and how many."""

from __future__ import annotations

from textual.strip import Strip
from textual.widget import Widget

from tui.theming import Look
from tui.widgets.rows import line_of


class ListHead(Widget):
    """One line of words, and a blank one where there is room."""

    ALLOW_SELECT = False

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.look = look
        self._count = 0
        self._query = ""

    def show(self, count: int, query: str) -> None:
        """Say how many articles are listed, and what they answer."""
        self._count, self._query = count, query
        self.refresh()

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self.look = look
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        base = self.look.style("panel")
        if y:
            return Strip.blank(self.size.width, base)
        title = ("Articles", self.look.style("panel", "heading"))
        if self._query:
            title = (self._query, self.look.style("panel", "accent"))
        count = (str(self._count), self.look.style("panel", "muted"))
        return line_of([(" ", base), title], self.size.width, base, count)
