"""Laying out one block: its indent, its marker, its lines.

Typography: a list step is three cells (`` • text``, ``1. text``), each quote a bar and a blank,
code stands two cells in on its own ground.
"""

from __future__ import annotations

from store.text.document import Block, Document
from tui.layout.around import ALONE, Around, is_picture
from tui.layout.cells import is_right_to_left
from tui.layout.cells import width as cell_width
from tui.layout.lines import BLANK, Deco, Line, LineKind, LineRole, Piece
from tui.layout.tables import table_lines
from tui.layout.typesetting import PLAIN, Typesetting
from tui.layout.wrap import wrap, wrap_code

STEP = 3
QUOTE_BAR = "│ "
CODE_INDENT = 2
CODE_GOES_ON = "↪"
LEAST_TEXT = 3
"""Cells of text beside which there is room for a marker or an indent."""
RULE = "─"
PICTURE = "▣ "
INDENT = 3
"""Cells by which the first line of a paragraph is indented where no blank line parts it."""
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
_SET_TIGHT = frozenset({"title", "heading", "byline", "contents", "furniture", "rule"})
"""Kinds whose lines stay together whatever the line spacing is."""
_HEADING_ROLES: dict[int, LineRole] = {
    1: "heading1", 2: "heading", 3: "heading3", 4: "heading4",
}  # fmt: skip
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
        return _HEADING_ROLES.get(block.level, "heading5")
    if block.kind in ("paragraph", "list_item") and block.quote:
        return "quote"
    return _ROLES.get(block.kind, "text")


def air(before: Block, block: Block, setting: Typesetting = PLAIN, around: Around = ALONE) -> int:
    """Blank lines between two blocks that follow each other."""
    more = setting.line_spacing - 1 if _is_loose(before) and _is_loose(block) else 0
    if setting.indented and around.goes_on:
        return more
    other_list = before.level == block.level and before.ordered != block.ordered
    tight = (before.kind, block.kind) in _TIGHT and not other_list
    if tight and quote_depth(before) == quote_depth(block):
        return more
    if before.kind == block.kind == "paragraph":
        return setting.spacing + more
    spacing = max(setting.spacing, 1)
    if block.kind == "heading" and block.level <= 2 and before.kind not in ("title", "heading"):
        return spacing + 1
    return spacing + more


def _is_loose(block: Block) -> bool:
    return block.kind not in _SET_TIGHT


def air_lines(
    before: Block | None,
    block: Block,
    width: int,
    setting: Typesetting = PLAIN,
    around: Around = ALONE,
) -> list[Line]:
    """The blank lines above ``block``, in ``width`` cells; a quote's bar goes on through them."""
    if before is None:
        return [BLANK]
    depth = _fitting(min(quote_depth(before), quote_depth(block)), len(QUOTE_BAR), width)
    return [_blank(_bars(depth))] * air(before, block, setting, around)


def block_lines(
    document: Document,
    block: Block,
    width: int,
    *,
    setting: Typesetting = PLAIN,
    around: Around = ALONE,
) -> list[Line]:
    """The lines of ``block`` without the air around it, at most ``width`` cells wide.

    Args:
        document: What it is a block of.
        block: What is laid out.
        width: Cells that there are.
        setting: How paragraphs are set.
        around: What its neighbours mean for it.
    """
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
    if around.note and not block.label:
        left += _footnote_hang(around.note, width - left)
    marker = _marker(block, around.digits)
    if is_picture(document, block):
        marker = PICTURE
    return _text_lines(
        document.text, block, marker, (bars, left, width), setting,
        indented=setting.indented and around.goes_on,
    )  # fmt: skip


def _fitting(count: int, cells: int, width: int) -> int:
    """As many of ``count`` steps as leave half of the width, at least, to the text."""
    return min(count, max(0, (width // 2 - STEP) // cells))


def _bars(depth: int) -> tuple[Deco, ...]:
    return tuple(Deco(index * len(QUOTE_BAR), QUOTE_BAR, "rule") for index in range(depth))


def _text_lines(
    text: str,
    block: Block,
    marker: str,
    room_for: tuple[tuple[Deco, ...], int, int],
    setting: Typesetting,
    *,
    indented: bool,
) -> list[Line]:
    bars, left, width = room_for
    first = bars
    if marker and cell_width(marker) + LEAST_TEXT <= width - left:
        first = (*bars, Deco(left, marker, "muted"))
        left += cell_width(marker)
    room = max(width - left, 1)
    hang = _footnote_hang(block.label, room) if block.kind == "paragraph" else 0
    indent = min(INDENT, room // 8) if indented else 0
    role = role_of(block)
    rows = wrap(text, block.start, block.end, room, hang=hang, indent=indent)
    last = len(rows) - 1
    justify = setting.justify and _is_loose(block)
    if justify:
        from tui.layout.justify import justified  # noqa: PLC0415 - few ask for it
    blanks = [_blank(bars)] * (setting.line_spacing - 1) if _is_loose(block) else []
    lines: list[Line] = []
    for row, (start, end) in enumerate(rows):
        inset = hang if row else indent
        pieces: tuple[Piece, ...] = (Piece(left + inset, start, end),)
        if justify and row < last and "\n" not in text[end : rows[row + 1][0]]:
            pieces = justified(text, start, end, left + inset, room - inset)
        if row:
            lines += blanks
        lines.append(Line("text", pieces, bars if row else first, role))
    if is_right_to_left(text, block.start, block.end):
        lines[0] = lines[0]._replace(right_to_left=True)
    return lines


def _blank(bars: tuple[Deco, ...]) -> Line:
    return Line("blank", decos=bars) if bars else BLANK


def _footnote_hang(label: str, room: int) -> int:
    """Cells by which the text of a footnote stands in from its label."""
    hang = cell_width(f"[{label}] ") if label else 0
    return hang if hang <= room // 3 else 0


def _marker(block: Block, digits: int) -> str:
    if block.kind != "list_item":
        return ""
    if block.task is not None:
        return " ☑ " if block.task else " ☐ "
    if block.ordered and block.number is not None:
        return f"{block.number:>{digits}}. "
    return f" {BULLETS[(max(block.level, 1) - 1) % len(BULLETS)]} "


def _rule_line(block: Block, bars: tuple[Deco, ...], left: int, width: int) -> Line:
    length = max(1, min(12, width - left))
    indent = left + (width - left - length) // 2
    rule = Deco(indent, RULE * length, "rule")
    return Line("rule", (Piece(indent, block.start, block.end),), (*bars, rule), "rule")


def _code_lines(
    text: str, block: Block, bars: tuple[Deco, ...], left: int, width: int
) -> list[Line]:
    inner, room = left + CODE_INDENT, width - left - CODE_INDENT - 1
    goes_on = (*bars, Deco(left, CODE_GOES_ON, "muted"))
    if room < LEAST_TEXT:
        inner, room, goes_on = left, max(width - left, 1), bars
    kind: LineKind = "code"
    return [
        Line(kind, (Piece(inner, start, end),), goes_on if wrapped else bars, "code")
        for start, end, wrapped in wrap_code(text, block.start, block.end, room)
    ]
