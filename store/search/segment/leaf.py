"""One segment of an index, read as sets. Its files never change: deletions are the shelf's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from store.search import bits
from store.search.columns.sequences import EXTRA, FIRST, columns
from store.search.columns.steps import Step
from store.search.files.lexicon import Lexicon, directory
from store.search.files.postings import NARROW, Postings
from store.search.files.rows import Rows
from store.search.files.storage import forget
from store.search.segment.codec import POSTS_EXT, ROWS_EXT, SEQUENCES_EXT, TERMS_EXT
from store.search.segment.writer import BEGINNINGS, EXTRAS, FORMS
from store.search.words import forms

_LISTS = 512
"""Posting lists that are kept of every segment, as read."""

_UNREAD = "not looked up yet"


class Leaf:
    """A segment.

    Attributes:
        size: Documents, deleted ones included.
        lexicons: By name (``store.search.segment.writer``).
        columns: The sequences by field.
        texts: Fields with words.
        plain: Fields whose terms are no words.
        languages: Of its articles, as far as their words have stems.
        rows: What is kept of every document.
    """

    def __init__(self, storage: Any, segment: Any) -> None:
        self.size: int = segment.doc_count_all()
        self._files = [
            segment.open_file(storage, ext)
            for ext in (TERMS_EXT, POSTS_EXT, SEQUENCES_EXT, ROWS_EXT)
        ]
        terms, postings, sequences, rows = self._files
        self._data: memoryview = postings.view
        self._wide = self.size > NARROW
        head = directory(terms.view)
        self.lexicons = {name: Lexicon(terms.view, entry) for name, entry in head["fields"].items()}
        self.texts = frozenset(head["texts"])
        self.plain = frozenset(head["plain"])
        self.languages = frozenset(head["languages"])
        self.columns = columns(sequences.view, sequences.map)
        self.rows = Rows(rows.view)
        if len(self.rows) != self.size:
            raise ValueError("the rows are not those of the segment")
        self._postings: dict[tuple[str, str], Postings | None] = {}
        self._forms: dict[str, Sequence[str]] = {}

    def postings(self, field: str, term: str) -> Postings | None:
        """The posting list of a word or of another term of a field, or ``None``."""
        key = (field, term)
        found = self._postings.get(key, _UNREAD)
        if isinstance(found, str):
            found = self._read(field, term)
            if found is None and not (term.isascii() and term.isalnum()):
                found = self._read(field + EXTRAS, term)
            if len(self._postings) >= _LISTS:
                self._postings.clear()
            self._postings[key] = found
        return found

    def _read(self, name: str, term: str) -> Postings | None:
        lexicon = self.lexicons.get(name)
        number = -1 if lexicon is None else lexicon.find(term.encode(errors="replace"))
        return None if lexicon is None or number < 0 else self.listed(lexicon, number)

    def listed(self, lexicon: Lexicon, number: int) -> Postings:
        """The posting list of the term with a number."""
        start, end = lexicon.extent(number, number + 1)
        return Postings(self._data[start:end], wide=self._wide)

    def kept(self, lexicon: Lexicon, low: int, high: int) -> list[bytes]:
        """What is kept of each of the terms ``[low, high)``: posting lists, or forms."""
        first, last = lexicon.extent(low, high)
        data = bytes(self._data[first:last])
        return [data[start - first : end - first] for start, end in lexicon.extents(low, high)]

    def beginning(self, field: str, prefix: str) -> int:
        """The documents that have a word (or, with marks in it, a term) that begins so."""
        postings = self._read(field + BEGINNINGS, prefix)
        if postings is not None:
            return postings.bits
        found = self._range(field, prefix)
        return found if prefix.isalnum() else found | self._range(field + EXTRAS, prefix)

    def _range(self, name: str, prefix: str) -> int:
        lexicon = self.lexicons.get(name)
        if lexicon is None:
            return 0
        low, high = lexicon.beginning(prefix.encode(errors="replace"))
        found = 0
        rare: list[int] = []
        for start, end in lexicon.extents(low, high):
            postings = Postings(self._data[start:end], wide=self._wide)
            if postings.length < 8:
                rare += postings.numbers
            else:
                found |= postings.bits
        return found | bits.from_ids(rare, self.size)

    def terms(self, field: str, prefix: str) -> Iterator[str]:
        """The words of a field that begin with ``prefix``, in order."""
        lexicon = self.lexicons.get(field)
        if lexicon is None:
            return iter(())
        return map(bytes.decode, lexicon.terms(*lexicon.beginning(prefix.encode(errors="replace"))))

    def forms(self, key: str) -> Sequence[str]:
        """The words that a key of the forms stands for, without the stem itself."""
        lexicon = self.lexicons.get(FORMS)
        number = -1 if lexicon is None else lexicon.find(key.encode(errors="replace"))
        if lexicon is None or number < 0:
            return ()
        start, end = lexicon.extent(number, number + 1)
        return forms.unpacked(key, bytes(self._data[start:end]))

    def forms_of(self, keys: str) -> Sequence[str]:
        """The words that some keys, with blanks between them, stand for; with the stems."""
        found = self._forms.get(keys)
        if found is None:
            if len(self._forms) >= _LISTS:
                self._forms.clear()
            words = {""}
            for key in keys.split():
                words.update(self.forms(key), (forms.stem_of(key),))
            found = self._forms[keys] = sorted(words - {""})
        return found

    def all_forms(self) -> Iterator[tuple[str, Sequence[str]]]:
        """All keys of the forms, with what they stand for."""
        lexicon = self.lexicons.get(FORMS)
        if lexicon is not None:
            for term, (start, end) in zip(
                lexicon.terms(), lexicon.extents(0, len(lexicon)), strict=True
            ):
                key = term.decode()
                yield key, forms.unpacked(key, bytes(self._data[start:end]))

    def steps(
        self, field: str, phrase: Sequence[Collection[str]], *, prefix: bool, pairs: bool = True
    ) -> Sequence[Step] | None:
        """The codes of a phrase in a field; ``None`` if one of its places can have none.

        Args:
            field: A text field.
            phrase: For every place the terms that may stand there.
            prefix: The terms of the last place may go on.
            pairs: Pairs count, too; they never stand near words.
        """
        found: list[Step] = []
        for place, terms in enumerate(phrase):
            goes_on = prefix and place == len(phrase) - 1
            step = self._step(field, terms, prefix=goes_on, pairs=pairs)
            if not step:
                return None
            found.append(step)
        return found

    def _step(self, field: str, terms: Collection[str], *, prefix: bool, pairs: bool) -> Step:
        step: list[tuple[int, int]] = []
        for name, base in ((field, FIRST), (field + EXTRAS, EXTRA))[: 1 + pairs]:
            lexicon = self.lexicons.get(name)
            if lexicon is None:
                continue
            for term in terms:
                data = term.encode(errors="replace")
                if prefix:
                    low, high = lexicon.beginning(data)
                else:
                    low = lexicon.find(data)
                    high = low + 1
                if 0 <= low < high:
                    step.append((base + low, base + high))
        return step

    def forget(self) -> None:
        """Let go of what was read of the files; it is read again when it is needed."""
        for file in self._files:
            forget(file.map)

    def close(self) -> None:
        """Give the files back."""
        for file in self._files:
            file.close()
