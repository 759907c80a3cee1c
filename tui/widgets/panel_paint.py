"""Painting the lines of the side panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from themes.theme import Role
from tui.note_lines import Bit, BitLine
from tui.panel_rows import Row
from tui.theming import Look
from tui.widgets.rows import Piece, line_of
from tui.widgets.tag_pieces import TagColor, tag_pieces

_UPRIGHT = Style(italic=False)


class Standing(NamedTuple):
    """What sets a row off from the others.

    Attributes:
        active: The cursor is on the row, and the panel has the keys.
        unfolded: All of it is shown; every blank counts, and its texts are harmless already.
        here: The row is the heading of the section that is being read.
        beside: The row is the highlight that the reader is on, or its note is being written.
    """

    active: bool
    unfolded: bool
    here: bool
    beside: bool


def paint_line(
    look: Look,
    row: Row,
    lines: Sequence[BitLine],
    number: int,
    width: int,
    standing: Standing,
    tag_color: TagColor,
) -> Strip:
    """Line ``number`` of a row's ``lines`` as a strip of ``width`` cells."""
    bits = lines[number] if number < len(lines) else ()
    active, unfolded, here, beside = standing
    ground: Role = "cursor_row" if active else "panel"
    base = look.style(ground)
    edge: Piece = (" ", base)
    if active:
        edge = ("▌", look.style(ground, "accent"))
    elif beside:
        edge = ("▏", look.style(ground, "accent"))
    if row.kind == "heading":
        sign = Bit("▸ " if here and not number else "  ", ("accent",))
        bits = (sign, *(bit._replace(roles=("accent",)) if here else bit for bit in bits))
    pieces: list[Piece] = [edge]
    for bit in bits:
        if bit.mark:
            glyph, style = look.mark(bit.mark, base)
            pieces += [(glyph, style), (" ", base)]
            continue
        if bit.roles == ("tag",):
            pieces += tag_pieces(look, bit.text, tag_color, ground, *bit.roles)
            continue
        style = look.style(ground, *bit.roles)
        pieces.append((bit.text, style + _UPRIGHT if bit.upright else style))
    if unfolded or row.kind == "note":
        return Strip([Segment(*piece) for piece in pieces]).adjust_cell_length(width, base)
    last = number == len(lines) - 1
    tail = (row.tail, look.style(ground, "muted")) if row.tail and last else None
    return line_of(pieces, width, base, tail)
