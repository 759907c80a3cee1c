"""When segments become one: rarely enough for quick commits, often enough for quick searches.

Segments of about the same size are merged when there are ``FAN`` of them, so a document is
written again only log(number) times in its life. It is a commit of its own, behind the one that
made what is new visible.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from store.search.contents import Segment
from store.search.engine.leaf import Leaf
from store.search.parts import segment_of, write_segment
from store.search.pool import Pool
from store.search.storage import MappedStorage

FAN = 6
"""So many segments of a size are merged."""

LARGEST = 20_000
"""No segment of more documents than this is made of others."""


def drop(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's policy for a commit: segments without a living document go, the others stay."""
    del writer
    return [each for each in segments if each.doc_count_all() > each.deleted_count()]


def due(segments: Sequence[Segment]) -> Sequence[Segment]:
    """The segments that should become one now; none: all is well."""
    sizes: defaultdict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        count = living(segment)
        if count:
            if count * 2 < segment.documents <= LARGEST:
                return [segment]  # mostly deleted
            sizes[int(math.log(count, FAN))].append(segment)
    for size in sorted(sizes):
        if len(sizes[size]) >= FAN:
            chosen = _within(sizes[size], LARGEST)
            if len(chosen) > 1:
                return chosen
    return ()


def living(segment: Segment) -> int:
    """How many documents of a segment are not deleted."""
    return segment.documents - segment.deleted.bit_count()


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
            documents, lengths = [-1] * leaf.size, []
            for number in range(leaf.size):
                if not segment.deleted >> number & 1:
                    documents[number] = len(rows)
                    rows.append(leaf.rows[number])
                    if "text" in leaf.texts:
                        lengths.append(int(rows[-1][2]))
            pool.merge(leaf, documents, lengths)
        return write_segment(target, part, rows, pool), len(rows)
    finally:
        pool.cleanup()


def _within(segments: Sequence[Segment], most: int) -> Sequence[Segment]:
    """The smallest segments that together have no more than so many documents."""
    chosen, total = [], 0
    for segment in sorted(segments, key=living):
        total += living(segment)
        if total > most:
            break
        chosen.append(segment)
    return chosen
