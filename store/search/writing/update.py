"""Writing: what changed goes into the index as a commit.

Texts and annotations become visible together, and only when all of their files are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.search.commits.contents import PARTS, Contents, DamagedIndexError, Segment, without
from store.search.commits.folder import IndexFolder
from store.search.engine.view import View
from store.search.entry import Entry
from store.search.files.storage import MappedStorage
from store.search.segment.parts import Part, PartWriter, described
from store.search.segment.schema import TEXTS, Document
from store.search.writing import bulk, merging
from store.search.writing.documents import Plan, plan, removal

__all__ = ["BATCH", "BATCH_TEXT", "Changes", "Entry"]

BATCH = 4_096
"""So many articles at most make one segment."""

BATCH_TEXT = 24_000_000
"""And so many code points: what bounds the memory that a bulk import takes."""


class Changes:
    """One commit. The caller holds the lock of the folder.

    Args:
        view: What is there.
        contents: The table of contents that the view was made from.
        folder: Where it is.
    """

    def __init__(self, view: View, contents: Contents, folder: IndexFolder) -> None:
        self._view = view
        self._contents = contents
        self._folder = folder
        self._storage = MappedStorage(folder.path)
        self._parts = {
            name: _Writer(Part(self._storage, name, contents.parts[name])) for name in PARTS
        }
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
        self._parts["texts"].delete(planned.texts)
        self._parts["notes"].delete(planned.notes)
        for document in planned.documents:
            self._parts["texts" if document.kind == TEXTS else "notes"].add(document)

    def commit(self) -> None:
        """Make it all visible in one breath.

        Raises:
            OSError: The system refuses; then nothing is.
            StoreError: The same.
        """
        parts = {}
        for name, writer in self._parts.items():
            segments = writer.commit(self._folder)
            if segments is not None:
                parts[name] = segments
        if parts:
            self._folder.commit(self._contents.after(parts))

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._storage.abandon()
        self._folder.sweep()


class _Writer:
    """A Whoosh writer that is opened only when there is something to write."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._writer: Any = None

    def _open(self) -> Any:
        if self._writer is None:
            self._writer = PartWriter(self._part)
        return self._writer

    def add(self, document: Document) -> None:
        writer = self._open()
        writer.add_document(row=writer.pool.take(document))

    def delete(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._open().delete_document(number)

    def commit(self, folder: IndexFolder) -> tuple[Segment, ...] | None:
        """Write the files; the segments there are then, or ``None`` if nothing changed."""
        if self._writer is None:
            return None
        self._writer.commit(mergetype=merging.drop)
        written: tuple[Segment, ...] = self._writer.described(folder)
        return written


def adopt(
    folder: IndexFolder, contents: Contents, added: Mapping[str, tuple[str, int]],
    gone: Mapping[str, Sequence[int]],
) -> None:  # fmt: skip
    """Commit segments that another process has written, and that their documents replace others.

    Args:
        folder: The files of the segments are there.
        contents: What is there.
        added: By part the id of the segment and its documents; 0: there is none.
        gone: By part the numbers of the documents that go. Those of older segments stay what
            they are.

    Raises:
        OSError: The system refuses; then nothing is committed.
        StoreError: The same.
    """
    parts = {}
    for part in PARTS:
        segments = without(contents.parts[part], gone[part])
        name, count = added[part]
        if count:
            segments = (*segments, described(folder, part, name, count))
        parts[part] = segments
    if parts != contents.parts:
        folder.commit(contents.after(parts))


def tidy(folder: IndexFolder, contents: Contents, part: str) -> bool:
    """Make one segment of several small ones if there are too many, as a commit.

    It takes milliseconds; large ones are left to ``aside``.

    Args:
        folder: Where they are.
        contents: What is there.
        part: Of what.

    Returns:
        Whether that was done; not while somebody else merges, who then sees to it, too.

    Raises:
        DamagedIndexError: One of them is not what was written.
        OSError: The system refuses; then nothing is committed.
        StoreError: The same.
    """
    chosen = merging.due(contents.parts[part], bulk.MANY, most=bulk.MANY - 1)
    if not chosen:
        return False
    storage = MappedStorage(folder.path)
    with folder.merging() as nobody_else:
        if not nobody_else:
            return False
        try:
            need_sound(folder, chosen)
            new = described(folder, part, *merging.merge(part, chosen, storage, storage))
            stay = [each for each in contents.parts[part] if each not in chosen]
            folder.commit(contents.merged(part, (*stay, new)))
        except BaseException:
            storage.abandon()
            folder.sweep()
            raise
    return True


def need_sound(folder: IndexFolder, segments: Iterable[Segment]) -> None:
    """Read every byte of segments that are to be merged: what is wrong with one must not spread.

    Raises:
        DamagedIndexError: One of them is not what was written.
        StoreError: The system has no room for one more open file.
    """
    wrong = folder.wrong((file for each in segments for file in each.files), whole=True)
    if wrong:
        raise DamagedIndexError(wrong)
