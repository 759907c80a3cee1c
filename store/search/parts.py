"""Whoosh's writer, without its table of contents and its lock: ours are in ``folder``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from store.search import schema
from store.search.codec import PostingCodec
from store.search.contents import Segment
from store.search.engine import bits
from store.search.folder import IndexFolder


def segment_of(part: str, described: Segment) -> Any:
    """A segment as Whoosh has it."""
    deleted = set(bits.to_ids(described.deleted)) or None
    return W3Segment(PostingCodec(), part, described.documents, described.name, deleted)


class Part(FileIndex):  # type: ignore[misc]  # whoosh has no types
    """An index as Whoosh has it, at one moment."""

    def __init__(self, storage: Any, name: str, segments: Sequence[Segment]) -> None:
        self.storage = storage
        self.indexname = name
        self._schema = schema.texts() if name == "texts" else schema.notes()
        self.segments = segments

    def _read_toc(self) -> Any:
        return TOC(self._schema, [segment_of(self.indexname, each) for each in self.segments], 0)


class PartWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """Writes a segment and keeps in mind which there are then."""

    def __init__(self, part: Part) -> None:
        super().__init__(part, _lk=False, codec=PostingCodec(), compound=False)
        self._before = {each.name: each for each in part.segments}
        self._after: Sequence[Any] = ()

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        self._after = segments

    def described(self, folder: IndexFolder) -> tuple[Segment, ...]:
        """All segments after the commit.

        Raises:
            OSError: A file that was just written cannot be read.
        """
        return tuple(self._described(segment, folder) for segment in self._after)

    def _described(self, segment: Any, folder: IndexFolder) -> Segment:
        size = segment.doc_count_all()
        deleted = bits.from_ids(segment.deleted_docs(), size)
        known = self._before.get(segment.segid)
        if known is not None:
            return known._replace(deleted=deleted)
        names = sorted(path.name for path in folder.path.glob(f"{segment.segment_id()}.*"))
        return Segment(segment.segid, size, deleted, tuple(map(folder.described, names)))
