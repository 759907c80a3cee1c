"""A note as lines of bits: Markdown laid out as an article is, in the side panel's style. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from store.text.document import Block, Document, SpanKind
from themes.theme import Role
from tui.layout.blocks import air_lines, block_lines
from tui.layout.cells import Measure, shown
from tui.layout.cells import width as cell_width
from tui.layout.lines import Deco, Line, LineRole, Piece
from tui.layout.paint import InlineSpans, Layers, flatten
from tui.safe import one_line

MOST_LINES = 500
"""Of a longer note the rest is left to the editor."""

_NOTHING = Layers()
_ROLES: dict[LineRole, Role] = {
    "title": "heading",
    "heading1": "heading",
    "heading": "heading",
    "heading3": "heading",
    "heading4": "heading",
    "code": "code",
    "muted": "muted",
    "contents": "muted",
    "rule": "rule",
}
_INLINE: dict[SpanKind, Role] = {
    "strong": "strong",
    "strike": "strike",
    "code": "code",
    "link": "link",
    "footnote": "footnote",
}


class Bit(NamedTuple):
    """A piece of a line: its text and the roles it is painted in, the lowest first.

    Attributes:
        mark: The highlight colour whose mark stands here instead of a text.
        upright: Not italic, whatever the roles say: what is emphasised in a text set in italics.
    """

    text: str
    roles: tuple[Role, ...] = ("text",)
    mark: str = ""
    upright: bool = False


BitLine = tuple[Bit, ...]


def is_markdown(note: str) -> bool:
    """Whether anything in a note may be markup, so that it has to be parsed to be shown."""
    return _markup().search(note) is not None


@functools.cache
def _markup() -> re.Pattern[str]:
    """Made for the first note: it takes a millisecond."""
    return re.compile(
        r"[*_`\[\]<>!&\\~#|]|[ ]{2}\n|^\s*(?:[-+=]|\d+[.)]|:::)|^(?: {4}| {0,3}\t)", re.MULTILINE
    )


def as_typed(note: str) -> Document:
    """A note as paragraphs, nothing in it read as markup."""
    paragraphs = [line for part in re.split(r"\n[ \t]*\n", note) if (line := one_line(part))]
    blocks, start = [], 0
    for text in paragraphs:
        blocks.append(Block("paragraph", start, start + len(text)))
        start += len(text) + 2
    return Document("\n\n".join(paragraphs), tuple(blocks))


def note_lines(note: Document, width: int) -> list[BitLine]:
    """The lines of a note, at most ``width`` cells wide and ``MOST_LINES`` many."""
    inline = InlineSpans(note)
    lines: list[BitLine] = []
    before: Block | None = None
    for block in note.blocks:
        air = air_lines(before, block, max(width, 1))[:1] if before is not None else []
        for line in (*air, *block_lines(note, block, max(width, 1))):
            if len(lines) == MOST_LINES:
                return [*lines, (Bit("…", ("muted",)),)]
            lines.append(tuple(_bits(line, note.text, inline)))
        before = block
    return lines


def _bits(line: Line, text: str, inline: InlineSpans) -> Iterator[Bit]:
    """The bits of a laid-out line, from left to right."""
    cell = 0
    parts: list[Deco | Piece] = sorted([*line.decos, *line.pieces], key=lambda part: part.cell)
    for part in parts:
        if part.cell > cell:
            yield Bit(" " * (part.cell - cell))
            cell = part.cell
        if isinstance(part, Deco):
            yield Bit(shown(part.text), (_ROLES.get(part.role, "muted"),))
            cell += cell_width(part.text)
            continue
        for bit in _words(line, part, text, inline):
            yield bit
            cell += cell_width(bit.text)


def _words(line: Line, piece: Piece, text: str, inline: InlineSpans) -> Iterator[Bit]:
    role = _ROLES.get(line.role, "note")
    for part in flatten(
        piece.start, piece.end, _NOTHING, inline, Measure(text[piece.start : piece.end])
    ):
        over = tuple(_INLINE[kind] for kind in part.inline if kind in _INLINE)
        upright = "emphasis" in part.inline or role == "code" or "code" in part.inline
        yield Bit(shown(text[part.start : part.end]), (role, *over), upright=upright)
