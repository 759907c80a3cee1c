"""Footnotes of a document: their texts, and where they are referred to. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from store.text.document import Block, Document, Span


def begins_note(block: Block) -> bool:
    """Whether ``block`` is the first of a footnote (the label of code is its language)."""
    return bool(block.label) and block.kind != "code"


def notes_of(document: Document) -> Mapping[str, tuple[int, int]]:
    """Of each footnote by its label its blocks ``[first, last)``; footnotes end a document."""
    firsts = [index for index, block in enumerate(document.blocks) if begins_note(block)]
    return {
        document.blocks[first].label: (first, last)
        for first, last in zip(firsts, [*firsts[1:], len(document.blocks)], strict=False)
    }


def references_in(document: Document, start: int, end: int) -> list[Span]:
    """The references to footnotes that have a text, in ``[start, end)``, in order."""
    known = notes_of(document)
    first, last = document.block_index(start), document.block_index(max(end - 1, start))
    return [
        span
        for block in document.blocks[first : last + 1]
        for span in document.spans_of(block)
        if span.kind == "footnote" and span.value in known and start < span.end and span.start < end
    ]


def references_to(document: Document, label: str) -> list[Span]:
    """All references to the footnote of that label, in order."""
    return [span for span in document.spans if span.kind == "footnote" and span.value == label]


def note_at(document: Document, offset: int) -> str:
    """The label of the footnote whose text holds ``offset``, or ``""``."""
    index = document.block_index(offset)
    for label, (first, last) in notes_of(document).items():
        if first <= index < last:
            return label
    return ""


def excerpt(document: Document, first: int, last: int) -> Document:
    """The blocks ``[first, last)`` as a document of their own, which counts from 0."""
    blocks = document.blocks[first:last]
    if not blocks:
        return Document("", ())
    start = blocks[0].start
    return Document(
        document.text[start : blocks[-1].end],
        tuple(b._replace(start=b.start - start, end=b.end - start) for b in blocks),
        tuple(
            Span(span.kind, span.start - start, span.end - start, span.value)
            for block in blocks
            for span in document.spans_of(block)
        ),
    )
