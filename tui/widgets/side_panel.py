"""The right pane: title, tags and note of the article, its highlights, its contents."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from textual.strip import Strip

from store.model import Article, Highlight
from store.text.document import Document
from themes.theme import Role
from tui.safe import clip, fill, one_line
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

Part = Literal["about", "highlights", "contents"]
_QUOTE_LINES = 3
_NOTE_LINES = 2


class Bit(NamedTuple):
    """A piece of a line: its text and its role, or the mark of a highlight's colour."""

    text: str
    role: Role = "text"
    mark: str = ""


Line = tuple[Bit, ...]


class Row(NamedTuple):
    """One entry: what it shows, and where it leads.

    Attributes:
        start: Where in the article's text; -1: nowhere, it cannot be chosen.
        highlight: The id of the highlight it shows, or ``""``.
    """

    part: Part
    lines: tuple[Line, ...]
    start: int = -1
    end: int = -1
    highlight: str = ""
    tail: str = ""


class OutlineEntry(NamedTuple):
    """A heading of the article."""

    text: str
    offset: int
    level: int


def outline_of(document: Document) -> tuple[OutlineEntry, ...]:
    """The headings of a document, in order; the title is none of them."""
    return tuple(
        OutlineEntry(one_line(document.block_text(block)), block.start, block.level)
        for block in document.blocks
        if block.kind == "heading"
    )


