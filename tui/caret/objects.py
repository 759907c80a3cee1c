"""Text objects: the word, sentence, paragraph or quoted passage around the caret.

``inside`` is the object alone, ``around`` has the blank after it (else the one before it) or the
quotation marks, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from store.text.document import Block
from tui.caret.ground import Ground, Range
from tui.caret.state import Caret, selection
from tui.caret.units import blocks_from, blocks_to, sentence_at, sentences_from, sentences_to
from tui.caret.words import word_at, words_from, words_to

Kind = Literal["word", "sentence", "paragraph", "quote"]

_REACH = 10_000
"""Code points of a block before and after the caret in which quotation marks are paired."""
_BLANKS = re.compile(r"\s*")
_CLOSED_BY: Mapping[str, str] = {
    '"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "‹": "›", "›": "‹",
    "「": "」", "『": "』", "”": "”",
}  # fmt: skip
"""By each mark that can open a passage, those that can close it; Swedes use one for both."""
_ONLY_CLOSE = frozenset("’」』")
_MARKS = re.compile("[" + "".join({*_CLOSED_BY, *"".join(_CLOSED_BY.values())}) + "]")


class _Unit(NamedTuple):
    """Objects of one kind.

    Attributes:
        at: The offsets ``[start, end)`` of the one at a stop.
        following: The stops of those that end past an offset, in order.
        preceding: The stops of those that begin at an offset or before it, the nearest first.
    """

    at: Callable[[Ground, int], Range]
    following: Callable[[Ground, int], Iterator[Range]]
    preceding: Callable[[Ground, int], Iterator[Range]]


def select(
    ground: Ground, caret: Caret, kind: Kind, count: int = 1, *, around: bool, again: bool = False
) -> Caret | None:
    """The caret with ``count`` objects selected, the first of them the one that it stands in.

    A selection that consists of such objects already grows by so many more, at the end where
    the caret is.

    Args:
        ground: Where the caret stands.
        caret: The caret.
        kind: What is selected.
        count: How many; of quoted passages: how many of those around each other.
        around: With what is around it.
        again: The selection was made so, however short it is.

    Returns:
        ``None`` when there is no such object here.
    """
    chosen = selection(ground, caret) if caret.selecting else None
    if chosen is not None and not again and caret.anchor == caret.at and caret.by == "character":
        chosen = None  # selecting has only begun
    if kind == "quote":
        found = _quoted(ground, caret.at, chosen, count, around=around)
    else:
        found = _run(ground, caret, _UNITS[kind], chosen, count, around=around)
    first = None if found is None else ground.settle(found[0])
    last = None if found is None else ground.before(found[1])
    if first is None or last is None or first > last:
        return None
    return caret.over(first, last)._replace(by="character")


# Words, sentences, paragraphs


def _run(
    ground: Ground, caret: Caret, unit: _Unit, chosen: Range | None, count: int, *, around: bool
) -> Range | None:
    whole = None if chosen is None else _whole(ground, unit, chosen)
    start, end = whole or unit.at(ground, caret.at)
    if whole is None:
        count -= 1
    if whole is not None and caret.backward:
        start = _reach_back(ground, unit, start, count)
    else:
        end = _reach_on(ground, unit, end, count)
    if whole is not None and chosen is not None:
        start, end = min(start, chosen[0]), max(end, chosen[1])
    return _with_blank(ground, start, end) if around else (start, end)


def _whole(ground: Ground, unit: _Unit, chosen: Range) -> Range | None:
    """What is chosen without the blanks at its ends, if that is objects from end to end."""
    start, end = _trimmed(ground.text, chosen)
    last = ground.before(end)
    if start >= end or last is None:
        return None
    first_unit = _trimmed(ground.text, unit.at(ground, start))
    last_unit = _trimmed(ground.text, unit.at(ground, last))
    return (start, end) if first_unit[0] == start and last_unit[1] == end else None


def _trimmed(text: str, span: Range) -> Range:
    """``span`` without blanks at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _reach_on(ground: Ground, unit: _Unit, end: int, count: int) -> int:
    ahead = (last for _, last in unit.following(ground, end) if last >= end)
    return max([end, *(ground.end_of(last) for last in islice(ahead, count))])


