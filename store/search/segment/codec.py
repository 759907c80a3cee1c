"""Our files behind Whoosh's interface for codecs: how a segment is written and read.

A segment has four files: lexicons (``.trm``), posting lists (``.pst``), sequences (``.seq``) and
rows (``.row``). Which segments there are says ``contents``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Segment
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from store.search.columns.sequences import SequenceWriter
from store.search.files.lexicon import Lexicon, LexiconWriter, directory
from store.search.files.postings import NARROW, Postings
from store.search.files.rows import RowReader, RowWriter
from store.search.segment.pool import Pool
from store.search.segment.writer import write_segment

ROWS_EXT, SEQUENCES_EXT = ".row", ".seq"
TERMS_EXT, POSTS_EXT = ".trm", ".pst"


class PostingCodec(base.Codec):  # type: ignore[misc]  # whoosh has no types
    """How Whoosh writes and reads our segments."""

    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """What stands in the table of contents."""
        del storage
        return W3Segment(self, indexname)

    def segment(self, indexname: str, name: str, documents: int) -> W3Segment:
        """What stands in the table of contents, of a segment that is written already.

        Args:
            indexname: The index.
            name: What Whoosh has drawn for it.
            documents: How many it has.
        """
        return W3Segment(self, indexname, documents, name)

    def per_document_writer(self, storage: Any, segment: Any) -> RowWriter:
        """The writer of the rows of a new segment."""
        return RowWriter(segment.create_file(storage, ROWS_EXT))

    def field_writer(self, storage: Any, segment: Any) -> FieldWriter:
        """The writer of all fields of a new segment."""
        return FieldWriter(storage, segment)

    def per_document_reader(self, storage: Any, segment: Any) -> RowReader:
        """The rows of a segment."""
        return RowReader(segment.open_file(storage, ROWS_EXT), segment)

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        """The terms of a segment, for Whoosh's own queries; ours use ``engine.shelf``."""
        return TermsReader(
            segment.open_file(storage, TERMS_EXT), segment.open_file(storage, POSTS_EXT), segment
        )


class FieldWriter(base.FieldWriter):  # type: ignore[misc]  # whoosh has no types
    """Writes all fields of a segment as they come out of a ``Pool``."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._files = [
            segment.create_file(storage, ext) for ext in (TERMS_EXT, POSTS_EXT, SEQUENCES_EXT)
        ]
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Pool) -> None:
        """Write everything."""
        del schema, lengths
        terms, postings, sequences = self._files
        write_segment(items, LexiconWriter(terms, postings), SequenceWriter(sequences))

    def close(self) -> None:
        """Close the files."""
        self.is_closed = True
        for file in self._files:
            file.close()


class TermsReader(base.TermsReader):  # type: ignore[misc]  # whoosh has no types
    """The words of a segment as Whoosh's own searcher asks for them."""

    def __init__(self, terms: Any, postings: Any, segment: Any) -> None:
        self._files = (terms, postings)
        self._postings = postings.view
        self._wide = segment.doc_count_all() > NARROW
        fields = directory(terms.view)["fields"]
        self._fields = {name: Lexicon(terms.view, entry) for name, entry in fields.items()}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in self._fields and self._fields[field].find(text) >= 0

    def indexed_field_names(self) -> list[str]:
        """All fields."""
        return sorted(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Field and term, in order."""
        for field in self.indexed_field_names():
            for term in self._fields[field].terms():
                yield field, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Field and term, from a term on."""
        for field in self.indexed_field_names():
            if field >= fieldname:
                lexicon = self._fields[field]
                for term in lexicon.terms(lexicon.at_least(prefix) if field == fieldname else 0):
                    yield field, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with what is known of each."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The same, from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def _read(self, field: str, term: bytes) -> Postings:
        lexicon = self._fields.get(field)
        number = -1 if lexicon is None else lexicon.find(term)
        if lexicon is None or number < 0:
            raise TermNotFound(f"no term {field}:{term!r}")
        start, end = lexicon.extent(number, number + 1)
        return Postings(self._postings[start:end], wide=self._wide)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """How often a term is where.

        Raises:
            TermNotFound: It is nowhere.
        """
        postings = self._read(fieldname, text)
        counts = postings.counts
        return TermInfo(
            sum(counts), postings.length, maxweight=max(counts), minid=postings.numbers[0],
            maxid=postings.numbers[-1],
        )  # fmt: skip

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term is there."""
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents have a term."""
        return int(self.term_info(fieldname, text).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """A posting list for Whoosh's own queries."""
        postings = self._read(fieldname, text)
        weights = [float(count) for count in postings.counts]
        return ListMatcher(
            postings.numbers, weights, format=format_, scorer=scorer, term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )  # fmt: skip

    def close(self) -> None:
        """Give the files back."""
        for file in self._files:
            file.close()
