"""Writing: what changed goes into the indexes as a commit.

The texts are committed first and the version last (it stands with the article's annotations), so
after a crash in between the version is the old one, and the library sees that the article is due
again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from whoosh.index import TOC, FileIndex

from store.search import merging
from store.search.codec import PostingCodec
from store.search.documents import TEXTS, Document, Plan, plan, removal
from store.search.engine.view import View
from store.search.entry import Entry
from store.search.pool import Pool

__all__ = ["BATCH", "BATCH_TEXT", "Changes", "Entry"]

BATCH = 4_096
"""So many articles at most make one segment."""

BATCH_TEXT = 24_000_000
"""And so many code points: what bounds the memory that a bulk import takes."""


class Changes:
    """One commit to both indexes. The caller holds the lock of the folder."""

    def __init__(self, view: View, texts: FileIndex, notes: FileIndex) -> None:
        self._view = view
        self._texts = _Writer(texts)
        self._notes = _Writer(notes)
        self._articles: set[str] = set()
        self._size = 0

    def takes(self, entry: Entry) -> bool:
        """Whether there is room for an article, and nothing is known of it here already."""
        full = len(self._articles) >= BATCH or self._size >= BATCH_TEXT
        return not full and entry.id not in self._articles

    def delete(self, article: str) -> None:
        """Take an article and its annotations out."""
        self._articles.add(article)
        self._apply(removal(self._view, article))

    def put(self, entry: Entry) -> None:
        """Bring an article up to date; ``takes`` has said yes."""
        self._articles.add(entry.id)
        self._size += len(entry.text)
        self._apply(plan(self._view, entry))

    def _apply(self, planned: Plan) -> None:
        self._texts.delete(planned.texts)
        self._notes.delete(planned.notes)
        for document in planned.documents:
            (self._texts if document.kind == TEXTS else self._notes).add(document)

    def commit(self) -> None:
        """Make it all visible: texts first."""
        self._texts.commit()
        self._notes.commit()

    def cancel(self) -> None:
        """Leave both indexes as they were (what was committed stays)."""
        self._texts.cancel()
        self._notes.cancel()


class _Writer:
    """A Whoosh writer that is opened only when there is something to write."""

    def __init__(self, index: FileIndex) -> None:
        self._index = index
        self._writer: Any = None

    def _open(self) -> Any:
        if self._writer is None:
            self._writer = writer_of(self._index)
        return self._writer

    def add(self, document: Document) -> None:
        writer = self._open()
        writer.add_document(row=writer.pool.take(document))

    def delete(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._open().delete_document(number)

    def commit(self) -> None:
        if self._writer is not None:
            self._writer.commit(mergetype=merging.drop)
            self._writer = None

    def cancel(self) -> None:
        if self._writer is not None and not self._writer.is_closed:
            self._writer.cancel()
        self._writer = None


def writer_of(index: FileIndex) -> Any:
    """Whoosh's writer with our files and our pool."""
    writer = index.writer(codec=PostingCodec(), compound=False)
    writer.pool = Pool()
    return writer


def adopt(index: FileIndex, segment: str, count: int, gone: Sequence[int]) -> None:
    """Commit a segment that another process has written, and that its documents replace others.

    Args:
        index: The index; the segment's files are in its folder.
        segment: Its id.
        count: Its documents; 0: there is none.
        gone: Numbers of the documents that go. Those of older segments stay what they are.
    """
    if not count and not gone:
        return
    writer = writer_of(index)
    try:
        for number in gone:
            writer.delete_document(number)
        if count:
            writer.segments.append(PostingCodec().segment(index.indexname, segment, count))
        writer.commit(mergetype=merging.keep)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def tidy(index: FileIndex) -> bool:
    """Make one segment of several, if there are too many; whether there were."""
    toc = TOC.read(index.storage, index.indexname, schema=index.schema)
    chosen = {segment.segment_id() for segment in merging.due(toc.segments)}
    if not chosen:
        return False
    writer = writer_of(index)
    try:
        writer.commit(mergetype=merging.of(chosen))
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise
    return True
