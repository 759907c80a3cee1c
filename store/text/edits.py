"""Replace parts of a text and carry offsets over to the new one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Edit = tuple[int, int, str]
"""``(start, end, replacement)`` over the code points of the text that is changed."""


def apply_edits(text: str, edits: Iterable[Edit], offsets: Sequence[int]) -> tuple[str, list[int]]:
    """``text`` with ``edits`` done, and where each of ``offsets`` is then.

    Args:
        text: What is changed.
        edits: In order and not overlapping.
        offsets: In ascending order, each from 0 to ``len(text)``. An offset inside an edited part
            goes to the same distance from its start, at most to its end.
    """
    parts: list[str] = []
    moved: list[int] = []
    done = length = 0
    for start, end, replacement in edits:
        while len(moved) < len(offsets) and offsets[len(moved)] <= start:
            moved.append(length + offsets[len(moved)] - done)
        parts += (text[done:start], replacement)
        length += start - done
        while len(moved) < len(offsets) and offsets[len(moved)] < end:
            moved.append(length + min(offsets[len(moved)] - start, len(replacement)))
        length += len(replacement)
        done = end
    moved += [length + offset - done for offset in offsets[len(moved) :]]
    parts.append(text[done:])
    return "".join(parts), moved
