"""Earlier and saved searches, to be taken up again."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from themes.theme import Role
from tui.searching.start import StartRow
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of


class StartList(RowList, can_focus=False):
    """Searches and examples under headings, one a line.

    Attributes:
        rows: What is listed.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.rows: Sequence[StartRow] = ()
        self._nothing: Sequence[str] = ()
        self._column = 0

    def show(self, rows: Sequence[StartRow], nothing: Sequence[str] = ()) -> None:
        """Show these rows; if there are none, the lines of ``nothing``."""
        here = self.chosen
        self.rows, self._nothing = rows, nothing
        examples = [row.title for row in rows if row.about and not row.line]
        self._column = max(map(cell_len, examples), default=0)
        lines = [row.line for row in rows]
        self.cursor = lines.index(here.line) if here is not None and here.line in lines else 0
        self.lay_out(range(len(rows)), len(rows))
        self.show_cursor()

    def selectable(self, index: int) -> bool:
        """Headings and examples lead nowhere."""
        return 0 <= index < len(self.rows) and bool(self.rows[index].line)

    @property
    def chosen(self) -> StartRow | None:
        """The search under the cursor."""
        return self.rows[self.cursor] if self.selectable(self.cursor) else None

    def render_line(self, y: int) -> Strip:
        """One line of the screen; without rows, the words for that."""
        if self.rows or y >= len(self._nothing):
            return super().render_line(y)
        base, muted = self.look.style("panel"), self.look.style("panel", "muted")
        words = self._nothing[y]
        return line_of([("  ", base), (words, muted)], self.scrollable_content_region.width, base)

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - a row has one line
        """A heading, or a search with its count."""
        row = self.rows[index]
        ground: Role = "cursor_row" if cursor and row.line else "panel"
        base, muted = self.look.style(ground), self.look.style(ground, "muted")
        if not row.line:
            pieces: list[Piece] = [("    " if row.about else "  ", base), (row.title, muted)]
            gap = " " * (self._column + 2 - cell_len(row.title))
            return line_of([*pieces, (gap, base), (row.about, muted)], width, base)
        edge: Piece = ("▌", self.look.style(ground, "accent")) if cursor else (" ", base)
        pieces = [edge, ("   ", base), (row.title, self.look.style(ground, "text"))]
        if row.about:
            pieces.append((f"  {row.about}", muted))
        return line_of(pieces, width, base, (row.tail, muted))
