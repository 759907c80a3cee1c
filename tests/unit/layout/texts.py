"""Texts and documents for layout tests: every script, every kind of block."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st

from store.text.document import Block, BlockKind, Document, Span

WORDS = (
    "a", "lamp", "harbour-master", "ledger,", "(1887)", "»still«", "don't", "no\u00a0break",
    "https://example.com/a/long/path?with=query&and=more#than-fits-into-any-narrow-line",
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze", "naïve", "e\u0301te\u0301", "a\u0308\u0304",
    "東京の港では、昔の灯台が「今も」光っています。", "한국어 텍스트",
    "नमस्ते", "สวัสดี", "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645",
    "👨\u200d👩\u200d👧\u200d👦", "👍🏽", "🇩🇪🇫🇷", "❤\ufe0f", "#\ufe0f\u20e3", "—", "…",
    "x\u200dy", "\u200d", "\ufe0f", "Ω≈ç√", "ﬁn", "\U0001f469\u200d",
)  # fmt: skip

words = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")), max_size=12),
)
lines = (
    st.lists(words, max_size=8).map(" ".join).map(lambda line: unicodedata.normalize("NFC", line))
)
texts = st.lists(lines, min_size=1, max_size=2).map("\n".join)
widths = st.integers(10, 200)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, str]:
    """A block (offsets still to be set) and its text."""
    kind = draw(st.sampled_from(list(get_args(BlockKind))))
    if kind == "rule":
        return Block("rule", 0, 0), ""
    text = draw(texts) or "x"
    level = draw(st.integers(1, 6)) if kind in ("heading", "list_item", "quote", "contents") else 0
    return (
        Block(
            kind,
            0,
            0,
            level=level,
            ordered=draw(st.booleans()),
            number=draw(st.none() | st.integers(0, 12345)),
            task=draw(st.sampled_from([None, None, True, False])),
            quote=draw(st.integers(0, 3)),
            indent=draw(st.integers(0, 4)),
            label=draw(st.sampled_from(["", "1", "long-label"])),
            folded=kind in ("contents", "furniture"),
        ),
        text if text.strip() else "x",
    )


def join(parts: Sequence[tuple[Block, str]], spans: Sequence[Span] = ()) -> Document:
    """A document of these blocks."""
    position, placed = 0, []
    for block, text in parts:
        placed.append(_at(block, position, position + len(text)))
        position += len(text) + 2
    return Document("\n\n".join(text for _, text in parts), tuple(placed), tuple(spans))


def _at(block: Block, start: int, end: int) -> Block:
    return block._replace(start=start, end=end)


documents = st.lists(blocks(), min_size=1, max_size=5).map(join)


def prose(*paragraphs: str) -> Document:
    """A document of plain paragraphs."""
    return join([(Block("paragraph", 0, 0), text) for text in paragraphs])