class SidePanel(RowList):
    """What belongs to the open article. The cursor stands on highlights and headings only."""

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(look, id=id)
        self._article: Article | None = None
        self._highlights: Sequence[Highlight] = ()
        self._outline: Sequence[OutlineEntry] = ()
        self._section = -1
        self._rows: list[Row] = []
        self._made: dict[str, tuple[Highlight, int, Row]] = {}

    # -- what it shows -------------------------------------------------------------------------

    def show(
        self,
        article: Article | None,
        highlights: Sequence[Highlight] = (),
        outline: Sequence[OutlineEntry] = (),
    ) -> None:
        """Show another article (``None``: nothing is open), or new values of the same."""
        chosen = self.selected
        same = article is not None and self._article is not None and article.id == self._article.id
        self._article, self._highlights, self._outline = article, highlights, outline
        if not same:
            self._made.clear()
            self._section = -1
        self._build()
        if not same:
            self.cursor = self._nearest(0)
            self.scroll_to(y=0, animate=False, force=True)
        elif chosen is not None and chosen.highlight:
            self.cursor = self._nearest(self._index_of_highlight(chosen.highlight, self.cursor))
        self.repaint()

    def set_section(self, offset: int) -> None:
        """Show which heading the reader is under; ``offset`` is any place in the article."""
        offsets = [entry.offset for entry in self._outline]
        section = bisect.bisect_right(offsets, offset) - 1
        if section != self._section:
            self._section = section
            self._build()

    def follow(self, highlight_id: str) -> None:
        """Put the cursor on a highlight that the reader's focus is on."""
        index = self._index_of_highlight(highlight_id, -1)
        if index >= 0 and index != self.cursor:
            self.move_cursor(index)

    @property
    def selected(self) -> Row | None:
        """The row under the cursor, if it leads anywhere."""
        if self.cursor < len(self._rows) and self.selectable(self.cursor):
            return self._rows[self.cursor]
        return None

    def next_part(self, direction: int) -> bool:
        """Move the cursor to the next (1) or previous (-1) part; ``False``: there is none."""
        here = self.selected
        if here is None:
            return False
        order: list[Part] = ["highlights", "contents"]
        wanted = order.index(here.part) + direction if here.part in order else -1
        if not 0 <= wanted < len(order):
            return False
        for index, row in enumerate(self._rows):
            if row.part == order[wanted] and self.selectable(index):
                self.move_cursor(index)
                return True
        return False

    def _index_of_highlight(self, highlight_id: str, fallback: int) -> int:
        return next(
            (i for i, row in enumerate(self._rows) if row.highlight == highlight_id), fallback
        )

    # -- rows ----------------------------------------------------------------------------------

    def selectable(self, index: int) -> bool:
        """Only highlights and headings lead anywhere."""
        return 0 <= index < len(self._rows) and bool(
            self._rows[index].highlight or self._rows[index].start >= 0
        )

    def on_resize(self) -> None:
        """Another width: other lines."""
        self._build()

    def _build(self) -> None:
        width = max(8, self.scrollable_content_region.width - 3)
        self._rows = list(self._make(width)) if self._article is not None else []
        starts, line = [], 0
        for row in self._rows:
            starts.append(line)
            line += len(row.lines)
        self.lay_out(starts, line)

    def _make(self, width: int) -> Iterator[Row]:
        yield self._about(width)
        placed = [h for h in self._highlights if h.anchor.state != "unplaced"]
        lost = [h for h in self._highlights if h.anchor.state == "unplaced"]
        for title, group in (("Highlights", placed), ("Unplaced", lost)):
            if group or title == "Highlights":
                yield Row("highlights", ((), (Bit(title, "heading"),)), tail=str(len(group)))
                yield from (self._highlight(h, width) for h in group)
        if not placed and not lost:
            hint = fill("h marks the paragraph or sentence in focus.", width, 3)
            yield Row("highlights", tuple((Bit(line, "muted"),) for line in hint))
        if self._outline:
            yield Row("contents", ((), (Bit("Contents", "heading"),)))
            top = min(entry.level for entry in self._outline)
            for index, entry in enumerate(self._outline):
                yield self._heading(entry, entry.level - top, index == self._section, width)

    def _about(self, width: int) -> Row:
        article = self._article
        if article is None:
            return Row("about", ())
        lines = [(Bit(line, "title"),) for line in fill(article.title or "untitled", width, 3)]
        tags = " ".join(f"#{tag}" for tag in article.tags)
        lines += [(Bit(line, "tag"),) for line in fill(tags, width, 3)]
        lines += [(Bit(line, "note"),) for line in fill(article.note, width, 6)]
        return Row("about", tuple(lines))

    def _highlight(self, highlight: Highlight, width: int) -> Row:
        made = self._made.get(highlight.id)
        if made is not None and made[0] is highlight and made[1] == width:
            return made[2]
        mark = highlight.color
        quote = fill(highlight.quote, width, _QUOTE_LINES) or [""]
        lines: list[Line] = [(Bit("", mark=mark), Bit(quote[0]))]
        lines += [(Bit("  "), Bit(line)) for line in quote[1:]]
        tags = " ".join(f"#{tag}" for tag in highlight.tags)
        if tags:
            lines.append((Bit("  "), Bit(clip(tags, width), "tag")))
        note = next((line for line in highlight.note.splitlines() if line.strip()), "")
        for number, line in enumerate(fill(note, width - 2, _NOTE_LINES)):
            lines.append((Bit("  "), Bit("» " if not number else "  ", "muted"), Bit(line, "note")))
        row = Row(
            "highlights", tuple(lines), highlight.anchor.start, highlight.anchor.end, highlight.id
        )
        self._made[highlight.id] = (highlight, width, row)
        return row

    @staticmethod
    def _heading(entry: OutlineEntry, depth: int, here: bool, width: int) -> Row:  # noqa: FBT001 - private, named at its call
        indent = "  " * min(depth, 3)
        text = clip(entry.text, width - len(indent)) or "…"
        sign = Bit("▸ ", "accent") if here else Bit("  ")
        line: Line = (sign, Bit(indent + text, "accent" if here else "text"))
        return Row("contents", (line,), entry.offset, entry.offset)

    # -- painting ------------------------------------------------------------------------------

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """One line of a row, with a bar at the left when the cursor is on it."""
        row = self._rows[index]
        active = cursor and self.has_focus
        ground: Role = "cursor_row" if active else "panel"
        base = self.look.style(ground)
        edge = ("▌", self.look.style(ground, "accent")) if active else (" ", base)
        pieces: list[Piece] = [edge]
        for bit in row.lines[line]:
            if bit.mark:
                glyph, style = self.look.mark(bit.mark, base)
                pieces += [(glyph, style), (" ", base)]
            else:
                pieces.append((bit.text, self.look.style(ground, bit.role)))
        last = line == len(row.lines) - 1
        tail = (row.tail, self.look.style(ground, "muted")) if row.tail and last else None
        return line_of(pieces, width, base, tail)
