"""The headings of an article, as the side panel and the list of contents show them. Pure."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple

from store.text.document import Document
from tui.safe import one_line


class OutlineEntry(NamedTuple):
    """A heading of the article."""

    text: str
    offset: int
    level: int


def outline_of(document: Document) -> tuple[OutlineEntry, ...]:
    """The headings of a document, in order; the title is none of them."""
    return tuple(
        OutlineEntry(one_line(document.block_text(block)), block.start, block.level)
        for block in document.blocks
        if block.kind == "heading"
    )


def section_at(outline: Sequence[OutlineEntry], offset: int) -> int:
    """The index of the heading that ``offset`` stands under; -1 before the first."""
    return bisect.bisect_right(outline, offset, key=lambda entry: entry.offset) - 1
