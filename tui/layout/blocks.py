"""Laying out one block: its indent, its marker, its lines.

Typography: a list step is three cells (`` • text``, ``1. text``), each quote a bar and a blank,
code stands two cells in on its own ground.
"""

from __future__ import annotations

from store.text.document import Block, Document
from tui.layout.cells import width as cell_width
from tui.layout.lines import BLANK, Deco, Line, LineKind, LineRole, Piece
from tui.layout.tables import table_lines
from tui.layout.wrap import wrap, wrap_code

STEP = 3
QUOTE_BAR = "│ "
CODE_INDENT = 2
CODE_GOES_ON = "↪"
RULE = "─"
BULLETS = ("•", "◦", "▪")
_TIGHT: frozenset[tuple[str, str]] = frozenset(
    {
        ("list_item", "list_item"),
        ("title", "byline"),
        ("byline", "byline"),
        ("furniture", "furniture"),
        ("contents", "contents"),
    }
)
_HEADING_ROLES: dict[int, LineRole] = {1: "heading1", 2: "heading", 3: "heading3"}
_ROLES: dict[str, LineRole] = {
    "title": "title",
    "byline": "byline",
    "quote": "quote",
    "code": "code",
    "caption": "caption",
    "contents": "contents",
    "furniture": "furniture",
    "rule": "rule",
}


def quote_depth(block: Block) -> int:
    """How many quote bars stand before ``block``."""
    return block.level if block.kind == "quote" else block.quote


def role_of(block: Block) -> LineRole:
    """How the text of ``block`` is painted."""
    if block.kind == "heading":
        return _HEADING_ROLES.get(block.level, "heading4")
    if block.kind in ("paragraph", "list_item") and block.quote:
        return "quote"
    return _ROLES.get(block.kind, "text")


def air(before: Block, block: Block) -> int:
    """Blank lines between two blocks that follow each other."""
    other_list = before.level == block.level and before.ordered != block.ordered
    tight = (before.kind, block.kind) in _TIGHT and not other_list
    if tight and quote_depth(before) == quote_depth(block):
        return 0
    if block.kind == "heading" and block.level <= 2 and before.kind not in ("title", "heading"):
        return 2
    return 1


def air_lines(before: Block | None, block: Block) -> list[Line]:
    """The blank lines above ``block``; a quote's bar goes on through them."""
    if before is None:
        return [BLANK]
    depth = min(quote_depth(before), quote_depth(block))
    blank = Line("blank", decos=_bars(depth)) if depth else BLANK
    return [blank] * air(before, block)


def block_lines(document: Document, block: Block, width: int) -> list[Line]:
    """The lines of ``block`` without the air around it, at most ``width`` cells wide."""
    bars = _bars(_fitting(quote_depth(block), len(QUOTE_BAR), width))
    left = len(bars) * len(QUOTE_BAR)
    steps = block.level - 1 if block.kind in ("list_item", "contents") else 0
    left += STEP * _fitting(max(block.indent, steps, 0), STEP, width - left)
    if block.kind == "rule":
        return [_rule_line(block, bars, left, width)]
    if block.kind == "code":
        return _code_lines(document.text, block, bars, left, width)
    if block.kind == "table":
        return table_lines(document, block, left, width, bars)
    return _text_lines(document.text, block, bars, left, width)


def _fitting(count: int, cells: int, width: int) -> int:
    """As many of ``count`` steps as leave half of the width, at least, to the text."""
    return min(count, max(0, (width // 2 - STEP) // cells))


def _bars(depth: int) -> tuple[Deco, ...]:
    return tuple(Deco(index * len(QUOTE_BAR), QUOTE_BAR, "rule") for index in range(depth))


def _text_lines(
    text: str, block: Block, bars: tuple[Deco, ...], left: int, width: int
) -> list[Line]:
    marker = _marker(block)
    first = bars
    if marker:
        first = (*bars, Deco(left, marker, "muted"))
        left += cell_width(marker)
    room = max(width - left, 1)
    hang = _footnote_hang(block, room)
    role = role_of(block)
    return [
        Line(
            "text", (Piece(left + (hang if row else 0), start, end),), bars if row else first, role
        )
        for row, (start, end) in enumerate(wrap(text, block.start, block.end, room, hang=hang))
    ]


def _footnote_hang(block: Block, room: int) -> int:
    if block.kind != "paragraph" or not block.label:
        return 0
    hang = cell_width(f"[{block.label}] ")
    return hang if hang <= room // 3 else 0


def _marker(block: Block) -> str:
    if block.kind != "list_item":
        return ""
    if block.task is not None:
        return " ☑ " if block.task else " ☐ "
    if block.ordered and block.number is not None:
        return f"{block.number}. "
    return f" {BULLETS[(max(block.level, 1) - 1) % len(BULLETS)]} "


def _rule_line(block: Block, bars: tuple[Deco, ...], left: int, width: int) -> Line:
    length = max(1, min(12, width - left))
    indent = left + (width - left - length) // 2
    rule = Deco(indent, RULE * length, "rule")
    return Line("rule", (Piece(indent, block.start, block.end),), (*bars, rule), "rule")


def _code_lines(
    text: str, block: Block, bars: tuple[Deco, ...], left: int, width: int
) -> list[Line]:
    inner = left + CODE_INDENT
    room = max(width - inner - 1, 1)
    goes_on = (*bars, Deco(left, CODE_GOES_ON, "muted"))
    kind: LineKind = "code"
    return [
        Line(kind, (Piece(inner, start, end),), goes_on if wrapped else bars, "code")
        for start, end, wrapped in wrap_code(text, block.start, block.end, room)
    ]
