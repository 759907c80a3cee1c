"""Laying out a table: aligned columns; narrow ones when they must; a list of cells if none fit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from store.text.document import Block, Document, Span
from tui.layout.cells import clusters
from tui.layout.cells import width as cell_width
from tui.layout.lines import BLANK, Deco, Line, LineRole, Piece
from tui.layout.wrap import wrap

BAR = " │ "
CROSS = "─┼─"
_MEASURED_ROWS = 500
_LEAST_ROOM = 8
"""Cells in which a cell has room beside the name of its column."""
_WIDEST_WORD = 16
"""Cells of a word that may be parted in a table."""
_TALLEST_CELL = 8
"""Lines of a cell, about: a taller one reads better in a list."""


class _Cell(NamedTuple):
    start: int
    end: int
    align: str


def table_lines(
    document: Document, block: Block, left: int, width: int, bars: tuple[Deco, ...]
) -> list[Line]:
    """The lines of a table block; every offset of its text is on one of them."""
    rows = _rows(document, block)
    columns = max(len(row) for row in rows)
    room = width - left
    sizes = _column_sizes(document.text, rows, columns, room)
    if sizes is None:
        return _as_list(document.text, rows, left, width, bars)
    lines: list[Line] = []
    for index, row in enumerate(rows):
        role: LineRole = "head" if index == 0 and len(rows) > 1 else "text"
        lines.extend(_row_lines(document.text, row, sizes, left, bars, role))
        if index == 0 and len(rows) > 1:
            rule = CROSS.join("─" * size for size in sizes)
            lines.append(Line("table", (), (*bars, Deco(left, rule, "rule")), "text"))
    return lines


def _rows(document: Document, block: Block) -> list[list[_Cell]]:
    """Cells by rows; a row whose cells are not known is one cell."""
    cells = [span for span in document.spans_of(block) if span.kind == "cell"]
    rows: list[list[_Cell]] = []
    position, at = block.start, 0
    while True:
        stop = document.text.find("\n", position, block.end)
        stop = block.end if stop < 0 else stop
        row: list[_Cell] = []
        while at < len(cells) and cells[at].start <= stop and cells[at].end <= stop:
            row.append(_cell(cells[at]))
            at += 1
        if not row or not _covers(row, position, stop):
            row = [_Cell(position, stop, "left")]
        rows.append(row)
        if stop >= block.end:
            return rows
        position = stop + 1


def _cell(span: Span) -> _Cell:
    return _Cell(span.start, span.end, span.value)


def _covers(row: Sequence[_Cell], start: int, stop: int) -> bool:
    """Whether the cells follow each other and leave nothing out but what parts them."""
    position = start
    for cell in row:
        if cell.start < position or cell.start > position + 3:
            return False
        position = cell.end
    return stop - position <= 3


def _column_sizes(
    text: str, rows: Sequence[Sequence[_Cell]], columns: int, room: int
) -> list[int] | None:
    """Cells for each column so that a row fits ``room``, or ``None`` if no such table reads well.

    A column is at least as wide as its longest word, up to a limit, and no cell gets very tall. Of
    a long table only the first rows are measured; wider cells below are wrapped.
    """
    room -= len(BAR) * (columns - 1)
    if columns == 1:
        return [max(room, 1)]
    natural, least = [1] * columns, [1] * columns
    for row in rows[:_MEASURED_ROWS]:
        for index, cell in enumerate(row):
            words = text[cell.start : cell.end]
            wide = cell_width(words)
            natural[index] = max(natural[index], wide)
            if wide > least[index]:
                longest = max(map(cell_width, words.split(" ")))
                least[index] = max(least[index], min(longest, _WIDEST_WORD))
    left = room - sum(least)
    if left < 0:
        return None
    sizes = list(least)
    wanting = sorted(range(columns), key=lambda index: natural[index] - least[index])
    for done, index in enumerate(wanting):
        more = min(natural[index] - least[index], left // (columns - done))
        sizes[index] += more
        left -= more
    tall = any(wide > size * _TALLEST_CELL for wide, size in zip(natural, sizes, strict=True))
    return None if tall else sizes


def _row_lines(
    text: str,
    row: Sequence[_Cell],
    sizes: Sequence[int],
    left: int,
    bars: tuple[Deco, ...],
    role: LineRole,
) -> list[Line]:
    wrapped: list[list[Piece]] = []
    cell_at = left
    positions = []
    for index, size in enumerate(sizes):
        positions.append(cell_at)
        if index < len(row):
            wrapped.append(_cell_pieces(text, row[index], cell_at, size))
        cell_at += size + len(BAR)
    decos = (*bars, *(Deco(at - len(BAR), BAR, "rule") for at in positions[1:]))
    return [
        Line("table", tuple(piece for piece in pieces if piece is not None), decos, role)
        for pieces in zip_longest(*wrapped)
    ]


def _cell_pieces(text: str, cell: _Cell, at: int, size: int) -> list[Piece]:
    pieces = []
    for start, end in wrap(text, cell.start, cell.end, size):
        free = 0
        if cell.align in ("right", "center"):
            free = size - cell_width(text[start:end])
            free = free if cell.align == "right" else free // 2
        pieces.append(Piece(at + max(free, 0), start, end))
    return pieces


def _as_list(
    text: str, rows: Sequence[Sequence[_Cell]], left: int, width: int, bars: tuple[Deco, ...]
) -> list[Line]:
    """Each row as a group of lines, each cell with its column's name before it."""
    room = width - left
    name_room = max(room // 3 - 2, 1)
    names = [_cut(text[cell.start : cell.end].replace("\n", " "), name_room) for cell in rows[0]]
    indent = max((cell_width(name) for name in names), default=0) + 2
    if room < _LEAST_ROOM:
        indent, names = 0, []
    lines: list[Line] = []
    for index, row in enumerate(rows):
        if index:
            lines.append(Line("blank", decos=bars) if bars else BLANK)
        for column, cell in enumerate(row):
            at = left if index == 0 else left + indent
            first = bars
            if index and column < len(names):
                first = (*bars, Deco(left, names[column], "muted"))
            for part, (start, end) in enumerate(
                wrap(text, cell.start, cell.end, max(width - at, 1))
            ):
                decos = bars if part else first
                role: LineRole = "text" if index or len(rows) == 1 else "head"
                lines.append(Line("table", (Piece(at, start, end),), decos, role))
    return lines


def _cut(text: str, cells: int) -> str:
    """``text`` in at most ``cells`` cells, an ellipsis for what is left out."""
    if cell_width(text) <= cells:
        return text
    shown, used = [], 1
    for cluster in clusters(text):
        if used + cluster.width > cells:
            break
        shown.append(cluster.shown)
        used += cluster.width
    return "".join(shown) + "…"
