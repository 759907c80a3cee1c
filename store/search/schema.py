"""What is indexed: two Whoosh schemas, and what a term of each field is.

``texts`` has one document an article (text, title, author, source); ``notes`` has one for what
was noted on the article as a whole (tags, note) and one for each of its highlights (quote, note,
tags). So a new tag writes a few words and never the article's text again.

Positions are not stored: phrases are checked in the text of the few articles that are left. What
changes here changes ``store.search.version.VERSION``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whoosh import columns, fields, formats

from store.search import analysis

SEPARATOR = "\x1f"
"""Parts the values in ``meta``; no text has it (control characters are cleaned away)."""


_ROW_END = b"\x1e"


class Terms(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """Terms of a document, with how often each stands there if ``counted``.

    They reach the index by ``codec.Pool.put``, all of a document at once, and not by way of
    Whoosh's ``add_document``, which handles them one by one.
    """

    def __init__(self, *, counted: bool = False) -> None:
        format_ = formats.Frequency() if counted else formats.Existence()
        super().__init__(format_, analyzer=None, scorable=False)


class RowColumn(columns.Column):  # type: ignore[misc]  # whoosh has no types
    """Short values that are read for all documents at once: ten thousand in a few milliseconds."""

    class Writer(columns.ColumnWriter):  # type: ignore[misc]  # whoosh has no types
        """Gathers the values of a segment."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._rows: list[bytes] = []

        def add(self, docnum: int, value: bytes) -> None:
            """Set the value of a document; the numbers rise."""
            self._rows += [b""] * (docnum - len(self._rows))
            self._rows.append(value)

        def finish(self, doccount: int) -> None:
            """Write all values; documents that were given none have an empty one."""
            self._rows += [b""] * (doccount - len(self._rows))
            self._dbfile.write(_ROW_END.join(self._rows))

    class Reader(columns.ColumnReader):  # type: ignore[misc]  # whoosh has no types
        """Has the values of all documents of a segment."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self.rows: list[bytes] = dbfile.get(basepos, length).split(_ROW_END)

        def __getitem__(self, docnum: int) -> bytes:
            return self.rows[docnum]

    def default_value(self, reverse: bool = False) -> bytes:  # noqa: FBT001, FBT002 - whoosh's signature
        """The value of a document without one."""
        del reverse
        return b""


class Row(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """A short text that is kept in a column, to be read for all documents at once."""

    indexed = False

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analyzer=None, sortable=RowColumn())


def texts() -> Any:
    """The schema of the articles' texts. ``meta``: id, added, words, hash, title."""
    return fields.Schema(
        meta=Row(),
        head=fields.STORED(),
        words=Terms(counted=True),
        words_grams=Terms(),
        title=Terms(),
        title_grams=Terms(),
        author=Terms(),
        author_grams=Terms(),
    )


def notes() -> Any:
    """The schema of annotations. ``meta``: article, highlight or "", version or hash."""
    return fields.Schema(
        meta=Row(),
        body=fields.STORED(),
        words=Terms(counted=True),
        words_grams=Terms(),
        tags=Terms(),
        tag=Terms(),
        tag_grams=Terms(),
    )


def terms_of(name: str, counter: Mapping[str, int]) -> dict[str, Mapping[str, int]]:
    """The terms of field ``name`` and of its short prefixes."""
    return {name: counter, f"{name}_grams": analysis.grams(counter)} if counter else {}
