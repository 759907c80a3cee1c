"""What a block's neighbours mean for how it is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from store.text.document import Block, Document
from store.text.footnotes import begins_note

_NEIGHBOURS = 100
"""How far a list is looked through for its longest number."""


class Around(NamedTuple):
    """What stands around a block.

    Attributes:
        goes_on: It is a paragraph right after another one of the same kind and depth.
        note: The label of the footnote that it goes on with, or ``""``.
        digits: Of the longest number in its list.
    """

    goes_on: bool = False
    note: str = ""
    digits: int = 0


ALONE = Around()


def around(document: Document, index: int, first_note: int) -> Around:
    """What stands around the block of that index.

    ``first_note`` is the first block of the first footnote, past the last block if there is none.
    """
    blocks = document.blocks
    block = blocks[index]
    if block.kind == "list_item":
        return Around(digits=_digits(blocks, index)) if block.ordered else ALONE
    note = _note(blocks, index) if index >= first_note else ""
    goes_on = index > 0 and not note and _goes_on(document, blocks[index - 1], block)
    return Around(goes_on, note)


def first_note(blocks: Sequence[Block]) -> int:
    """The index of the first block of the first footnote; past the last if there is none."""
    return next((index for index, block in enumerate(blocks) if begins_note(block)), len(blocks))


def is_picture(document: Document, block: Block) -> bool:
    """Whether a paragraph is nothing but an image."""
    if block.kind != "paragraph":
        return False
    return any(
        span.kind == "image" and (span.start, span.end) == (block.start, block.end)
        for span in document.spans_of(block)
    )


def _goes_on(document: Document, before: Block, block: Block) -> bool:
    return (
        block.kind in ("paragraph", "quote")
        and (before.kind, before.level, before.quote, before.indent)
        == (block.kind, block.level, block.quote, block.indent)
        and not block.label
        and not is_picture(document, before)
        and not is_picture(document, block)
    )


def _note(blocks: Sequence[Block], index: int) -> str:
    """The label of the footnote that begins above the block."""
    while index and not begins_note(blocks[index]):
        index -= 1
    return blocks[index].label


def _digits(blocks: Sequence[Block], index: int) -> int:
    """The length of the longest number in a list, as far as it is looked through."""
    level = blocks[index].level
    longest = len(str(blocks[index].number))
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(blocks) and abs(at - index) <= _NEIGHBOURS:
            block = blocks[at]
            is_item = block.kind == "list_item"
            if is_item and block.level == level:
                if not block.ordered or block.number is None:
                    break
                longest = max(longest, len(str(block.number)))
            elif (block.level if is_item else block.indent + 1) <= level:
                break
            at += step
    return longest
