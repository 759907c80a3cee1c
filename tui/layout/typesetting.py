"""How paragraphs are set: what of it its reader may choose."""

from __future__ import annotations

from typing import NamedTuple


class Typesetting(NamedTuple):
    """How paragraphs are set.

    Attributes:
        justify: Blanks are widened so that lines end at the same cell.
        spacing: Blank lines between paragraphs.
        line_spacing: 2 leaves a blank line below every line of a paragraph.
        indented: Paragraphs that follow each other have an indent between them, no blank line.
    """

    justify: bool = False
    spacing: int = 1
    line_spacing: int = 1
    indented: bool = False


PLAIN = Typesetting()
