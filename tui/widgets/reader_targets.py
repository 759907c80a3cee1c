"""What on the screen can be chosen by a label: sentences, words, links. Rules, no widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from store.text.bounds import words
from store.text.document import Document
from tui.layout.cells import Measure
from tui.layout.flow import Spot
from tui.layout.lines import Piece
from tui.layout.viewport import Viewport
from tui.widgets.reader_motion import Range, Sentences

TargetKind = Literal["sentence", "word", "link"]

_REACH = 200
"""Code points that a word is followed beyond the screen."""


class Target(NamedTuple):
    """What a label stands for.

    Attributes:
        start: The first code point of all of it, perhaps above the screen.
        end: Past the last.
        spot: The line where its label stands: the first on the screen that shows some of it.
        cell: The cell of its label on that line, from the left edge of the text column.
        url: Of a link, where it leads. Hostile.
    """

    start: int
    end: int
    spot: Spot
    cell: int
    url: str = ""


def targets_on(
    view: Viewport, kind: TargetKind, sentences: Sentences, since: int = 0
) -> list[Target]:
    """What of a kind is on the screen, in reading order; folded runs and rules have none.

    Args:
        view: What is on the screen.
        kind: Of code and tables, sentences are lines.
        sentences: Of the document shown.
        since: Only what begins there or later.
    """
    document = view.flow.document
    if kind == "link":
        return _links(view, document)
    if kind == "word":

        def inside(block: int, low: int, high: int) -> Sequence[Range]:
            return _words(document, block, low, high)
    else:

        def inside(block: int, low: int, high: int) -> Sequence[Range]:  # noqa: ARG001 - all of it
            return sentences.of(block)

    return _targets(view, document, inside, since)


def _links(view: Viewport, document: Document) -> list[Target]:
    urls: dict[Range, str] = {}

    def inside(block: int, low: int, high: int) -> Sequence[Range]:
        spans = [
            span
            for span in document.spans_of(document.blocks[block])
            if span.kind == "link" and span.start < high and span.end > low
        ]
        urls.update({(span.start, span.end): span.value for span in spans})
        return [(span.start, span.end) for span in spans]

    found = _targets(view, document, inside, 0)
    return [target._replace(url=urls[target.start, target.end]) for target in found]


def _targets(
    view: Viewport,
    document: Document,
    inside: Callable[[int, int, int], Sequence[Range]],
    since: int,
) -> list[Target]:
    """Of what is ``inside`` each block between two offsets, that which is on the screen."""
    pieces = _pieces(view)
    shown: dict[int, Range] = {}
    for _, piece in pieces:
        block = document.block_index(piece.start)
        low, high = shown.get(block, (piece.start, piece.end))
        shown[block] = min(low, piece.start), max(high, piece.end)
    spans = {block: inside(block, low, high) for block, (low, high) in shown.items()}
    found: list[Target] = []
    seen: set[int] = set()
    for spot, piece in pieces:
        measure: Measure | None = None
        ranges = spans[document.block_index(piece.start)]
        for at in range(bisect_right(ranges, piece.start, key=_end), len(ranges)):
            start, end = ranges[at]
            if start >= piece.end:
                break
            if start in seen or start < since:
                continue
            first = _first_seen(document.text, max(start, piece.start), min(end, piece.end))
            if first is None:
                continue
            seen.add(start)
            measure = measure or Measure(document.text[piece.start : piece.end])
            cell = piece.cell + measure.cell(first - piece.start)
            if not found or found[-1][2:4] != (spot, cell):  # words inside one cluster
                found.append(Target(start, end, spot, cell))
    return found


def _end(span: Range) -> int:
    return span[1]


def _first_seen(text: str, start: int, end: int) -> int | None:
    if start < end and not text[start].isspace():
        return start
    return next((at for at in range(start, end) if not text[at].isspace()), None)


def _pieces(view: Viewport) -> list[tuple[Spot, Piece]]:
    """The pieces of text on the screen with their lines, in reading order."""
    lines = (view.line_at(row) for row in range(view.page))
    return [
        (found[0], piece)
        for found in lines
        if found is not None
        for piece in found[1].pieces
        if piece.start < piece.end
    ]


def _words(document: Document, block: int, low: int, high: int) -> list[Range]:
    """The words of a block that touch ``[low, high)``, whole ones."""
    text = document.text
    first = max(document.blocks[block].start, low - _REACH)
    last = min(document.blocks[block].end, high + _REACH)
    while low > first and not text[low - 1].isspace():
        low -= 1
    while high < last and not text[high].isspace():
        high += 1
    return list(words(text, low, high))