def _reach_back(ground: Ground, unit: _Unit, start: int, count: int) -> int:
    behind = unit.preceding(ground, max(start - 1, 0))
    return min([start, *(first for first, _ in islice(behind, count))])


def _with_blank(ground: Ground, start: int, end: int) -> Range:
    """With the blanks after it in its block; without any, with those before it."""
    text, blocks = ground.text, ground.document.blocks
    last = blocks[ground.block_at(max(end - 1, start))]
    after = _BLANKS.match(text, end, max(last.end, end))
    if after is not None and after.end() > end:
        return start, after.end()
    low = blocks[ground.block_at(start)].start
    while start > low and text[start - 1].isspace():
        start -= 1
    return start, end


def _word_unit(ground: Ground, at: int) -> Range:
    """The word at a stop; between words, the blanks there or the other characters."""
    word = word_at(ground, at)
    if word is not None:
        return word
    block = ground.document.blocks[ground.block_at(at)]
    text, blank = ground.text, ground.text[at].isspace()
    start, end = at, ground.end_of(at)
    low, high = max(block.start, at - _REACH), min(block.end, at + _REACH)
    while start > low and text[start - 1].isspace() == blank and not word_at(ground, start - 1):
        start -= 1
    while end < high and text[end].isspace() == blank and not word_at(ground, end):
        end += 1
    return start, end


def _block(ground: Ground, at: int) -> Range:
    block = ground.document.blocks[ground.block_at(at)]
    return block.start, block.end


_UNITS: Mapping[str, _Unit] = {
    "word": _Unit(_word_unit, words_from, words_to),
    "sentence": _Unit(sentence_at, sentences_from, sentences_to),
    "paragraph": _Unit(_block, blocks_from, blocks_to),
}


# Quoted passages


def _quoted(
    ground: Ground, at: int, chosen: Range | None, count: int, *, around: bool
) -> Range | None:
    """The ``count``-th quoted passage around ``at``, or around what is chosen of one already."""
    block = ground.document.blocks[ground.block_at(at)]
    inset = 0 if around else 1
    found = [
        (start + inset, end - inset)
        for start, end in sorted(_quotes(ground.text, block, at), reverse=True)
        if start <= at < end and end - start > 2
    ]
    if chosen in found:
        found = found[found.index(chosen) + 1 :]
    return found[count - 1] if count <= len(found) else None


def _quotes(text: str, block: Block, at: int) -> list[Range]:
    """The quoted passages around ``at`` and near it, their marks included."""
    low, high = max(block.start, at - _REACH), min(block.end, at + _REACH)
    open_ones: list[tuple[str, int]] = []
    if low > block.start and text.count('"', block.start, low) % 2:
        open_ones.append(('"', text.rfind('"', block.start, low)))
    found: list[Range] = []
    for mark in _MARKS.finditer(text, low, high):
        where, sign = mark.start(), mark[0]
        if sign == "’" and _is_apostrophe(text, where, block):
            continue
        opened = _opened_by(open_ones, sign)
        if opened is None:
            if sign not in _ONLY_CLOSE:
                open_ones.append((sign, where))
            continue
        found.append((open_ones[opened][1], where + 1))
        del open_ones[opened:]
    return found


def _opened_by(open_ones: Sequence[tuple[str, int]], sign: str) -> int | None:
    """Which of the marks that are open ``sign`` closes: the last that it can."""
    for index in range(len(open_ones) - 1, -1, -1):
        if sign in _CLOSED_BY[open_ones[index][0]]:
            return index
    return None


def _is_apostrophe(text: str, at: int, block: Block) -> bool:
    return block.start < at < block.end - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
