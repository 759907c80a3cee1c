"""Whoosh's writer, without its table of contents and its lock: ours are in ``folder``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from store.search import bits
from store.search.commits.contents import Segment
from store.search.commits.folder import IndexFolder
from store.search.files.storage import MappedStorage
from store.search.segment import schema
from store.search.segment.codec import PostingCodec
from store.search.segment.pool import Pool


def segment_of(part: str, segment: Segment) -> Any:
    """A segment as Whoosh has it; those of its documents that are deleted are left to others."""
    return PostingCodec().segment(part, segment.name, segment.documents)


def described(folder: IndexFolder, part: str, name: str, documents: int) -> Segment:
    """A segment that was just written, as the table of contents has it.

    Raises:
        OSError: A file cannot be read.
    """
    names = sorted(path.name for path in folder.path.glob(f"{part}_{name}.*"))
    return Segment(name, documents, 0, tuple(map(folder.described, names)))


def write_segment(
    storage: MappedStorage, part: str, rows: Iterable[Sequence[str]], pool: Pool
) -> str:
    """Write the files of a segment; its random id.

    Args:
        storage: Where they are to be.
        part: What it is of.
        rows: What is kept of each document.
        pool: All else of them.

    Raises:
        OSError: The system refuses; files that are still open are ``storage.abandon``'s.
    """
    codec = PostingCodec()
    segment = codec.new_segment(storage, part)
    of_rows = codec.per_document_writer(storage, segment)
    for row in rows:
        of_rows.add(row)
    of_rows.close()
    fields = codec.field_writer(storage, segment)
    fields.add_postings(None, None, pool)
    fields.close()
    return str(segment.segid)


class Part(FileIndex):  # type: ignore[misc]  # whoosh has no types
    """An index as Whoosh has it, at one moment."""

    def __init__(self, storage: Any, name: str, segments: Sequence[Segment]) -> None:
        self.storage = storage
        self.indexname = name
        self._schema = schema.texts() if name == "texts" else schema.notes()
        self.segments = segments

    def whoosh_segments(self) -> list[Any]:
        """All segments, with their deleted documents."""
        found = []
        for each in self.segments:
            segment = segment_of(self.indexname, each)
            for number in bits.to_ids(each.deleted):
                segment.delete_document(number)
            found.append(segment)
        return found

    def _read_toc(self) -> Any:
        return TOC(self._schema, self.whoosh_segments(), 0)


class PartWriter(SegmentWriter):  # type: ignore[misc]  # whoosh has no types
    """Writes a segment and keeps in mind which there are then."""

    def __init__(self, part: Part) -> None:
        super().__init__(part, _lk=False, codec=PostingCodec(), compound=False)
        self.pool = Pool()
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
        found = self._before.get(segment.segid)
        if found is None:
            found = described(folder, self.indexname, segment.segid, size)
        return found._replace(deleted=bits.from_ids(segment.deleted_docs(), size))
