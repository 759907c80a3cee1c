"""Where a motion of the reader takes the focus: rules over a laid-out document, no widget."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from store.model import Highlight
from store.text.bounds import sentences, words
from store.text.document import FOLDED_KINDS, Block, Document
from tui.layout.flow import Flow, Spot
from tui.layout.lines import Line

Motion = Literal[
    "block_next", "block_prev", "sentence_next", "sentence_prev",
    "line_down", "line_up", "page_down", "page_up", "half_down", "half_up", "top", "end",
    "section_next", "section_prev", "highlight_next", "highlight_prev",
]  # fmt: skip
FocusKind = Literal["block", "sentence", "highlight", "selection"]
Range = tuple[int, int]

_PAINTED = ("placed", "moved")
_BY_LINE = frozenset({"code", "table"})


class Focus(NamedTuple):
    """What the next command acts on: ``[start, end)`` in code points of the document's text."""

    kind: FocusKind
    start: int
    end: int


def headings_of(document: Document) -> tuple[int, ...]:
    """The indexes of the blocks that begin a section."""
    blocks = enumerate(document.blocks)
    return tuple(index for index, block in blocks if block.kind in ("heading", "title"))


def body_end(document: Document) -> int:
    """Past the article itself: what follows there is around it."""
    body = (block.end for block in reversed(document.blocks) if block.kind not in FOLDED_KINDS)
    return next(body, len(document.text))


def painted(highlights: Iterable[Highlight], length: int) -> tuple[Highlight, ...]:
    """The highlights that have a place in a text of that length, in the order of painting."""
    shown = [
        h
        for h in highlights
        if h.anchor.state in _PAINTED and 0 <= h.anchor.start < min(h.anchor.end, length)
    ]
    return tuple(sorted(shown, key=lambda h: (h.anchor.start, -h.anchor.end, h.created, h.id)))


def moved_focus(
    flow: Flow,
    focus: Focus,
    name: str,
    steps: int,
    sentences_in: Sentences,
    headings: Sequence[int],
    ranges: Sequence[Range],
) -> Focus:
    """The focus so many steps on (back, if negative), as far as there are any.

    Args:
        flow: The laid-out document.
        focus: Where it is now.
        name: What it steps over: ``block``, ``sentence``, ``section`` or ``highlight``.
        steps: How many.
        sentences_in: The sentences of the document.
        headings: The blocks that begin a section.
        ranges: The highlights, in the order of the text.
    """
    step = 1 if steps > 0 else -1
    for _ in range(abs(steps)):
        if name == "block":
            after: Focus | None = step_block(flow, focus, step)
        elif name == "sentence":
            after = step_sentence(flow, sentences_in, focus, step)
        elif name == "section":
            after = step_section(flow, headings, focus, step)
        else:
            after = step_highlight(ranges, focus, step)
        if after is None or after == focus:
            break
        focus = after
    return focus


def focus_block(flow: Flow, index: int) -> Focus:
    """The focus on the block of that index; on the whole run when it is folded away."""
    blocks = flow.document.blocks
    if not blocks:
        return Focus("block", 0, 0)
    unit = flow.unit_of_block(index)
    if flow.is_folded(unit):
        return Focus("block", *flow.unit_range(unit))
    return Focus("block", blocks[index].start, blocks[index].end)


def edge_block(flow: Flow, step: int) -> Focus:
    """The first (``step`` 1) or last (-1) block that can have the focus."""
    count = len(flow.document.blocks)
    return _first_stop(flow, 0 if step > 0 else count - 1, step) or focus_block(flow, 0)


def step_block(flow: Flow, focus: Focus, step: int) -> Focus:
    """The block after (1) or before (-1) the one that holds the focus; the focus at the ends."""
    at = max(focus.end - 1, focus.start) if step > 0 else focus.start
    return _first_stop(flow, flow.document.block_index(at) + step, step) or focus


def _first_stop(flow: Flow, index: int, step: int) -> Focus | None:
    blocks = flow.document.blocks
    while 0 <= index < len(blocks):
        if blocks[index].kind != "rule":
            return focus_block(flow, index)
        index += step
    return None


def _sentences_of(document: Document, block: Block) -> list[Range]:
    if block.kind not in _BY_LINE:
        return sentences(document.text, block.start, block.end)
    found: list[Range] = []
    position = block.start
    for line in document.block_text(block).split("\n"):
        if line.strip():
            found.append((position, position + len(line)))
        position += len(line) + 1
    return found


