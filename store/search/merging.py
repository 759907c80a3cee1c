"""When segments become one: rarely enough for quick commits, often enough for quick searches.

Segments of about the same size are merged when there are ``FAN`` of them, so a document is
written again only log(number) times in its life.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from store.search.engine.leaf import Leaf

FAN = 6
"""So many segments of a size are merged."""

LARGEST = 20_000
"""A segment of more documents than this is never written again for its size."""


def merge(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Whoosh's merge policy: adds some segments to the one being written.

    Returns:
        The segments that stay. Those without a living document are dropped.
    """
    living = [segment for segment in segments if _live(segment)]
    if not writer.doc_count():  # Whoosh writes no segment then, not even of merged documents
        return living
    chosen = _choose(living, writer.doc_count())
    for segment in living:
        if segment in chosen:
            _add(writer, segment)
    return [segment for segment in living if segment not in chosen]


def _live(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _choose(segments: Sequence[Any], new: int) -> list[Any]:
    """The segments of every size of which there are too many, and those mostly deleted."""
    sizes: defaultdict[int, list[Any]] = defaultdict(list)
    chosen = []
    for segment in segments:
        live = _live(segment)
        if live * 2 < segment.doc_count_all():
            chosen.append(segment)
        elif live <= LARGEST:
            sizes[int(math.log(live, FAN))].append(segment)
    gathered = new
    for size in sorted(sizes):
        group = sizes[size]
        if len(group) + (gathered >= FAN**size) >= FAN:
            chosen += group
            gathered += sum(_live(segment) for segment in group)
    return chosen


def _add(writer: Any, segment: Any) -> None:
    """Write a segment's living documents again, behind those of the writer."""
    leaf = Leaf(writer.storage, segment)
    deleted = set(segment.deleted_docs())
    documents = [-1] * leaf.size
    lengths = []
    for number in range(leaf.size):
        if number not in deleted:
            row = leaf.rows[number]
            documents[number] = writer.docnum
            writer.perdocwriter.add(row)
            writer.docnum += 1
            if "text" in leaf.texts:
                lengths.append(int(row[2]))
    writer.pool.merge(leaf, documents, lengths)
