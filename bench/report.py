"""What a bench says: rows of ours beside theirs, printed as one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One measured comparison.

    Attributes:
        name: What was measured.
        ours: Our figure, in ``unit``.
        theirs: The figure it is compared with, measured in the same run; ``None`` if nothing is.
        unit: ``ms``, ``docs/s``, ``MB``, ``x``, …
        ratio: ``ours / theirs``; ``None`` without the other.
        target: What is expected, in words; ``""`` if nothing is.
    """

    name: str
    ours: float
    theirs: float | None
    unit: str
    ratio: float | None
    target: str


def row(name: str, ours: float, theirs: float | None, unit: str, target: str = "") -> Row:
    """A row with its ratio worked out."""
    ratio = ours / theirs if theirs else None
    return Row(name, ours, theirs, unit, ratio, target)


def print_table(rows: Sequence[Row]) -> None:
    """Print rows as an aligned table."""
    lines = [("measured", "ours", "theirs", "unit", "ratio", "target")]
    lines += [
        (
            each.name,
            _figure(each.ours),
            "" if each.theirs is None else _figure(each.theirs),
            each.unit,
            "" if each.ratio is None else f"{each.ratio:.2f}",
            each.target,
        )
        for each in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    for line in lines:
        cells = [
            cell.ljust(width) if column in {0, 3, 5} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _figure(value: float) -> str:
    if value >= 1_000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 10 else f"{value:.1f}"
