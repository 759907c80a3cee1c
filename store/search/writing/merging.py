"""When segments become one: rarely enough for quick commits, often enough for quick searches.

Every look-up of a search asks every segment. So after very many articles at once there is to be
one; and when articles come one by one, the smallest are merged as soon as there are ``FEW`` that
have room for others: as many as are no larger than some times all smaller ones together. So a
document is written again only log(number) times in its life. A merge is a commit of its own, behind
the one that made what is new visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from store.search import bits
from store.search.commits.contents import Segment
from store.search.files.storage import MappedStorage
from store.search.segment.leaf import Leaf
from store.search.segment.parts import segment_of, write_segment
from store.search.segment.pool import Pool

FEW = 7
"""When there are so many segments, the smallest are merged."""

LARGEST = 60_000
"""No segment of more documents than this is made of others. Above 65,536 their numbers take 4 bytes
each instead of 2."""

_GROWTH = 1.5
_APART = 4.0  # a large segment stays by itself while it is so many times all smaller ones


def drop(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's policy for a commit: segments without a living document go, the others stay."""
    del writer
    return [each for each in segments if each.doc_count_all() > each.deleted_count()]


def due(segments: Sequence[Segment], large: int, most: int = LARGEST) -> Sequence[Segment]:
    """The segments that should become one now; none: all is well.

    Args:
        segments: All of a part.
        large: Two of so many documents are merged whatever else there is.
        most: No more documents than this together.
    """
    found = sorted((each for each in segments if living(each)), key=living)
    for segment in found:
        if living(segment) * 2 < segment.documents <= LARGEST and living(segment) <= most:
            return [segment]  # mostly deleted
    sizes = [living(each) for each in found]
    many = _leading(sizes, _APART, most)
    if many > 1 and sizes[many - 2] >= large:
        return found[:many]
    if sum(2 * size <= LARGEST for size in sizes) >= FEW:
        return found[: _leading(sizes, _GROWTH, most)]
    return ()


def _leading(sizes: Iterable[int], times: float, most: int) -> int:
    """How many of the smallest are merged: the last is at most so many times all before it."""
    many = total = 0
    for number, size in enumerate(sizes):
        if total + size > most:
            break
        if number and size <= times * total:
            many = number + 1
        total += size
    return many


def living(segment: Segment) -> int:
    """How many documents of a segment are not deleted."""
    return segment.documents - segment.deleted.bit_count()


def carried(before: Sequence[Segment], now: Sequence[Segment]) -> int:
    """Which documents of a merged segment were deleted while it was made, as a set.

    Args:
        before: The segments that were merged, as they were then.
        now: The same, in that order, as they are now.
    """
    found = base = 0
    for old, new in zip(before, now, strict=True):
        for number in bits.to_ids(new.deleted & ~old.deleted):
            gone = (old.deleted & (1 << number) - 1).bit_count()
            found |= 1 << (base + number - gone)
        base += living(old)
    return found


def merge(
    part: str, segments: Sequence[Segment], source: MappedStorage, target: MappedStorage
) -> tuple[str, int]:
    """Write the living documents of some segments as a new one.

    Args:
        part: What they are of.
        segments: They.
        source: Where their files are.
        target: Where the new one's are to be.

    Returns:
        Its id, and how many documents it has.

    Raises:
        OSError: The system refuses.
        Exception: Whatever damage leads to.
    """
    pool = Pool()
    rows: list[Sequence[str]] = []
    try:
        for segment in segments:
            leaf = Leaf(source, segment_of(part, segment))
            first = len(rows)
            numbers: Sequence[int] = range(first, first + leaf.size)
            if segment.deleted:
                rising = count(first)
                gone = bits.to_flags(segment.deleted, leaf.size)
                numbers = [-1 if is_gone else next(rising) for is_gone in gone]
            rows += [leaf.rows[at] for at, number in enumerate(numbers) if number >= 0]
            lengths = [int(row[2]) for row in rows[first:]] if "text" in leaf.texts else []
            pool.merge(leaf, numbers, lengths)
        return write_segment(target, part, rows, pool), len(rows)
    finally:
        pool.cleanup()
