"""Annotations as they will be: what the panes show until a write has been saved. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from store.model import Anchor, Annotations, Highlight, State, Style
from store.text.bounds import sentences, snap
from store.text.document import Document
from tui.needing import needs_a_person

PROVISIONAL = "new-"


def with_highlights(annotations: Annotations, highlights: Sequence[Highlight]) -> Annotations:
    """``annotations`` with other highlights, in document order."""
    ordered = sorted(highlights, key=lambda h: (h.anchor.start, h.anchor.end, h.id))
    return replace(annotations, highlights=tuple(ordered))


def replaced(highlights: Sequence[Highlight], changed: Highlight) -> list[Highlight]:
    """``highlights`` with the one of the same id changed."""
    return [changed if highlight.id == changed.id else highlight for highlight in highlights]


def without(highlights: Sequence[Highlight], highlight_id: str) -> list[Highlight]:
    """``highlights`` without one."""
    return [highlight for highlight in highlights if highlight.id != highlight_id]


def provisional(
    document: Document, start: int, end: int, key: str, *, color: str,
    style: Style = "fill", tags: tuple[str, ...] = (), note: str = "",
) -> Highlight | None:  # fmt: skip
    """A highlight that is not saved yet, trimmed as the library will; ``None``: nothing to mark."""
    start, end = snap(document.text, start, end)
    if start >= end:
        return None
    return Highlight(
        id=key,
        anchor=Anchor(start, end, document.text[start:end], text=document.sha256),
        color=color,
        style=style,
        tags=tags,
        note=note,
    )


def moved_to(highlight: Highlight, document: Document, start: int, end: int) -> Highlight:
    """A highlight over another passage."""
    anchor = highlight.anchor._replace(start=start, end=end, quote=document.text[start:end])
    return replace(highlight, anchor=anchor)


def placed_at(highlight: Highlight, document: Document, start: int, end: int) -> Highlight:
    """A highlight whose passage its user has found again; its quote stays as it was marked."""
    start, end = snap(document.text, start, end)
    state: State = "placed" if document.text[start:end] == highlight.quote else "moved"
    anchor = highlight.anchor._replace(
        start=start, end=end, state=state, near=None, text=document.sha256
    )
    return replace(highlight, anchor=anchor)


def unplaced(highlight: Highlight) -> Highlight:
    """A highlight that is not where it was thought to be."""
    anchor = highlight.anchor
    at = anchor.start
    return replace(highlight, anchor=anchor._replace(end=at, state="unplaced", near=at))


def grown(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The passage with one more sentence at its end; ``None``: the text ends here.

    A passage that ends inside a sentence grows to the sentence's end.
    """
    for block in document.blocks[document.block_index(max(start, end - 1)) :]:
        if block.start == block.end:
            continue
        for _, stop in sentences(document.text, block.start, block.end):
            if stop > end:
                return start, stop
    return None


def touching(
    text: str, highlights: Sequence[Highlight], chosen: Sequence[Highlight]
) -> list[Highlight]:
    """``chosen`` with all that overlap them or have only blanks between, in document order."""
    placed = [h for h in highlights if not needs_a_person(h)]
    found = {h.id: h for h in chosen}
    while True:
        start = min(h.anchor.start for h in found.values())
        end = max(h.anchor.end for h in found.values())
        more = [
            h
            for h in placed
            if h.id not in found
            and not text[min(end, h.anchor.end) : max(start, h.anchor.start)].strip()
        ]
        if not more:
            return sorted(found.values(), key=lambda h: (h.anchor.start, h.anchor.end, h.id))
        found.update((h.id, h) for h in more)


def cuts(document: Document, highlight: Highlight, start: int, end: int) -> list[int]:
    """Where to cut a highlight for the focus ``[start, end)``: before and after it.

    A focus that holds the whole highlight cuts it into its sentences.
    """
    low, high = highlight.anchor.start, highlight.anchor.end
    inside = [offset for offset in (start, end) if low < offset < high]
    if inside:
        return inside
    first, last = document.block_index(low), document.block_index(max(low, high - 1))
    return [
        begin
        for block in document.blocks[first : last + 1]
        for begin, _ in sentences(document.text, block.start, block.end)
        if low < begin < high
    ]


def shrunk(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The passage without its last sentence; ``None``: it is no longer than one."""
    first = document.block_index(start)
    last = document.block_index(max(start, end - 1))
    stops = [
        stop
        for block in document.blocks[first : last + 1]
        for _, stop in sentences(document.text, block.start, block.end)
        if start < stop < end
    ]
    return (start, stops[-1]) if stops else None
