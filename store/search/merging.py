"""When segments become one: rarely enough for quick commits, often enough for quick searches.

Segments of about the same size are merged when there are ``FAN`` of them, so a document is
written again only log(number) times in its life. It is a commit of its own, behind the one that
made what is new visible.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any

from store.search.engine.leaf import Leaf

FAN = 6
"""So many segments of a size are merged."""

LARGEST = 30_000
"""No segment of more documents than this is made of others."""

Policy = Callable[[Any, Sequence[Any]], list[Any]]
"""As Whoosh takes it: given a writer and the segments, those that stay as they are."""


def drop(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Those without a living document go."""
    del writer
    return [segment for segment in segments if live(segment)]


def of(chosen: Collection[str]) -> Policy:
    """Those with these ids become one."""

    def policy(writer: Any, segments: Sequence[Any]) -> list[Any]:
        for segment in segments:
            if segment.segment_id() in chosen:
                add(writer, segment)
        writer._added = True  # noqa: SLF001 - Whoosh writes no segment of merged documents else
        return [segment for segment in segments if segment.segment_id() not in chosen]

    return policy


def live(segment: Any) -> int:
    """Documents of a segment that are not deleted."""
    return int(segment.doc_count_all() - segment.deleted_count())


def due(segments: Sequence[Any]) -> list[Any]:
    """The segments that should become one now; none: all is well."""
    sizes: defaultdict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        documents = live(segment)
        if documents:
            if documents * 2 < segment.doc_count_all() <= LARGEST:
                return [segment]  # mostly deleted
            sizes[int(math.log(documents, FAN))].append(segment)
    for size in sorted(sizes):
        if len(sizes[size]) >= FAN:
            chosen = _within(sizes[size], LARGEST)
            if len(chosen) > 1:
                return chosen
    return []


def _within(segments: Sequence[Any], most: int) -> list[Any]:
    """The smallest segments that together have no more than so many documents."""
    chosen, total = [], 0
    for segment in sorted(segments, key=live):
        total += live(segment)
        if total > most:
            break
        chosen.append(segment)
    return chosen


def add(writer: Any, segment: Any) -> None:
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
