"""Where the text column stands in a view."""

from __future__ import annotations

from typing import NamedTuple

MARGIN = 4
"""Cells left of the text: the focus bar, two highlight marks, a blank."""
RIGHT = 1
"""Cells right of the text, at least."""


class Columns(NamedTuple):
    """The text column in a view ``total`` cells wide.

    Attributes:
        left: Cells before the margin.
        text: Cells of the text column.
    """

    total: int
    left: int
    text: int

    @property
    def text_left(self) -> int:
        """The first cell of the text."""
        return self.left + MARGIN


def place_columns(total: int, measure: int) -> Columns:
    """The text column, ``measure`` cells wide if there is room, in the middle."""
    text = max(1, min(measure, total - MARGIN - RIGHT))
    left = max(0, (total - MARGIN - RIGHT - text) // 2)
    return Columns(total, left, text)
