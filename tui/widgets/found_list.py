"""The list of what a search found: articles with their passages, what matched standing out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from themes.theme import Role
from tui.safe import clip, one_line
from tui.searching.answers import Range
from tui.searching.rows import HitRow, Key, Run, line_count, passage_lines, place_of, runs_of
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

_ROOMY = 60
"""Cells of a line from which it has room for more than titles and passages."""
_INDENT = 3
"""Cells before a title, and before the words of a passage."""
_LEAST = 8
"""Cells that are worth beginning to say something in."""


class FoundList(RowList, can_focus=False):
    """Hits, some of them with the head of their article above.

    Attributes:
        rows: What is listed.
        dimmed: It answers an older question than the one that is typed.
    """

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.rows: Sequence[HitRow] = ()
        self.dimmed = False
        self._nothing: Sequence[str] = ()
        self._passage, self._gap = 2, 0

    def show(self, rows: Sequence[HitRow], key: Key | None, nothing: Sequence[str] = ()) -> None:
        """Show these rows with the cursor on a hit, or its article, or else on the first one.

        Args:
            rows: As ``rows_of`` gives them.
            key: Of the hit.
            nothing: Lines to show if there are no rows.
        """
        self.rows, self._nothing = rows, nothing
        index = place_of(rows, key)
        self.cursor = index or 0
        self._lay_out()
        if index is None:
            self.scroll_to(y=0, animate=False, force=True)
        else:
            self.show_cursor()

    def dim(self, dimmed: bool) -> None:  # noqa: FBT001 - says what its name says
        """Show that this is no answer to what is typed now, or that it is."""
        if dimmed != self.dimmed:
            self.dimmed = dimmed
            self.repaint()

    def set_room(self, lines: int, gap: int) -> None:
        """Give passages so many lines, and leave so many free above an article."""
        if (lines, gap) != (self._passage, self._gap):
            self._passage, self._gap = lines, gap
            self._lay_out()
            self.show_cursor()

    @property
    def chosen(self) -> HitRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    @property
    def at_end(self) -> bool:
        """The cursor is on the last row."""
        return self.cursor >= len(self.rows) - 1

    def on_resize(self) -> None:
        """Passages break elsewhere now."""
        self._lay_out()
        super().on_resize()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        starts, line = [], 0
        for row in self.rows:
            starts.append(line)
            line += self._above(row) + row.first + self._lines_of(row, width)
        self.lay_out(starts, line)

    def _above(self, row: HitRow) -> int:
        """Free lines above the head of an article; the first one needs none."""
        return self._gap if row.first and row is not self.rows[0] else 0

    def _lines_of(self, row: HitRow, width: int) -> int:
        """The lines of a row's passage; one at least, if it has no head."""
        if not row.hit.snippet:
            return 0 if row.first and not row.color else 1
        return line_count(row.hit.snippet, _room(row, width), self._passage)

    # -- painting ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen; without hits, the words for that."""
        if self.rows or self.dimmed or y >= len(self._nothing):
            return super().render_line(y)
        base, muted = self.look.style("panel"), self.look.style("panel", "muted")
        words = self._nothing[y]
        return line_of([("  ", base), (words, muted)], self.scrollable_content_region.width, base)

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """The head of an article, or a line of a passage."""
        row = self.rows[index]
        line -= self._above(row)
        if line < 0:
            return Strip.blank(width, self.look.style("panel"))
        ground: Role = "cursor_row" if cursor else "panel"
        edge: Piece = (" ", self.look.style(ground))
        if cursor:
            edge = ("▌", self.look.style(ground, "muted" if self.dimmed else "accent"))
        if row.first and not line:
            return self._head(row, width, ground, edge)
        return self._part(row, line - row.first, width, ground, edge)

    def _head(self, row: HitRow, width: int, ground: Role, edge: Piece) -> Strip:
        """Title, author and day, why it was found, how many places."""
        base, muted = self.look.style(ground), self.look.style(ground, "muted")
        sign = " " if not row.others else "▾" if row.unfolded else "▸"
        title = one_line(row.hit.title) or "untitled"
        parts = (row.why, row.size if width >= _ROOMY else f"{row.places or ''}")
        right = " · ".join(part for part in parts if part)
        room = width - _INDENT - (cell_len(right) + 2 if right else 1)
        pieces: list[Piece] = [edge, (f"{sign} ", muted)]
        if cell_len(title) > room:
            title = clip(title, max(room, width - width // 3 - _INDENT - 2))
        pieces += self._words(runs_of(*_titled(row, title)), ground, "heading")
        left = room - cell_len(title) - 2
        if row.about and left >= _LEAST:
            pieces.append((f"  {clip(row.about, left)}", muted))
        return line_of(pieces, width, base, (right, muted))

    def _part(self, row: HitRow, line: int, width: int, ground: Role, edge: Piece) -> Strip:
        """A line of the passage; of a highlight with its mark in the margin."""
        base, muted = self.look.style(ground), self.look.style(ground, "muted")
        margin: Piece = self.look.mark(row.color, base) if row.color else (" ", base)
        pieces: list[Piece] = [edge, margin, (" ", base)]
        hit = row.hit
        lines = passage_lines(hit.snippet, hit.matches, _room(row, width), self._passage)
        if line < len(lines):
            pieces += self._words(lines[line], ground, "text")
        tail = _tail(row, width) if line == self._lines_of(row, width) - 1 else ""
        return line_of(pieces, width, base, (tail, muted))

    def _words(self, runs: Sequence[Run], ground: Role, role: Role) -> list[Piece]:
        """Runs in the style of ``role``, what matched standing out; all muted when dimmed."""
        if self.dimmed:
            return [(text, self.look.style(ground, "muted")) for text, _ in runs]
        found, plain = self.look.style(ground, role, "match"), self.look.style(ground, role)
        return [(text, found if matched else plain) for text, matched in runs]


def _room(row: HitRow, width: int) -> int:
    """Cells for the words of a passage."""
    tail = cell_len(_tail(row, width))
    return max(2, width - _INDENT - (tail + 2 if tail else 1))


def _tail(row: HitRow, width: int) -> str:
    """What stands after a passage: tags, reasons of a hit without a head, hits folded away."""
    parts = [" ".join(f"#{tag}" for tag in row.tags)]
    if not row.first:
        parts.append(row.why)
    elif row.others and not row.unfolded:
        parts.append(f"+{row.others} more" if width >= _ROOMY else f"+{row.others}")
    return clip(" · ".join(part for part in parts if part), width // 3)


def _titled(row: HitRow, title: str) -> tuple[str, int, int, Sequence[Range]]:
    """The shown title, all of it, and where it matches: nowhere if it is not shown as it is."""
    whole = row.hit.title.startswith(title.removesuffix("…"))
    return title, 0, len(title), row.titled if whole else ()
