"""Span flattening: what lies over each stretch of a line, from sorted interval structures.

The cost of a line depends on what touches the line, not on what the article holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from store.text.document import Document, SpanKind
from tui.layout.cells import Measure
from tui.layout.code_tokens import TOKENS, CodeTokens, Token
from tui.layout.intervals import Intervals

Match = Literal[0, 1, 2]

INLINE: tuple[SpanKind, ...] = (
    "strong", "emphasis", "strike", "code", "link", "image", "footnote",
)  # fmt: skip


class Segment(NamedTuple):
    """A stretch ``[start, end)`` over which nothing changes.

    Attributes:
        inline: Kinds of the spans over it, in the order of ``INLINE``.
        highlights: Indexes of the highlights over it, the one painted last at the end.
        match: 0 none, 1 a search match, 2 the current one.
        token: What it is in code; ``None`` in all other text.
    """

    start: int
    end: int
    inline: tuple[SpanKind, ...] = ()
    highlights: tuple[int, ...] = ()
    match: Match = 0
    focus: bool = False
    selection: bool = False
    token: Token | None = None
    caret: bool = False


@dataclass(slots=True)
class Layers:
    """What may lie over the text of one document.

    Attributes:
        highlights: Ranges; of two that overlap the later index is painted over the earlier.
        matches: Ranges of search matches.
        current: The index of the current match.
        focus: A range shown as focused, or ``None``.
        selection: A selected range, or ``None``.
        code: The colours of code; ``None``: it has one.
        caret: The cluster that the caret stands on, or ``None``.
    """

    highlights: Intervals = field(default_factory=lambda: Intervals(()))
    matches: Intervals = field(default_factory=lambda: Intervals(()))
    current: int | None = None
    focus: tuple[int, int] | None = None
    selection: tuple[int, int] | None = None
    code: CodeTokens | None = None
    caret: tuple[int, int] | None = None


class InlineSpans:
    """The inline spans of a document by block, each block's made into intervals when asked for."""

    __slots__ = ("_blocks", "_document")

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks: dict[int, tuple[Intervals, Sequence[SpanKind]]] = {}

    def over(self, start: int, end: int) -> list[tuple[int, int, SpanKind]]:
        """Spans over ``[start, end)``, which lies in one block."""
        index = self._document.block_index(start)
        if index not in self._blocks:
            if len(self._blocks) > 1000:
                self._blocks.clear()
            block = self._document.blocks[index]
            self._blocks[index] = self._load(block.start, block.end)
        intervals, kinds = self._blocks[index]
        return [(*intervals.bounds(at), kinds[at]) for at in intervals.over(start, end)]

    def _load(self, start: int, end: int) -> tuple[Intervals, Sequence[SpanKind]]:
        block = self._document.blocks[self._document.block_index(start)]
        spans = [span for span in self._document.spans_of(block) if span.kind in INLINE]
        ranges = [(max(span.start, start), min(span.end, end)) for span in spans]
        return Intervals(ranges), [span.kind for span in spans]


def flatten(
    start: int,
    end: int,
    layers: Layers,
    inline: InlineSpans,
    measure: Measure | None = None,
) -> list[Segment]:
    """The segments of ``[start, end)``: contiguous, in order, none empty.

    Args:
        start: First code point of the stretch, which lies in one block.
        end: Past its last.
        layers: What may lie over it.
        inline: The spans of the document.
        measure: Of the text of ``[start, end)``, if it has clusters of several code points: a
            boundary inside one moves to its edge, so that all of it is painted alike.
    """
    if start >= end:
        return []
    events: list[tuple[int, int, str, int]] = []
    for first, last, layer, index in _over(start, end, layers, inline):
        low, high = max(first, start), min(last, end)
        if low < high and measure is not None:
            low, high = start + measure.floor(low - start), start + measure.ceil(high - start)
        if low < high:
            events.append((low, 1, layer, index))
            events.append((high, 0, layer, index))
    return _sweep(start, end, sorted(events)) if events else [Segment(start, end)]


def _over(
    start: int, end: int, layers: Layers, inline: InlineSpans
) -> Iterator[tuple[int, int, str, int]]:
    """What touches ``[start, end)``: its range, its layer, its index there."""
    for low, high, kind in inline.over(start, end):
        yield low, high, "inline", INLINE.index(kind)
    for index in layers.highlights.over(start, end):
        yield *layers.highlights.bounds(index), "highlight", index
    for index in layers.matches.over(start, end):
        yield *layers.matches.bounds(index), "match", 2 if index == layers.current else 1
    if layers.code is not None:
        for low, high, token in layers.code.over(start, end):
            yield low, high, "token", TOKENS.index(token)
    if layers.focus is not None:
        yield *layers.focus, "focus", 0
    if layers.selection is not None:
        yield *layers.selection, "selection", 0
    if layers.caret is not None:
        yield *layers.caret, "caret", 0


def _sweep(start: int, end: int, events: Sequence[tuple[int, int, str, int]]) -> list[Segment]:
    active: dict[tuple[str, int], int] = {}
    segments: list[Segment] = []
    position = start
    for at, opens, layer, index in events:
        if at > position:
            segments.append(_segment(position, at, active))
            position = at
        key = (layer, index)
        count = active.get(key, 0) + (1 if opens else -1)
        if count:
            active[key] = count
        else:
            del active[key]
    if position < end:
        segments.append(_segment(position, end, active))
    return segments


def _segment(start: int, end: int, active: dict[tuple[str, int], int]) -> Segment:
    if not active:
        return Segment(start, end)
    inline, highlights = [], []
    token: Token | None = None
    for layer, index in sorted(active):
        if layer == "inline":
            inline.append(INLINE[index])
        elif layer == "highlight":
            highlights.append(index)
        elif layer == "token":
            token = TOKENS[index]
    match: Match = 0
    if ("match", 2) in active:
        match = 2
    elif ("match", 1) in active:
        match = 1
    return Segment(
        start,
        end,
        tuple(inline),
        tuple(highlights),
        match,
        ("focus", 0) in active,
        ("selection", 0) in active,
        token=token,
        caret=("caret", 0) in active,
    )
