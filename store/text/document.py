r"""The text model: one plain text, and blocks and spans over its code points.

Everything in postil speaks these offsets: the reader, search, sentences, anchors, snippets
and exports. A ``Document`` is made from Markdown by ``store.text.markdown.parse`` and is a value;
blocks and spans are tuples, since a long article has tens of thousands of them.

Invariants (property tests hold them):

* ``text`` is NFC, has no control character but ``\n``, and no bidi control;
* ``text == "\n\n".join(text[b.start:b.end] for b in blocks)``: blocks are ordered and contiguous;
* every span lies inside one block; spans are ordered by ``(start, -end)``.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from store.hashing import sha256

BlockKind = Literal[
    "title", "byline", "heading", "paragraph", "list_item", "quote", "code",
    "table", "caption", "contents", "furniture", "rule",
]  # fmt: skip
SpanKind = Literal[
    "strong", "emphasis", "strike", "code", "link", "image", "footnote", "cell",
]  # fmt: skip

PARSER = 2
"""Changes whenever ``store.text.markdown.parse`` would give something else for some input."""

FOLDED_KINDS: frozenset[str] = frozenset({"contents", "furniture"})


class Block(NamedTuple):
    """One unit of an article's structure.

    Attributes:
        kind: What it is.
        start: First code point in ``Document.text``.
        end: Past the last; equal to ``start`` only for a rule.
        level: Heading 1 to 6; list item: depth from 1; quote: depth from 1; else 0.
        ordered: The list item stands in a numbered list.
        number: The number a numbered list item shows, else ``None``.
        task: ``None``: no task; else whether its box is ticked.
        quote: How many block quotes stand around it (0: none).
        indent: How many list levels it is indented by: for a list item ``level - 1``, for a
            further paragraph or code of an item ``level``.
        label: A footnote's label on its first block; a code block's language; else ``""``.
        folded: Shown as one line until opened: furniture and contents.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    ordered: bool = False
    number: int | None = None
    task: bool | None = None
    quote: int = 0
    indent: int = 0
    label: str = ""
    folded: bool = False


class Span(NamedTuple):
    """An inline mark over ``[start, end)``, inside one block.

    Attributes:
        value: Link: its URL, or ``#`` and the name of a place in the same text. Image: its URL.
            Footnote reference: its label. Table cell: ``left``, ``right`` or ``center`` (a cell
            may be empty: ``start == end``; rows of a table are its lines, cells are parted by
            ``" | "``). Else ``""``.
    """

    kind: SpanKind
    start: int
    end: int
    value: str = ""


class _Parts(NamedTuple):
    text: str
    blocks: tuple[Block, ...]
    spans: tuple[Span, ...] = ()


class Document(_Parts):
    """An article's text with its structure. See the module for what holds."""

    @cached_property
    def sha256(self) -> str:
        """The hash anchors name: SHA-256 of the UTF-8 text, in hexadecimal."""
        return sha256(self.text.encode()).hexdigest()

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [block.start for block in self.blocks]

    @cached_property
    def _span_starts(self) -> Sequence[int]:
        return [span.start for span in self.spans]

    def block_index(self, offset: int) -> int:
        """The index of the block that holds ``offset`` (a gap belongs to the block before)."""
        return max(0, bisect.bisect_right(self._starts, offset) - 1)

    def spans_of(self, block: Block) -> Sequence[Span]:
        """The spans inside ``block``, in order."""
        low = bisect.bisect_left(self._span_starts, block.start)
        high = bisect.bisect_right(self._span_starts, block.end)
        return [span for span in self.spans[low:high] if span.end <= block.end]

    def block_text(self, block: Block) -> str:
        """The text of one block."""
        return self.text[block.start : block.end]
