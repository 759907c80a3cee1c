"""The ground of a caret: the places in a document where it can stand.

A *stop* is the start of a cluster that is shown: a line's end is none (an empty line of code is),
nor the bar between two cells of a table, nor anything that is folded away. All questions cost what
lies near the offset they ask about, however long the article or the block is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from store.text.document import Block, Document
from tui.layout.cells import cluster_end, cluster_start
from tui.layout.cells import width as cell_width

Range = tuple[int, int]

_BAR = " | "


def _nothing_folded(_: int) -> Range | None:
    return None


class Ground:
    """The stops of one document.

    Args:
        document: Its text and its blocks.
        folded: For the index of a block, the blocks ``[first, last)`` that are folded away
            together with it; ``None`` for one that is shown.
    """

    def __init__(
        self, document: Document, folded: Callable[[int], Range | None] = _nothing_folded
    ) -> None:
        self.document = document
        self.text = document.text
        self._folded = folded

    @cached_property
    def headings(self) -> list[int]:
        """The indexes of the blocks that begin a section."""
        blocks = self.document.blocks
        return [i for i, block in enumerate(blocks) if block.kind in ("heading", "title")]

    # Blocks

    def block_at(self, offset: int) -> int:
        """The index of the block that holds ``offset``; of the one before a gap."""
        return self.document.block_index(offset)

    def shown_block(self, index: int, step: int) -> int | None:
        """The block of that index, or the next one in the direction of ``step``, with a stop."""
        blocks = self.document.blocks
        while 0 <= index < len(blocks):
            run = self._folded(index)
            if run is not None:
                index = run[1] if step > 0 else run[0] - 1
            elif self.first_in(blocks[index].start, blocks[index].end) is not None:
                return index
            else:
                index += step
        return None

    def shown_blocks(self, at: int, step: int) -> Iterator[Block]:
        """The blocks with a stop from the one at an offset on, in the direction of ``step``."""
        index = self.shown_block(self.block_at(at), step)
        while index is not None:
            yield self.document.blocks[index]
            index = self.shown_block(index + step, step)

    def is_folded(self, offset: int) -> bool:
        """Whether ``offset`` is in a block that is folded away."""
        return self._folded(self.block_at(offset)) is not None

    # Stops

    @property
    def first(self) -> int | None:
        """The first stop; ``None`` in a text without any."""
        index = self.shown_block(0, 1)
        return None if index is None else self._edge(index, 1)

    @property
    def last(self) -> int | None:
        """The last stop; ``None`` in a text without any."""
        index = self.shown_block(len(self.document.blocks) - 1, -1)
        return None if index is None else self._edge(index, -1)

    def is_stop(self, offset: int) -> bool:
        """Whether the caret can stand at ``offset``."""
        if not self.document.blocks or self.is_folded(offset):
            return False
        block = self.document.blocks[self.block_at(offset)]
        if not block.start <= offset < block.end:
            return False
        return self.floor(offset) == offset and self._stands(block, offset)

    def settle(self, offset: int) -> int | None:
        """The stop at ``offset``; else the next one, else the last one."""
        if not self.document.blocks:
            return None
        offset = min(max(offset, 0), max(len(self.text) - 1, 0))
        start = self.floor(offset)
        return start if self.is_stop(start) else self.after(offset) or self.last

    def floor(self, offset: int) -> int:
        """The start of the cluster at ``offset``."""
        block = self.document.blocks[self.block_at(offset)]
        if offset >= block.end:
            return offset
        return cluster_start(self.text, offset, block.start)

    def end_of(self, stop: int) -> int:
        """Past the last code point of the cluster at a stop."""
        block = self.document.blocks[self.block_at(stop)]
        return cluster_end(self.text, stop, max(block.end, stop + 1))

    def after(self, offset: int) -> int | None:
        """The first stop past the cluster at ``offset``; ``None``: there is none."""
        index = self.block_at(offset)
        block = self.document.blocks[index]
        if self._folded(index) is None and offset < block.end:
            found = self.first_in(cluster_end(self.text, offset, block.end), block.end)
            if found is not None:
                return found
        following = self.shown_block(index + 1, 1)
        return None if following is None else self._edge(following, 1)

    def before(self, offset: int) -> int | None:
        """The last stop before ``offset``; ``None``: there is none."""
        index = self.block_at(offset)
        block = self.document.blocks[index]
        if self._folded(index) is None:
            found = self.last_in(block.start, min(offset, block.end))
            if found is not None:
                return found
        preceding = self.shown_block(index - 1, -1)
        return None if preceding is None else self._edge(preceding, -1)

    def first_in(self, start: int, end: int) -> int | None:
        """The first stop in ``[start, end)``, which lies in one block and begins with a cluster."""
        block = self.document.blocks[self.block_at(start)]
        while start < end:
            if self._stands(block, start):
                return start
            start = cluster_end(self.text, start, block.end)
        return None

    def last_in(self, start: int, end: int) -> int | None:
        """The last stop in ``[start, end)``, which lies in one block."""
        block = self.document.blocks[self.block_at(start)]
        while end > start:
            end = cluster_start(self.text, end - 1, block.start)
            if end >= start and self._stands(block, end):
                return end
        return None

    def stops_of(self, start: int, end: int) -> Range | None:
        """The first and the last stop in ``[start, end)`` of one block; ``None`` without any."""
        first, last = self.first_in(start, end), self.last_in(start, end)
        return None if first is None or last is None else (first, last)

    def _edge(self, index: int, step: int) -> int | None:
        block = self.document.blocks[index]
        return (self.first_in if step > 0 else self.last_in)(block.start, block.end)

    def _stands(self, block: Block, offset: int) -> bool:
        """Whether the cluster at ``offset`` of ``block`` is one to stand on."""
        character = self.text[offset]
        if character == "\n":
            return offset == block.start or self.text[offset - 1] == "\n"
        if character <= "\x7e":
            return block.kind != "table" or not self._is_bar(block, offset)
        return cell_width(self.text[offset : cluster_end(self.text, offset, block.end)]) > 0

    def _is_bar(self, block: Block, offset: int) -> bool:
        """Whether ``offset`` is in what parts two cells of a table."""
        starts = range(offset, max(offset - len(_BAR), block.start - 1), -1)
        return any(self.text.startswith(_BAR, start) for start in starts)
