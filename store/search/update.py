"""Writing: what changed of an article goes into the indexes, and nothing else.

The text's document is written only when what it was made from changed (a hash tells), and of the
annotations only those documents that changed. Texts and annotations become visible together.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from store.search import forms, merging, schema
from store.search.contents import Contents, Segment
from store.search.engine.view import View
from store.search.entry import Entry
from store.search.folder import IndexFolder
from store.search.parts import Part, PartWriter
from store.search.pool import Pool
from store.search.storage import MappedStorage
from store.text.fold import fold

__all__ = ["BATCH", "BATCH_TEXT", "Changes", "Entry", "batches"]

BATCH = 4_096
"""So many articles at most make one segment."""

BATCH_TEXT = 24_000_000
"""And so many code points: what bounds the memory that a bulk import takes."""


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Entries in groups that fit in memory; of the same article the last in a group counts."""
    batch: dict[str, Entry] = {}
    size = 0
    for entry in entries:
        batch[entry.id] = entry
        size += len(entry.text)
        if len(batch) >= BATCH or size >= BATCH_TEXT:
            yield list(batch.values())
            batch, size = {}, 0
    if batch:
        yield list(batch.values())


class Changes:
    """One commit to both indexes. The caller holds the lock of the folder.

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
        parts = contents.parts
        self._texts = _Writer(Part(self._storage, "texts", parts["texts"]))
        self._notes = _Writer(Part(self._storage, "notes", parts["notes"]))

    def delete(self, article: str) -> None:
        """Take an article and its annotations out."""
        number = self._view.table.numbers.get(article)
        if number is not None:
            self._texts.delete(number)
        for note in self._view.noted.get(article, ()):
            self._notes.delete(note)

    def put(self, entry: Entry) -> None:
        """Bring an article up to date."""
        language = forms.language_of(entry.language)
        self._put_text(entry, language)
        rows = self._view.notes.rows
        before = {rows.value(note, 1): note for note in self._view.noted.get(entry.id, ())}
        for part, noted in _notes(entry).items():
            note = before.pop(part, None)
            if note is not None:
                if rows.value(note, 2) == noted.stamp:
                    continue
                self._notes.delete(note)
            self._notes.add(noted.row(entry.id, part), noted.texts, language, noted.paths)
        for note in before.values():
            self._notes.delete(note)

    def _put_text(self, entry: Entry, language: str) -> None:
        head = (entry.title, entry.author, entry.source)
        stamp = _stamp(*head, entry.added, language, entry.text)
        number = self._view.table.numbers.get(entry.id)
        if number is not None:
            if self._view.texts.rows.value(number, 3) == stamp:
                return
            self._texts.delete(number)
        self._texts.add(
            [entry.id, entry.added, "", stamp, *head],
            {
                "text": [entry.text], "title": [entry.title], "author": [entry.author],
                "source": [entry.source],
            },
            language,
        )  # fmt: skip

    def commit(self) -> None:
        """Make it all visible in one breath.

        Raises:
            OSError: The system refuses; then nothing is.
            StoreError: The same.
        """
        parts = {}
        for name, writer in (("texts", self._texts), ("notes", self._notes)):
            segments = writer.commit(self._folder)
            if segments is not None:
                parts[name] = segments
        if parts:
            self._folder.commit(self._contents.after(parts))

    def cancel(self) -> None:
        """Leave both indexes as they were."""
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
            self._writer.pool = Pool()
        return self._writer

    def add(
        self,
        row: list[str],
        texts: Mapping[str, Sequence[str]],
        language: str,
        paths: Sequence[str] = (),
    ) -> None:
        writer = self._open()
        words = writer.pool.put(texts, language, {"tags": paths} if paths else None)
        if "text" in words:
            row[2] = str(words["text"])
            writer.pool.lengths.append(words["text"])
        writer.add_document(row=row)

    def delete(self, number: int) -> None:
        self._open().delete_document(number)

    def commit(self, folder: IndexFolder) -> tuple[Segment, ...] | None:
        """Write the files; the segments there are then, or ``None`` if nothing changed."""
        if self._writer is None:
            return None
        self._writer.commit(mergetype=merging.merge)
        written: tuple[Segment, ...] = self._writer.described(folder)
        return written


class _Noted(NamedTuple):
    """What was noted on an article or on one of its highlights."""

    stamp: str
    quote: str
    note: str
    tags: Sequence[str]
    start: int = 0
    end: int = 0

    def row(self, article: str, highlight: str) -> list[str]:
        tags = schema.JOINT.join(tag.replace(schema.JOINT, " ") for tag in self.tags)
        return [
            article, highlight, self.stamp, self.quote, self.note, tags, str(self.start),
            str(self.end),
        ]  # fmt: skip

    @property
    def texts(self) -> Mapping[str, Sequence[str]]:
        return {"quote": [self.quote], "note": [self.note], "tag": self.tags}

    @property
    def paths(self) -> Sequence[str]:
        """Every tag, folded, and those above it."""
        clean = (tag.replace("\n", " ").encode(errors="replace").decode() for tag in self.tags)
        folded = (fold(tag).strip("/").split("/") for tag in clean)
        return [path for parts in folded for path in itertools.accumulate(parts, "{}/{}".format)]


def _notes(entry: Entry) -> Mapping[str, _Noted]:
    """The annotations of an article, by the id of the highlight ("": of the article)."""
    found = {"": _Noted(entry.version, "", entry.note, entry.tags)}
    for each in entry.highlights:
        start, end = each.anchor.start, each.anchor.end
        stamp = _stamp(each.quote, each.note, *each.tags, f"{start} {end}")
        found[each.id] = _Noted(stamp, each.quote, each.note, each.tags, start, end)
    return found


def _stamp(*parts: str) -> str:
    joined = schema.JOINT.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=12).hexdigest()
