"""Rows in columns that fit the terminal. Pure but for the colours.

On a terminal: aligned and cut, with a header; the least important columns go first when it is
narrow. Elsewhere: whole fields with tabs between them and no header, for ``cut`` and ``awk``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.text.clean import clean_line
from tui.cli.cells import cut, pad, width
from tui.cli.output import Cell, fields, line, on_terminal, styled, terminal_width

GAP = 2
"""Blank cells between two columns."""


class Column(NamedTuple):
    """How one column is shown.

    Attributes:
        name: Its header.
        right: Numbers stand at the right.
        least: Cells it may be cut to; 0: never cut.
        rank: Columns of the highest rank are cut, then left out first; 0: never left out.
        styles: As ``output.styled`` takes them.
    """

    name: str
    right: bool = False
    least: int = 0
    rank: int = 0
    styles: tuple[str, ...] = ()


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
    """Print ``rows``; each has one cell a column. No rows: nothing at all."""
    if not rows:
        return
    if not on_terminal():
        for row in rows:
            fields(*row)
        return
    cells = [[clean_line(str(cell)) for cell in row] for row in rows]
    widths = fit(columns, cells, terminal_width())
    names = [column.name for column in columns]
    if any(names):
        line(_line(names, columns, widths, header=True))
    for row in cells:
        line(_line(row, columns, widths))


def fit(columns: Sequence[Column], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Cells for each column; 0 for those left out.

    Less important columns are cut first; when cutting is not enough, they are left out.
    """
    natural = [
        max([width(column.name), *(width(row[i]) for row in rows)])
        if any(row[i] for row in rows)
        else 0
        for i, column in enumerate(columns)
    ]
    order = sorted(range(len(columns)), key=lambda i: -columns[i].rank)
    while True:
        widths = _cut(columns, natural, order, room)
        last = next((i for i in order if natural[i] and columns[i].rank), None)
        if _total(widths) <= room or last is None:
            return widths
        natural[last] = 0


def _cut(
    columns: Sequence[Column], natural: Sequence[int], order: Sequence[int], room: int
) -> list[int]:
    """``natural`` widths with each column in ``order`` cut as far as it may and must be."""
    widths = list(natural)
    for i in order:
        over = _total(widths) - room
        if over > 0 and columns[i].least:
            widths[i] = min(widths[i], max(columns[i].least, widths[i] - over))
    return widths


def _total(widths: Sequence[int]) -> int:
    shown = [w for w in widths if w]
    return sum(shown) + GAP * max(0, len(shown) - 1)


def _line(
    row: Sequence[str], columns: Sequence[Column], widths: Sequence[int], *, header: bool = False
) -> str:
    shown = [part for part in zip(row, columns, widths, strict=True) if part[2]]
    parts = []
    for number, (text, column, cells) in enumerate(shown):
        fitted = cut(text, cells)
        if column.right or number + 1 < len(shown):
            fitted = pad(fitted, cells, right=column.right)
        parts.append(styled(fitted, *(("dim",) if header else column.styles)))
    return (" " * GAP).join(parts).rstrip()
