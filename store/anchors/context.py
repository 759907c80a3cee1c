"""What stands around a place: whether two places read alike around them. Also: do two texts."""

from __future__ import annotations

import re

from store.text.fold import fold

CONTEXT = 64
"""How many code points of context are kept on each side."""

EXACTLY = 1.25
"""More than nearly: of a hundred places with the same words around, one has the same numbers."""

_END = CONTEXT // 2

Range = tuple[int, int]


def context(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after ``text[start:end]``, each cut at a word."""
    before = text[max(0, start - CONTEXT) : start]
    if start > CONTEXT and not text[start - CONTEXT - 1].isspace():
        before = _without_first_word(before)
    after = text[end : end + CONTEXT]
    if end + CONTEXT < len(text) and not text[end + CONTEXT].isspace():
        after = _without_first_word(after[::-1])[::-1]
    return before, after


def reads_as(text: str, quote: str) -> bool:
    """Whether both read the same: whatever their blanks, case, accents and kinds of quotes."""
    if text == quote:
        return True
    wanted = plain(quote)  # of marks alone nothing is left, and that is no blank
    return bool(wanted) and plain(text) == wanted


def plain(text: str) -> str:
    """``text`` folded, on one line."""
    return " ".join(fold(text).split())


class Surroundings:
    """The context of one passage, to compare places with.

    Attributes:
        is_empty: There is none to compare with.
    """

    def __init__(self, prefix: str, suffix: str) -> None:
        self._reach = len(prefix), len(suffix)
        self._prefix, self._suffix = plain(prefix), plain(suffix)
        self.is_empty = not (self._prefix or self._suffix)

    def agreement(self, text: str, place: Range) -> float:
        """How far what is around ``place`` agrees: 0 (as any two texts do) to 1, or EXACTLY."""
        start, end = place
        before = plain(text[max(0, start - self._reach[0]) : start])
        after = plain(text[end : end + self._reach[1]])
        if before == self._prefix and after == self._suffix:
            return 0.0 if self.is_empty else EXACTLY
        length = len(self._prefix) + len(self._suffix) + len(before) + len(after)
        if not length:
            return 0.0
        same = common_length(self._prefix, before) + common_length(self._suffix, after)
        # That a text begins or ends there is as good as some words.
        ends = (not self._prefix and not text[:start].strip()) + (
            not self._suffix and not text[end:].strip()
        )
        same, length = same + ends * _END, length + 2 * ends * _END
        # Unrelated text has half of its characters in common, in order.
        return max(0.0, (2 * same / length - 0.5) * 2)

    def neighbours(self, text: str, place: Range) -> int:
        """How many characters next to ``place`` are the same, to the letter: a quick measure."""
        start, end = place
        before, after = self._prefix[::-1], self._suffix
        mine = plain(text[max(0, start - CONTEXT) : start])[::-1], plain(text[end : end + CONTEXT])
        return _same_head(before, mine[0]) + _same_head(after, mine[1])


def common_length(one: str, other: str) -> int:
    """The length of the longest common subsequence (bit-parallel: Hyyrö 2004)."""
    masks: dict[str, int] = {}
    for index, character in enumerate(one):
        masks[character] = masks.get(character, 0) | 1 << index
    full = (1 << len(one)) - 1
    row = full
    for character in other:
        hits = row & masks.get(character, 0)
        row = ((row + hits) | (row - hits)) & full
    return len(one) - row.bit_count()


def _same_head(one: str, other: str) -> int:
    return next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _without_first_word(text: str) -> str:
    """``text`` from its first blank on, unless that leaves less than half of it."""
    blank = re.search(r"\s+", text)
    cut = blank.end() if blank and blank.end() < len(text) else 0
    return text[cut:] if cut <= CONTEXT // 2 else text
