"""Painting laid-out lines as strips: margin marks, text with what lies over it, grounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment as Run
from rich.style import Style
from textual.strip import Strip

from store.model import Highlight
from store.text.document import Document, SpanKind
from themes.theme import Paint, Role, Theme, over
from tui.layout.blocks import CODE_INDENT
from tui.layout.cells import Measure, is_plain
from tui.layout.cells import shown as shown_text
from tui.layout.cells import width as cell_width
from tui.layout.code_tokens import Token
from tui.layout.columns import MARGIN, Columns
from tui.layout.lines import Deco, Line, LineRole, Piece
from tui.layout.paint import InlineSpans, Layers, Match, Segment, flatten
from tui.theming import rich_style
from tui.widgets.hyperlinks import Hyperlinks

FOCUS_BAR = "▏"
MORE_MARKS = "+"
RIGHT_TO_LEFT = "⇐"
"""Beside the first line of a text that is read from right to left: shown as it is written."""

_LINE_PAINTS: dict[LineRole, tuple[Role, Paint]] = {
    "text": ("text", Paint()),
    "title": ("title", Paint(underline=True)),
    "heading1": ("heading", Paint(underline=True)),
    "heading": ("heading", Paint()),
    "heading3": ("heading", Paint(italic=True)),
    "heading4": ("text", Paint(italic=True)),
    "heading5": ("text", Paint(underline=True)),
    "head": ("text", Paint(bold=True)),
    "byline": ("byline", Paint()),
    "quote": ("quote", Paint()),
    "code": ("code", Paint()),
    "caption": ("caption", Paint()),
    "contents": ("muted", Paint()),
    "furniture": ("furniture", Paint()),
    "muted": ("muted", Paint()),
    "rule": ("rule", Paint()),
    "caret": ("caret", Paint()),
}
_INLINE_ROLES: dict[SpanKind, Role] = {
    "strong": "strong",
    "emphasis": "emphasis",
    "strike": "strike",
    "code": "code",
    "link": "link",
    "image": "caption",
    "footnote": "footnote",
}


class _Look(NamedTuple):
    """What decides how a run of cells looks; the key of the cache of styles."""

    role: LineRole
    panel: bool = False
    inline: tuple[SpanKind, ...] = ()
    highlights: tuple[tuple[str, str], ...] = ()
    match: Match = 0
    focus: bool = False
    selection: bool = False
    token: Token | None = None
    caret: bool = False


class LinePainter:
    """Paints lines of one document in one theme at one width."""

    def __init__(self, document: Document, theme: Theme, columns: Columns) -> None:
        self._document = document
        self._theme = theme
        self._columns = columns
        self._inline = InlineSpans(document)
        self._links = Hyperlinks(document)
        self._styles: dict[_Look, Style] = {}
        self._marks: dict[str, tuple[str, Style]] = {}
        self._blank = self._style(_Look("text"))
        self.blank = Strip([Run(" " * columns.total, self._blank)], columns.total)
        self._bar = rich_style(self._on_ground(theme.paints["focus_mark"]))
        self._more = rich_style(self._on_ground(theme.paints["muted"]))

    def paint(
        self, line: Line, layers: Layers, highlights: Sequence[Highlight], *, bar: bool
    ) -> Strip:
        """The strip of one line.

        Args:
            line: As it is laid out.
            layers: What lies over the text.
            highlights: In the order of ``layers.highlights``.
            bar: The focus's mark stands beside it.
        """
        text, seen, cells = self._text(line, layers, highlights)
        runs = [Run(" " * self._columns.left, self._blank)] if self._columns.left else []
        runs.append(Run(FOCUS_BAR, self._bar) if bar else Run(" ", self._blank))
        runs += self._margin(seen)
        runs += text
        total = self._columns.total
        cells += self._columns.text_left
        edge = self._columns.text_left + self._columns.text
        if line.right_to_left and cells <= edge < total:
            runs += [Run(" " * (edge - cells), self._blank), Run(RIGHT_TO_LEFT, self._more)]
            cells = edge + 1
        if cells < total:
            runs.append(Run(" " * (total - cells), self._blank))
        strip = Strip(runs, max(cells, total))
        return strip if cells <= total else strip.crop(0, total)

    def _margin(self, seen: Sequence[str]) -> list[Run]:
        """The marks of a line whose highlights have the colours ``seen``, in order."""
        marks = [self._mark(color) for color in seen[:2]]
        if len(seen) > 2:
            marks[1] = (MORE_MARKS, self._more)
        runs = [Run(glyph, style) for glyph, style in marks]
        return [*runs, Run(" " * (MARGIN - 1 - len(runs)), self._blank)]

    def _mark(self, color: str) -> tuple[str, Style]:
        if color not in self._marks:
            glyph, paint = self._theme.mark(color)
            self._marks[color] = glyph, rich_style(self._on_ground(paint))
        return self._marks[color]

    def _text(
        self, line: Line, layers: Layers, highlights: Sequence[Highlight]
    ) -> tuple[list[Run], list[str], int]:
        """Runs of the text column, colours of the highlights on it in order, cells in all."""
        runs: list[Run] = []
        seen: dict[int, str] = {}
        panel_from = _panel_from(line)
        cell = 0
        parts: list[Deco | Piece] = [*line.decos, *line.pieces]
        parts.sort(key=lambda part: part.cell)
        for part in parts:
            if part.cell > cell:
                runs += self._gap(cell, part.cell, panel_from)
                cell = part.cell
            if isinstance(part, Piece):
                cell += self._piece(line, part, layers, highlights, runs, seen)
                if part.fill and runs:
                    runs.append(Run(" " * part.fill, runs[-1].style))
                    cell += part.fill
            else:
                runs.append(
                    Run(shown_text(part.text), self._style(_Look(part.role, cell >= panel_from)))
                )
                cell += cell_width(part.text)
        if line.kind == "code" and cell < self._columns.text:
            runs += self._gap(cell, self._columns.text, panel_from)
            cell = self._columns.text
        return runs, [seen[index] for index in sorted(seen)], cell

    def _gap(self, start: int, end: int, panel_from: int) -> list[Run]:
        plain_end = min(max(panel_from, start), end)
        runs = []
        if plain_end > start:
            runs.append(Run(" " * (plain_end - start), self._blank))
        if end > plain_end:
            runs.append(Run(" " * (end - plain_end), self._style(_Look("text", panel=True))))
        return runs

    def _piece(
        self,
        line: Line,
        piece: Piece,
        layers: Layers,
        highlights: Sequence[Highlight],
        runs: list[Run],
        seen: dict[int, str],
    ) -> int:
        """Paints one piece; returns its cells, notes the highlights ``seen`` on it."""
        text = self._document.text
        plain = is_plain(text[piece.start : piece.end])
        measure = None if plain else Measure(text[piece.start : piece.end])
        cells = 0
        for segment in flatten(piece.start, piece.end, layers, self._inline, measure):
            for index in segment.highlights:
                seen[index] = highlights[index].color
            words = text[segment.start : segment.end]
            words = words if plain else shown_text(words)
            cells += len(words) if plain else cell_width(words)
            style = self._style(_look(line, segment, highlights))
            if "link" in segment.inline:
                style = self._links.style(style, segment.start)
            runs.append(Run(words, style))
        return cells

    def _style(self, look: _Look) -> Style:
        style = self._styles.get(look)
        if style is None:
            if len(self._styles) > 4000:
                self._styles.clear()
            style = self._styles[look] = rich_style(self._paint(look))
        return style

    def _on_ground(self, paint: Paint) -> Paint:
        return over(self._theme.paints["background"], paint)

    def _paint(self, look: _Look) -> Paint:
        paints = self._theme.paints
        role, variant = _LINE_PAINTS[look.role]
        paint = over(paints["panel" if look.panel else "background"], paints["text"])
        paint = over(over(paint, paints[role]), variant)
        if look.token:
            paint = over(paint, paints[look.token])
        for kind in look.inline:
            paint = over(paint, paints[_INLINE_ROLES[kind]])
        if look.focus:
            paint = over(paint, paints["focus"])
        for color, style in look.highlights:
            paint = over(paint, self._theme.highlight(color, style))
        if look.focus and look.highlights:
            paint = over(paint, Paint(bold=True))
        if len(look.highlights) > 1:
            paint = over(paint, Paint(underline=True))
        if look.caret:
            return over(paint, paints["caret"])
        if look.match == 2:  # seen even when the search has selected it
            return over(paint, paints["match_current"])
        if look.match:
            paint = over(paint, paints["match"])
        return over(paint, paints["selection"]) if look.selection else paint


def _look(line: Line, segment: Segment, highlights: Sequence[Highlight]) -> _Look:
    return _Look(
        line.role,
        line.kind == "code",
        segment.inline,
        tuple((highlights[index].color, highlights[index].style) for index in segment.highlights),
        segment.match,
        segment.focus,
        segment.selection,
        token=segment.token,
        caret=segment.caret,
    )


def _panel_from(line: Line) -> int:
    """The cell from which a line of code has its own ground; past everything for other lines."""
    if line.kind != "code" or not line.pieces:
        return 1_000_000
    return max(0, line.pieces[0].cell - CODE_INDENT)