class Sentences:
    """The sentences of one document, a block's found once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._found: dict[int, list[Range]] = {}

    def of(self, index: int) -> list[Range]:
        """The sentences of the block of that index; of code and tables, their lines."""
        if index not in self._found:
            if len(self._found) >= 500:
                self._found.clear()
            self._found[index] = _sentences_of(self.document, self.document.blocks[index])
        return self._found[index]

    def at(self, offset: int) -> Range:
        """The sentence that holds ``offset``; its block where that has none."""
        index = self.document.block_index(offset)
        block = self.document.blocks[index]
        spans = self.of(index)
        return next((span for span in spans if offset < span[1]), (block.start, block.end))


def step_sentence(flow: Flow, sentences_in: Sentences, focus: Focus, step: int) -> Focus:
    """The sentence after or before the focus; from a block forward: its first sentence."""
    document = flow.document
    blocks = document.blocks
    at = focus.start if step > 0 or focus.kind == "block" else max(focus.start - 1, 0)
    index = document.block_index(at)
    while 0 <= index < len(blocks):
        folded = flow.is_folded(flow.unit_of_block(index))
        found = None if folded else _next_sentence(sentences_in.of(index), focus, step)
        if found:
            return Focus("sentence", *found)
        index += step
    return focus


def _next_sentence(spans: Sequence[Range], focus: Focus, step: int) -> Range | None:
    if step < 0:
        return next((span for span in reversed(spans) if span[0] < focus.start), None)
    if focus.kind == "block":
        return next((span for span in spans if span[0] >= focus.start), None)
    return next((span for span in spans if span[0] > focus.start), None)


def word_at(document: Document, offset: int) -> Range | None:
    """The word at ``offset``, or ``None`` between words."""
    block = document.blocks[document.block_index(offset)]
    text = document.text
    start, end = offset, offset
    while start > block.start and not text[start - 1].isspace():
        start -= 1
    while end < block.end and not text[end].isspace():
        end += 1
    found = words(text, start, end)
    return next((span for span in found if span[0] <= offset < span[1]), None)


def step_section(flow: Flow, headings: Sequence[int], focus: Focus, step: int) -> Focus | None:
    """The heading after the focus, or the one that begins its section; ``None`` past the last."""
    blocks = flow.document.blocks
    open_ones = [index for index in headings if not flow.is_folded(flow.unit_of_block(index))]
    starts = [blocks[index].start for index in open_ones]
    at = bisect_left(starts, focus.start + 1) if step > 0 else bisect_left(starts, focus.start) - 1
    if 0 <= at < len(starts):
        return focus_block(flow, open_ones[at])
    return None


def step_highlight(ranges: Sequence[Range], focus: Focus, step: int) -> Focus | None:
    """The highlight after or before the focus; ``ranges`` are in the order of the text."""
    if focus.kind == "highlight":
        here = (focus.start, focus.end)
        ahead = [span for span in ranges if (_order(span) > _order(here)) == (step > 0)]
        ahead = [span for span in ahead if span != here]
    elif step > 0:
        ahead = [span for span in ranges if span[0] >= focus.start]
    else:
        ahead = [span for span in ranges if span[0] < focus.start]
    if not ahead:
        return None
    return Focus("highlight", *(ahead[0] if step > 0 else ahead[-1]))


def first_focus(flow: Flow, place: int) -> Focus:
    """What has the focus when an article is opened with ``place`` on top."""
    blocks = flow.document.blocks
    if not blocks:
        return focus_block(flow, 0)
    if not place:
        units = range(len(flow.units))
        open_ones = (unit for unit in units if not flow.is_folded(unit) and flow.has_text(unit))
        return focus_block(flow, flow.units[next(open_ones, 0)].first)
    index = flow.document.block_index(place)
    if blocks[index].end <= place and index + 1 < len(blocks):
        index += 1
    return focus_block(flow, index)


def first_block_on(flow: Flow, first: int, last: int) -> Focus:
    """The first block that begins in ``[first, last)``, else the one that goes on there."""
    blocks = flow.document.blocks
    index = flow.document.block_index(first)
    while index + 1 < len(blocks) and (blocks[index].start < first or blocks[index].kind == "rule"):
        if blocks[index + 1].start >= last:
            break
        index += 1
    return focus_block(flow, index)


def differing(before: Focus, after: Focus) -> list[Range]:
    """The passages that look different when the focus goes from one to the other."""
    apart = before.end < after.start or after.end < before.start
    if before.kind != after.kind or apart:
        return [before[1:], after[1:]]
    ends = ((before.start, after.start), (before.end, after.end))
    return [(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]


def is_beside(flow: Flow, spot: Spot, focus: Focus) -> bool:
    """Whether the bar of the focus stands beside a line."""
    line = flow.line(spot)
    if line.kind == "fold":
        start, end = flow.unit_range(spot.unit)
        return flow.is_folded(spot.unit) and start < focus.end and end > focus.start
    if line.pieces:
        return _has_part(line, focus)
    lines = flow.lay(spot.unit).lines  # a blank line is beside it between two lines that are
    above = next((each for each in reversed(lines[: spot.row]) if each.pieces), line)
    below = next((each for each in lines[spot.row + 1 :] if each.pieces), line)
    return _has_part(above, focus) and _has_part(below, focus)


def _has_part(line: Line, focus: Focus) -> bool:
    """Whether a line shows something of what is in focus."""
    return any(
        piece.start < focus.end and max(piece.end, piece.start + 1) > focus.start
        for piece in line.pieces
    )


def _order(span: Range) -> Range:
    return span[0], -span[1]
