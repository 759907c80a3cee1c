"""What of an article becomes documents of the index, and which of them are new.

The text's document is written only when what it was made from changed (a hash tells), and of the
annotations only those documents that changed.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.search.entry import Entry
from store.search.segment import schema
from store.search.segment.schema import NOTES, TEXTS, Document
from store.search.words import forms
from store.text.fold import fold

if TYPE_CHECKING:
    from store.search.engine.view import View


class Plan(NamedTuple):
    """What has to be done to bring an article up to date.

    Attributes:
        documents: The new ones.
        texts: Numbers of those on the shelf of texts that go.
        notes: Numbers of those on the shelf of annotations that go.
    """

    documents: Sequence[Document]
    texts: Sequence[int]
    notes: Sequence[int]


def removal(view: View, article: str) -> Plan:
    """What takes an article and its annotations out."""
    number = view.table.numbers.get(article)
    return Plan((), () if number is None else (number,), tuple(view.noted.get(article, ())))


def plan(view: View, entry: Entry) -> Plan:
    """What brings an article up to date."""
    language = forms.language_of(entry.language)
    documents: list[Document] = []
    texts: list[int] = []
    notes: list[int] = []
    head = (entry.title, entry.author, entry.source)
    stamp = _stamp(*head, entry.added, language, entry.text)
    number = view.table.numbers.get(entry.id)
    if number is None or view.texts.rows.value(number, 3) != stamp:
        if number is not None:
            texts.append(number)
        values = {
            "text": [entry.text], "title": [entry.title], "author": [entry.author],
            "source": [entry.source],
        }  # fmt: skip
        row = [entry.id, entry.added, "", stamp, *head]
        documents.append(Document(TEXTS, row, values, language))
    rows = view.notes.rows
    before = {rows.value(note, 1): note for note in view.noted.get(entry.id, ())}
    for part, noted in _notes(entry).items():
        note = before.pop(part, None)
        if note is None or rows.value(note, 2) != noted.stamp:
            if note is not None:
                notes.append(note)
            documents.append(noted.document(entry.id, part, language))
    return Plan(documents, texts, [*notes, *before.values()])


class _Noted(NamedTuple):
    """What was noted on an article or on one of its highlights."""

    stamp: str
    quote: str
    note: str
    tags: Sequence[str]
    start: int = 0
    end: int = 0

    def document(self, article: str, highlight: str, language: str) -> Document:
        tags = schema.JOINT.join(tag.replace(schema.JOINT, " ") for tag in self.tags)
        row = [
            article, highlight, self.stamp, self.quote, self.note, tags, str(self.start),
            str(self.end),
        ]  # fmt: skip
        values = {"quote": [self.quote], "note": [self.note], "tag": list(self.tags)}
        return Document(NOTES, row, values, language, self._paths())

    def _paths(self) -> Sequence[str]:
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
