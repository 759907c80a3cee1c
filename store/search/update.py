"""Writing: what changed of an article goes into the indexes, and nothing else.

The text's document is written only when what it was made from changed (a hash tells), and of the
annotations only those documents that changed. The texts are committed first and the version last
(it stands with the article's annotations), so after a crash in between the version is the old
one, and the library sees that the article is due again.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whoosh.index import FileIndex

from store.search import analysis, merging, schema
from store.search.codec import Pool, PostingCodec
from store.search.engine.view import View
from store.search.entry import Entry
from store.text.fold import fold

__all__ = ["BATCH", "BATCH_TEXT", "Changes", "Entry", "batches"]

BATCH = 4_096
"""So many articles at most make one segment."""

BATCH_TEXT = 24_000_000
"""And so many code points: what bounds the memory that a bulk import takes."""


_SEPARATORS = re.compile("[\x1e\x1f]")


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
    """One commit to both indexes. The caller holds the lock of the folder."""

    def __init__(self, view: View, texts: FileIndex, notes: FileIndex) -> None:
        self._view = view
        self._texts = _Writer(texts)
        self._notes = _Writer(notes)

    def delete(self, article: str) -> None:
        """Take an article and its annotations out."""
        number = self._view.table.numbers.get(article)
        if number is not None:
            self._texts.delete(number)
        for note in self._view.noted.get(article, ()):
            self._notes.delete(note)

    def put(self, entry: Entry) -> None:
        """Bring an article up to date."""
        self._put_text(entry)
        before = {
            self._view.notes.rows[note][1]: note for note in self._view.noted.get(entry.id, ())
        }
        for part, (stamp, body) in _note_documents(entry).items():
            note = before.pop(part, None)
            if note is not None:
                if self._view.notes.rows[note][2] == stamp:
                    continue
                self._notes.delete(note)
            self._notes.add(_note_terms(body), meta=_meta(entry.id, part, stamp), body=body)
        for note in before.values():
            self._notes.delete(note)

    def _put_text(self, entry: Entry) -> None:
        head = (entry.title, entry.author, entry.source)
        stamp = _stamp(*head, entry.added, entry.text)
        number = self._view.table.numbers.get(entry.id)
        if number is not None:
            if self._view.texts.rows[number][3] == stamp:
                return
            self._texts.delete(number)
        title = analysis.count([fold(entry.title)])
        author = analysis.count([fold(entry.author), fold(entry.source)])
        words = analysis.count([fold(entry.text)])
        length = words.total()
        words.update(title)
        words.update(author)
        terms = {
            **schema.terms_of("words", words),
            **schema.terms_of("title", title),
            **schema.terms_of("author", author),
        }
        meta = _meta(entry.id, entry.added, str(length), stamp, entry.title)
        self._texts.add(terms, meta=meta, head=head)

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
            self._writer = self._index.writer(codec=PostingCodec(), compound=False)
            self._writer.pool = Pool()
        return self._writer

    def add(self, terms: Mapping[str, Mapping[str, int]], **fields: Any) -> None:
        writer = self._open()
        document = writer.doc_count()
        writer.add_document(**fields)
        for field, counts in terms.items():
            writer.pool.put(field, document, counts)

    def delete(self, number: int) -> None:
        self._open().delete_document(number)

    def commit(self) -> None:
        if self._writer is not None:
            self._writer.commit(mergetype=merging.merge)
            self._writer = None

    def cancel(self) -> None:
        if self._writer is not None and not self._writer.is_closed:
            self._writer.cancel()
        self._writer = None


Body = tuple[str, str, tuple[str, ...], int, int]
"""What is stored of an annotation: quote, note, tags, start, end."""


def _note_documents(entry: Entry) -> Mapping[str, tuple[str, Body]]:
    """The annotations of an article: by highlight ("": the article) a stamp and what is stored."""
    found: dict[str, tuple[str, Body]] = {
        "": (entry.version, ("", entry.note, tuple(entry.tags), 0, 0))
    }
    for each in entry.highlights:
        start, end = each.anchor.start, each.anchor.end
        stamp = _stamp(each.quote, each.note, *each.tags, f"{start} {end}")
        found[each.id] = (stamp, (each.quote, each.note, tuple(each.tags), start, end))
    return found


def _note_terms(body: Body) -> Mapping[str, Mapping[str, int]]:
    quote, note, tags, _, _ = body
    folded = [_encodable(fold(tag)).strip("/") for tag in tags]
    tag_words = analysis.count(folded)
    words = analysis.count([fold(quote), fold(note)])
    words.update(tag_words)
    paths = (
        path for tag in folded for path in itertools.accumulate(tag.split("/"), "{}/{}".format)
    )
    return {
        "tags": dict.fromkeys(paths, 1),
        **schema.terms_of("words", words),
        **schema.terms_of("tag", tag_words),
    }


def _meta(*parts: str) -> str:
    """A row of the column ``meta``, whatever a file edited by hand had in it."""
    clean = (_SEPARATORS.sub(" ", part) for part in parts)
    return _encodable(schema.SEPARATOR.join(clean))


def _encodable(text: str) -> str:
    return text.encode(errors="replace").decode()


def _stamp(*parts: str) -> str:
    joined = schema.SEPARATOR.join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=12).hexdigest()
