"""Finding from the caret: a character in its paragraph, the words of a search in the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tui.caret.ground import Ground, Range

_ALIKE = {
    '"': "\"“”„«»",
    "'": "'‘’‚‹›",
    "-": "-‐‑–—",
}  # fmt: skip
"""What cannot be typed on every keyboard, by what is typed for it."""


class Find(NamedTuple):
    """A character that is looked for, as ``f``, ``t``, ``F`` and ``T`` do.

    Attributes:
        backward: Before the caret.
        till: The caret stops one character short of it.
    """

    character: str
    backward: bool = False
    till: bool = False

    def turned(self) -> Find:
        """The same, the other way."""
        return self._replace(backward=not self.backward)


def find_character(
    ground: Ground, at: int, find: Find, count: int = 1, *, again: bool = False
) -> int | None:
    """The stop at the ``count``-th such character in the caret's paragraph, or short of it.

    Args:
        ground: Where the caret stands.
        at: The caret.
        find: What is looked for.
        count: Which of those ahead.
        again: Not the one that the caret stops short of already.

    Returns:
        ``None`` when there are fewer.
    """
    short = find.till and again
    for place in _places(ground, at, find):
        stop = place
        if find.till:
            beside = ground.after(place) if find.backward else ground.before(place)
            stop = at if beside is None else beside
        if short and stop == at:
            short = False
            continue
        count -= 1
        if not count:
            return stop
    return None


def _places(ground: Ground, at: int, find: Find) -> Iterator[int]:
    """The stops at the character, from the caret on, within its block."""
    block = ground.document.blocks[ground.block_at(at)]
    wanted = _ALIKE.get(find.character, find.character)
    position = at
    while True:
        if find.backward:
            position = max(ground.text.rfind(each, block.start, position) for each in wanted)
        else:
            found = [ground.text.find(each, position + 1, block.end) for each in wanted]
            position = min((place for place in found if place >= 0), default=-1)
        if position < 0:
            return
        if ground.is_stop(position):
            yield position


def match_beside(
    ground: Ground, matches: Sequence[Range], at: int, count: int, *, forward: bool
) -> int | None:
    """The index of the ``count``-th match after the caret, or before it; round the ends.

    Matches in what is folded away are left out. ``None``: there are no others.
    """
    total = len(matches)
    if forward:
        index = bisect_right(matches, (at, len(ground.text))) - 1
    else:
        index = bisect_left(matches, (at, 0))
    index += total  # so that it is not before the first
    for _ in range((count - 1) % total + 1 if total else 0):
        for _ in range(total):
            index += 1 if forward else -1
            if not ground.is_folded(matches[index % total][0]):
                break
        else:
            return None
    return index % total if total else None
