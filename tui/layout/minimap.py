"""What a scroll bar shows of the whole article: where the screen is, and marks at their places.

Lines and cells count from 0. A bar of ``size`` cells stands for ``total`` lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.model import Highlight
    from tui.layout.flow import Flow


class OnBar(NamedTuple):
    """What a bar is about; all of it is replaced, never changed, but for the heights of ``flow``.

    Attributes:
        ranges: Of the highlights, in their order.
        matches: Of a search.
        current: The index of the match that the search stands on.
    """

    flow: Flow | None
    ranges: Sequence[tuple[int, int]]
    highlights: Sequence[Highlight]
    matches: Sequence[tuple[int, int]]
    current: int | None


class Ticks(NamedTuple):
    """What stands beside the cells of a bar.

    Attributes:
        marks: The highlight colour of a cell.
        matches: The cells with search matches.
        current: The cell of the match that the search stands on; -1: none.
    """

    marks: Mapping[int, str]
    matches: frozenset[int] = frozenset()
    current: int = -1


def cell_of(line: int, total: int, size: int) -> int:
    """The cell of the bar that stands for a line."""
    return min(max(line, 0) * size // max(total, size, 1), size - 1)


def line_of_cell(cell: int, total: int, size: int) -> int:
    """The line in the middle of what a cell of the bar stands for."""
    lines = max(total, size)
    first, after = -(-cell * lines // size), -(-(cell + 1) * lines // size)
    return (first + after - 1) // 2


def thumb(top: int, page: int, total: int, size: int) -> tuple[int, int]:
    """The first and the last cell of what is on the screen; ``(0, -1)`` when that is all."""
    if page >= total or size < 1:
        return 0, -1
    return cell_of(top, total, size), cell_of(min(top + page, total) - 1, total, size)


def commonest(ticks: Iterable[tuple[int, str]], total: int, size: int) -> Mapping[int, str]:
    """For each cell with ticks the colour that most of them have; of equals the first one.

    Args:
        ticks: Line and colour of each, in the order of the lines.
        total: Lines in all.
        size: Cells of the bar.
    """
    counts: dict[int, dict[str, int]] = {}
    for line, color in ticks:
        seen = counts.setdefault(cell_of(line, total, size), {})
        seen[color] = seen.get(color, 0) + 1
    return {cell: max(seen, key=seen.__getitem__) for cell, seen in counts.items()}


def ticks_of(shown: OnBar, size: int) -> Ticks:
    """The ticks of a bar of ``size`` cells."""
    flow = shown.flow
    if flow is None or size < 1:
        return Ticks({})
    total = flow.height
    lines = flow.lines_near(start for start, _ in shown.ranges)
    colors = (highlight.color for highlight in shown.highlights)
    marks = commonest(zip(lines, colors, strict=True), total, size)
    cells = [cell_of(line, total, size) for line in flow.lines_near(s for s, _ in shown.matches)]
    here = shown.current if shown.current is not None else -1
    return Ticks(marks, frozenset(cells), cells[here] if 0 <= here < len(cells) else -1)
